#include "services/case/api/charge_changes.h"

#include <utility>

#include "amparo/cases/v1/case.pb.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "services/case/convert/party_convert.h"

namespace amparo::cases {
namespace {

// More charges than any one person has in a case.
constexpr int32_t kMostOfPerson = 10000;

CaseGuard GuardOf(const Charge& after, const std::vector<Stage>& stages) {
  return {.case_id = after.name.case_id, .stages = stages};
}

absl::Status CheckSurvivors(Work& work, const Charge& charge, const Sentence& sentence, std::string_view path) {
  Violations violations;
  for (std::size_t i = 0; i < sentence.restitutions.size(); ++i) {
    const PartyName name{charge.name.office, charge.name.case_id, sentence.restitutions[i].survivor};
    AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, KeyOf(name)));
    AMPARO_ASSIGN_OR_RETURN(const v1::Party party, MessageIn<v1::Party>(record));
    violations.Require(party.role() == v1::PARTY_ROLE_SURVIVOR, StrCat(path, "sentence.restitutions[", i, "].survivor"),
                       "must be a party in the role SURVIVOR");
  }
  return ToStatus(violations);
}

}  // namespace

const std::vector<Stage>& ChargingStages() {
  static const std::vector<Stage> stages = {Stage::kProsecution};
  return stages;
}

const std::vector<Stage>& EveryStage() {
  static const std::vector<Stage> stages = [] {
    std::vector<Stage> all = OpenStages();
    all.insert(all.end(), {Stage::kClosed, Stage::kInactive, Stage::kDeclined});
    return all;
  }();
  return stages;
}

absl::Status RequireCourtStage(const Record& record, const std::vector<Stage>& stages) {
  return RequireStage(record, stages, "CASE_NOT_OPEN", "what courts say is recorded while their case is open");
}

absl::StatusOr<KeptCharge> KeptIn(Record record) {
  AMPARO_ASSIGN_OR_RETURN(v1::Charge message, MessageIn<v1::Charge>(record));
  Charge charge = ChargeFromStored(message);
  return KeptCharge{std::move(record), std::move(message), std::move(charge)};
}

absl::StatusOr<KeptCharge> KeptIn(Record record, const Record& the_case) {
  AMPARO_ASSIGN_OR_RETURN(KeptCharge kept, KeptIn(std::move(record)));
  AMPARO_ASSIGN_OR_RETURN(const v1::Case message, MessageIn<v1::Case>(the_case));
  kept.charge.case_crime_type = message.crime_type();
  return kept;
}

Change ChargeChange(const KeptCharge& kept, const Charge& after, absl::Time now, const std::vector<Stage>& stages) {
  Change change = ChangeTo(after, kept.record.version + 1, now, kept.message);
  change.guard = GuardOf(after, stages);
  change.guard->without_verdict_delta = int{after.open()} - int{kept.charge.open()};
  if (after.charge_date != kept.charge.charge_date) change.guard->charge_date = after.charge_date;
  return change;
}

Change NewCharge(const Charge& charge, absl::Time now, const std::vector<Stage>& stages) {
  Change change = NewResource<v1::Charge>(charge, now);
  change.guard = GuardOf(charge, stages);
  change.guard->charges_delta = change.guard->without_verdict_delta = 1;
  change.guard->charge_date = charge.charge_date;
  return change;
}

absl::StatusOr<Change> RuledCharge(const Target& target, const Rule<Charge>& rule, const std::vector<Stage>& stages,
                                   const Found& facts) {
  AMPARO_ASSIGN_OR_RETURN(const KeptCharge kept, KeptIn(*facts[0], *facts[1]));
  AMPARO_ASSIGN_OR_RETURN(const Charge after, ToStatusOr(rule(kept.charge), NameOf(target.key)));
  AMPARO_RETURN_IF_ERROR(RequireCourtStage(*facts[1], stages));
  return ChargeChange(kept, after, target.now, stages);
}

absl::StatusOr<KeptCharge> NeedCharge(Work& work, const ChargeName& name) {
  AMPARO_ASSIGN_OR_RETURN(Record record, Need(work, KeyOf(name)));
  return KeptIn(std::move(record));
}

absl::StatusOr<KeptCharge> NeedCharge(Work& work, const ChargeName& name, const Record& the_case) {
  AMPARO_ASSIGN_OR_RETURN(Record record, Need(work, KeyOf(name)));
  return KeptIn(std::move(record), the_case);
}

absl::StatusOr<std::vector<KeptCharge>> ChargesOf(Work& work, const PartyName& accused) {
  ListQuery query;
  query.kind = Kind::kCharge;
  query.office = accused.office;
  query.case_id = accused.case_id;
  query.filters.emplace_back(accused.id);
  query.limit = kMostOfPerson;
  AMPARO_ASSIGN_OR_RETURN(std::vector<Record> records, work.List(query));
  std::vector<KeptCharge> charges;
  for (Record& record : records) {
    AMPARO_ASSIGN_OR_RETURN(charges.emplace_back(), KeptIn(std::move(record)));
  }
  return charges;
}

absl::StatusOr<std::vector<RunningSentence>> OthersThatRun(Work& work, const Charge& charge) {
  AMPARO_ASSIGN_OR_RETURN(const std::vector<KeptCharge> all,
                          ChargesOf(work, {charge.name.office, charge.name.case_id, charge.accused}));
  std::vector<RunningSentence> others;
  for (const KeptCharge& one : all) {
    const Standing standing = LastStanding(one.charge.rulings);
    if (standing.runs() && one.charge.name.id != charge.name.id) {
      others.push_back({.charge = one.charge.name.id, .sentence = *standing.sentence});
    }
  }
  return others;
}

bool HasReferences(const Sentence& sentence) {
  return !sentence.restitutions.empty() || !sentence.consecutive_to.IsNil();
}

absl::Status CheckReferences(Work& work, const Charge& charge, const Sentence& sentence, std::string_view path) {
  AMPARO_RETURN_IF_ERROR(CheckSurvivors(work, charge, sentence, path));
  if (sentence.consecutive_to.IsNil()) return absl::OkStatus();
  AMPARO_ASSIGN_OR_RETURN(const std::vector<RunningSentence> others, OthersThatRun(work, charge));
  const auto refused = CheckChain(charge.name.id, sentence.consecutive_to, others);
  return refused ? ToStatus(*refused, ToString(charge.name)) : absl::OkStatus();
}

bool HasReferences(const Plea& plea) {
  return plea.terms && !plea.terms->withdrawn_charges.empty();
}

absl::Status CheckReferences(Work& work, const Charge& charge, const Plea& plea, std::string_view path) {
  Violations violations;
  const std::vector<Uuid>& withdrawn = plea.terms->withdrawn_charges;
  for (std::size_t i = 0; i < withdrawn.size(); ++i) {
    AMPARO_ASSIGN_OR_RETURN(const KeptCharge other,
                            NeedCharge(work, {charge.name.office, charge.name.case_id, withdrawn[i]}));
    const bool fits = other.charge.accused == charge.accused && withdrawn[i] != charge.name.id;
    violations.Require(fits, StrCat(path, "plea.terms.withdrawn_charges[", i, "]"),
                       "must be another charge against the same accused");
  }
  return ToStatus(violations);
}

}  // namespace amparo::cases
