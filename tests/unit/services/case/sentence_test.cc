#include "services/case/domain/sentence.h"

#include <functional>
#include <random>
#include <string>
#include <vector>

#include "tests/unit/services/case/rules_matchers.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::CivilDay kVerdictDay(2014, 11, 20);

Sentence SevenToTenYears() {
  return Sentence{.date = kVerdictDay,
                  .custody = Custody::kImprisonment,
                  .imprisonment = {.min = Term{.years = 7}, .max = Term{.years = 10}}};
}

std::vector<std::string> WrongWithSentence(const Sentence& sentence) {
  Violations violations;
  CheckSentence(sentence, {.verdict_date = kVerdictDay, .today = kToday}, violations);
  return Fields(violations);
}

Sentence SentenceWith(const std::function<void(Sentence&)>& change) {
  Sentence sentence = SevenToTenYears();
  change(sentence);
  return sentence;
}

TEST(TermTest, NormalFormCarriesMonthsAndLeavesDays) {
  const Term term = Normalized(Term{.years = 1, .months = 30, .days = 45});
  EXPECT_EQ(term.years, 3);
  EXPECT_EQ(term.months, 6);
  EXPECT_EQ(term.days, 45);
}

TEST(TermTest, NormalFormKeepsTheLengthAndIsItsOwnNormalForm) {
  std::mt19937 random(20141211);
  const auto part = [&](int most) { return static_cast<int32_t>(random() % (most + 1)); };
  for (int i = 0; i < 2000; ++i) {
    const Term term{.years = part(kMostYears), .months = part(kMostMonths), .days = part(kMostDays)};
    const Term normal = Normalized(term);
    EXPECT_TRUE(normal == term) << term.ToString();
    EXPECT_LT(normal.months, 12);
    EXPECT_EQ(Normalized(normal).ToString(), normal.ToString());
  }
}

TEST(TermTest, NamesEachPartOutOfBounds) {
  Violations violations;
  CheckTerm(Term{.years = 1000, .months = -1, .days = 100000}, "probation", violations);
  EXPECT_THAT(Fields(violations), ElementsAre("probation.years", "probation.months", "probation.days"));
}

TEST(TermTest, AcceptsTheBoundsThemselves) {
  Violations violations;
  CheckTerm(Term{.years = kMostYears, .months = kMostMonths, .days = kMostDays}, "term", violations);
  CheckTerm(Term{.days = 1}, "term", violations);
  EXPECT_THAT(Fields(violations), IsEmpty());
}

TEST(SentenceTest, AcceptsEachPartAlone) {
  EXPECT_THAT(WrongWithSentence(SevenToTenYears()), IsEmpty());
  EXPECT_THAT(WrongWithSentence({.date = kVerdictDay, .custody = Custody::kLife}), IsEmpty());
  EXPECT_THAT(WrongWithSentence({.date = kVerdictDay, .custody = Custody::kDeath}), IsEmpty());
  EXPECT_THAT(WrongWithSentence({.date = kVerdictDay, .fine = Money{50000000, "PHP"}}), IsEmpty());
  EXPECT_THAT(WrongWithSentence({.date = kVerdictDay, .restitution = Money{1, "KHR"}}), IsEmpty());
  EXPECT_THAT(WrongWithSentence({.date = kVerdictDay, .probation = Term{.months = 6}}), IsEmpty());
}

TEST(SentenceTest, NeedsAPart) {
  EXPECT_THAT(WrongWithSentence({.date = kVerdictDay}), ElementsAre("sentence"));
}

TEST(SentenceTest, RangeIsOrderedAcrossUnits) {
  const auto range = [](Term min, Term max) {
    return SentenceWith([&](Sentence& one) { one.imprisonment = {.min = min, .max = max}; });
  };
  EXPECT_THAT(WrongWithSentence(range(Term{.months = 18}, Term{.years = 1})), ElementsAre("sentence.imprisonment.max"));
  EXPECT_THAT(WrongWithSentence(range(Term{.days = 400}, Term{.years = 1})), ElementsAre("sentence.imprisonment.max"));
  EXPECT_THAT(WrongWithSentence(range(Term{.months = 12}, Term{.years = 1})), IsEmpty());
  EXPECT_THAT(WrongWithSentence(range(Term{.days = 30}, Term{.months = 1})), IsEmpty());
}

TEST(SentenceTest, DateLiesBetweenVerdictAndToday) {
  EXPECT_THAT(WrongWithSentence(SentenceWith([](Sentence& one) { one.date = kVerdictDay - 1; })),
              ElementsAre("sentence.date"));
  EXPECT_THAT(WrongWithSentence(SentenceWith([](Sentence& one) { one.date = kToday + 1; })),
              ElementsAre("sentence.date"));
  EXPECT_THAT(WrongWithSentence(SentenceWith([](Sentence& one) { one.date = kToday; })), IsEmpty());
}

TEST(SentenceTest, AmountsArePositive) {
  EXPECT_THAT(WrongWithSentence(SentenceWith([](Sentence& one) {
                one.fine = Money{0, "PHP"};
              })),
              ElementsAre("sentence.fine"));
  EXPECT_THAT(WrongWithSentence(SentenceWith([](Sentence& one) {
                one.restitution = Money{-1, "PHP"};
              })),
              ElementsAre("sentence.restitution"));
}

TEST(SentenceTest, AmountsHaveABound) {
  const Money most{kMostUnits * 100, "PHP"};
  Money more = most;
  ++more.minor_units;
  const auto fined = [](const Money& amount) { return Sentence{.date = kVerdictDay, .fine = amount}; };
  EXPECT_THAT(WrongWithSentence(fined(most)), IsEmpty());
  EXPECT_THAT(WrongWithSentence(fined(more)), ElementsAre("sentence.fine"));
  EXPECT_THAT(WrongWithSentence({.date = kVerdictDay, .restitution = more}), ElementsAre("sentence.restitution"));
  const auto repaid = [](const Money& amount) {
    return Sentence{.date = kVerdictDay, .restitutions = {{Id(1), amount}, {Id(2), amount}}};
  };
  EXPECT_THAT(WrongWithSentence(repaid(most)), IsEmpty());
  EXPECT_THAT(WrongWithSentence(repaid(more)),
              ElementsAre("sentence.restitutions[0].amount", "sentence.restitutions[1].amount"));
}

TEST(SentenceTest, OnlyCustodyIsSuspended) {
  EXPECT_THAT(WrongWithSentence({.date = kVerdictDay, .fine = Money{1, "BOB"}, .suspended = true}),
              ElementsAre("sentence.suspended"));
  EXPECT_THAT(WrongWithSentence(SentenceWith([](Sentence& one) { one.suspended = true; })), IsEmpty());
}

TEST(TermTest, WhatIsLeftIsMonthsFromMonthsAndDaysFromDays) {
  const auto left = [](const Term& term, const Term& part) {
    const std::optional<Term> rest = Less(term, part);
    return rest ? rest->ToString() : "nothing";
  };
  EXPECT_EQ(left({.years = 3}, {.years = 1}), "2 years");
  EXPECT_EQ(left({.years = 2, .months = 3, .days = 10}, {.months = 6, .days = 5}), "1 year 9 months 5 days");
  // A month that is broken up counts 30 days, as does one that is made of days.
  EXPECT_EQ(left({.years = 1}, {.days = 90}), "9 months");
  EXPECT_EQ(left({.years = 1}, {.days = 91}), "8 months 29 days");
  EXPECT_EQ(left({.days = 100}, {.months = 1}), "70 days");
  EXPECT_EQ(left({.years = 1}, {.months = 12}), "nothing");
  EXPECT_EQ(left({.months = 1}, {.days = 30}), "nothing");
  EXPECT_EQ(left({.days = 20}, {.months = 1}), "nothing");
}

TEST(SentenceTest, APartIsSuspendedOfATermThatIsLonger) {
  const auto years = [](int suspended) {
    return SentenceWith([suspended](Sentence& one) {
      one.imprisonment.min = {.years = 3};
      one.suspended_part = Term{.years = suspended};
    });
  };
  EXPECT_THAT(WrongWithSentence(years(1)), IsEmpty());
  EXPECT_THAT(WrongWithSentence(years(3)), ElementsAre("sentence.suspended_part"));
  Sentence both = years(1);
  both.suspended = true;
  EXPECT_THAT(WrongWithSentence(both), ElementsAre("sentence.suspended_part"));
  Sentence life = years(1);
  life.custody = Custody::kLife;
  EXPECT_THAT(WrongWithSentence(life), ElementsAre("sentence.suspended_part"));
  Sentence range = years(2);
  range.imprisonment = {.min = {.years = 2}, .max = Term{.years = 5}};
  EXPECT_THAT(WrongWithSentence(range), ElementsAre("sentence.suspended_part")) << "nothing of the least is left";
  Sentence loose = years(1);
  loose.suspended_part = Term{.months = 18};
  EXPECT_EQ(Normalized(loose).suspended_part->years, 1);
}

// Nothing is reckoned with a term out of bounds: its months might be more than a number holds.
TEST(SentenceTest, APartOutOfBoundsIsToldAsSuch) {
  const Sentence endless = SentenceWith([](Sentence& one) { one.suspended_part = Term{.years = 2147483647}; });
  EXPECT_THAT(WrongWithSentence(endless), ElementsAre("sentence.suspended_part.years"));
  const Sentence negative = SentenceWith([](Sentence& one) {
    one.imprisonment.min = {.years = -2147483647};
    one.imprisonment.max.reset();
    one.suspended_part = Term{.years = 1};
  });
  EXPECT_THAT(WrongWithSentence(negative), ElementsAre("sentence.imprisonment.min.years"));
}

TEST(SentenceTest, ImprisonmentNeedsALength) {
  EXPECT_THAT(WrongWithSentence(SentenceWith([](Sentence& one) { one.imprisonment = {}; })),
              ElementsAre("sentence.imprisonment.min"));
}

}  // namespace
}  // namespace amparo::cases
