#include "services/case/domain/charge_acts.h"

#include <functional>
#include <string>
#include <vector>

#include "tests/unit/services/case/rules_matchers.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const absl::CivilDay kReportDate(2013, 6, 3);
const absl::CivilDay kCharged(2013, 11, 4);
const Moment kEntry{.today = kToday, .now = kNow};
const ChargeFrame kFrame{.report_date = kReportDate, .today = kToday};

Charge NewCharge() {
  Charge charge;
  charge.law_article = "Law on Suppression of Human Trafficking, art. 10";
  charge.crime_type = "02041";
  charge.charge_date = kCharged;
  return charge;
}

Plea Guilty(absl::CivilDay date) {
  return {.kind = PleaKind::kGuilty, .date = date, .bargain = false};
}

Verdict Convicted(absl::CivilDay date) {
  return {.outcome = VerdictOutcome::kConvicted, .date = date, .lesser_crime_type = ""};
}

Sentence TenYears(absl::CivilDay date) {
  return Sentence{.date = date, .custody = Custody::kImprisonment, .imprisonment = {.min = Term{.years = 10}}};
}

Charge ConvictedCharge() {
  return RecordVerdict(NewCharge(), Convicted(absl::CivilDay(2014, 11, 20)), kEntry).value();
}

std::vector<std::string> Wrong(const Charge& charge) {
  Violations violations;
  CheckWholeCharge(charge, kFrame, violations);
  return Fields(violations);
}

TEST(ChargeTest, ChecksTheNewCharge) {
  EXPECT_THAT(Wrong(NewCharge()), IsEmpty());
  Charge wrong = NewCharge();
  wrong.law_article = "";
  wrong.crime_type = "9999";
  wrong.charge_date = kReportDate - 1;
  EXPECT_THAT(Wrong(wrong), UnorderedElementsAre("law_article", "crime_type", "charge_date"));
}

TEST(ChargeTest, ChargeOnTheReportDayOrTodayIsFine) {
  Charge charge = NewCharge();
  charge.charge_date = kReportDate;
  EXPECT_THAT(Wrong(charge), IsEmpty());
  charge.charge_date = kToday;
  EXPECT_THAT(Wrong(charge), IsEmpty());
  charge.charge_date = kToday + 1;
  EXPECT_THAT(Wrong(charge), ElementsAre("charge_date"));
}

TEST(ChargeTest, LaterPleaReplacesTheEarlier) {
  const Decision<Charge> first = EnterPlea(NewCharge(), {.kind = PleaKind::kNotGuilty, .date = kCharged}, kEntry);
  ASSERT_TRUE(first.ok());
  const Decision<Charge> second = EnterPlea(first.value(), Guilty(kCharged + 30), kEntry);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second.value().plea()->kind, PleaKind::kGuilty);
  EXPECT_EQ(second.value().plea()->date, kCharged + 30);
  EXPECT_EQ(second.value().plea()->record_time, kNow);
  ASSERT_EQ(second.value().pleas.size(), 2u);
  EXPECT_EQ(second.value().pleas[0].kind, PleaKind::kNotGuilty);
  EXPECT_THAT(EnterPlea(second.value(), Guilty(kCharged + 29), kEntry), Violates("plea.date"));
}

TEST(ChargeTest, PleaHasAKindAndADateWithinTheCharge) {
  EXPECT_THAT(EnterPlea(NewCharge(), {.kind = PleaKind::kUnspecified, .date = kCharged}, kEntry),
              Violates("plea.kind"));
  EXPECT_THAT(EnterPlea(NewCharge(), Guilty(kCharged - 1), kEntry), Violates("plea.date"));
  EXPECT_THAT(EnterPlea(NewCharge(), Guilty(kToday + 1), kEntry), Violates("plea.date"));
}

TEST(ChargeTest, WhatIsWrongWhateverTheChargeIsKnownWithoutIt) {
  const PleaFrame frame{.charge_date = absl::CivilDay::min(), .today = kToday};
  Violations violations;
  CheckPlea({.kind = PleaKind::kUnspecified, .date = kToday + 1}, frame, violations);
  CheckVerdict({VerdictOutcome::kUnspecified, kToday + 1, "0302"}, UpTo(kToday), violations);
  EXPECT_THAT(Fields(violations),
              ElementsAre("plea.kind", "plea.date", "verdict.outcome", "verdict.date", "verdict.lesser_crime_type"));
  Violations none;
  CheckPlea(Guilty(kReportDate - 1), frame, none);
  CheckVerdict(Convicted(kReportDate - 1), UpTo(kToday), none);
  EXPECT_THAT(Fields(none), IsEmpty());
}

TEST(ChargeTest, NoPleaAfterTheVerdict) {
  EXPECT_THAT(EnterPlea(ConvictedCharge(), Guilty(kCharged), kEntry), IsRefusedBy("VERDICT_ALREADY_RECORDED"));
}

TEST(ChargeTest, VerdictIsGivenOnce) {
  EXPECT_THAT(RecordVerdict(ConvictedCharge(), Convicted(kToday), kEntry), IsRefusedBy("VERDICT_ALREADY_RECORDED"));
}

TEST(ChargeTest, VerdictComesAfterChargeAndPleaAndNotInTheFuture) {
  EXPECT_THAT(RecordVerdict(NewCharge(), Convicted(kCharged - 1), kEntry), Violates("verdict.date"));
  EXPECT_THAT(RecordVerdict(NewCharge(), Convicted(kToday + 1), kEntry), Violates("verdict.date"));
  const Charge pleaded = EnterPlea(NewCharge(), Guilty(kCharged + 10), kEntry).value();
  EXPECT_THAT(RecordVerdict(pleaded, Convicted(kCharged + 9), kEntry), Violates("verdict.date"));
  EXPECT_TRUE(RecordVerdict(pleaded, Convicted(kCharged + 10), kEntry).ok());
}

TEST(ChargeTest, LesserCrimeIsKnownAndOnlyOfALesserConviction) {
  const auto verdict = [](VerdictOutcome outcome, std::string lesser) {
    return RecordVerdict(NewCharge(), {outcome, kCharged, std::move(lesser)}, kEntry);
  };
  EXPECT_TRUE(verdict(VerdictOutcome::kConvictedLesser, "0302").ok());
  EXPECT_THAT(verdict(VerdictOutcome::kConvictedLesser, ""), Violates("verdict.lesser_crime_type"));
  EXPECT_THAT(verdict(VerdictOutcome::kConvictedLesser, "x"), Violates("verdict.lesser_crime_type"));
  EXPECT_THAT(verdict(VerdictOutcome::kConvicted, "0302"), Violates("verdict.lesser_crime_type"));
  EXPECT_THAT(verdict(VerdictOutcome::kUnspecified, ""), Violates("verdict.outcome"));
}

TEST(ChargeTest, OnlyAConvictionIsSentencedAndOnce) {
  EXPECT_THAT(ImposeSentence(NewCharge(), TenYears(kToday), kEntry), IsRefusedBy("NO_CONVICTION"));
  for (int outcome = 1; outcome <= 8; ++outcome) {
    Verdict verdict = Convicted(kCharged);
    verdict.outcome = static_cast<VerdictOutcome>(outcome);
    if (verdict.outcome == VerdictOutcome::kConvictedLesser) verdict.lesser_crime_type = "0302";
    const Charge judged = RecordVerdict(NewCharge(), verdict, kEntry).value();
    EXPECT_EQ(ImposeSentence(judged, TenYears(kToday), kEntry).ok(), IsConviction(verdict.outcome)) << outcome;
  }
  const Charge sentenced = ImposeSentence(ConvictedCharge(), TenYears(kToday), kEntry).value();
  EXPECT_THAT(ImposeSentence(sentenced, TenYears(kToday), kEntry), IsRefusedBy("SENTENCE_ALREADY_IMPOSED"));
}

TEST(ChargeTest, SentenceKeepsTermsInNormalForm) {
  Sentence sentence = TenYears(kToday);
  sentence.imprisonment.min = Term{.months = 30};
  const Charge sentenced = ImposeSentence(ConvictedCharge(), sentence, kEntry).value();
  EXPECT_EQ(sentenced.sentence()->imprisonment.min.years, 2);
  EXPECT_EQ(sentenced.sentence()->imprisonment.min.months, 6);
}

TEST(WholeChargeTest, AcceptsWhatTheActsMake) {
  const Charge pleaded = EnterPlea(NewCharge(), Guilty(kCharged + 10), kEntry).value();
  const Charge judged = RecordVerdict(pleaded, Convicted(kCharged + 300), kEntry).value();
  EXPECT_THAT(Wrong(ImposeSentence(judged, TenYears(kToday), kEntry).value()), IsEmpty());
}

TEST(WholeChargeTest, NamesEachPartThatDoesNotFit) {
  Charge charge = NewCharge();
  charge.pleas = {Guilty(kCharged - 1)};
  charge.rulings = {Ruling{TenYears(kToday)}};
  EXPECT_THAT(Wrong(charge), UnorderedElementsAre("plea.date", "sentence"));
  charge = NewCharge();
  charge.rulings = {Ruling{Convicted(kToday)}, Ruling{TenYears(kToday - 1)}};
  EXPECT_THAT(Wrong(charge), ElementsAre("sentence.date"));
}

}  // namespace
}  // namespace amparo::cases
