// Notes on a case, each for those who may read it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/case/domain/decision.h"
#include "services/case/domain/names.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// For whom a note is. The numbers of this enum and the following are those of the protos and of the database.
enum class Confidentiality { kUnspecified = 0, kCaseTeam = 1, kLegal = 2, kSocialWork = 3, kAuthorAndSupervisor = 4 };

// Where it stands.
enum class NoteState { kUnspecified = 0, kActive = 1, kStruck = 2 };

// A change of a note: what it said before is in its history.
struct NoteChange {
  absl::CivilDay date = {};
  absl::Time record_time = {};
  // A caller's identity.
  std::string recorder = {};
  std::string reason = {};

  friend bool operator==(const NoteChange&, const NoteChange&) = default;
};

// A note without its text, which is sealed.
struct Note {
  NoteName name = {};
  Confidentiality confidentiality = Confidentiality::kUnspecified;
  // The person it is about, and whose data key seals it then.
  std::optional<Uuid> party = std::nullopt;
  std::optional<Uuid> subject = std::nullopt;
  // The day it speaks of.
  absl::CivilDay date = {};
  // A caller's identity.
  std::string author = {};
  NoteState state = NoteState::kUnspecified;
  // In order.
  std::vector<NoteChange> amendments = {};
  std::optional<NoteChange> strike = std::nullopt;
};

// Who reads, as far as notes ask.
struct NoteReader {
  // A caller's identity.
  std::string identity = {};
  bool legal = false;
  bool social_work = false;
  bool supervisor = false;
};

// The most amendments that a note keeps.
inline constexpr std::size_t kMostNoteAmendments = 200;

// The levels that a reader may read whoever wrote them; what a reader wrote is open to them at every level.
std::vector<Confidentiality> LevelsOf(const NoteReader& reader);

// True when a note is open to a reader.
bool MayRead(const Note& note, const NoteReader& reader);

// Notes what is wrong with a new note: its level, its day; paths are bare.
void CheckNote(const Note& value, absl::CivilDay today, Violations& violations);

// Notes what is wrong with a text: it must say something, at most 20000 characters.
void CheckNoteText(std::string_view text, Violations& violations);

// The note as it begins.
Note BeginNote(Note value, std::string author);

// The note with one more amendment. Refused NOT_THE_AUTHOR to anybody but its author and supervisors, NOTE_STRUCK,
// BEFORE_LAST_ACT, TOO_MANY_AMENDMENTS. Violations: a day after `today`, a reason that is missing.
Decision<Note> AmendNote(Note value, const NoteChange& change, const NoteReader& by, absl::CivilDay today);

// The note struck: it stays readable, and lists leave it out unless it is asked for. Refused as AmendNote.
Decision<Note> StrikeNote(Note value, const NoteChange& change, const NoteReader& by, absl::CivilDay today);

}  // namespace amparo::cases
