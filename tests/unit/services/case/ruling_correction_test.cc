#include "tests/unit/services/case/charge_values.h"
#include "tests/unit/services/case/rules_matchers.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Correction Strikes(std::size_t index) {
  return {.index = index, .reason = StrikeReason::kNeverRuled};
}

TEST(CorrectRulingTest, WhatIsStruckOutStaysAndNothingFollowsFromIt) {
  const Charge struck = CorrectRuling(ConvictedCharge(), Strikes(0), kEntry).value();
  ASSERT_EQ(struck.rulings.size(), 1u);
  EXPECT_EQ(struck.rulings[0].strike, (Strike{StrikeReason::kNeverRuled, kNow}));
  EXPECT_TRUE(struck.open());
  EXPECT_EQ(struck.disposal(), Disposal::kNone);
  EXPECT_THAT(StandingsOf(struck.rulings), IsEmpty());
  EXPECT_THAT(LastChanges(struck), ElementsAre(CountChange::kVerdictSetAside, CountChange::kConvictionWithdrawn));
  EXPECT_EQ(struck.restatements.back().date, kTried);
  EXPECT_THAT(CorrectRuling(struck, Strikes(0), kEntry), Violates("index"));
  const Charge acquitted =
      RecordVerdict(struck, {.outcome = VerdictOutcome::kAcquitted, .date = kTried}, kEntry).value();
  EXPECT_EQ(acquitted.verdict()->outcome, VerdictOutcome::kAcquitted);
  Violations none;
  CheckWholeCharge(acquitted, {.report_date = kCharged, .today = kToday}, none);
  EXPECT_THAT(Fields(none), IsEmpty());
}

TEST(CorrectRulingTest, TheRightOneTakesItsPlace) {
  Correction correction = Strikes(0);
  correction.reason = StrikeReason::kWrongContent;
  correction.instead = Ruling{Verdict{.outcome = VerdictOutcome::kConvicted, .date = kTried - 5}};
  const Charge corrected = CorrectRuling(SentencedCharge(), correction, kEntry).value();
  ASSERT_EQ(corrected.rulings.size(), 3u);
  EXPECT_EQ(corrected.rulings[0].date(), kTried - 5);
  EXPECT_EQ(corrected.rulings[0].record_time, kNow);
  EXPECT_TRUE(corrected.rulings[1].strike);
  EXPECT_TRUE(corrected.sentence());
  EXPECT_EQ(corrected.verdict()->date, kTried - 5);
  EXPECT_EQ(corrected.restatements.back().date, kTried - 5);
}

TEST(CorrectRulingTest, FitsTheOthers) {
  EXPECT_THAT(CorrectRuling(SentencedCharge(), Strikes(0), kEntry), IsRefusedBy("LATER_RULING"));
  EXPECT_TRUE(CorrectRuling(SentencedCharge(), Strikes(1), kEntry).ok());
}

TEST(CorrectRulingTest, OnAChargeThatWasReplacedNothingButWhatBefellThePerson) {
  Charge replaced =
      RecordInterimOrder(NewCharge(), {.kind = InterimOrderKind::kBail, .date = kCharged + 2}, kEntry).value();
  replaced = RecordEvent(replaced, {.kind = SentenceEventKind::kEscaped, .date = kTried}, kEntry).value();
  replaced = Supersede(replaced, NewCharge(2), kEntry).value();
  EXPECT_THAT(CorrectRuling(replaced, Strikes(0), kEntry), IsRefusedBy("CHARGE_SUPERSEDED"));
  EXPECT_THAT(CorrectRuling(replaced, Strikes(2), kEntry), IsRefusedBy("CHARGE_SUPERSEDED"));
  const Charge struck = CorrectRuling(replaced, Strikes(1), kEntry).value();
  EXPECT_FALSE(LastStanding(struck.rulings).at_large);
  EXPECT_EQ(struck.superseded_by, replaced.superseded_by);
}

TEST(CorrectRulingTest, WhatBefellThePersonIsNoActOnOneSentence) {
  const Charge fled =
      RecordEvent(SentencedCharge(), {.kind = SentenceEventKind::kEscaped, .date = kTried + 9}, kEntry).value();
  Correction correction = Strikes(2);
  correction.instead = Ruling{SentenceEvent{.kind = SentenceEventKind::kPardoned, .date = kTried + 9}};
  EXPECT_THAT(CorrectRuling(fled, correction, kEntry), Violates("ruling"));
  correction.instead = Ruling{SentenceEvent{.kind = SentenceEventKind::kDied, .date = kTried + 9}};
  EXPECT_EQ(LastStanding(CorrectRuling(fled, correction, kEntry).value().rulings).end, SentenceEnd::kDied);
}

TEST(CorrectRulingTest, NamesEachPartThatDoesNotFit) {
  EXPECT_THAT(CorrectRuling(ConvictedCharge(), {.index = 1}, kEntry), Violates("reason", "index"));
  Correction correction = Strikes(0);
  correction.instead = Ruling{TenYears()};
  EXPECT_THAT(CorrectRuling(ConvictedCharge(), correction, kEntry), Violates("ruling"));
  correction.instead = Ruling{Verdict{.outcome = VerdictOutcome::kUnspecified, .date = kCharged - 1}};
  EXPECT_THAT(CorrectRuling(ConvictedCharge(), correction, kEntry),
              Violates("ruling.verdict.outcome", "ruling.verdict.date"));
}

}  // namespace
}  // namespace amparo::cases
