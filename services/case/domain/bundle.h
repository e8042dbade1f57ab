// A whole case as it was kept elsewhere, with its people, places, links, operations and charges: what an import brings.
// Its states, verdicts and sentences are taken as they are and must be such as the acts could have made.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/case/domain/case.h"
#include "services/case/domain/charge.h"
#include "services/case/domain/network.h"
#include "services/case/domain/operation.h"
#include "services/case/domain/party.h"
#include "services/case/domain/person.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// The most of each that one bundle holds.
inline constexpr int kMostParties = 1000;
inline constexpr int kMostPersons = 1000;
inline constexpr int kMostVenues = 100;
inline constexpr int kMostLinks = 1000;
inline constexpr int kMostOperations = 100;
inline constexpr int kMostCharges = 1000;

// A record and what will be sealed of it.
struct WholeParty {
  Party party;
  Identity identity;
};
struct WholePerson {
  Person person;
  Profile profile;
};
struct WholeVenue {
  Venue venue;
  std::string address;
};
struct WholeOperation {
  Operation operation;
  std::string plan;
};

// A case and all that belongs to it; names are full and of one office.
struct Bundle {
  Case the_case;
  CaseNarrative narrative;
  std::vector<WholePerson> persons = {};
  std::vector<WholeParty> parties;
  std::vector<WholeVenue> venues;
  std::vector<Link> links;
  std::vector<WholeOperation> operations;
  std::vector<Charge> charges;
};

// What a bundle is measured against.
struct BundleFrame {
  // Today in the office's zone.
  absl::CivilDay today;
  absl::Time now;
  // Who imports: the planner of operations that name none, and a keeper of each one's need-to-know list.
  std::string importer;
  // The office's country (ISO 3166-1), in whose table the articles of charges are looked up.
  std::string country = {};
};

// Notes everything that is wrong with a bundle: each record by its own rules, and the records with each other (an
// accused who is not in the bundle, charges of a case that was never prosecuted, a DISPOSED case without verdicts, ids
// given twice). Paths are those inside the bundle: "charges[2].verdict.date".
void CheckBundle(const Bundle& bundle, const BundleFrame& frame, Violations& violations);

// Fills in what a bundle may leave out: the case's stage and number, record times, minor flags from birth dates,
// states, planners and compartments of operations, the entries of the law table that charges cite.
void CompleteBundle(const BundleFrame& frame, Bundle& bundle);

// How far the charges are.
ChargeFacts FactsOf(const std::vector<Charge>& charges);

// The venues that the bundle speaks of and does not bring: they must exist. Each once.
std::vector<VenueName> VenuesNeeded(const Bundle& bundle);

// The venues at which links of the bundle end, whether it brings them or not.
std::set<Uuid> VenuesLinked(const Bundle& bundle);

}  // namespace amparo::cases
