#include "services/case/domain/standing.h"

#include <vector>

#include "tests/unit/services/case/charge_values.h"
#include "tests/unit/services/case/rules_matchers.h"

namespace amparo::cases {
namespace {

using absl::CivilDay;

Ruling Convicted(CivilDay day) {
  return Ruling{Verdict{.outcome = VerdictOutcome::kConvicted, .date = day}};
}
Sentence YearsFrom(CivilDay day, int years) {
  return {.date = day, .custody = Custody::kImprisonment, .imprisonment = {.min = {.years = years}}};
}
Ruling Sentenced(CivilDay day, int years = 10) {
  return Ruling{YearsFrom(day, years)};
}
Ruling DecidedOnAppeal(AppealResult result, CivilDay day) {
  return Ruling{AppealDecision{.appeal = Id(8), .charge = Id(1), .result = result, .date = day}};
}
Ruling Reversed(CivilDay day, VerdictOutcome outcome = VerdictOutcome::kAcquitted) {
  Ruling ruling = DecidedOnAppeal(AppealResult::kReversed, day);
  std::get<AppealDecision>(ruling.what).verdict = Verdict{.outcome = outcome, .date = day};
  return ruling;
}
Ruling Befell(SentenceEventKind kind, CivilDay day) {
  return Ruling{SentenceEvent{.kind = kind, .date = day}};
}

// The ledger of these rulings, each entered in turn.
std::vector<Ruling> Ledger(std::vector<Ruling> rulings) {
  std::vector<Ruling> ledger;
  for (Ruling& ruling : rulings) {
    auto with = WithRuling(std::move(ledger), std::move(ruling));
    EXPECT_TRUE(with.ok()) << (with.refusal() ? with.refusal()->description : "");
    ledger = with.ok() ? std::move(with.value()) : std::vector<Ruling>();
  }
  return ledger;
}

const std::vector<Ruling> kTriedLedger = Ledger({Convicted(kTried), Sentenced(kTried + 14)});

TEST(StandingTest, NothingStandsBeforeTheFirstRuling) {
  EXPECT_FALSE(StandingOn(kTriedLedger, kTried - 1).verdict);
  EXPECT_TRUE(StandingOn(kTriedLedger, kTried).convicted());
  EXPECT_FALSE(StandingOn(kTriedLedger, kTried + 13).sentence);
  EXPECT_EQ(StandingOn(kTriedLedger, kTried + 14).sentence->imprisonment.min.years, 10);
  EXPECT_EQ(StandingsOf(kTriedLedger).size(), 2u);
}

TEST(StandingTest, WhatIsUpheldStands) {
  const auto ledger =
      Ledger({Convicted(kTried), Sentenced(kTried), DecidedOnAppeal(AppealResult::kUpheld, kTried + 300)});
  EXPECT_EQ(StandingsOf(ledger).size(), 2u);
  EXPECT_TRUE(LastStanding(ledger).runs());
  EXPECT_EQ(LastStanding(ledger).date, kTried);
}

TEST(StandingTest, WhatIsVariedIsAnotherFromThatDayOn) {
  Ruling varied = DecidedOnAppeal(AppealResult::kVaried, kTried + 300);
  std::get<AppealDecision>(varied.what).sentence = YearsFrom(kTried + 300, 6);
  const auto ledger = Ledger({Convicted(kTried), Sentenced(kTried), varied});
  EXPECT_EQ(StandingOn(ledger, kTried + 299).sentence->imprisonment.min.years, 10);
  EXPECT_EQ(StandingOn(ledger, kTried + 300).sentence->imprisonment.min.years, 6);
  EXPECT_EQ(StandingOn(ledger, kTried + 300).verdict->date, kTried);
}

TEST(StandingTest, WhatIsReversedStandsNoMore) {
  const auto ledger = Ledger({Convicted(kTried), Sentenced(kTried), Reversed(kTried + 300)});
  EXPECT_TRUE(StandingOn(ledger, kTried + 299).convicted());
  EXPECT_EQ(StandingOn(ledger, kTried + 300).verdict->outcome, VerdictOutcome::kAcquitted);
  EXPECT_FALSE(StandingOn(ledger, kTried + 300).sentence);
}

TEST(StandingTest, AnAcquittalIsReversedToo) {
  const auto acquitted = Ledger({Ruling{Verdict{.outcome = VerdictOutcome::kAcquitted, .date = kTried}},
                                 Reversed(kTried + 9, VerdictOutcome::kConvicted)});
  EXPECT_TRUE(LastStanding(acquitted).convicted());
  EXPECT_THAT(WithRuling(acquitted, Reversed(kTried + 10, VerdictOutcome::kConvicted)), IsRefusedBy("SAME_VERDICT"));
}

TEST(StandingTest, WhatIsRemandedIsOpenUntilItIsTriedAgain) {
  auto ledger = Ledger({Convicted(kTried), Sentenced(kTried), DecidedOnAppeal(AppealResult::kRemanded, kTried + 300)});
  EXPECT_FALSE(LastStanding(ledger).verdict);
  EXPECT_THAT(WithRuling(ledger, Sentenced(kTried + 301)), IsRefusedBy("NO_CONVICTION"));
  ledger = WithRuling(ledger, Convicted(kTried + 500)).value();
  EXPECT_TRUE(LastStanding(ledger).convicted());
  EXPECT_FALSE(LastStanding(ledger).sentence);
  EXPECT_FALSE(StandingOn(ledger, kTried + 499).verdict);
}

TEST(StandingTest, WhatIsRemandedForSentenceStaysAConviction) {
  const auto ledger =
      Ledger({Convicted(kTried), Sentenced(kTried), DecidedOnAppeal(AppealResult::kRemandedForSentence, kTried + 300)});
  EXPECT_TRUE(LastStanding(ledger).convicted());
  EXPECT_FALSE(LastStanding(ledger).sentence);
  EXPECT_TRUE(WithRuling(ledger, Sentenced(kTried + 301, 4)).ok());
}

TEST(StandingTest, NothingIsDecidedOnAppealWithoutAVerdict) {
  EXPECT_THAT(WithRuling({}, DecidedOnAppeal(AppealResult::kUpheld, kTried)), IsRefusedBy("NO_VERDICT"));
  const auto acquitted = Ledger({Ruling{Verdict{.outcome = VerdictOutcome::kAcquitted, .date = kTried}}});
  for (const AppealResult result : {AppealResult::kVaried, AppealResult::kRemandedForSentence}) {
    EXPECT_THAT(WithRuling(acquitted, DecidedOnAppeal(result, kTried)), IsRefusedBy("NO_CONVICTION"));
  }
}

TEST(StandingTest, APardonEndsTheSentenceAndLeavesTheConviction) {
  const auto ledger = Ledger({Convicted(kTried), Sentenced(kTried), Befell(SentenceEventKind::kPardoned, kTried + 90)});
  EXPECT_TRUE(StandingOn(ledger, kTried + 89).runs());
  EXPECT_FALSE(LastStanding(ledger).runs());
  EXPECT_TRUE(LastStanding(ledger).convicted());
  EXPECT_TRUE(LastStanding(ledger).sentence);
  EXPECT_THAT(WithRuling(ledger, Befell(SentenceEventKind::kPardoned, kTried + 91)), IsRefusedBy("NO_SENTENCE"));
}

TEST(StandingTest, APardonIsOfTheSentenceThatStoodAndOfNoneThatAnAppealBringsInItsPlace) {
  const auto pardoned =
      Ledger({Convicted(kTried), Sentenced(kTried), Befell(SentenceEventKind::kPardoned, kTried + 90)});
  Ruling varied = DecidedOnAppeal(AppealResult::kVaried, kTried + 300);
  std::get<AppealDecision>(varied.what).sentence = YearsFrom(kTried + 300, 6);
  const auto another = WithRuling(pardoned, varied).value();
  EXPECT_EQ(StandingOn(another, kTried + 299).end, SentenceEnd::kPardoned);
  EXPECT_TRUE(LastStanding(another).runs());
  EXPECT_EQ(LastStanding(another).sentence->imprisonment.min.years, 6);
  EXPECT_TRUE(WithRuling(another, Befell(SentenceEventKind::kPardoned, kTried + 301)).ok());

  const auto remanded = WithRuling(pardoned, DecidedOnAppeal(AppealResult::kRemandedForSentence, kTried + 300)).value();
  EXPECT_TRUE(LastStanding(WithRuling(remanded, Sentenced(kTried + 310, 4)).value()).runs());
}

TEST(StandingTest, AnAppealThatLeavesTheSentenceLeavesThePardon) {
  const auto pardoned =
      Ledger({Convicted(kTried), Sentenced(kTried), Befell(SentenceEventKind::kPardoned, kTried + 90)});
  Ruling lesser = DecidedOnAppeal(AppealResult::kVaried, kTried + 300);
  std::get<AppealDecision>(lesser.what).verdict =
      Verdict{.outcome = VerdictOutcome::kConvictedLesser, .date = kTried + 300, .lesser_crime_type = "0302"};
  for (const Ruling& decided : {lesser, DecidedOnAppeal(AppealResult::kUpheld, kTried + 300)}) {
    EXPECT_EQ(LastStanding(WithRuling(pardoned, decided).value()).end, SentenceEnd::kPardoned);
  }
}

TEST(StandingTest, ASentenceThatAnAppealBringsAfterADeathDoesNotRun) {
  const auto dead = Ledger({Convicted(kTried), Sentenced(kTried), Befell(SentenceEventKind::kDied, kTried + 9)});
  Ruling varied = DecidedOnAppeal(AppealResult::kVaried, kTried + 10);
  std::get<AppealDecision>(varied.what).sentence = YearsFrom(kTried + 10, 6);
  EXPECT_EQ(LastStanding(WithRuling(dead, varied).value()).end, SentenceEnd::kDied);
}

TEST(StandingTest, ACommutationPutsAnotherSentenceInItsPlace) {
  const Ruling commuted{
      SentenceEvent{.kind = SentenceEventKind::kCommuted, .date = kTried + 90, .sentence = YearsFrom(kTried + 90, 3)}};
  const auto ledger = Ledger({Convicted(kTried), Sentenced(kTried), commuted});
  EXPECT_EQ(StandingOn(ledger, kTried + 89).sentence->imprisonment.min.years, 10);
  EXPECT_EQ(LastStanding(ledger).sentence->imprisonment.min.years, 3);
  EXPECT_THAT(WithRuling({Convicted(kTried)}, commuted), IsRefusedBy("NO_SENTENCE"));
}

TEST(StandingTest, WhoFledIsBroughtBackBeforeFleeingAgain) {
  auto ledger = Ledger({Convicted(kTried), Sentenced(kTried), Befell(SentenceEventKind::kEscaped, kTried + 9)});
  EXPECT_THAT(WithRuling(ledger, Befell(SentenceEventKind::kEscaped, kTried + 10)), IsRefusedBy("ALREADY_AT_LARGE"));
  ledger = WithRuling(ledger, Befell(SentenceEventKind::kRecaptured, kTried + 20)).value();
  EXPECT_THAT(WithRuling(ledger, Befell(SentenceEventKind::kRecaptured, kTried + 21)), IsRefusedBy("NOT_AT_LARGE"));
  EXPECT_THAT(TimesAtLarge(ledger, kTried + 30), ::testing::ElementsAre(AtLarge{kTried + 9, kTried + 20}));
  EXPECT_THAT(TimesAtLarge(ledger, kTried + 19), ::testing::ElementsAre(AtLarge{kTried + 9, std::nullopt}));
  EXPECT_THAT(TimesAtLarge(ledger, kTried + 8), ::testing::IsEmpty());
  // It changes nothing that counts.
  EXPECT_EQ(StandingsOf(ledger).size(), 2u);
}

TEST(StandingTest, NothingMoreBecomesOfTheDeadButAnAppeal) {
  const auto ledger = Ledger({Convicted(kTried), Sentenced(kTried), Befell(SentenceEventKind::kDied, kTried + 9)});
  EXPECT_EQ(LastStanding(ledger).end, SentenceEnd::kDied);
  for (const SentenceEventKind kind :
       {SentenceEventKind::kEscaped, SentenceEventKind::kPardoned, SentenceEventKind::kDied}) {
    EXPECT_THAT(WithRuling(ledger, Befell(kind, kTried + 10)), IsRefusedBy("CONVICT_DEAD"));
  }
  const auto acquitted = WithRuling(ledger, Reversed(kTried + 10));
  ASSERT_TRUE(acquitted.ok());
  EXPECT_FALSE(LastStanding(acquitted.value()).convicted());
  const auto open = WithRuling(ledger, DecidedOnAppeal(AppealResult::kRemanded, kTried + 10)).value();
  EXPECT_THAT(WithRuling(open, Convicted(kTried + 11)), IsRefusedBy("CONVICT_DEAD"));
  EXPECT_TRUE(WithRuling(open, Ruling{Verdict{.outcome = VerdictOutcome::kAbated, .date = kTried + 11}}).ok());
}

TEST(StandingTest, InterimOrdersLeaveAChargeWhereItIsAndFitWhatStands) {
  const auto order = [](InterimOrderKind kind, CivilDay day) {
    return Ruling{InterimOrder{.kind = kind, .date = day}};
  };
  const auto open =
      Ledger({order(InterimOrderKind::kBail, kTried - 90), order(InterimOrderKind::kStayed, kTried - 50)});
  EXPECT_FALSE(LastStanding(open).verdict);
  EXPECT_THAT(WithRuling(open, order(InterimOrderKind::kCommittedForSentence, kTried)), IsRefusedBy("NO_CONVICTION"));
  const auto convicted = Ledger({Convicted(kTried), order(InterimOrderKind::kCommittedForSentence, kTried)});
  for (const InterimOrderKind kind :
       {InterimOrderKind::kCommittedForTrial, InterimOrderKind::kStayed, InterimOrderKind::kProvisionallyDismissed}) {
    EXPECT_THAT(WithRuling(convicted, order(kind, kTried)), IsRefusedBy("VERDICT_ALREADY_RECORDED"));
  }
  EXPECT_TRUE(WithRuling(convicted, order(InterimOrderKind::kBail, kTried + 5)).ok());
  EXPECT_THAT(WithRuling(kTriedLedger, order(InterimOrderKind::kCommittedForSentence, kTried + 20)),
              IsRefusedBy("SENTENCE_ALREADY_IMPOSED"));
}

TEST(StandingTest, WhatIsEnteredLateTakesItsPlaceUnlessWhatCameLaterRestsOnIt) {
  const auto ledger = Ledger({Convicted(kTried), Sentenced(kTried + 20)});
  const auto late = WithRuling(ledger, Ruling{InterimOrder{.kind = InterimOrderKind::kBail, .date = kTried - 9}});
  ASSERT_TRUE(late.ok());
  EXPECT_EQ(late.value()[0].date(), kTried - 9);
  EXPECT_THAT(WithRuling(ledger, Sentenced(kTried + 10)), IsRefusedBy("LATER_RULING"));
  EXPECT_THAT(WithRuling(ledger, DecidedOnAppeal(AppealResult::kRemanded, kTried + 10)), IsRefusedBy("LATER_RULING"));
  EXPECT_THAT(WithRuling(ledger, Sentenced(kTried - 10)), IsRefusedBy("NO_CONVICTION"));
}

}  // namespace
}  // namespace amparo::cases
