#include "services/case/api/case_changes.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "common/rpc/resource_id.h"
#include "services/case/api/acts.h"
#include "services/case/api/support.h"
#include "services/case/convert/case_convert.h"
#include "services/case/convert/enums.h"
#include "services/case/domain/case_search.h"

namespace amparo::cases {
namespace {

// Takes over the fields of `mask` that are not sealed; a corrected report date may be refused.
std::optional<Refusal> TakeOver(const v1::Case& wanted, const rpc::UpdateMask& mask, const ChargeFacts& facts,
                                Case& value, Violations& violations) {
  if (mask.Has("title")) value.title = wanted.title();
  if (mask.Has("crime_type")) value.crime_type = wanted.crime_type();
  if (mask.Has("lead")) value.lead = wanted.lead();
  if (!mask.Has("report_date")) return std::nullopt;
  const absl::CivilDay day = RequiredDay(wanted.has_report_date(), wanted.report_date(), "report_date", violations);
  return CorrectReportDate(day, facts, value);
}

// The same, with what that does to counts; refused too when it was done too often.
std::optional<Refusal> Correct(const Update<v1::Case>& update, const ChargeFacts& facts, Case& value,
                               Violations& violations) {
  const Case before = value;
  if (auto refusal = TakeOver(update.wanted, update.mask, facts, value, violations)) return refusal;
  auto restatement = RestatementOf(before, value, update.target.now);
  if (!restatement) return std::nullopt;
  if (auto refusal = RefuseRestatement(before)) return refusal;
  value.restatements.push_back(*std::move(restatement));
  return std::nullopt;
}

}  // namespace

std::vector<std::string> TermsOfNarrative(const v1::Case& value) {
  return NarrativeTerms(NarrativeWords(NarrativeFrom(value.narrative())));
}

absl::StatusOr<Change> NewCase(const v1::CreateCaseRequest& request, const OfficeName& parent,
                               const OfficeFacts& office, absl::Time now) {
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  Violations found("case.");
  Case value = CaseFromRequest(request.case_(), found);
  value.name = {parent.office, rpc::GivenOrNewId(request.case_id(), "case_id", now, violations)};
  CheckCase(value, office.Today(now), found);
  CheckNarrative(NarrativeFrom(request.case_().narrative()), found);
  AddViolations(found, violations);
  AMPARO_RETURN_IF_ERROR(violations.ToStatus());
  if (value.case_number.empty()) value.case_number = CaseNumberFor(value.name.id);
  BeginCase(now, value);
  Change change = NewResource<v1::Case>(value, now, SecretOf(request.case_()));
  change.terms = TermsOfNarrative(request.case_());
  return change;
}

absl::StatusOr<Change> UpdatedCase(const Update<v1::Case>& update, const Record& record, absl::CivilDay today) {
  AMPARO_ASSIGN_OR_RETURN(v1::Case kept, MessageIn<v1::Case>(record));
  Case value = CaseFromStored(kept);
  if (const auto refusal = RefuseUpdate(value)) return ToStatus(*refusal, kept.name());
  Violations violations("case.");
  const std::optional<Refusal> refusal = Correct(update, record.charges, value, violations);
  CheckCase(value, today, violations);
  if (update.mask.Has("narrative")) CheckNarrative(NarrativeFrom(update.wanted.narrative()), violations);
  AMPARO_RETURN_IF_ERROR(ToStatus(violations));
  if (refusal) return ToStatus(*refusal, kept.name());
  Change change = ChangeBy(update, value, record, std::move(kept));
  if (update.mask.Has("narrative")) change.terms = TermsOfNarrative(update.wanted);
  return change;
}

CaseActInput ActInput(const v1::CaseActRequest& request, CaseAct act, absl::CivilDay today,
                      errors::FieldViolations& violations) {
  Violations found;
  CaseActInput input;
  input.reopen_reason =
      EnumFrom<ReopenReason>(request.reopen_reason(), v1::ReopenReason_IsValid, "reopen_reason", found);
  input.act = act == CaseAct::kReopen ? ReopenActFor(input.reopen_reason) : act;
  input.reason = request.reason();
  input.decline_reason =
      EnumFrom<DeclineReason>(request.decline_reason(), v1::DeclineReason_IsValid, "decline_reason", found);
  input.effective_date =
      OptionalDay(request.has_effective_date(), request.effective_date(), "effective_date", found).value_or(today);
  CheckCaseAct(input, today, found);
  AddViolations(found, violations);
  return input;
}

absl::StatusOr<Change> MovedCase(const CaseActInput& input, const Record& record, absl::Time now) {
  AMPARO_ASSIGN_OR_RETURN(v1::Case kept, MessageIn<v1::Case>(record));
  Case value = CaseFromStored(kept);
  if (const auto refusal = ApplyCaseAct(input, record.charges, now, value)) return ToStatus(*refusal, kept.name());
  Change change = ChangeTo(value, record.version + 1, now, std::move(kept));
  change.needs_verdicts = input.act == CaseAct::kDispose;
  return change;
}

}  // namespace amparo::cases
