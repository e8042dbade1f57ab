#include "services/case/domain/aftercare.h"

#include <algorithm>

#include "tests/unit/services/case/care_values.h"
#include "tests/unit/services/case/rules_matchers.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

AftercareActInput AftercareActOn(AftercareAct act, absl::CivilDay date, const std::string& reason = "") {
  return {.act = act, .date = date, .reason = reason, .cause = EndCause::kOther};
}

Aftercare MovedTrack(const Aftercare& track, AftercareAct act, absl::CivilDay date = kToday) {
  const Decision<Aftercare> moved = MoveAftercare(track, AftercareActOn(act, date, "why"), kNow);
  EXPECT_TRUE(moved.ok());
  return moved.ok() ? moved.value() : track;
}

TEST(AftercareTest, GoesFromOpeningToRestoredAndBack) {
  Aftercare track = Opened(ActiveTrack(), /*start=*/false, kNow);
  EXPECT_EQ(track.state, AftercareState::kNotStarted);
  track = MovedTrack(track, AftercareAct::kStart, kOpened + 5);
  EXPECT_EQ(track.state, AftercareState::kActive);
  track = MovedTrack(track, AftercareAct::kRestore, kOpened + 200);
  EXPECT_EQ(track.state, AftercareState::kRestored);
  track = MovedTrack(track, AftercareAct::kRevictimize, kOpened + 250);
  EXPECT_EQ(track.state, AftercareState::kReopened);
  EXPECT_TRUE(track.changes.back().revictimized);
  EXPECT_EQ(InCareSince(track), kOpened + 250);
  track = MovedTrack(track, AftercareAct::kEnd, kToday);
  EXPECT_EQ(track.state, AftercareState::kEnded);
  EXPECT_EQ(track.changes.back().end_cause, EndCause::kOther);
  EXPECT_EQ(track.changes.size(), 5u);
  EXPECT_EQ(MovedTrack(track, AftercareAct::kReopen).state, AftercareState::kReopened);
}

TEST(AftercareTest, EveryActIsForItsStatesOnly) {
  using enum AftercareState;
  const std::vector<std::pair<AftercareAct, std::vector<AftercareState>>> from = {
      {AftercareAct::kStart, {kNotStarted}},
      {AftercareAct::kRestore, {kActive, kReopened}},
      {AftercareAct::kRevictimize, {kActive, kReopened, kRestored, kEnded}},
      {AftercareAct::kReopen, {kRestored, kEnded}},
      {AftercareAct::kEnd, {kNotStarted, kActive, kReopened}}};
  for (const auto& [act, states] : from) {
    for (const AftercareState state : {kNotStarted, kActive, kRestored, kReopened, kEnded}) {
      Aftercare track = ActiveTrack();
      track.state = state;
      const Decision<Aftercare> moved = MoveAftercare(track, AftercareActOn(act, kToday, "why"), kNow);
      EXPECT_EQ(moved.ok(), std::find(states.begin(), states.end(), state) != states.end());
      if (!moved.ok()) {
        EXPECT_THAT(moved, IsRefusedBy("AFTERCARE_STATE"));
      }
    }
  }
}

TEST(AftercareTest, NothingHappensBeforeWhatHappenedLast) {
  EXPECT_THAT(MoveAftercare(ActiveTrack(), AftercareActOn(AftercareAct::kRestore, kOpened - 1), kNow),
              IsRefusedBy("BEFORE_LAST_MOVE"));
}

TEST(AftercareTest, ReasonsCausesAndDaysAreAskedFor) {
  const auto wrong = [](AftercareActInput input) {
    Violations violations;
    CheckAftercareAct(input, kToday, violations);
    return Fields(violations);
  };
  EXPECT_THAT(wrong(AftercareActOn(AftercareAct::kStart, kToday)), IsEmpty());
  EXPECT_THAT(wrong(AftercareActOn(AftercareAct::kRestore, kToday + 1)), ElementsAre("effective_date"));
  EXPECT_THAT(wrong(AftercareActOn(AftercareAct::kRevictimize, kToday)), ElementsAre("reason"));
  EXPECT_THAT(wrong(AftercareActOn(AftercareAct::kReopen, kToday)), ElementsAre("reason"));
  AftercareActInput end = AftercareActOn(AftercareAct::kEnd, kToday, "why");
  end.cause = EndCause::kUnspecified;
  EXPECT_THAT(wrong(end), ElementsAre("cause"));
  EXPECT_THAT(wrong(AftercareActOn(AftercareAct::kStart, kToday, std::string(1001, 'x'))), ElementsAre("reason"));
}

TEST(AftercareTest, ATrackIsNotOpenedInTheFuture) {
  Aftercare track = ActiveTrack();
  track.open_date = kToday + 1;
  track.lead = std::string(201, 'x');
  Violations violations("aftercare.");
  CheckAftercare(track, kToday, violations);
  EXPECT_THAT(Fields(violations), ElementsAre("aftercare.open_date", "aftercare.lead"));
}

TEST(AftercareTest, GoesOnWhenItsCaseIsClosedAndNotWhenItIsDeclined) {
  const std::vector<Stage>& stages = AftercareStages();
  EXPECT_EQ(std::count(stages.begin(), stages.end(), Stage::kClosed), 1);
  EXPECT_EQ(std::count(stages.begin(), stages.end(), Stage::kInactive), 1);
  EXPECT_EQ(std::count(stages.begin(), stages.end(), Stage::kDeclined), 0);
  EXPECT_EQ(stages.size(), 9u);
}

TEST(AftercareTest, CareIsGivenToThoseInCareAndFollowUpToTheRestoredToo) {
  Aftercare track = ActiveTrack();
  EXPECT_FALSE(RefuseCare(track, InCare(), "plans are made"));
  track.state = AftercareState::kRestored;
  EXPECT_FALSE(RefuseCare(track, InCareOrFollowUp(), "services are recorded"));
  const auto refusal = RefuseCare(track, InCare(), "plans are made");
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->description,
            "plans are made while aftercare is ACTIVE or REOPENED; the survivor's aftercare is RESTORED");
}

TEST(AftercareTest, ARestorationRestsOnItsAssessmentWhileItStands) {
  AftercareActInput restore = AftercareActOn(AftercareAct::kRestore, kToday);
  restore.assessment = Id(9);
  Aftercare track = MoveAftercare(ActiveTrack(), restore, kNow).value();
  EXPECT_TRUE(RestsOn(track, Id(9)));
  EXPECT_FALSE(RestsOn(track, Id(8)));
  EXPECT_FALSE(RestsOn(MovedTrack(track, AftercareAct::kReopen), Id(9)));
}

}  // namespace
}  // namespace amparo::cases
