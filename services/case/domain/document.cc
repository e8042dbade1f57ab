#include "services/case/domain/document.h"

#include <algorithm>
#include <array>

#include "services/case/domain/dated_acts.h"

namespace amparo::cases {
namespace {

using DocumentRule = ActRule<DocumentAct, DocumentState>;

constexpr std::size_t kShortestKind = 2;
constexpr std::size_t kLongestKind = 40;

// Every way a document can move.
std::span<const DocumentRule> DocumentRules() {
  using enum DocumentState;
  using enum DocumentAct;
  static const std::array<DocumentRule, 7> rules = {{
      {kRequest, "RequestDocument", {kNeeded, kRequested, kRejected, kLost}, kRequested},
      {kObtain, "ObtainDocument", {kNeeded, kRequested, kRejected, kLost}, kObtained},
      {kCertify, "CertifyDocument", {kObtained}, kObtained},
      {kReject, "RejectDocument", {kRequested, kObtained}, kRejected, true},
      {kReportLost, "ReportDocumentLost", {kObtained}, kLost, true},
      {kWaive, "WaiveDocument", {kNeeded, kRequested, kRejected, kLost}, kNotNeeded, true},
      {kReinstate, "ReinstateDocument", {kNotNeeded}, kNeeded, true},
  }};
  return rules;
}

bool IsDocumentKind(std::string_view text) {
  return text.size() >= kShortestKind && text.size() <= kLongestKind && text.front() >= 'a' && text.front() <= 'z' &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

}  // namespace

std::string_view DocumentStateWord(DocumentState state) {
  static constexpr std::array<std::string_view, 7> kWords = {"UNSPECIFIED", "NEEDED", "REQUESTED", "OBTAINED",
                                                             "REJECTED",    "LOST",   "NOT_NEEDED"};
  return kWords[static_cast<std::size_t>(state)];
}

const DocumentEvent* Document::last_request() const {
  const auto last = std::find_if(events.rbegin(), events.rend(),
                                 [](const DocumentEvent& event) { return event.act == DocumentAct::kRequest; });
  return last == events.rend() ? nullptr : &*last;
}

bool IsPending(DocumentState state) {
  return state != DocumentState::kObtained && state != DocumentState::kNotNeeded;
}

void CheckDocument(const Document& value, Violations& violations) {
  violations.Require(IsDocumentKind(value.kind), "kind", "must be 2 to 40 of [a-z0-9-], beginning with a letter");
  violations.RequireText(value.title, {.min = 1, .max = 200}, "title");
}

void CheckContact(std::string_view contact, Violations& violations) {
  violations.RequireText(contact, {.min = 0, .max = 2000}, "contact");
}

void CheckDocumentAct(const DocumentActInput& input, absl::CivilDay today, Violations& violations) {
  CheckActRequest(input.date, input.reason, RuleOf(DocumentRules(), input.act).needs_reason, today, violations);
  violations.RequireText(input.institution, {.min = 0, .max = 200}, "institution");
  if (input.act == DocumentAct::kObtain) {
    violations.Require(input.form != DocumentForm::kUnspecified, "form", "must be given");
  }
}

Decision<Document> ApplyDocumentAct(Document value, const DocumentActInput& input, absl::Time now) {
  const DocumentRule& rule = RuleOf(DocumentRules(), input.act);
  if (const auto refusal =
          RefuseAct(rule, value.state, value.events, input.date, "DOCUMENT_STATE", DocumentStateWord)) {
    return *refusal;
  }
  if (input.act == DocumentAct::kCertify && value.certified) {
    return Refusal{"DOCUMENT_CERTIFIED", "the document is certified already"};
  }
  value.state = rule.to;
  if (input.act == DocumentAct::kObtain) value.form = input.form;
  if (rule.to != DocumentState::kObtained) value.form = DocumentForm::kUnspecified;
  value.certified = rule.to == DocumentState::kObtained &&
                    (input.act == DocumentAct::kCertify || value.form == DocumentForm::kCertifiedCopy);
  DocumentEvent& event = value.events.emplace_back();
  event = {.act = input.act, .date = input.date, .record_time = now, .reason = input.reason};
  if (input.act == DocumentAct::kRequest) {
    event.source = input.source == DocumentSource::kUnspecified ? value.source : input.source;
    event.institution = input.institution;
    if (input.due_date) value.due_date = input.due_date;
  }
  return value;
}

}  // namespace amparo::cases
