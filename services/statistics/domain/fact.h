// What the statistics service knows of the world: one plain row a resource, taken from the feeds, without anything that
// identifies a person. Enumerations have the numbers of the protos they come from, so that facts stored today are read
// the same tomorrow.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/civil.h"
#include "common/base/money.h"
#include "common/base/uuid.h"

namespace amparo::statistics {

// As amparo.cases.v1.CaseStage; only the stages that a measure asks for have names here.
enum class CaseStage : uint8_t { kUnspecified = 0, kClosed = 8, kDeclined = 10 };

// As amparo.cases.v1.PartyRole.
enum class PartyRole : uint8_t {
  kUnspecified = 0,
  kAccused = 1,
  kSurvivor = 2,
  kWitness = 3,
  kGuardian = 4,
  kComplainant = 5
};

// As amparo.cases.v1.PleaKind.
enum class PleaKind : uint8_t { kNone = 0, kGuilty = 1, kNotGuilty = 2, kNoContest = 3 };

// As amparo.cases.v1.VerdictOutcome.
enum class Verdict : uint8_t {
  kNone = 0,
  kConvicted = 1,
  kConvictedLesser = 2,
  kAcquitted = 3,
  kDismissed = 4,
  kWithdrawn = 5,
  kAbated = 6,
  kTransferred = 7,
  kQuashed = 8
};

// As amparo.cases.v1.Completion.
enum class Completion : uint8_t { kUnspecified = 0, kCompleted = 1, kAttempted = 2 };

// True for the verdicts that make a conviction.
inline bool IsGuilty(Verdict verdict) {
  return verdict == Verdict::kConvicted || verdict == Verdict::kConvictedLesser;
}

// The main penalty of a sentence.
enum class Custody : uint8_t { kNone = 0, kImprisonment = 1, kLife = 2, kDeath = 3 };

// As amparo.cases.v1.OperationState.
enum class OperationState : uint8_t { kUnspecified = 0, kPlanned = 1, kApproved = 2, kExecuted = 3, kCancelled = 4 };

// As amparo.cases.v1.SiteOutcome.
enum class SiteOutcome : uint8_t {
  kNone = 0,
  kSucceeded = 1,
  kFailedTippedOff = 2,
  kFailedNoOneFound = 3,
  kAborted = 4,
  kFailedPlaceClosed = 5,
  kFailedUnitAbsent = 6,
  kFailedNoAccess = 7
};

// As amparo.cases.v1.VenueKind.
enum class VenueKind : uint8_t {
  kUnspecified = 0,
  kCoffeeShop = 1,
  kMassageParlour = 2,
  kBar = 3,
  kHotel = 4,
  kDwelling = 5,
  kWorkplace = 6,
  kPublicPlace = 7,
  kOnline = 8,
  kOther = 9
};

// As amparo.cases.v1.LinkKind; only what a measure asks for.
enum class LinkKind : uint8_t { kUnspecified = 0, kMovedTo = 1 };

// What stands at an end of a link.
enum class LinkEnd : uint8_t { kParty = 1, kVenue = 2 };

// As amparo.scheduling.v1.HearingState.
enum class HearingState : uint8_t { kUnspecified = 0, kScheduled = 1, kHeld = 2, kAdjourned = 3, kVacated = 4 };

// As amparo.scheduling.v1.AttendeeKind.
enum class Attendee : uint8_t {
  kUnspecified = 0,
  kParent = 1,
  kSurvivor = 2,
  kWitness = 3,
  kAccused = 4,
  kAttorney = 5,
  kStaff = 6
};

// What every fact has: the resource's office and id, and the version the fact was taken from. A fact replaces an
// earlier one of the same resource when its version is higher.
struct FactHead {
  std::string office;
  Uuid id;  // Nil for an office, which is known by `office` alone.
  int64_t version = 0;

  friend bool operator==(const FactHead&, const FactHead&) = default;
};

// An office.
struct OfficeFact : FactHead {
  std::string display_name;
  std::string country;  // ISO 3166-1 alpha-2.
  std::string city;
  std::string currency;   // ISO 4217.
  std::string time_zone;  // IANA.
  absl::CivilDay open_date;
};

// A time in which a case was at its end, before it was reopened.
struct FormerEndFact {
  CaseStage stage = CaseStage::kUnspecified;  // kClosed or kDeclined.
  absl::CivilDay date;
  absl::CivilDay until;  // When it was reopened: from that day on it was not at its end.
};

// A case.
struct CaseFact : FactHead {
  std::string crime_type;  // ICCS code.
  absl::CivilDay report_date;
  CaseStage stage = CaseStage::kUnspecified;
  std::optional<absl::CivilDay> stage_date;  // When it came to `stage`.
  std::vector<FormerEndFact> former_ends;    // In order of their days.
  std::optional<Uuid> merged_id;             // The case that stands for it since it was merged.
};

// A person of a case, without anything that says who.
struct PartyFact : FactHead {
  Uuid case_id;
  PartyRole role = PartyRole::kUnspecified;
  bool minor = false;
  bool testified = false;
  Uuid person_id;  // Who it is, by the record that stands for the person; the party itself when nothing is known.
};

// A sentence.
struct SentenceFact {
  absl::CivilDay date;
  Custody custody = Custody::kNone;
  Term min;  // kImprisonment: the term or the least of a range.
  Term max;  // kImprisonment: the most; equal to `min` for a single term.
  std::optional<Money> fine;
  bool suspended = false;
};

// What stood on a charge from a day on.
struct StandingFact {
  absl::CivilDay date;
  Verdict verdict = Verdict::kNone;  // kNone: the charge was open (again).
  std::string lesser_crime_type;     // kConvictedLesser: what was found; empty = as charged.
  std::optional<SentenceFact> sentence;
  Completion lesser_completion = Completion::kUnspecified;  // The same; kUnspecified = as charged.
};

// A charge with what the courts said of it.
struct ChargeFact : FactHead {
  Uuid case_id;
  Uuid accused_id;         // A party of the case.
  std::string crime_type;  // Empty = the case's.
  bool attempted = false;
  PleaKind plea = PleaKind::kNone;
  bool bargain = false;
  absl::CivilDay charge_date;                     // When it was brought.
  std::vector<StandingFact> standings;            // In order of their days; the last stands.
  std::optional<absl::CivilDay> superseded_date;  // From when on another charge stands in its place.
};

// One place of an operation and what came of it.
struct SiteFact {
  int32_t number = 0;
  Uuid venue_id;
  SiteOutcome outcome = SiteOutcome::kNone;
  int32_t adults_rescued = 0;
  int32_t minors_rescued = 0;
  int32_t arrests = 0;
};

// An operation.
struct OperationFact : FactHead {
  Uuid case_id;
  OperationState state = OperationState::kUnspecified;
  absl::Time start_time;
  std::vector<SiteFact> sites;
};

// A place.
struct VenueFact : FactHead {
  VenueKind kind = VenueKind::kUnspecified;
  std::string city;
};

// A link in the suspects' network.
struct LinkFact : FactHead {
  LinkKind kind = LinkKind::kUnspecified;
  LinkEnd from_end = LinkEnd::kParty;
  Uuid from_id;
  LinkEnd to_end = LinkEnd::kParty;
  Uuid to_id;
  std::optional<absl::CivilDay> observed_date;
};

// A court.
struct CourtFact : FactHead {
  std::string city;
  std::string time_zone;
};

// Somebody who came to a hearing and what it cost them.
struct AttendanceFact {
  Attendee attendee = Attendee::kUnspecified;
  int32_t half_days_lost = 0;  // 0, 1 or 2.
  std::optional<Money> wages_lost;
};

// A hearing.
struct HearingFact : FactHead {
  Uuid case_id;
  Uuid court_id;
  HearingState state = HearingState::kUnspecified;
  int32_t reason = 0;   // As amparo.scheduling.v1.AdjournmentReason.
  int32_t side = 0;     // As amparo.scheduling.v1.ResponsibleSide.
  absl::CivilDay date;  // In the court's zone.
  std::vector<AttendanceFact> attendance;
};

// Any fact.
using Fact = std::variant<OfficeFact, CaseFact, PartyFact, ChargeFact, OperationFact, VenueFact, LinkFact, CourtFact,
                          HearingFact>;

// The head of any fact.
inline const FactHead& HeadOf(const Fact& fact) {
  return std::visit([](const auto& f) -> const FactHead& { return f; }, fact);
}

}  // namespace amparo::statistics
