#include "services/case/convert/case_convert.h"

#include <utility>

#include "common/base/strings.h"
#include "services/case/convert/case_parts_convert.h"
#include "services/case/convert/enums.h"
#include "services/case/convert/merge_convert.h"
#include "services/case/convert/values.h"
#include "services/case/domain/case_search.h"

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(DeclineReason::kOther) == v1::DECLINE_REASON_OTHER);
static_assert(static_cast<int>(ClosureReason::kOther) == v1::CLOSURE_REASON_OTHER);
static_assert(static_cast<int>(ReopenReason::kFurtherAccused) == v1::REOPEN_REASON_FURTHER_ACCUSED);

// The words of title and number, each behind its office: the index over them begins with it.
std::vector<std::string> IndexedWords(const Case& value) {
  return InOffice(value.name.office, CaseWords(value.title, value.case_number));
}

}  // namespace

Case CaseFromRequest(const v1::Case& request, Violations& violations) {
  Case value;
  value.case_number = request.case_number();
  value.title = request.title();
  value.crime_type = request.crime_type();
  value.report_date = RequiredDay(request.has_report_date(), request.report_date(), "report_date", violations);
  value.lead = request.lead();
  value.reconstructed = request.reconstructed();
  return value;
}

std::vector<StageChange> StageChangesFrom(const v1::Case& request, Violations& violations) {
  std::vector<StageChange> changes;
  for (const v1::StageChange& change : request.stage_changes()) {
    const std::string path = StrCat("stage_changes[", changes.size(), "].");
    StageChange value;
    value.stage = EnumFrom<Stage>(change.stage(), v1::CaseStage_IsValid, path + "stage", violations);
    value.effective_date =
        RequiredDay(change.has_effective_date(), change.effective_date(), path + "effective_date", violations);
    if (change.has_record_time()) {
      value.record_time = RequiredTime(true, change.record_time(), path + "record_time", violations);
    }
    value.reason = change.reason();
    value.decline_reason = EnumFrom<DeclineReason>(change.decline_reason(), v1::DeclineReason_IsValid,
                                                   path + "decline_reason", violations);
    value.closure_reason = EnumFrom<ClosureReason>(change.closure_reason(), v1::ClosureReason_IsValid,
                                                   path + "closure_reason", violations);
    value.reopen_reason =
        EnumFrom<ReopenReason>(change.reopen_reason(), v1::ReopenReason_IsValid, path + "reopen_reason", violations);
    changes.push_back(std::move(value));
  }
  return changes;
}

Case CaseFromStored(const v1::Case& stored) {
  Violations none;
  Case value = CaseFromRequest(stored, none);
  if (const auto name = ParseName<CaseName>(stored.name())) value.name = *name;
  value.stage = static_cast<Stage>(stored.stage());
  value.stage_changes = StageChangesFrom(stored, none);
  TakeParts(stored, value);
  value.merge = MergeStateFrom<CaseName>(stored, stored.merged_cases());
  return value;
}

void ToProto(const Case& value, v1::Case& out) {
  out.set_name(ToString(value.name));
  out.set_case_number(value.case_number);
  out.set_title(value.title);
  out.set_crime_type(value.crime_type);
  SetDate(value.report_date, out.mutable_report_date());
  out.set_stage(static_cast<v1::CaseStage>(value.stage));
  out.clear_stage_changes();
  for (const StageChange& change : value.stage_changes) {
    v1::StageChange* added = out.add_stage_changes();
    added->set_stage(static_cast<v1::CaseStage>(change.stage));
    SetDate(change.effective_date, added->mutable_effective_date());
    SetTimestamp(change.record_time, added->mutable_record_time());
    added->set_reason(change.reason);
    added->set_decline_reason(static_cast<v1::DeclineReason>(change.decline_reason));
    added->set_closure_reason(static_cast<v1::ClosureReason>(change.closure_reason));
    added->set_reopen_reason(static_cast<v1::ReopenReason>(change.reopen_reason));
  }
  out.set_lead(value.lead);
  out.set_reconstructed(value.reconstructed);
  SetParts(value, out);
  SetMergeState<CaseName>(value.merge, value.name.office, out, *out.mutable_merged_cases());
}

CaseNarrative NarrativeFrom(const v1::CaseNarrative& narrative) {
  return {narrative.narrative(), narrative.reporter()};
}

std::vector<Value> ColumnsOf(const Case& value) {
  std::vector<int64_t> flags;
  for (const FlagKind kind : value.open_flags) flags.push_back(static_cast<int64_t>(kind));
  // The tokens are the store's, made of Change::terms.
  return {value.case_number,
          static_cast<int64_t>(value.stage),
          value.crime_type,
          value.report_date,
          value.merge.merged() ? Value(value.merge.path.back()) : Value(),
          value.lead,
          std::move(flags),
          IndexedWords(value),
          std::monostate(),
          std::monostate(),
          LastMove(value)};
}

}  // namespace amparo::cases
