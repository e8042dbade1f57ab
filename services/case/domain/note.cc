#include "services/case/domain/note.h"

#include <algorithm>
#include <utility>

namespace amparo::cases {
namespace {

void CheckNoteChange(const NoteChange& change, absl::CivilDay today, Violations& violations) {
  violations.Require(change.date <= today, "date", "must not be in the future");
  violations.RequireText(change.reason, {1, 1000}, "reason");
}

std::optional<Refusal> RefuseNoteChange(const Note& value, const NoteChange& change, const NoteReader& by) {
  if (!by.supervisor && by.identity != value.author) {
    return Refusal{"NOT_THE_AUTHOR", "a note is changed by who wrote it, or by a supervisor"};
  }
  if (value.state != NoteState::kActive) return Refusal{"NOTE_STRUCK", "the note was struck"};
  const absl::CivilDay last = value.amendments.empty() ? value.date : value.amendments.back().date;
  if (change.date < last) return Refusal{"BEFORE_LAST_ACT", "date must not be before the note's last change"};
  return std::nullopt;
}

}  // namespace

std::vector<Confidentiality> LevelsOf(const NoteReader& reader) {
  std::vector<Confidentiality> levels = {Confidentiality::kCaseTeam};
  if (reader.legal || reader.supervisor) levels.push_back(Confidentiality::kLegal);
  if (reader.social_work || reader.supervisor) levels.push_back(Confidentiality::kSocialWork);
  if (reader.supervisor) levels.push_back(Confidentiality::kAuthorAndSupervisor);
  return levels;
}

bool MayRead(const Note& note, const NoteReader& reader) {
  if (note.author == reader.identity) return true;
  const std::vector<Confidentiality> levels = LevelsOf(reader);
  return std::find(levels.begin(), levels.end(), note.confidentiality) != levels.end();
}

void CheckNote(const Note& value, absl::CivilDay today, Violations& violations) {
  violations.Require(value.confidentiality != Confidentiality::kUnspecified, "confidentiality", "must be given");
  violations.Require(value.date <= today, "date", "must not be in the future");
}

void CheckNoteText(std::string_view text, Violations& violations) {
  violations.RequireText(text, {1, 20000}, "text");
}

Note BeginNote(Note value, std::string author) {
  value.state = NoteState::kActive;
  value.author = std::move(author);
  value.amendments.clear();
  value.strike.reset();
  return value;
}

Decision<Note> AmendNote(Note value, const NoteChange& change, const NoteReader& by, absl::CivilDay today) {
  Violations violations;
  CheckNoteChange(change, today, violations);
  if (!violations.empty()) return violations;
  if (auto refusal = RefuseNoteChange(value, change, by)) return *refusal;
  if (value.amendments.size() >= kMostNoteAmendments) {
    return Refusal{"TOO_MANY_AMENDMENTS", "the note was amended as often as one keeps"};
  }
  value.amendments.push_back(change);
  return value;
}

Decision<Note> StrikeNote(Note value, const NoteChange& change, const NoteReader& by, absl::CivilDay today) {
  Violations violations;
  CheckNoteChange(change, today, violations);
  if (!violations.empty()) return violations;
  if (auto refusal = RefuseNoteChange(value, change, by)) return *refusal;
  value.state = NoteState::kStruck;
  value.strike = change;
  return value;
}

}  // namespace amparo::cases
