#include "services/case/domain/charge.h"

#include <functional>
#include <string>
#include <vector>

#include "tests/unit/services/case/rules_matchers.h"

namespace amparo::cases {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const absl::CivilDay kReported(2013, 6, 3);
const absl::CivilDay kCharged(2013, 11, 4);
const absl::CivilDay kToday(2014, 12, 11);
const ChargeFrame kFrame{.report_date = kReported, .today = kToday};

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
  return RecordVerdict(NewCharge(), Convicted(absl::CivilDay(2014, 11, 20)), kToday).value();
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
  wrong.charge_date = kReported - 1;
  EXPECT_THAT(Wrong(wrong), UnorderedElementsAre("law_article", "crime_type", "charge_date"));
}

TEST(ChargeTest, ChargeOnTheReportDayOrTodayIsFine) {
  Charge charge = NewCharge();
  charge.charge_date = kReported;
  EXPECT_THAT(Wrong(charge), IsEmpty());
  charge.charge_date = kToday;
  EXPECT_THAT(Wrong(charge), IsEmpty());
  charge.charge_date = kToday + 1;
  EXPECT_THAT(Wrong(charge), ElementsAre("charge_date"));
}

TEST(ChargeTest, LaterPleaReplacesTheEarlier) {
  const Decision<Charge> first = EnterPlea(NewCharge(), {PleaKind::kNotGuilty, kCharged, false}, kToday);
  ASSERT_TRUE(first.ok());
  const Decision<Charge> second = EnterPlea(first.value(), Guilty(kCharged + 30), kToday);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second.value().plea, Guilty(kCharged + 30));
  EXPECT_THAT(EnterPlea(second.value(), Guilty(kCharged + 29), kToday), Violates("plea.date"));
}

TEST(ChargeTest, PleaHasAKindAndADateWithinTheCharge) {
  EXPECT_THAT(EnterPlea(NewCharge(), {PleaKind::kUnspecified, kCharged, false}, kToday), Violates("plea.kind"));
  EXPECT_THAT(EnterPlea(NewCharge(), Guilty(kCharged - 1), kToday), Violates("plea.date"));
  EXPECT_THAT(EnterPlea(NewCharge(), Guilty(kToday + 1), kToday), Violates("plea.date"));
}

TEST(ChargeTest, NoPleaAfterTheVerdict) {
  EXPECT_THAT(EnterPlea(ConvictedCharge(), Guilty(kCharged), kToday), IsRefusedBy("VERDICT_ALREADY_RECORDED"));
}

TEST(ChargeTest, VerdictIsGivenOnce) {
  EXPECT_THAT(RecordVerdict(ConvictedCharge(), Convicted(kToday), kToday), IsRefusedBy("VERDICT_ALREADY_RECORDED"));
}

TEST(ChargeTest, VerdictComesAfterChargeAndPleaAndNotInTheFuture) {
  EXPECT_THAT(RecordVerdict(NewCharge(), Convicted(kCharged - 1), kToday), Violates("verdict.date"));
  EXPECT_THAT(RecordVerdict(NewCharge(), Convicted(kToday + 1), kToday), Violates("verdict.date"));
  const Charge pleaded = EnterPlea(NewCharge(), Guilty(kCharged + 10), kToday).value();
  EXPECT_THAT(RecordVerdict(pleaded, Convicted(kCharged + 9), kToday), Violates("verdict.date"));
  EXPECT_TRUE(RecordVerdict(pleaded, Convicted(kCharged + 10), kToday).ok());
}

TEST(ChargeTest, LesserCrimeIsKnownAndOnlyOfALesserConviction) {
  const auto verdict = [](VerdictOutcome outcome, std::string lesser) {
    return RecordVerdict(NewCharge(), {outcome, kCharged, std::move(lesser)}, kToday);
  };
  EXPECT_TRUE(verdict(VerdictOutcome::kConvictedLesser, "0302").ok());
  EXPECT_THAT(verdict(VerdictOutcome::kConvictedLesser, ""), Violates("verdict.lesser_crime_type"));
  EXPECT_THAT(verdict(VerdictOutcome::kConvictedLesser, "x"), Violates("verdict.lesser_crime_type"));
  EXPECT_THAT(verdict(VerdictOutcome::kConvicted, "0302"), Violates("verdict.lesser_crime_type"));
  EXPECT_THAT(verdict(VerdictOutcome::kUnspecified, ""), Violates("verdict.outcome"));
}

TEST(ChargeTest, OnlyAConvictionIsSentencedAndOnce) {
  EXPECT_THAT(ImposeSentence(NewCharge(), TenYears(kToday), kToday), IsRefusedBy("NO_CONVICTION"));
  for (int outcome = 1; outcome <= 8; ++outcome) {
    Verdict verdict = Convicted(kCharged);
    verdict.outcome = static_cast<VerdictOutcome>(outcome);
    if (verdict.outcome == VerdictOutcome::kConvictedLesser) verdict.lesser_crime_type = "0302";
    const Charge judged = RecordVerdict(NewCharge(), verdict, kToday).value();
    EXPECT_EQ(ImposeSentence(judged, TenYears(kToday), kToday).ok(), IsConviction(verdict.outcome)) << outcome;
  }
  const Charge sentenced = ImposeSentence(ConvictedCharge(), TenYears(kToday), kToday).value();
  EXPECT_THAT(ImposeSentence(sentenced, TenYears(kToday), kToday), IsRefusedBy("SENTENCE_ALREADY_IMPOSED"));
}

TEST(ChargeTest, SentenceKeepsTermsInNormalForm) {
  Sentence sentence = TenYears(kToday);
  sentence.imprisonment.min = Term{.months = 30};
  const Charge sentenced = ImposeSentence(ConvictedCharge(), sentence, kToday).value();
  EXPECT_EQ(sentenced.sentence->imprisonment.min.years, 2);
  EXPECT_EQ(sentenced.sentence->imprisonment.min.months, 6);
}

TEST(WholeChargeTest, AcceptsWhatTheActsMake) {
  const Charge pleaded = EnterPlea(NewCharge(), Guilty(kCharged + 10), kToday).value();
  const Charge judged = RecordVerdict(pleaded, Convicted(kCharged + 300), kToday).value();
  EXPECT_THAT(Wrong(ImposeSentence(judged, TenYears(kToday), kToday).value()), IsEmpty());
}

TEST(WholeChargeTest, NamesEachPartThatDoesNotFit) {
  Charge charge = NewCharge();
  charge.plea = Guilty(kCharged - 1);
  charge.sentence = TenYears(kToday);
  EXPECT_THAT(Wrong(charge), UnorderedElementsAre("plea.date", "sentence"));
  charge = NewCharge();
  charge.verdict = Convicted(kToday);
  charge.sentence = TenYears(kToday - 1);
  EXPECT_THAT(Wrong(charge), ElementsAre("sentence.date"));
}

}  // namespace
}  // namespace amparo::cases
