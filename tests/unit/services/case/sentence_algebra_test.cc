#include "services/case/domain/sentence_algebra.h"

#include <algorithm>
#include <functional>
#include <random>
#include <vector>

#include "tests/unit/services/case/rules_matchers.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using absl::CivilDay;

Stretch Years(int years, int months = 0, int days = 0) {
  return {.custody = Custody::kImprisonment, .term = {.years = years, .months = months, .days = days}};
}
const Stretch kNothing;
const Stretch kLife{.custody = Custody::kLife};
const Stretch kDeath{.custody = Custody::kDeath};

// A sentence of 1 January 2010 on the charge of this number, after that of another (0 = none).
RunningSentence SentenceOn(int charge, Term term, int after = 0, bool suspended = false) {
  RunningSentence running;
  running.charge = Id(charge);
  running.sentence.date = CivilDay(2010, 1, 1);
  running.sentence.custody = Custody::kImprisonment;
  running.sentence.imprisonment.min = term;
  running.sentence.suspended = suspended;
  if (after != 0) running.sentence.consecutive_to = Id(after);
  return running;
}

RunningSentence RunningWith(RunningSentence running, const std::function<void(Sentence&)>& change) {
  change(running.sentence);
  return running;
}

const CivilDay kReckoned(2014, 12, 11);

TEST(StretchTest, ChainsAddEachPartAsOrdered) {
  EXPECT_EQ(Then(Years(6, 8), Years(2, 7, 20)).term.ToString(), "9 years 3 months 20 days");
  EXPECT_EQ(Then(Years(0, 0, 40), Years(0, 0, 40)).term.ToString(), "80 days");
}

TEST(StretchTest, LifeAbsorbsTermsAndDeathAbsorbsLife) {
  EXPECT_EQ(Then(kLife, Years(900)), kLife);
  EXPECT_EQ(Then(Years(900), kDeath), kDeath);
  EXPECT_EQ(Then(kDeath, kLife), kDeath);
  EXPECT_EQ(Longest(kLife, Years(900)), kLife);
  EXPECT_EQ(Longest(kLife, kDeath), kDeath);
}

TEST(StretchTest, OfOneLengthTheOneInWholeMonthsIsLonger) {
  // 1,600 mean months are 48,699 days.
  EXPECT_EQ(Longest(Years(0, 0, 48699), Years(133, 4)).term.ToString(), "133 years 4 months");
  EXPECT_EQ(Longest(Years(133, 4), Years(0, 0, 48699)).term.ToString(), "133 years 4 months");
}

// --- Laws of the algebra, on stretches made by chance ---

class StretchLaws : public ::testing::TestWithParam<uint32_t> {
 protected:
  Stretch Any() {
    switch (Pick(12)) {
      case 0:
        return kNothing;
      case 1:
        return kLife;
      case 2:
        return kDeath;
      default:
        return Years(Pick(30), Pick(12), Pick(60));
    }
  }
  int Pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }

  std::mt19937 random_{GetParam()};
};

TEST_P(StretchLaws, Hold) {
  for (int i = 0; i < 500; ++i) {
    const Stretch a = Any();
    const Stretch b = Any();
    const Stretch c = Any();
    EXPECT_EQ(Then(Then(a, b), c), Then(a, Then(b, c)));
    EXPECT_EQ(Then(a, b), Then(b, a));
    EXPECT_EQ(Then(a, kNothing), a);
    EXPECT_EQ(Longest(Longest(a, b), c), Longest(a, Longest(b, c)));
    EXPECT_EQ(Longest(a, b), Longest(b, a));
    EXPECT_EQ(Longest(a, a), a);
    EXPECT_EQ(Longest(a, kNothing), a);
    // Monotone: what is added makes nothing shorter, and a longer part makes no shorter whole.
    EXPECT_GE(Then(a, b), a);
    EXPECT_GE(Longest(a, b), a);
    if (a <= b) {
      EXPECT_LE(Then(a, c), Then(b, c));
      EXPECT_LE(Longest(a, c), Longest(b, c));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, StretchLaws, ::testing::Range(1u, 9u));

// --- Sentences together ---

TEST(ReckonTest, NobodyServesNothing) {
  const Reckoning nothing = Reckon({}, kReckoned);
  EXPECT_TRUE(nothing.served.max.is_nothing());
  EXPECT_FALSE(nothing.start || nothing.earliest_end || nothing.latest_end);
}

TEST(ReckonTest, ConcurrentIsTheLongestAndConsecutiveTheSum) {
  const std::vector<RunningSentence> concurrent = {SentenceOn(1, {.years = 5}),
                                                   SentenceOn(2, {.years = 7, .months = 6})};
  EXPECT_EQ(Reckon(concurrent, kReckoned).served.max, Years(7, 6));
  EXPECT_EQ(Reckon(concurrent, kReckoned).latest_end, CivilDay(2017, 7, 1));
  const std::vector<RunningSentence> chain = {SentenceOn(1, {.years = 5}), SentenceOn(2, {.months = 18}, 1),
                                              SentenceOn(3, {.days = 10}, 2)};
  const Reckoning sum = Reckon(chain, kReckoned);
  EXPECT_EQ(sum.served.max, Years(6, 6, 10));
  EXPECT_EQ(sum.latest_end, CivilDay(2016, 7, 11));
  ASSERT_EQ(sum.parts.size(), 3u);
  EXPECT_EQ(sum.parts[1].follows, Id(1));
  EXPECT_EQ(sum.parts[1].start, CivilDay(2015, 1, 1));
}

TEST(ReckonTest, RangesCountByBothEnds) {
  std::vector<RunningSentence> all = {SentenceOn(1, {.years = 8}), SentenceOn(2, {.years = 1}, 1)};
  all[0].sentence.imprisonment.max = Term{.years = 10};
  const Reckoning sum = Reckon(all, kReckoned);
  EXPECT_EQ(sum.served.min, Years(9));
  EXPECT_EQ(sum.served.max, Years(11));
  EXPECT_EQ(sum.earliest_end, CivilDay(2019, 1, 1));
  EXPECT_EQ(sum.latest_end, CivilDay(2021, 1, 1));
}

TEST(ReckonTest, LifeHasNoEndAndNothingBehindItBegins) {
  std::vector<RunningSentence> all = {SentenceOn(1, {.years = 8}), SentenceOn(2, {.years = 1}, 3),
                                      SentenceOn(3, {.years = 2})};
  all[2].sentence.custody = Custody::kLife;
  const Reckoning sum = Reckon(all, kReckoned);
  EXPECT_EQ(sum.served.max, kLife);
  EXPECT_EQ(sum.start, CivilDay(2010, 1, 1));
  EXPECT_FALSE(sum.latest_end);
  EXPECT_EQ(sum.parts.back().charge, Id(2));
  EXPECT_FALSE(sum.parts.back().start);
}

TEST(ReckonTest, SuspendedCountsApart) {
  const std::vector<RunningSentence> all = {SentenceOn(1, {.years = 3}), SentenceOn(2, {.years = 2}, 1, true),
                                            SentenceOn(3, {.years = 1}, 2)};
  const Reckoning sum = Reckon(all, kReckoned);
  EXPECT_EQ(sum.served.max, Years(4));
  EXPECT_EQ(sum.suspended.max, Years(2));
  EXPECT_EQ(sum.parts.size(), 2u);
  EXPECT_EQ(sum.latest_end, CivilDay(2014, 1, 1));
}

TEST(ReckonTest, OfOneThatIsSuspendedInPartTheRestIsServed) {
  const auto part = [](int years) { return [years](Sentence& one) { one.suspended_part = Term{.years = years}; }; };
  const std::vector<RunningSentence> sentences = {RunningWith(SentenceOn(1, {.years = 3}), part(1)),
                                                  SentenceOn(2, {.months = 6}, /*after=*/1)};
  const Reckoning sum = Reckon(sentences, kReckoned);
  EXPECT_EQ(sum.served.max, Years(2, 6));
  EXPECT_EQ(sum.suspended.max, Years(1));
  ASSERT_EQ(sum.parts.size(), 2u);
  EXPECT_EQ(sum.parts[0].latest_end, CivilDay(2012, 1, 1));
  EXPECT_EQ(sum.parts[1].latest_end, CivilDay(2012, 7, 1));
  // Both ends of a range lose the same part.
  const auto range = [](Sentence& one) {
    one.imprisonment.max = Term{.years = 6};
    one.suspended_part = Term{.years = 2};
  };
  const Reckoning ranged =
      Reckon(std::vector<RunningSentence>(1, RunningWith(SentenceOn(1, {.years = 4}), range)), kReckoned);
  EXPECT_EQ(ranged.served.min, Years(2));
  EXPECT_EQ(ranged.served.max, Years(4));
  EXPECT_EQ(ranged.suspended.min, Years(2));
  EXPECT_EQ(ranged.suspended.max, Years(2));
}

TEST(ReckonTest, WhatFollowsASentenceThatDoesNotStandBeginsByItself) {
  const std::vector<RunningSentence> all = {SentenceOn(2, {.years = 1}, 1)};
  const Reckoning sum = Reckon(all, kReckoned);
  EXPECT_EQ(sum.latest_end, CivilDay(2011, 1, 1));
  EXPECT_TRUE(sum.parts[0].follows.IsNil());
}

TEST(ReckonTest, WhatFollowsASentenceThatLostItsCustodyBeginsByItself) {
  const auto to_a_fine = [](Sentence& one) {
    one.custody = Custody::kNone;
    one.fine = Money{50000, "PHP"};
  };
  const std::vector<RunningSentence> all = {RunningWith(SentenceOn(1, {.years = 5}), to_a_fine),
                                            SentenceOn(2, {.years = 3}, 1), SentenceOn(3, {.years = 1}, 2)};
  const Reckoning sum = Reckon(all, kReckoned);
  EXPECT_EQ(sum.served.max, Years(4));
  EXPECT_EQ(sum.start, CivilDay(2010, 1, 1));
  EXPECT_EQ(sum.latest_end, CivilDay(2014, 1, 1));
  ASSERT_EQ(sum.parts.size(), 2u);
  EXPECT_TRUE(sum.parts[0].follows.IsNil());
  EXPECT_EQ(sum.parts[1].start, CivilDay(2013, 1, 1));
}

TEST(ReckonTest, WhatIsImposedLaterBeginsThenAtTheEarliest) {
  const auto later = [](Sentence& one) { one.date = CivilDay(2013, 6, 1); };
  const std::vector<RunningSentence> all = {SentenceOn(1, {.years = 1}),
                                            RunningWith(SentenceOn(2, {.years = 1}, 1), later)};
  EXPECT_EQ(Reckon(all, kReckoned).latest_end, CivilDay(2014, 6, 1));
}

TEST(ReckonTest, DaysInCustodyBeforeAreTakenOffButNotMoreThanAll) {
  const auto credit = [](int days) { return [days](Sentence& one) { one.credit_days = days; }; };
  EXPECT_EQ(Reckon(std::vector{RunningWith(SentenceOn(1, {.years = 1}), credit(31))}, kReckoned).latest_end,
            CivilDay(2010, 12, 1));
  EXPECT_EQ(Reckon(std::vector{RunningWith(SentenceOn(1, {.years = 1}), credit(9999))}, kReckoned).latest_end,
            CivilDay(2010, 1, 1));
}

TEST(ReckonTest, DaysAtLargeAreAdded) {
  RunningSentence running = SentenceOn(1, {.years = 1});
  running.at_large = {{.from = CivilDay(2010, 3, 1), .until = CivilDay(2010, 3, 11)},
                      {.from = CivilDay(2011, 1, 5), .until = CivilDay(2011, 1, 6)}};
  // The first ten days move the end behind the beginning of the second time.
  EXPECT_EQ(Reckon(std::vector{running}, kReckoned).latest_end, CivilDay(2011, 1, 12));
  running.at_large = {{.from = CivilDay(2010, 12, 31), .until = std::nullopt}};
  EXPECT_EQ(Reckon(std::vector{running}, CivilDay(2011, 1, 30)).latest_end, CivilDay(2011, 1, 31));
  running.at_large = {{.from = CivilDay(2012, 1, 1), .until = CivilDay(2012, 1, 9)}};
  EXPECT_EQ(Reckon(std::vector{running}, kReckoned).latest_end, CivilDay(2011, 1, 1));
}

TEST(ReckonTest, MonthsEndWithTheirMonth) {
  const auto on_the_last = [](Sentence& one) { one.date = CivilDay(2012, 1, 31); };
  EXPECT_EQ(Reckon(std::vector{RunningWith(SentenceOn(1, {.months = 1}), on_the_last)}, kReckoned).latest_end,
            CivilDay(2012, 2, 29));
  EXPECT_EQ(
      Reckon(std::vector{RunningWith(SentenceOn(1, {.months = 1, .days = 1}), on_the_last)}, kReckoned).latest_end,
      CivilDay(2012, 3, 1));
}

// Random forests of sentences, some of which lost their custody when others followed them.
class ReckonLaws : public ::testing::TestWithParam<uint32_t> {
 protected:
  int Pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }

  std::vector<RunningSentence> Forest(int size) {
    std::vector<RunningSentence> all;
    for (int i = 1; i <= size; ++i) {
      RunningSentence one = SentenceOn(i, {.years = Pick(10), .months = Pick(12), .days = 1 + Pick(40)},
                                       i > 1 ? Pick(i) : 0, Pick(5) == 0);
      if (Pick(3) == 0) one.sentence.imprisonment.max = Term{.years = 12 + Pick(10)};
      if (Pick(4) == 0) one.sentence.suspended_part = Term{.months = Pick(12), .days = 1 + Pick(40)};
      if (Pick(20) == 0) one.sentence.custody = Custody::kLife;
      if (Pick(8) == 0) {
        one.sentence.custody = Custody::kNone;
        one.sentence.consecutive_to = Uuid();
      }
      all.push_back(one);
    }
    return all;
  }

  std::mt19937 random_{GetParam()};
};

TEST_P(ReckonLaws, TheOrderOfAskingDoesNotMatter) {
  for (int i = 0; i < 60; ++i) {
    std::vector<RunningSentence> all = Forest(1 + Pick(9));
    const Reckoning sum = Reckon(all, kReckoned);
    std::shuffle(all.begin(), all.end(), random_);
    const Reckoning again = Reckon(all, kReckoned);
    EXPECT_EQ(sum.served, again.served);
    EXPECT_EQ(sum.suspended, again.suspended);
    EXPECT_EQ(sum.latest_end, again.latest_end);
    EXPECT_EQ(sum.parts.size(), again.parts.size());
  }
}

TEST_P(ReckonLaws, OneMoreOrALongerSentenceNeverShortens) {
  for (int i = 0; i < 60; ++i) {
    std::vector<RunningSentence> all = Forest(2 + Pick(8));
    const Reckoning less = Reckon(std::span(all).first(all.size() - 1), kReckoned);
    const Reckoning sum = Reckon(all, kReckoned);
    EXPECT_GE(sum.served.max, less.served.max);
    EXPECT_GE(sum.served.min, less.served.min);
    EXPECT_LE(sum.served.min, sum.served.max);
    for (RunningSentence& one : all) {
      one.sentence.imprisonment.min.years += 1;
      if (one.sentence.imprisonment.max) one.sentence.imprisonment.max->years += 1;
    }
    EXPECT_GE(Reckon(all, kReckoned).served.max, sum.served.max);
  }
}

TEST_P(ReckonLaws, WithoutLifeWhatIsServedBeginsAndEnds) {
  for (int i = 0; i < 60; ++i) {
    std::vector<RunningSentence> all = Forest(1 + Pick(9));
    for (RunningSentence& one : all) {
      if (one.sentence.custody == Custody::kLife) one.sentence.custody = Custody::kImprisonment;
    }
    const Reckoning sum = Reckon(all, kReckoned);
    for (const ServedPart& part : sum.parts) EXPECT_TRUE(part.start && part.earliest_end && part.latest_end);
    EXPECT_EQ(sum.latest_end.has_value(), !sum.parts.empty());
  }
}

TEST_P(ReckonLaws, AChainIsTheSumHoweverItIsSplit) {
  for (int i = 0; i < 60; ++i) {
    std::vector<RunningSentence> chain;
    Stretch sum;
    const int size = 1 + Pick(8);
    for (int n = 1; n <= size; ++n) {
      chain.push_back(SentenceOn(n, {.years = Pick(9), .months = Pick(12), .days = 1 + Pick(40)}, n - 1));
      sum = Then({.custody = Custody::kImprisonment, .term = chain.back().sentence.imprisonment.min}, sum);
    }
    EXPECT_EQ(Reckon(chain, kReckoned).served.max, sum);
  }
}

TEST_P(ReckonLaws, NoForestHasALoopAndClosingOneIsRefused) {
  for (int i = 0; i < 60; ++i) {
    const std::vector<RunningSentence> all = Forest(2 + Pick(8));
    // From any sentence down its way to the root: the root cannot follow upon any of them.
    const RunningSentence* at = &all[static_cast<std::size_t>(Pick(static_cast<int>(all.size())))];
    if (!at->sentence.has_custody()) continue;
    const Uuid leaf = at->charge;
    const auto before = [&all](const Uuid& id) {
      const auto found = std::find_if(all.begin(), all.end(), [&id](const auto& one) { return one.charge == id; });
      return found == all.end() ? nullptr : &*found;
    };
    while (const RunningSentence* next = before(at->sentence.consecutive_to)) at = next;
    EXPECT_EQ(CheckChain(at->charge, leaf, all)->rule, "SENTENCE_LOOP");
    EXPECT_FALSE(CheckChain(Id(99), leaf, all));
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, ReckonLaws, ::testing::Range(1u, 9u));

TEST(ChainTest, FollowsCustodyOfTheSamePersonThatStands) {
  const std::vector<RunningSentence> others = {SentenceOn(1, {.years = 1})};
  EXPECT_FALSE(CheckChain(Id(2), Id(1), others));
  EXPECT_EQ(CheckChain(Id(2), Id(3), others)->rule, "NO_SENTENCE_TO_FOLLOW");
  EXPECT_EQ(CheckChain(Id(2), Id(2), others)->rule, "SENTENCE_LOOP");
}

}  // namespace
}  // namespace amparo::cases
