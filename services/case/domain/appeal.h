// Appeals: who asks the court above to look at which charges, and what it decides on each. What a decision makes of a
// charge is the charge's own rule (charge_acts.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/case/domain/charge.h"
#include "services/case/domain/charge_acts.h"
#include "services/case/domain/decision.h"
#include "services/case/domain/names.h"
#include "services/case/domain/party.h"
#include "services/case/domain/ruling.h"

namespace amparo::cases {

// Who appeals. The numbers of this enum and the following are those of the protos.
enum class Appellant { kUnspecified = 0, kAccused = 1, kProsecution = 2, kSurvivor = 3, kAutomaticReview = 4 };

// How far an appeal is.
enum class AppealState { kUnspecified = 0, kFiled = 1, kDecided = 2, kWithdrawn = 3 };

// The most charges of one appeal.
inline constexpr int kMostAppealed = 100;

// An appeal. Its grounds are kept sealed and not here.
struct Appeal {
  AppealName name = {};
  Appellant appellant = Appellant::kUnspecified;
  // The party who appeals; nil for the prosecution and a review by law.
  Uuid party = {};
  // Of the same case.
  std::vector<Uuid> charges = {};
  absl::CivilDay file_date = {};
  std::string court = {};
  // In order of entry.
  std::vector<AppealDecision> decisions = {};
  std::optional<absl::CivilDay> withdraw_date = std::nullopt;

  // How far it is.
  AppealState state() const;
  // True while nothing was decided on the charge and the appeal was not taken back.
  bool IsOpenOn(const Uuid& charge) const;
};

// Notes what is wrong with a new appeal by itself; paths are bare ("charges[1]").
void CheckAppeal(const Appeal& appeal, absl::CivilDay today, Violations& violations);

// Notes what is wrong with the grounds.
void CheckGrounds(std::string_view grounds, Violations& violations);

// True when a party in this role can be the one who appeals.
bool CanAppeal(Appellant appellant, PartyRole role);

// Why one of its charges cannot be appealed: NO_VERDICT when none stood on the day of filing, OTHER_ACCUSED when it is
// another person's, APPEAL_OPEN when an appeal of the same appellant is still open on it. `others` are the appeals of
// the case.
std::optional<Refusal> RefuseAppeal(const Appeal& appeal, const Charge& charge, const std::vector<Appeal>& others);

// The appeal with these decisions. Refused APPEAL_CLOSED when nothing is left to decide. Violations (paths begin with
// "decisions[i]."): a charge that it is not about or that is decided already, those of CheckDecision with no day before
// the filing.
Decision<Appeal> WithDecisions(Appeal appeal, const std::vector<AppealDecision>& decisions, const Moment& moment);

// The appeal with its decision on a charge as it should have been entered; without it, that charge is undecided again.
Appeal WithCorrectedDecision(Appeal appeal, const Uuid& charge, const std::optional<AppealDecision>& right);

// The appeal taken back as far as it is not decided. Refused APPEAL_CLOSED. Violations of "date": before the filing or
// a decision, in the future.
Decision<Appeal> Withdraw(Appeal appeal, absl::CivilDay date, const Moment& moment);

}  // namespace amparo::cases
