#include "services/case/domain/aftercare.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_join.h"
#include "common/base/check.h"
#include "common/base/strings.h"

namespace amparo::cases {
namespace {

// What an act asks of a track.
struct TrackMove {
  AftercareAct act;
  std::string_view word;
  std::vector<AftercareState> from;
  AftercareState to;
  bool needs_reason;
};

// Every way a track can move.
const TrackMove& MoveOf(AftercareAct act) {
  using enum AftercareState;
  using enum AftercareAct;
  static const std::array<TrackMove, 5> moves = {{
      {kStart, "StartAftercare", {kNotStarted}, kActive, false},
      {kRestore, "RecordRestoration", {kActive, kReopened}, kRestored, false},
      {kRevictimize, "RecordRevictimization", {kActive, kReopened, kRestored, kEnded}, kReopened, true},
      {kReopen, "ReopenAftercare", {kRestored, kEnded}, kReopened, true},
      {kEnd, "EndAftercare", {kNotStarted, kActive, kReopened}, kEnded, true},
  }};
  const auto* const found =
      std::find_if(moves.begin(), moves.end(), [act](const TrackMove& move) { return move.act == act; });
  AMPARO_CHECK(found != moves.end(), "every act of aftercare has a move");
  return *found;
}

// AFTERCARE_STATE unless `value` is in one of `states`; `rule` is said of them: "plans are made while it is".
std::optional<Refusal> RefuseState(const Aftercare& value, const std::vector<AftercareState>& states,
                                   std::string_view rule) {
  if (std::find(states.begin(), states.end(), value.state) != states.end()) return std::nullopt;
  const std::string words = absl::StrJoin(
      states, " or ", [](std::string* out, AftercareState state) { out->append(AftercareStateWord(state)); });
  return Refusal{"AFTERCARE_STATE",
                 StrCat(rule, " ", words, "; the survivor's aftercare is ", AftercareStateWord(value.state))};
}

}  // namespace

std::string_view AftercareStateWord(AftercareState state) {
  static constexpr std::array<std::string_view, 6> kWords = {"UNSPECIFIED", "NOT_STARTED", "ACTIVE",
                                                             "RESTORED",    "REOPENED",    "ENDED"};
  return kWords[static_cast<std::size_t>(state)];
}

AftercareName AftercareOf(const PartyName& party) {
  return {party.office, party.case_id, party.id};
}

const std::vector<Stage>& AftercareStages() {
  static const std::vector<Stage> stages = [] {
    std::vector<Stage> all = OpenStages();
    all.insert(all.end(), {Stage::kClosed, Stage::kInactive});
    return all;
  }();
  return stages;
}

const std::vector<AftercareState>& InCare() {
  static const std::vector<AftercareState> states = {AftercareState::kActive, AftercareState::kReopened};
  return states;
}

const std::vector<AftercareState>& InCareOrFollowUp() {
  static const std::vector<AftercareState> states = {AftercareState::kActive, AftercareState::kReopened,
                                                     AftercareState::kRestored};
  return states;
}

void CheckStaff(std::string_view staff, bool required, std::string_view field, Violations& violations) {
  violations.RequireText(staff, {required ? 1u : 0u, 200}, field);
}

void CheckReason(std::string_view reason, bool required, Violations& violations) {
  violations.RequireText(reason, {required ? 1u : 0u, 1000}, "reason");
}

void CheckAftercare(const Aftercare& value, absl::CivilDay today, Violations& violations) {
  violations.Require(value.open_date <= today, "open_date", "must not be in the future");
  CheckStaff(value.lead, false, "lead", violations);
}

Aftercare Opened(Aftercare value, bool start, absl::Time now) {
  value.state = start ? AftercareState::kActive : AftercareState::kNotStarted;
  value.changes = {{.state = value.state, .effective_date = value.open_date, .record_time = now}};
  return value;
}

void CheckAftercareAct(const AftercareActInput& input, absl::CivilDay today, Violations& violations) {
  violations.Require(input.date <= today, "effective_date", "must not be in the future");
  CheckReason(input.reason, MoveOf(input.act).needs_reason, violations);
  if (input.act == AftercareAct::kEnd) {
    violations.Require(input.cause != EndCause::kUnspecified, "cause", "must be given");
  }
}

Decision<Aftercare> MoveAftercare(Aftercare value, const AftercareActInput& input, absl::Time now) {
  const TrackMove& move = MoveOf(input.act);
  if (auto refusal = RefuseState(value, move.from, StrCat(move.word, " is for aftercare that is"))) return *refusal;
  if (!value.changes.empty() && input.date < value.changes.back().effective_date) {
    return Refusal{"BEFORE_LAST_MOVE", "effective_date must not be before the last move of the survivor's aftercare"};
  }
  value.state = move.to;
  value.changes.push_back({.state = move.to,
                           .effective_date = input.date,
                           .record_time = now,
                           .reason = input.reason,
                           .end_cause = input.cause,
                           .revictimized = input.act == AftercareAct::kRevictimize,
                           .criteria = input.criteria,
                           .assessment = input.assessment});
  return value;
}

std::optional<Refusal> RefuseCare(const Aftercare& value, const std::vector<AftercareState>& states,
                                  std::string_view what) {
  return RefuseState(value, states, StrCat(what, " while aftercare is"));
}

absl::CivilDay InCareSince(const Aftercare& value) {
  for (auto change = value.changes.rbegin(); change != value.changes.rend(); ++change) {
    if (change->state == AftercareState::kActive || change->state == AftercareState::kReopened) {
      return change->effective_date;
    }
  }
  return value.open_date;
}

bool RestsOn(const Aftercare& value, const Uuid& assessment) {
  return value.state == AftercareState::kRestored && !value.changes.empty() &&
         value.changes.back().assessment == assessment;
}

}  // namespace amparo::cases
