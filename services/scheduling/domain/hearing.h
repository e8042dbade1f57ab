// A hearing on the calendar, from the day it is set to the day it is held, put off or taken off. The enumerations are
// numbered as their namesakes in `amparo.scheduling.v1`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/money.h"
#include "services/scheduling/domain/names.h"
#include "services/scheduling/domain/record.h"

namespace amparo::scheduling {

// Where a hearing stands.
enum class HearingState { kUnspecified = 0, kScheduled = 1, kHeld = 2, kAdjourned = 3, kVacated = 4 };

// "SCHEDULED" and so on, for messages and metrics.
std::string_view StateName(HearingState state);

// What a hearing is for.
enum class HearingPurpose {
  kUnspecified = 0,
  kFirstAppearance = 1,
  kArraignment = 2,
  kPreliminary = 3,
  kTrial = 4,
  kTestimony = 5,
  kVerdict = 6,
  kSentencing = 7,
  kAppeal = 8,
  kOther = 9,
};

// Why a hearing was adjourned.
enum class AdjournmentReason {
  kUnspecified = 0,
  kJudgeAbsent = 1,
  kProsecutorAbsent = 2,
  kDefenceAbsent = 3,
  kAccusedAbsent = 4,
  kWitnessAbsent = 5,
  kDocumentMissing = 6,
  kNotSummoned = 7,
  kCourtOverbooked = 8,
  kCourtClosed = 9,
  kRequested = 10,
  kNoInterpreter = 11,
  kOther = 12,
};

// Whose side an adjournment is down to.
enum class ResponsibleSide {
  kUnspecified = 0,
  kProsecution = 1,
  kDefence = 2,
  kAccused = 3,
  kCourt = 4,
  kWitness = 5,
  kOther = 6,
};

// Who came to a hearing.
enum class AttendeeKind {
  kUnspecified = 0,
  kParent = 1,
  kSurvivor = 2,
  kWitness = 3,
  kAccused = 4,
  kAttorney = 5,
  kStaff = 6,
};

// What coming cost of a day's work.
enum class DayLost { kNothing = 0, kHalf = 1, kWhole = 2 };

// Somebody who had come, and what it cost them.
struct Attendance {
  AttendeeKind attendee = AttendeeKind::kUnspecified;
  // The party's name in the case service, or empty.
  std::string party;
  DayLost day_lost = DayLost::kNothing;
  // Not known when absent.
  std::optional<Money> wages_lost;

  friend bool operator==(const Attendance&, const Attendance&) = default;
};

// Why and how a hearing was adjourned.
struct Adjournment {
  AdjournmentReason reason = AdjournmentReason::kUnspecified;
  ResponsibleSide side = ResponsibleSide::kUnspecified;
  // When it goes on; not set yet when absent.
  std::optional<absl::Time> next_start_time;
  std::string note;

  friend bool operator==(const Adjournment&, const Adjournment&) = default;
};

// What is planned of a hearing: what a caller schedules, and what the hearing that goes on from an adjourned one takes
// over.
struct HearingPlan {
  // Of the hearing's office, as is the court.
  Key case_key;
  Key court;
  HearingPurpose purpose = HearingPurpose::kUnspecified;
  absl::Time start_time;
  absl::Duration duration;
  // Principals of the office who must be there.
  std::vector<std::string> required_staff;
};

// A hearing: what was planned, and what has become of it.
struct Hearing : Record, HearingPlan {
  HearingState state = HearingState::kUnspecified;
  std::optional<Adjournment> adjournment;
  std::vector<Attendance> attendance;
  // The hearing that goes on from this one, and the one this goes on from.
  std::optional<Uuid> next_hearing;
  std::optional<Uuid> previous_hearing;
  std::string vacate_reason;
  // The civil day of the start in the court's zone.
  absl::CivilDay hearing_date;
};

}  // namespace amparo::scheduling
