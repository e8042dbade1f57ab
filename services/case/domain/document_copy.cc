#include "services/case/domain/document_copy.h"

#include <array>
#include <utility>

#include "services/case/domain/dated_acts.h"

namespace amparo::cases {
namespace {

using CopyRule = ActRule<CopyAct, CopyState>;

// Every way a copy can move.
std::span<const CopyRule> CopyRules() {
  using enum CopyState;
  using enum CopyAct;
  static const std::array<CopyRule, 5> rules = {{
      {kMake, "MakeDocumentCopy", {kRequested}, kMade},
      {kHandOver, "HandOverDocumentCopy", {kMade}, kHandedOver},
      {kDeliver, "RecordCopyDelivery", {kMade, kHandedOver}, kDelivered},
      {kReturn, "ReturnDocumentCopy", {kHandedOver, kDelivered}, kReturned},
      {kWithdraw, "WithdrawDocumentCopy", {kRequested, kMade, kHandedOver}, kWithdrawn, true},
  }};
  return rules;
}

}  // namespace

std::string_view CopyStateWord(CopyState state) {
  static constexpr std::array<std::string_view, 7> kWords = {"UNSPECIFIED", "REQUESTED", "MADE",     "HANDED_OVER",
                                                             "DELIVERED",   "RETURNED",  "WITHDRAWN"};
  return kWords[static_cast<std::size_t>(state)];
}

bool IsOutstanding(CopyState state) {
  return state == CopyState::kRequested || state == CopyState::kMade || state == CopyState::kHandedOver;
}

void CheckDocumentCopy(const DocumentCopy& value, absl::CivilDay date, absl::CivilDay today, Violations& violations) {
  violations.Require(value.kind != CopyKind::kUnspecified, "copy.kind", "must be given");
  violations.Require(value.recipient != CopyRecipient::kUnspecified, "copy.recipient", "must be given");
  violations.RequireText(value.institution, {.min = 0, .max = 200}, "copy.institution");
  CheckActRequest(date, "", /*needs_reason=*/false, today, violations);
}

void CheckReceivedBy(std::string_view received_by, Violations& violations) {
  violations.RequireText(received_by, {.min = 0, .max = 200}, "received_by");
}

void CheckCopyAct(const CopyActInput& input, absl::CivilDay today, Violations& violations) {
  CheckActRequest(input.date, input.reason, RuleOf(CopyRules(), input.act).needs_reason, today, violations);
  if (input.act != CopyAct::kDeliver) return;
  violations.RequireText(input.reference, {.min = 0, .max = 100}, "reference");
  violations.Require(input.says_who || !input.reference.empty(), "received_by",
                     "must be given, or the reference of a receipt");
}

Decision<NumberedCopy> NumberCopy(Document document, DocumentCopy copy, absl::CivilDay date, absl::Time now) {
  if (document.state == DocumentState::kNotNeeded) {
    return Refusal{"DOCUMENT_NOT_NEEDED", "the document is not needed any more"};
  }
  copy.number = ++document.copies;
  copy.state = CopyState::kRequested;
  copy.events = {{.act = CopyAct::kRequest, .date = date, .record_time = now, .reason = ""}};
  return NumberedCopy{std::move(document), std::move(copy)};
}

std::optional<Refusal> RefuseToCopy(DocumentState document) {
  if (document == DocumentState::kObtained) return std::nullopt;
  return Refusal{"DOCUMENT_NOT_OBTAINED", "a copy is made of a document that is OBTAINED"};
}

Decision<DocumentCopy> ApplyCopyAct(DocumentCopy value, const CopyActInput& input, absl::Time now) {
  const CopyRule& rule = RuleOf(CopyRules(), input.act);
  if (const auto refusal = RefuseAct(rule, value.state, value.events, input.date, "COPY_STATE", CopyStateWord)) {
    return *refusal;
  }
  value.state = rule.to;
  if (input.act == CopyAct::kDeliver) value.reference = input.reference;
  value.events.push_back({.act = input.act, .date = input.date, .record_time = now, .reason = input.reason});
  return value;
}

}  // namespace amparo::cases
