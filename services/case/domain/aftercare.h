// The track of a survivor from rescue to restoration: where it stands and how it moves. It runs beside its case: it
// goes on when that is closed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/case/domain/decision.h"
#include "services/case/domain/names.h"

namespace amparo::cases {

// Where a track stands. The numbers of this enum and the following are those of the protos and of the database.
enum class AftercareState { kUnspecified = 0, kNotStarted = 1, kActive = 2, kRestored = 3, kReopened = 4, kEnded = 5 };

// Why a track ended without restoration.
enum class EndCause {
  kUnspecified = 0,
  kTransferred = 1,
  kLostContact = 2,
  kDeclined = 3,
  kDied = 4,
  kOther = 5,
};

// "ACTIVE".
std::string_view AftercareStateWord(AftercareState state);

// One move of a track.
struct AftercareChange {
  AftercareState state = AftercareState::kUnspecified;
  // The day it happened in the world, in the office's zone.
  absl::CivilDay effective_date = {};
  // When it was entered.
  absl::Time record_time = {};
  std::string reason = {};
  EndCause end_cause = EndCause::kUnspecified;
  bool revictimized = false;
  // Of a restoration: the criteria that were met, and the assessment that showed it.
  std::string criteria = {};
  std::optional<Uuid> assessment = std::nullopt;

  friend bool operator==(const AftercareChange&, const AftercareChange&) = default;
};

// A survivor's track.
struct Aftercare {
  // Its id is that of the survivor's party, so that each survivor has one track.
  AftercareName name = {};
  absl::CivilDay open_date = {};
  std::string lead = {};
  AftercareState state = AftercareState::kUnspecified;
  // In order; the last is `state`.
  std::vector<AftercareChange> changes = {};

  // The survivor.
  PartyName party() const { return {name.office, name.case_id, name.id}; }
};

// The name of a survivor's track.
AftercareName AftercareOf(const PartyName& party);

// The acts that move a track.
enum class AftercareAct { kStart, kRestore, kRevictimize, kReopen, kEnd };

// One act as a caller asks for it.
struct AftercareActInput {
  AftercareAct act = AftercareAct::kStart;
  absl::CivilDay date = {};
  std::string reason = {};
  // Of kEnd.
  EndCause cause = EndCause::kUnspecified;
  // Of kRestore: what CheckRestoration found.
  std::string criteria = {};
  std::optional<Uuid> assessment = std::nullopt;
};

// The stages of a case whose survivors are in aftercare: all but DECLINED.
const std::vector<Stage>& AftercareStages();

// The states in which a survivor is in care, and in which at least follow-up is given.
const std::vector<AftercareState>& InCare();
const std::vector<AftercareState>& InCareOrFollowUp();

// Notes what is wrong with a name of staff in `field`: at most 200 characters, and one at least if it is `required`.
void CheckStaff(std::string_view staff, bool required, std::string_view field, Violations& violations);
// Notes what is wrong with a reason: at most 1000 characters, and one at least if it is `required`.
void CheckReason(std::string_view reason, bool required, Violations& violations);

// Notes what is wrong with a new track.
void CheckAftercare(const Aftercare& value, absl::CivilDay today, Violations& violations);

// The track as it begins on its open date: NOT_STARTED, or ACTIVE when the work begins at once.
Aftercare Opened(Aftercare value, bool start, absl::Time now);

// Notes what is wrong with what a caller says of an act: a date after `today`, a reason or cause that is missing.
void CheckAftercareAct(const AftercareActInput& input, absl::CivilDay today, Violations& violations);

// The track moved by an act that was checked. Refused AFTERCARE_STATE from a state that the act is not for, or
// BEFORE_LAST_MOVE.
Decision<Aftercare> MoveAftercare(Aftercare value, const AftercareActInput& input, absl::Time now);

// AFTERCARE_STATE unless the track is in one of `states`; `what` says what is refused: "plans are made".
std::optional<Refusal> RefuseCare(const Aftercare& value, const std::vector<AftercareState>& states,
                                  std::string_view what);

// Since when the survivor has been in care without a break: assessments of days before count for no restoration.
absl::CivilDay InCareSince(const Aftercare& value);

// True when the track is RESTORED on the ground of this assessment.
bool RestsOn(const Aftercare& value, const Uuid& assessment);

}  // namespace amparo::cases
