// What makes an offence trafficking in persons: act, means and purpose (Palermo Protocol, art. 3), the means of control
// and types of exploitation those of the list of the Counter-Trafficking Data Collaborative (CTDC).
#pragma once

#include <vector>

#include "services/case/domain/birth.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// What was done to the victims. The numbers of this enum and the following are those of the protos.
enum class TraffickingAct {
  kUnspecified = 0,
  kRecruitment = 1,
  kTransportation = 2,
  kTransfer = 3,
  kHarbouring = 4,
  kReceipt = 5,
};

// By what they were brought or kept under control.
enum class MeansOfControl {
  kUnspecified = 0,
  kDebtBondage = 1,
  kTakesEarnings = 2,
  kRestrictsFinancialAccess = 3,
  kThreats = 4,
  kPsychologicalAbuse = 5,
  kPhysicalAbuse = 6,
  kSexualAbuse = 7,
  kFalsePromises = 8,
  kPsychoactiveSubstances = 9,
  kRestrictsMovement = 10,
  kRestrictsMedicalCare = 11,
  kExcessiveWorkingHours = 12,
  kUsesChildren = 13,
  kThreatOfLawEnforcement = 14,
  kWithholdsNecessities = 15,
  kWithholdsDocuments = 16,
  kOther = 17,
};

// What they were to be exploited for.
enum class ExploitationType {
  kUnspecified = 0,
  kSexual = 1,
  kForcedLabour = 2,
  kSlavery = 3,
  kForcedMarriage = 4,
  kOrganRemoval = 5,
  kForcedMilitary = 6,
  kForcedBegging = 7,
  kForcedCriminality = 8,
  kOther = 9,
};

// The elements as a charge tells them.
struct TraffickingElements {
  std::vector<TraffickingAct> acts = {};
  std::vector<MeansOfControl> means = {};
  std::vector<ExploitationType> purposes = {};
  // The age of the victims when it was done: kMinor = that of one of them at least, kAdult = that of each.
  Minority victims = Minority::kUnspecified;

  friend bool operator==(const TraffickingElements&, const TraffickingElements&) = default;
};

// Notes what is wrong with elements: no act, no purpose, no means although every victim is known to have been an adult;
// a value that is unspecified or comes again. Paths begin with "elements.".
void CheckElements(const TraffickingElements& elements, Violations& violations);

}  // namespace amparo::cases
