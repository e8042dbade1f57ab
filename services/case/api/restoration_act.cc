#include "services/case/api/restoration_act.h"

#include <string>
#include <utility>
#include <variant>

#include "amparo/cases/v1/case.pb.h"
#include "services/case/api/care.h"
#include "services/case/api/listing.h"
#include "services/case/convert/aftercare_convert.h"
#include "services/case/convert/flag_convert.h"
#include "services/case/convert/party_convert.h"

namespace amparo::cases {
namespace {

// The criteria that are not met, as one error that names each.
absl::Status NotMet(const RestorationJudgement& judgement, const AftercareName& name) {
  std::vector<std::pair<std::string, std::string>> broken;
  for (const JudgedCriterion& one : judgement.criterions) {
    if (!one.met) broken.emplace_back(one.code, one.description);
  }
  return errors::FailedPreconditions("RESTORATION_CRITERIA_NOT_MET", ToString(name),
                                     StrCat("the survivor is not restored by ", judgement.criteria, ": ", broken.size(),
                                            " of ", judgement.criterions.size(), " criteria are not met"),
                                     broken);
}

// The flags of a safety risk that are open in a survivor's case, `standing` being the one that stands for it: what was
// raised in any case of the matter.
ListQuery OpenSafetyFlagsOf(const CaseName& standing) {
  ListQuery query;
  query.kind = Kind::kFlag;
  query.office = standing.office;
  query.case_id = standing.id;
  query.with_merged = true;
  // In the order of the table's filters (store/tables.cc).
  query.filters.resize(3);
  query.filters[0] = std::vector<int64_t>(1, static_cast<int64_t>(FlagKind::kSafetyRisk));
  query.filters[1] = static_cast<int64_t>(FlagState::kOpen);
  return query;
}

// What the survivor in `record` is in any case: flags may be on each of these.
ListQuery RolesLike(const PartyName& survivor, const v1::Party& party) {
  const Party value = PartyFromStored(party);
  ListQuery query;
  query.kind = Kind::kParty;
  query.office = survivor.office;
  query.all_cases = true;
  // In the order of the table's filters (store/tables.cc).
  query.filters.resize(3);
  query.filters[2] = value.surviving_person ? *value.surviving_person : value.person.value_or(survivor.id);
  return query;
}

std::vector<Uuid> IdsAlike(const PartyName& survivor, const std::vector<Record>& roles) {
  std::vector<Uuid> ids(1, survivor.id);
  for (const Record& role : roles) ids.push_back(role.id);
  return ids;
}

// How many of these flags warn of a risk to the survivor, who is all of `roles`.
absl::StatusOr<int64_t> CountAgainst(const std::vector<Uuid>& roles, const std::vector<Record>& records) {
  std::vector<Flag> flags;
  for (const Record& record : records) {
    AMPARO_ASSIGN_OR_RETURN(const v1::Flag message, MessageIn<v1::Flag>(record));
    flags.push_back(FlagFromStored(message));
  }
  return OpenSafetyFlags(flags, roles);
}

// The same of all flags, for the act: the case, which is locked, keeps others from being raised meanwhile.
absl::StatusOr<int64_t> LockSafetyFlags(Work& work, const PartyName& survivor) {
  const CaseName own = survivor.parent();
  AMPARO_ASSIGN_OR_RETURN(const Record the_case, Need(work, KeyOf(own)));
  AMPARO_ASSIGN_OR_RETURN(const Record party, Need(work, KeyOf(survivor)));
  AMPARO_ASSIGN_OR_RETURN(const v1::Party message, MessageIn<v1::Party>(party));
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Record> roles, ListAll(work, RolesLike(survivor, message)));
  const CaseName standing{own.office, the_case.merged_into.value_or(own.id)};
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Record> flags, ListAll(work, OpenSafetyFlagsOf(standing)));
  return CountAgainst(IdsAlike(survivor, roles), flags);
}

absl::StatusOr<std::string> Restore(Work& work, const Target& target, AftercareActInput input,
                                    const RestorationCriteria& criteria) {
  AMPARO_ASSIGN_OR_RETURN(const Record record, LockTarget(work, target));
  AMPARO_ASSIGN_OR_RETURN(const Aftercare track, CareValue(record, &AftercareFromStored));
  // Whether the act is for the track at all comes before what the criteria say of it.
  const auto move = [&] { return ToStatusOr(MoveAftercare(track, input, target.now), ToString(track.name)); };
  AMPARO_RETURN_IF_ERROR(move().status());
  AMPARO_ASSIGN_OR_RETURN(std::vector<Assessment> assessments, LockFinalAssessments(work, track.party()));
  AMPARO_ASSIGN_OR_RETURN(const int64_t flags, LockSafetyFlags(work, track.party()));
  const RestorationFacts facts = FactsOf(track, input.date, std::move(assessments), flags);
  const RestorationJudgement judgement = JudgeRestoration(criteria, facts);
  if (!judgement.met()) return NotMet(judgement, track.name);
  input.criteria = judgement.criteria;
  input.assessment = judgement.assessment;
  AMPARO_ASSIGN_OR_RETURN(const Aftercare restored, move());
  AMPARO_ASSIGN_OR_RETURN(Change change, NextCare<v1::Aftercare>(restored, record, target.now));
  return WriteCare(work, std::move(change));
}

// Whether the restoration that stands would have been recorded without `left_out`. Flags are not judged again: none
// stood against it that day, and what has been raised since says nothing of the assessment.
absl::StatusOr<bool> StandsWithout(Work& work, const Aftercare& track, const Assessment& left_out,
                                   const RestorationCriteria& criteria) {
  AMPARO_ASSIGN_OR_RETURN(std::vector<Assessment> assessments, LockFinalAssessments(work, track.party()));
  std::erase_if(assessments, [&left_out](const Assessment& one) { return one.name == left_out.name; });
  const absl::CivilDay restored = track.changes.back().effective_date;
  return JudgeRestoration(criteria, FactsOf(track, restored, std::move(assessments), /*flags=*/0)).met();
}

}  // namespace

RestorationFacts FactsOf(const Aftercare& track, absl::CivilDay date, std::vector<Assessment> assessments,
                         int64_t flags) {
  RestorationFacts facts;
  facts.date = date;
  facts.in_care_since = InCareSince(track);
  facts.assessments = std::move(assessments);
  facts.open_safety_flags = flags;
  return facts;
}

Task<absl::StatusOr<int64_t>> CountSafetyFlags(Store* store, PartyName survivor, std::optional<absl::Time> at,
                                               Limits limits) {
  const CaseName own = survivor.parent();
  AMPARO_CO_ASSIGN_OR_RETURN(const Record the_case, co_await store->Get(KeyOf(own), at, limits));
  AMPARO_CO_ASSIGN_OR_RETURN(const Record party, co_await store->Get(KeyOf(survivor), at, limits));
  AMPARO_CO_ASSIGN_OR_RETURN(const v1::Party message, MessageIn<v1::Party>(party));
  AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<Record> roles,
                             co_await ListAllAt(store, RolesLike(survivor, message), at, limits));
  // As it was, the record has nothing beside its body.
  AMPARO_CO_ASSIGN_OR_RETURN(const v1::Case matter, MessageIn<v1::Case>(the_case));
  ListQuery query = OpenSafetyFlagsOf(ParseName<CaseName>(matter.merged_into()).value_or(own));
  // What was open then may be lowered now.
  if (at) query.filters[1] = std::monostate();
  AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<Record> records,
                             co_await ListAllAt(store, std::move(query), at, std::move(limits)));
  co_return CountAgainst(IdsAlike(survivor, roles), records);
}

WorkBody RestorationBody(const Target& target, const AftercareActInput& input, const RestorationCriteria& criteria) {
  return [target, input, criteria](Work& work) { return Restore(work, target, input, criteria); };
}

absl::Status RequireNotRestedOn(Work& work, const Aftercare& track, const Assessment& assessment,
                                const Catalogue& catalogue) {
  if (track.state != AftercareState::kRestored || assessment.state != AssessmentState::kFinal) return absl::OkStatus();
  const AftercareChange& restored = track.changes.back();
  bool stands = !RestsOn(track, assessment.name.id);
  const bool counted = assessment.date >= InCareSince(track) && assessment.date <= restored.effective_date;
  const RestorationCriteria* const criteria = catalogue.FindCriteria(restored.criteria);
  if (stands && counted && criteria != nullptr) {
    AMPARO_ASSIGN_OR_RETURN(stands, StandsWithout(work, track, assessment, *criteria));
  }
  if (stands) return absl::OkStatus();
  return errors::FailedPrecondition("RESTORATION_RESTS_ON_IT", ToString(assessment.name),
                                    "the survivor's restoration rests on the assessment; reopen aftercare first");
}

}  // namespace amparo::cases
