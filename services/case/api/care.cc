#include "services/case/api/care.h"

#include <utility>
#include <variant>

#include "common/base/status_macros.h"
#include "services/case/api/listing.h"
#include "services/case/convert/aftercare_convert.h"
#include "services/case/convert/assessment_convert.h"

namespace amparo::cases {
namespace {

// The first page of a survivor's final assessments, in order of day.
ListQuery FinalOf(const PartyName& survivor) {
  ListQuery query;
  query.kind = Kind::kAssessment;
  query.office = survivor.office;
  query.case_id = survivor.case_id;
  const std::vector<int64_t> states = {static_cast<int64_t>(AssessmentState::kFinal)};
  query.filters = {survivor.id, states};
  query.limit = kMostPerPage;
  return query;
}

}  // namespace

std::vector<RecordKey> CareKeys(const PartyName& survivor) {
  return {KeyOf(survivor.parent()), KeyOf(AftercareOf(survivor)), KeyOf(survivor)};
}

absl::StatusOr<Care> CareIn(const Found& found, const std::vector<AftercareState>& states, std::string_view what) {
  AMPARO_RETURN_IF_ERROR(RequireNotDeclined(*found[0]));
  Care care;
  AMPARO_ASSIGN_OR_RETURN(care.track, CareValue(*found[1], &AftercareFromStored));
  if (const auto refusal = RefuseCare(care.track, states, what)) return ToStatus(*refusal, ToString(care.track.name));
  care.subject = found[2]->subject;
  return care;
}

absl::StatusOr<Care> LockCare(Work& work, const PartyName& survivor, const std::vector<AftercareState>& states,
                              std::string_view what) {
  Found found;
  for (const RecordKey& key : CareKeys(survivor)) {
    AMPARO_ASSIGN_OR_RETURN(found.emplace_back(), Need(work, key));
  }
  return CareIn(found, states, what);
}

absl::StatusOr<Record> LockTarget(Work& work, const Target& target) {
  AMPARO_ASSIGN_OR_RETURN(const Record the_case, Need(work, KeyOf(CaseName{target.key.office, target.key.case_id})));
  AMPARO_RETURN_IF_ERROR(RequireNotDeclined(the_case));
  AMPARO_ASSIGN_OR_RETURN(Record record, Need(work, target.key));
  AMPARO_RETURN_IF_ERROR(CheckEtag(target.etag, record, NameOf(target.key)));
  return record;
}

absl::StatusOr<std::string> WriteCare(Work& work, Change change) {
  // The lock on the case keeps what the guard would ask.
  change.guard.reset();
  std::string response = change.response;
  AMPARO_RETURN_IF_ERROR(work.Write(std::move(change)));
  return response;
}

absl::Status RequireNotDeclined(const Record& the_case) {
  return RequireStage(the_case, AftercareStages(), "CASE_DECLINED", "there is no aftercare in a declined case");
}

Value TextIn(TextFilter filter, errors::FieldViolations& violations) {
  Violations found;
  found.RequireText(filter.text, {0, 200}, filter.field);
  AddViolations(found, violations);
  return filter.text.empty() ? Value() : Value(std::string(filter.text));
}

Task<absl::StatusOr<std::vector<Assessment>>> FinalAssessments(Store* store, PartyName survivor,
                                                               std::optional<absl::Time> at, Limits limits) {
  ListQuery query = FinalOf(survivor);
  // What was final then may be void now.
  if (at) query.filters[1] = std::monostate();
  AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<Record> records,
                             co_await ListAllAt(store, std::move(query), at, std::move(limits)));
  std::vector<Assessment> assessments;
  for (const Record& record : records) {
    AMPARO_CO_ASSIGN_OR_RETURN(Assessment one, CareValue(record, &AssessmentFromStored));
    if (one.state == AssessmentState::kFinal) assessments.push_back(std::move(one));
  }
  co_return assessments;
}

absl::StatusOr<std::vector<Assessment>> LockFinalAssessments(Work& work, const PartyName& survivor) {
  ListQuery query = FinalOf(survivor);
  std::vector<Assessment> assessments;
  while (true) {
    AMPARO_ASSIGN_OR_RETURN(const std::vector<Record> page, work.List(query));
    for (const Record& record : page) {
      AMPARO_ASSIGN_OR_RETURN(assessments.emplace_back(), CareValue(record, &AssessmentFromStored));
    }
    if (page.size() < static_cast<std::size_t>(query.limit)) return assessments;
    query.after = ListQuery::After{DayTime(assessments.back().date), assessments.back().name.id};
  }
}

}  // namespace amparo::cases
