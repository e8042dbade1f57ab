// What changes of charges do to counts that were published before.
#include "services/case/domain/restatement.h"

#include "tests/unit/services/case/case_values.h"
#include "tests/unit/services/case/charge_values.h"
#include "tests/unit/services/case/rules_matchers.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::CivilDay kDecided = kTried + 60;

Charge AcquittedOnAppeal() {
  AppealDecision reversed = DecisionOf(AppealResult::kReversed, kDecided);
  reversed.verdict = Verdict{.outcome = VerdictOutcome::kAcquitted, .date = kDecided};
  return DecideOnAppeal(ConvictedCharge(), reversed, kEntry).value();
}

Charge RemandedOnAppeal() {
  return DecideOnAppeal(ConvictedCharge(), DecisionOf(AppealResult::kRemanded, kDecided), kEntry).value();
}

Charge Reworded(const Charge& charge, const Wording& wording) {
  const Amendment amendment{
      .wording = wording, .reason = AmendReason::kCorrection, .date = kTried, .report_date = kCharged - 90};
  return AmendCharge(charge, amendment, kEntry).value();
}

TEST(RestatementTest, AConvictionThatStandsNoMoreWasOfAnotherCrimeAsOfItsDays) {
  for (const Charge& charge : {AcquittedOnAppeal(), RemandedOnAppeal()}) {
    Charge wanted = charge;
    wanted.crime_type = "0302";
    const Charge other = Reworded(charge, wanted);
    EXPECT_EQ(other.restatements.size(), charge.restatements.size() + 1);
    EXPECT_THAT(LastChanges(other), ElementsAre(CountChange::kCrimeChanged));
    EXPECT_EQ(other.restatements.back().date, kTried);
    wanted = charge;
    wanted.completion = Completion::kAttempted;
    EXPECT_THAT(LastChanges(Reworded(charge, wanted)), ElementsAre(CountChange::kCrimeChanged));
  }
}

TEST(RestatementTest, OfALesserCrimeAnotherWordingChangesWhatStoodBefore) {
  AppealDecision varied = DecisionOf(AppealResult::kVaried, kDecided);
  varied.verdict = Verdict{.outcome = VerdictOutcome::kConvictedLesser, .date = kDecided, .lesser_crime_type = "0302"};
  const Charge lesser = DecideOnAppeal(ConvictedCharge(), varied, kEntry).value();
  Charge wanted = lesser;
  wanted.crime_type = "0203";
  const Charge other = Reworded(lesser, wanted);
  EXPECT_THAT(LastChanges(other), ElementsAre(CountChange::kCrimeChanged));
  EXPECT_EQ(other.restatements.back().date, kTried);
}

TEST(RestatementTest, AConvictionIsOfAnAttemptByWhatWasFoundBeforeWhatWasCharged) {
  AppealDecision varied = DecisionOf(AppealResult::kVaried, kDecided);
  varied.verdict = Verdict{
      .outcome = VerdictOutcome::kConvictedLesser, .date = kDecided, .lesser_completion = Completion::kAttempted};
  const Charge attempt = DecideOnAppeal(ConvictedCharge(), varied, kEntry).value();
  EXPECT_THAT(LastChanges(attempt), ElementsAre(CountChange::kCrimeChanged));
  EXPECT_EQ(attempt.restatements.back().date, kDecided);

  const Charge found = RecordVerdict(NewCharge(),
                                     {.outcome = VerdictOutcome::kConvictedLesser,
                                      .date = kTried,
                                      .lesser_crime_type = "0302",
                                      .lesser_completion = Completion::kCompleted},
                                     kEntry)
                           .value();
  Charge wanted = found;
  wanted.completion = Completion::kAttempted;
  EXPECT_EQ(Reworded(found, wanted).restatements.size(), found.restatements.size()) << "it was found carried through";
}

TEST(RestatementTest, TheArticleThatWasFoundCountsNowhere) {
  AppealDecision varied = DecisionOf(AppealResult::kVaried, kDecided);
  varied.verdict =
      Verdict{.outcome = VerdictOutcome::kConvictedLesser, .date = kDecided, .lesser_law_article = "RA 9208 sec. 5"};
  const Charge other = DecideOnAppeal(ConvictedCharge(), varied, kEntry).value();
  EXPECT_EQ(other.verdict(), varied.verdict);
  EXPECT_EQ(other.restatements.size(), ConvictedCharge().restatements.size());
}

TEST(RestatementTest, AVerdictOfALaterDayCountsFromThenOn) {
  const Correction later{.index = 0,
                         .reason = StrikeReason::kWrongContent,
                         .instead = Ruling{Verdict{.outcome = VerdictOutcome::kConvicted, .date = kTried + 5}}};
  const Charge moved = CorrectRuling(ConvictedCharge(), later, kEntry).value();
  EXPECT_THAT(LastChanges(moved), ElementsAre(CountChange::kVerdictSetAside, CountChange::kConvictionWithdrawn,
                                              CountChange::kVerdictGiven, CountChange::kConvictionCounted));
  EXPECT_EQ(moved.restatements.back().date, kTried);
}

TEST(RestatementTest, AConvictionCountsByTheDaySinceWhichItStandsThoughTheSameStandsThatEvening) {
  AppealDecision again = DecisionOf(AppealResult::kReversed, kDecided);
  again.appeal = Id(9);
  again.verdict = Verdict{.outcome = VerdictOutcome::kConvictedLesser, .date = kDecided, .lesser_crime_type = "0302"};
  const Charge charge = DecideOnAppeal(AcquittedOnAppeal(), again, kEntry).value();
  const Correction upheld{.index = 1,
                          .reason = StrikeReason::kWrongContent,
                          .instead = Ruling{DecisionOf(AppealResult::kUpheld, kDecided)}};
  const Charge corrected = CorrectRuling(charge, upheld, kEntry).value();
  EXPECT_EQ(corrected.verdict(), charge.verdict());
  EXPECT_EQ(corrected.restatements.size(), charge.restatements.size() + 1);
  EXPECT_THAT(LastChanges(corrected), ElementsAre(CountChange::kConvictionCounted));
  EXPECT_EQ(corrected.restatements.back().date, kDecided);
}

TEST(RestatementTest, APleaAfterARemandIsThatOfTheConvictionBeforeToo) {
  const Plea guilty{.kind = PleaKind::kGuilty, .date = kDecided + 9};
  const Charge pleaded = EnterPlea(RemandedOnAppeal(), guilty, kEntry).value();
  EXPECT_THAT(LastChanges(pleaded), ElementsAre(CountChange::kPleaChanged));
  EXPECT_EQ(pleaded.restatements.back().date, kTried);
  const Charge again = EnterPlea(pleaded, guilty, kEntry).value();
  EXPECT_EQ(again.restatements.size(), pleaded.restatements.size()) << "it says the same";
  const Plea before_trial{.kind = PleaKind::kGuilty, .date = kCharged + 9};
  EXPECT_THAT(EnterPlea(NewCharge(), before_trial, kEntry).value().restatements, IsEmpty());
}

TEST(RestatementTest, AChargeThatMovesToAnotherDayDoesFromTheEarlierOne) {
  Charge wanted = NewCharge();
  wanted.charge_date = kCharged + 30;
  const Charge later = Reworded(NewCharge(), wanted);
  EXPECT_THAT(LastChanges(later), ElementsAre(CountChange::kChargeDayMoved));
  EXPECT_EQ(later.restatements.back().date, kCharged);
  wanted.charge_date = kCharged - 30;
  const Charge earlier = Reworded(later, wanted);
  EXPECT_THAT(LastChanges(earlier), ElementsAre(CountChange::kChargeDayMoved));
  EXPECT_EQ(earlier.restatements.back().date, kCharged - 30);
}

TEST(RestatementTest, AChargeThatComesWithItsHistoryWasNotMoved) {
  Charge charge = AcquittedOnAppeal();
  charge.restatements.clear();
  CompleteCharge(kNow, charge);
  EXPECT_THAT(LastChanges(charge), ElementsAre(CountChange::kVerdictGiven, CountChange::kConvictionCounted,
                                               CountChange::kConvictionWithdrawn));
  EXPECT_EQ(charge.restatements.back().date, kTried);
  Charge bare = NewCharge();
  CompleteCharge(kNow, bare);
  EXPECT_THAT(bare.restatements, IsEmpty());
}

TEST(RestatementTest, ACaseCountsByItsCrimeFromItsReportOn) {
  const Case before = ReportedCase();
  Case after = before;
  after.title = "Another title";
  EXPECT_EQ(RestatementOf(before, after, kNow), std::nullopt);
  after.crime_type = "0302";
  EXPECT_EQ(RestatementOf(before, after, kNow), (Restatement{kReportDay, kNow, {CountChange::kCrimeChanged}}));
  after.report_date = kReportDay - 2;
  const Restatement both{kReportDay - 2, kNow, {CountChange::kReportDayMoved, CountChange::kCrimeChanged}};
  EXPECT_EQ(RestatementOf(before, after, kNow), both);
  EXPECT_EQ(RestatementOf(after, before, kNow), both) << "from the earlier of both days, whichever is right";
}

}  // namespace
}  // namespace amparo::cases
