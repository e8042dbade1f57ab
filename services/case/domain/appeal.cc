#include "services/case/domain/appeal.h"

#include <algorithm>
#include <set>
#include <utility>

#include "common/base/strings.h"

namespace amparo::cases {
namespace {

Refusal Closed() {
  return {"APPEAL_CLOSED", "nothing of the appeal is left to decide"};
}

bool NeedsParty(Appellant appellant) {
  return appellant == Appellant::kAccused || appellant == Appellant::kSurvivor;
}

bool IsAbout(const Appeal& appeal, const Uuid& charge) {
  return std::find(appeal.charges.begin(), appeal.charges.end(), charge) != appeal.charges.end();
}

}  // namespace

bool Appeal::IsOpenOn(const Uuid& charge) const {
  const bool decided = std::any_of(decisions.begin(), decisions.end(),
                                   [&charge](const AppealDecision& decision) { return decision.charge == charge; });
  return IsAbout(*this, charge) && !decided && !withdraw_date;
}

AppealState Appeal::state() const {
  if (withdraw_date) return decisions.empty() ? AppealState::kWithdrawn : AppealState::kDecided;
  return decisions.size() == charges.size() ? AppealState::kDecided : AppealState::kFiled;
}

void CheckAppeal(const Appeal& appeal, absl::CivilDay today, Violations& violations) {
  violations.Require(appeal.appellant != Appellant::kUnspecified, "appellant", "must be given");
  violations.Require(appeal.party.IsNil() != NeedsParty(appeal.appellant), "party",
                     "is given when, and only when, the accused or a survivor appeals");
  violations.Require(!appeal.charges.empty() && appeal.charges.size() <= kMostAppealed, "charges",
                     "must have 1 to 100 entries");
  std::set<Uuid> seen;
  for (std::size_t i = 0; i < appeal.charges.size(); ++i) {
    violations.Require(seen.insert(appeal.charges[i]).second, StrCat("charges[", i, "]"), "must come once");
  }
  violations.Require(appeal.file_date <= today, "file_date", "must not be in the future");
  violations.RequireText(appeal.court, {.min = 0, .max = 200}, "court");
}

void CheckGrounds(std::string_view grounds, Violations& violations) {
  violations.RequireText(grounds, {.min = 0, .max = 10000}, "grounds");
}

bool CanAppeal(Appellant appellant, PartyRole role) {
  if (appellant == Appellant::kAccused) return role == PartyRole::kAccused;
  return role == PartyRole::kSurvivor || role == PartyRole::kGuardian || role == PartyRole::kComplainant;
}

std::optional<Refusal> RefuseAppeal(const Appeal& appeal, const Charge& charge, const std::vector<Appeal>& others) {
  if (charge.superseded() || !StandingOn(charge.rulings, appeal.file_date).verdict || !charge.verdict()) {
    return Refusal{"NO_VERDICT", "only a verdict that stands, and stood when the appeal was filed, is appealed"};
  }
  if (appeal.appellant == Appellant::kAccused && charge.accused != appeal.party) {
    return Refusal{"OTHER_ACCUSED", "an accused appeals what they were charged with themselves"};
  }
  const bool open = std::any_of(others.begin(), others.end(), [&](const Appeal& other) {
    return other.appellant == appeal.appellant && other.party == appeal.party && other.IsOpenOn(charge.name.id);
  });
  if (open) return Refusal{"APPEAL_OPEN", "an appeal of the same appellant is still open on the charge"};
  return std::nullopt;
}

Decision<Appeal> WithDecisions(Appeal appeal, const std::vector<AppealDecision>& decisions, const Moment& moment) {
  if (appeal.state() != AppealState::kFiled) return Closed();
  Violations violations;
  violations.Require(!decisions.empty() && decisions.size() <= kMostAppealed, "decisions",
                     "must have 1 to 100 entries");
  const RulingFrame frame{appeal.file_date, "must not be before the appeal", moment.today};
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    Violations found(StrCat("decisions[", i, "]."));
    found.Require(appeal.IsOpenOn(decisions[i].charge), "charge", "must be one of the appeal that is not decided yet");
    CheckDecision(decisions[i], frame, found);
    violations.Append(std::move(found).Take());
    appeal.decisions.push_back(decisions[i]);
    appeal.decisions.back().appeal = appeal.name.id;
  }
  if (!violations.empty()) return violations;
  return appeal;
}

Appeal WithCorrectedDecision(Appeal appeal, const Uuid& charge, const std::optional<AppealDecision>& right) {
  const auto wrong = std::find_if(appeal.decisions.begin(), appeal.decisions.end(),
                                  [&charge](const AppealDecision& decision) { return decision.charge == charge; });
  if (wrong == appeal.decisions.end()) return appeal;
  if (right) {
    *wrong = *right;
  } else {
    appeal.decisions.erase(wrong);
  }
  return appeal;
}

Decision<Appeal> Withdraw(Appeal appeal, absl::CivilDay date, const Moment& moment) {
  if (appeal.state() != AppealState::kFiled) return Closed();
  Violations violations;
  violations.Require(date >= appeal.file_date, "date", "must not be before the appeal");
  violations.Require(date <= moment.today, "date", "must not be in the future");
  for (const AppealDecision& decision : appeal.decisions) {
    violations.Require(date >= decision.date, "date", "must not be before what was decided");
  }
  if (!violations.empty()) return violations;
  appeal.withdraw_date = date;
  return appeal;
}

}  // namespace amparo::cases
