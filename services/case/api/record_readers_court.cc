// Cases, and what is charged, judged and appealed in them.
#include <algorithm>
#include <string>
#include <utility>

#include "services/case/api/acts.h"
#include "services/case/api/case_changes.h"
#include "services/case/api/charge_changes.h"
#include "services/case/api/record_merge.h"
#include "services/case/api/record_names.h"
#include "services/case/api/record_readers.h"
#include "services/case/convert/appeal_convert.h"
#include "services/case/convert/case_convert.h"
#include "services/case/convert/case_link_convert.h"
#include "services/case/convert/charge_convert.h"
#include "services/case/convert/party_convert.h"
#include "services/case/domain/law_article.h"
#include "services/case/domain/record_history.h"

namespace amparo::cases {
namespace {

// The party of a charge's case with this id.
RecordKey PartyBeside(const ChargeName& charge, const Uuid& id) {
  return KeyOf(PartyName{charge.office, charge.case_id, id});
}
RecordKey ChargeBeside(const ChargeName& charge, const Uuid& id) {
  return KeyOf(ChargeName{charge.office, charge.case_id, id});
}

absl::StatusOr<PartyRole> RoleIn(const Record& party) {
  AMPARO_ASSIGN_OR_RETURN(const v1::Party message, MessageIn<v1::Party>(party));
  return PartyFromStored(message).role;
}

// The survivors that a charge speaks of: who is to be paid, and who was.
std::vector<Uuid> SurvivorsIn(const Charge& charge) {
  std::vector<Uuid> survivors;
  const Standing standing = LastStanding(charge.rulings);
  if (standing.runs()) {
    for (const Restitution& one : standing.sentence->restitutions) survivors.push_back(one.survivor);
  }
  for (const Payment& payment : charge.payments) {
    if (!payment.survivor.IsNil()) survivors.push_back(payment.survivor);
  }
  return survivors;
}

// Notes what of a charge does not suit its case.
void CheckChargeInCase(const Charge& charge, const Case& the_case, absl::CivilDay today, Violations& found) {
  // The crime that the case is of may have been corrected after the charge was brought: nothing is measured against it.
  CheckWholeCharge(charge, {.report_date = the_case.report_date, .today = today}, found);
  found.Require(charge.charge_date >= the_case.report_date, "charge_date", "must not be before the case's report");
  const auto& moves = the_case.stage_changes;
  const bool prosecuted = std::any_of(moves.begin(), moves.end(),
                                      [](const StageChange& move) { return move.stage == Stage::kProsecution; });
  found.Require(prosecuted, "name", "the case was never in PROSECUTION");
  // A case that was merged goes by the stage of the one that stands for it.
  const bool over = the_case.stage == Stage::kDisposed || the_case.stage == Stage::kClosed;
  found.Require(!over || the_case.merge.merged() || !charge.open(), "verdict",
                StrCat("must be there: the case is ", StageWord(the_case.stage)));
}

// The charges that a charge took the place of, which come first in what it rests on behind case and accused.
absl::Status CheckFormer(const Charge& charge, const Found& there, Violations& found) {
  for (std::size_t i = 0; i < charge.supersedes.size(); ++i) {
    AMPARO_ASSIGN_OR_RETURN(const v1::Charge message, MessageIn<v1::Charge>(*there[2 + i]));
    const Charge former = ChargeFromStored(message);
    found.Require(former.superseded_by && former.superseded_by->charge == charge.name.id, "supersedes",
                  "must be charges that this one superseded");
  }
  return absl::OkStatus();
}

absl::StatusOr<Change> EnteredCharge(Charge charge, const EntryFrame& frame, std::size_t survivors, const Found& there,
                                     Violations& found) {
  AMPARO_ASSIGN_OR_RETURN(const v1::Case message, MessageIn<v1::Case>(*there[0]));
  CheckChargeInCase(charge, CaseFromStored(message), frame.today, found);
  AMPARO_ASSIGN_OR_RETURN(const PartyRole accused, RoleIn(*there[1]));
  found.Require(accused == PartyRole::kAccused, "accused", "must be a party in the role ACCUSED");
  AMPARO_RETURN_IF_ERROR(CheckFormer(charge, there, found));
  for (std::size_t i = 0; i < survivors; ++i) {
    AMPARO_ASSIGN_OR_RETURN(const PartyRole role, RoleIn(*there[2 + charge.supersedes.size() + i]));
    found.Require(role == PartyRole::kSurvivor, "payments", "must be to parties in the role SURVIVOR");
  }
  // What the law says is the table's, and not the record's.
  charge.article = FindLawArticle(frame.country, charge.law_article, charge.charge_date);
  if (charge.restatements.empty()) CompleteCharge(frame.now, charge);
  Change change = NewResource<v1::Charge>(charge, frame.now);
  change.guard = CaseGuard{.case_id = charge.name.case_id,
                           .stages = EveryStage(),
                           .charges_delta = 1,
                           .without_verdict_delta = charge.open() ? 1 : 0,
                           .charge_date = charge.charge_date};
  return change;
}

}  // namespace

void ReadCaseRecord(const EntryFrame& frame, const v1::Case& message, const CaseName& name, RecordEntry& entry,
                    Violations& found) {
  CaseFromRequest(message, found);
  StageChangesFrom(message, found);
  for (const v1::Restatement& restatement : message.restatements()) RestatementFrom(restatement, found);
  if (!message.merged_into().empty()) RequireNameIn<CaseName>(message.merged_into(), name.office, "merged_into", found);
  for (const std::string& other : message.merged_through()) {
    RequireNameIn<CaseName>(other, name.office, "merged_through", found);
  }
  for (const std::string& other : message.merged_cases())
    RequireNameIn<CaseName>(other, name.office, "merged_cases", found);
  if (!found.empty()) return;
  Case value = CaseFromStored(message);
  // They mean the same in whichever order.
  SortReferenceDates(value);
  CheckCase(value, frame.today, found);
  CheckNarrative(NarrativeFrom(message.narrative()), found);
  CheckHistory(value, frame.today, found);
  found.Require(!value.case_number.empty(), "case_number", "must be given");
  found.Require(!value.stage_changes.empty() && value.stage == value.stage_changes.back().stage, "stage",
                "must be where stage_changes end");
  CheckCaseParts(value, frame.today, found);
  CheckMergeState(name.id, value.merge, found);
  for (const Uuid& id : value.merge.path) entry.rests_on.push_back(KeyOf(CaseName{name.office, id}));
  for (const Uuid& id : value.merge.members) entry.members.push_back(KeyOf(CaseName{name.office, id}));
  entry.members_field = "merged_cases";
  entry.decide = [value, message, now = frame.now](const Found& there,
                                                   Violations& violations) -> absl::StatusOr<Change> {
    AMPARO_ASSIGN_OR_RETURN(const std::vector<MergeState> above, MergeStatesOf(there, &CaseFromStored));
    CheckMergePath(value.name.id, value.merge, above, violations);
    Change change = NewResource<v1::Case>(value, now, SecretOf(message));
    change.terms = TermsOfNarrative(message);
    return change;
  };
}

void ReadChargeRecord(const EntryFrame& frame, const v1::Charge& message, const ChargeName& name, RecordEntry& entry,
                      Violations& found) {
  WholeChargeFrom(message, name, found);
  for (const v1::Restatement& restatement : message.restatements()) RestatementFrom(restatement, found);
  if (!found.empty()) return;
  const Charge value = ChargeFromStored(message);
  entry.rests_on = {KeyOf(name.parent()), PartyBeside(name, value.accused)};
  for (const Uuid& id : value.supersedes) entry.rests_on.push_back(ChargeBeside(name, id));
  const std::vector<Uuid> survivors = SurvivorsIn(value);
  for (const Uuid& id : survivors) entry.rests_on.push_back(PartyBeside(name, id));
  // Each sentence is entered after the one that it follows: so no chain of them closes.
  const Standing standing = LastStanding(value.rulings);
  if (standing.runs() && !standing.sentence->consecutive_to.IsNil()) {
    entry.rests_on.push_back(ChargeBeside(name, standing.sentence->consecutive_to));
  }
  entry.decide = [value, frame, count = survivors.size()](const Found& there, Violations& violations) {
    return EnteredCharge(value, frame, count, there, violations);
  };
}

void ReadAppealRecord(const EntryFrame& frame, const v1::Appeal& message, const AppealName& name, RecordEntry& entry,
                      Violations& found) {
  AppealFromRequest(message, name, found);
  for (const v1::AppealDecision& decision : message.decisions()) DecisionFrom(decision, name.parent(), found);
  if (!found.empty()) return;
  const Appeal value = AppealFromStored(message);
  CheckAppeal(value, frame.today, found);
  CheckGrounds(message.grounds(), found);
  CheckAppealHistory(value, frame.today, found);
  entry.rests_on = {KeyOf(name.parent())};
  const bool by_party = !value.party.IsNil();
  if (by_party) entry.rests_on.push_back(KeyOf(PartyName{name.office, name.case_id, value.party}));
  for (const Uuid& id : value.charges) entry.rests_on.push_back(KeyOf(ChargeName{name.office, name.case_id, id}));
  entry.decide = [value, by_party, secret = SecretOf(message), now = frame.now](
                     const Found& there, Violations& violations) -> absl::StatusOr<Change> {
    if (by_party) {
      AMPARO_ASSIGN_OR_RETURN(const PartyRole role, RoleIn(*there[1]));
      violations.Require(CanAppeal(value.appellant, role), "party", "must be in a role that can appeal so");
    }
    return NewResource<v1::Appeal>(value, now, secret);
  };
}

void ReadCaseLinkRecord(const EntryFrame& frame, const v1::CaseLink& message, const CaseLinkName& name,
                        RecordEntry& entry, Violations& found) {
  CaseLinkFromRequest(message, name, frame.today, found);
  if (!found.empty()) return;
  const CaseLink value = CaseLinkFromStored(message);
  CheckCaseLink(value, frame.today, found);
  CheckCaseLinkHistory(value, frame.today, found);
  entry.rests_on = {KeyOf(name.parent())};
  // A case of another office is known by its name.
  if (value.other.office == name.office) entry.rests_on.push_back(KeyOf(value.other));
  entry.decide = [value, now = frame.now](const Found&, Violations&) -> absl::StatusOr<Change> {
    return NewResource<v1::CaseLink>(value, now);
  };
}

}  // namespace amparo::cases
