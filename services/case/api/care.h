// What the acts of aftercare share: each rests on the survivor's track, is refused for a declined case (and for no
// other), and seals its note under the key of the survivor's person.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/case/api/acts.h"
#include "services/case/convert/case_members.h"
#include "services/case/convert/values.h"
#include "services/case/domain/aftercare.h"
#include "services/case/domain/assessment.h"

namespace amparo::cases {

// What an act for a survivor rests on: the case, the track, the survivor.
std::vector<RecordKey> CareKeys(const PartyName& survivor);

// What it finds there.
struct Care {
  Aftercare track;
  // Whose data key seals what is noted.
  Uuid subject;

  // What days are measured against.
  CareFrame Frame(absl::CivilDay today) const { return {track.open_date, today}; }
};

// Reads it from the records of CareKeys, which come first in `found`. FAILED_PRECONDITION CASE_DECLINED, or
// AFTERCARE_STATE unless the track is in one of `states` ("`what` while aftercare is ...").
absl::StatusOr<Care> CareIn(const Found& found, const std::vector<AftercareState>& states, std::string_view what);

// The same for an act of several records, which locks them. NOT_FOUND.
absl::StatusOr<Care> LockCare(Work& work, const PartyName& survivor, const std::vector<AftercareState>& states,
                              std::string_view what);

// The record that an act of several records changes, locked after its case. NOT_FOUND; CASE_DECLINED; ETAG_MISMATCH.
absl::StatusOr<Record> LockTarget(Work& work, const Target& target);

// Writes a change in a work that has locked its case; answers what the caller is told of it.
absl::StatusOr<std::string> WriteCare(Work& work, Change change);

// FAILED_PRECONDITION CASE_DECLINED.
absl::Status RequireNotDeclined(const Record& the_case);

// The change of a part of aftercare: its case may not be declined meanwhile, and its note belongs to the survivor.
template <typename T>
Change OfCare(const T& value, Change change) {
  change.guard = CaseGuard{.case_id = value.name.case_id, .stages = AftercareStages()};
  if constexpr (requires { value.subject; }) change.subject = value.subject;
  return change;
}

// The first version of a part of aftercare, with the note in `wanted`.
template <typename Message, typename T>
Change NewCare(const T& value, absl::Time now, const Message& wanted) {
  return OfCare(value, NewResource<Message>(value, now, SecretOf(wanted)));
}

// A part of aftercare in its record.
template <typename Message, typename T>
absl::StatusOr<T> CareValue(const Record& record, T (*from_stored)(const Message&)) {
  AMPARO_ASSIGN_OR_RETURN(const Message message, MessageIn<Message>(record));
  T value = from_stored(message);
  if constexpr (requires { value.subject; }) value.subject = record.subject;
  return value;
}

// The next version of the part of aftercare in `record`.
template <typename Message, typename T>
absl::StatusOr<Change> NextCare(const T& value, const Record& record, absl::Time now) {
  AMPARO_ASSIGN_OR_RETURN(Message message, MessageIn<Message>(record));
  return OfCare(value, ChangeTo(value, record.version + 1, now, std::move(message)));
}

// The change of `record` that `rule` decides on.
template <typename Message, typename T>
absl::StatusOr<Change> CareByRule(const Target& target, const Record& record, T (*from_stored)(const Message&),
                                  const Rule<T>& rule) {
  AMPARO_ASSIGN_OR_RETURN(T before, CareValue(record, from_stored));
  AMPARO_ASSIGN_OR_RETURN(const T value, ToStatusOr(rule(std::move(before)), NameOf(target.key)));
  return NextCare<Message>(value, record, target.now);
}

// The plan of an act by a rule that looks at nothing but its own part of aftercare.
template <typename Message, typename T>
ActPlan CareRulePlan(ActStamp stamp, const Target& target, T (*from_stored)(const Message&),
                     std::type_identity_t<Rule<T>> rule) {
  std::vector<RecordKey> rests_on(1, KeyOf(CaseName{target.key.office, target.key.case_id}));
  Decide decide = [target, from_stored, rule = std::move(rule)](const Found& found) -> absl::StatusOr<Change> {
    AMPARO_RETURN_IF_ERROR(RequireNotDeclined(*found[1]));
    return CareByRule(target, *found[0], from_stored, rule);
  };
  return ChangePlan(std::move(stamp), target, std::move(decide), std::move(rests_on));
}

// The same for an update: `take` takes over the fields of the mask that are not sealed and notes what is wrong with
// them, or refuses.
template <typename Message, typename T>
ActPlan CareUpdatePlan(ActStamp stamp, const Update<Message>& update, T (*from_stored)(const Message&),
                       std::type_identity_t<std::function<absl::Status(T&)>> take) {
  std::vector<RecordKey> rests_on(1, KeyOf(CaseName{update.target.key.office, update.target.key.case_id}));
  Decide decide = [update, from_stored, take = std::move(take)](const Found& found) -> absl::StatusOr<Change> {
    AMPARO_RETURN_IF_ERROR(RequireNotDeclined(*found[1]));
    AMPARO_ASSIGN_OR_RETURN(T value, CareValue(*found[0], from_stored));
    AMPARO_RETURN_IF_ERROR(take(value));
    AMPARO_ASSIGN_OR_RETURN(Message kept, MessageIn<Message>(*found[0]));
    return OfCare(value, ChangeBy(update, value, *found[0], std::move(kept)));
  };
  return ChangePlan(std::move(stamp), update.target, std::move(decide), std::move(rests_on));
}

// The day an act happened: as its request says, else `today`; notes a violation of "effective_date".
template <typename Request>
absl::CivilDay ActDay(const Request& request, absl::CivilDay today, Violations& violations) {
  return OptionalDay(request.has_effective_date(), request.effective_date(), "effective_date", violations)
      .value_or(today);
}

// --- Lists ---

// The filter by the states of a request (`is_valid`: the generated `Enum_IsValid`); none when it names none.
template <typename Request>
Value StatesIn(const Request& request, bool (*is_valid)(int), errors::FieldViolations& violations) {
  std::vector<int64_t> states;
  for (const int state : request.states()) {
    violations.Require(state != 0 && is_valid(state), "states", "must be of the states");
    states.push_back(state);
  }
  return states.empty() ? Value() : Value(std::move(states));
}

// A text that a list is filtered by, and the field that says it.
struct TextFilter {
  std::string_view field;
  std::string_view text;
};

// The filter by a text; none when it is empty. Notes a violation for what no column can hold.
Value TextIn(TextFilter filter, errors::FieldViolations& violations);

// Reads the filters that all lists of aftercare begin with (store/tables.cc): survivor, states, staff.
template <typename Request>
void ReadCareFilters(const Request& request, bool (*is_valid)(int), TextFilter staff, ListQuery& query,
                     errors::FieldViolations& violations) {
  query.filters.resize(3);
  if (!request.party().empty()) {
    const std::optional<PartyName> party = ParseName<PartyName>(request.party());
    const bool fits = party && party->office == query.office;
    if (violations.Require(fits, "party", "must be the name of a party of the same office")) {
      query.filters[0] = party->id;
    }
  }
  query.filters[1] = StatesIn(request, is_valid, violations);
  query.filters[2] = TextIn(staff, violations);
}

// Reads the two filters that follow them where records are of a day: the first and the last day.
template <typename Request>
void ReadDayFilters(const Request& request, ListQuery& query, errors::FieldViolations& violations) {
  Violations found;
  const auto from = OptionalDay(request.has_from_date(), request.from_date(), "from_date", found);
  const auto to = OptionalDay(request.has_to_date(), request.to_date(), "to_date", found);
  AddViolations(found, violations);
  query.filters.push_back(from ? Value(DayTime(*from)) : Value());
  query.filters.push_back(to ? Value(DayTime(*to)) : Value());
}

// --- What assessments come to ---

// All final assessments of a survivor, in order of day; those that were recorded as final at `at` when that is given.
Task<absl::StatusOr<std::vector<Assessment>>> FinalAssessments(Store* store, PartyName survivor,
                                                               std::optional<absl::Time> at, Limits limits);

// The same for an act of several records, which locks them.
absl::StatusOr<std::vector<Assessment>> LockFinalAssessments(Work& work, const PartyName& survivor);

}  // namespace amparo::cases
