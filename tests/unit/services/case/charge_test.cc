#include "services/case/domain/charge_acts.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/services/case/charge_values.h"
#include "tests/unit/services/case/rules_matchers.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const absl::CivilDay kReportDate(2013, 6, 3);
const absl::CivilDay kChargeDay(2013, 11, 4);
const ChargeFrame kFrame{.report_date = kReportDate, .today = kToday};

Charge TraffickingCharge() {
  Charge charge;
  charge.law_article = "Law on Suppression of Human Trafficking, art. 10";
  charge.crime_type = "02041";
  charge.charge_date = kChargeDay;
  return charge;
}

Plea Guilty(absl::CivilDay date) {
  return {.kind = PleaKind::kGuilty, .date = date, .bargain = false};
}

Verdict ConvictingVerdict(absl::CivilDay date) {
  return {.outcome = VerdictOutcome::kConvicted, .date = date, .lesser_crime_type = ""};
}

Sentence TenYearsFrom(absl::CivilDay date) {
  return Sentence{.date = date, .custody = Custody::kImprisonment, .imprisonment = {.min = Term{.years = 10}}};
}

Charge ConvictedOfTrafficking() {
  return RecordVerdict(TraffickingCharge(), ConvictingVerdict(absl::CivilDay(2014, 11, 20)), kEntry).value();
}

std::vector<std::string> WrongWithCharge(const Charge& charge) {
  Violations violations;
  CheckWholeCharge(charge, kFrame, violations);
  return Fields(violations);
}

TEST(ChargeTest, ChecksTheNewCharge) {
  EXPECT_THAT(WrongWithCharge(TraffickingCharge()), IsEmpty());
  Charge wrong = TraffickingCharge();
  wrong.law_article = "";
  wrong.crime_type = "9999";
  wrong.charge_date = kReportDate - 1;
  EXPECT_THAT(WrongWithCharge(wrong), UnorderedElementsAre("law_article", "crime_type", "charge_date"));
}

TEST(ChargeTest, ChargeOnTheReportDayOrTodayIsFine) {
  Charge charge = TraffickingCharge();
  charge.charge_date = kReportDate;
  EXPECT_THAT(WrongWithCharge(charge), IsEmpty());
  charge.charge_date = kToday;
  EXPECT_THAT(WrongWithCharge(charge), IsEmpty());
  charge.charge_date = kToday + 1;
  EXPECT_THAT(WrongWithCharge(charge), ElementsAre("charge_date"));
}

TEST(ChargeTest, LaterPleaReplacesTheEarlier) {
  const Decision<Charge> first =
      EnterPlea(TraffickingCharge(), {.kind = PleaKind::kNotGuilty, .date = kChargeDay}, kEntry);
  ASSERT_TRUE(first.ok());
  const Decision<Charge> second = EnterPlea(first.value(), Guilty(kChargeDay + 30), kEntry);
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(second.value().plea()->kind, PleaKind::kGuilty);
  EXPECT_EQ(second.value().plea()->date, kChargeDay + 30);
  EXPECT_EQ(second.value().plea()->record_time, kNow);
  ASSERT_EQ(second.value().pleas.size(), 2u);
  EXPECT_EQ(second.value().pleas[0].kind, PleaKind::kNotGuilty);
  EXPECT_THAT(EnterPlea(second.value(), Guilty(kChargeDay + 29), kEntry), Violates("plea.date"));
}

TEST(ChargeTest, PleaHasAKindAndADateWithinTheCharge) {
  EXPECT_THAT(EnterPlea(TraffickingCharge(), {.kind = PleaKind::kUnspecified, .date = kChargeDay}, kEntry),
              Violates("plea.kind"));
  EXPECT_THAT(EnterPlea(TraffickingCharge(), Guilty(kChargeDay - 1), kEntry), Violates("plea.date"));
  EXPECT_THAT(EnterPlea(TraffickingCharge(), Guilty(kToday + 1), kEntry), Violates("plea.date"));
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
  CheckVerdict(ConvictingVerdict(kReportDate - 1), UpTo(kToday), none);
  EXPECT_THAT(Fields(none), IsEmpty());
}

TEST(ChargeTest, NoPleaAfterTheVerdict) {
  EXPECT_THAT(EnterPlea(ConvictedOfTrafficking(), Guilty(kChargeDay), kEntry), IsRefusedBy("VERDICT_ALREADY_RECORDED"));
}

TEST(ChargeTest, VerdictIsGivenOnce) {
  EXPECT_THAT(RecordVerdict(ConvictedOfTrafficking(), ConvictingVerdict(kToday), kEntry),
              IsRefusedBy("VERDICT_ALREADY_RECORDED"));
}

TEST(ChargeTest, VerdictComesAfterChargeAndPleaAndNotInTheFuture) {
  EXPECT_THAT(RecordVerdict(TraffickingCharge(), ConvictingVerdict(kChargeDay - 1), kEntry), Violates("verdict.date"));
  EXPECT_THAT(RecordVerdict(TraffickingCharge(), ConvictingVerdict(kToday + 1), kEntry), Violates("verdict.date"));
  const Charge pleaded = EnterPlea(TraffickingCharge(), Guilty(kChargeDay + 10), kEntry).value();
  EXPECT_THAT(RecordVerdict(pleaded, ConvictingVerdict(kChargeDay + 9), kEntry), Violates("verdict.date"));
  EXPECT_TRUE(RecordVerdict(pleaded, ConvictingVerdict(kChargeDay + 10), kEntry).ok());
}

TEST(ChargeTest, LesserCrimeIsKnownAndOnlyOfALesserConviction) {
  const auto verdict = [](VerdictOutcome outcome, std::string lesser) {
    return RecordVerdict(TraffickingCharge(), {outcome, kChargeDay, std::move(lesser)}, kEntry);
  };
  EXPECT_TRUE(verdict(VerdictOutcome::kConvictedLesser, "0302").ok());
  EXPECT_THAT(verdict(VerdictOutcome::kConvictedLesser, ""), Violates("verdict.lesser_crime_type"));
  EXPECT_THAT(verdict(VerdictOutcome::kConvictedLesser, "x"), Violates("verdict.lesser_crime_type"));
  EXPECT_THAT(verdict(VerdictOutcome::kConvicted, "0302"), Violates("verdict.lesser_crime_type"));
  EXPECT_THAT(verdict(VerdictOutcome::kUnspecified, ""), Violates("verdict.outcome"));
}

// A conviction of a lesser crime, on a charge of trafficking unless another is given.
Decision<Charge> FoundLess(Verdict verdict, const Charge& charge = TraffickingCharge()) {
  verdict.outcome = VerdictOutcome::kConvictedLesser;
  verdict.date = kChargeDay + 20;
  return RecordVerdict(charge, verdict, kEntry);
}

TEST(ChargeTest, ALesserCrimeIsAnAttemptOrOfAnotherArticleToo) {
  const Charge charged = TraffickingCharge();
  EXPECT_TRUE(FoundLess({.lesser_completion = Completion::kAttempted}).ok());
  EXPECT_TRUE(FoundLess({.lesser_law_article = "art. 12"}).ok());
  EXPECT_TRUE(FoundLess({.lesser_crime_type = charged.crime_type, .lesser_law_article = "art. 12"}).ok());
  for (const Verdict& same :
       {Verdict{.lesser_crime_type = charged.crime_type}, Verdict{.lesser_law_article = charged.law_article},
        Verdict{.lesser_completion = Completion::kCompleted}}) {
    EXPECT_THAT(FoundLess(same), Violates("verdict.lesser_crime_type"));
  }
  EXPECT_THAT(FoundLess({.lesser_crime_type = "0302", .lesser_law_article = std::string(201, 'x')}),
              Violates("verdict.lesser_law_article"));
  Charge attempt = charged;
  attempt.completion = Completion::kAttempted;
  EXPECT_THAT(FoundLess({.lesser_completion = Completion::kAttempted}, attempt), Violates("verdict.lesser_crime_type"));
  EXPECT_TRUE(FoundLess({.lesser_crime_type = "0302", .lesser_completion = Completion::kCompleted}, attempt).ok());
  Verdict as_charged = ConvictingVerdict(kChargeDay);
  as_charged.lesser_completion = Completion::kAttempted;
  as_charged.lesser_law_article = "art. 12";
  EXPECT_THAT(RecordVerdict(charged, as_charged, kEntry),
              Violates("verdict.lesser_completion", "verdict.lesser_law_article"));
}

TEST(ChargeTest, ALesserCrimeIsLessOnAppealAndInACorrectionToo) {
  const Charge judged = ConvictedOfTrafficking();
  Verdict found{.outcome = VerdictOutcome::kConvictedLesser, .date = kToday, .lesser_crime_type = judged.crime_type};
  AppealDecision varied = DecisionOf(AppealResult::kVaried, kToday);
  Correction correction{.index = 0, .reason = StrikeReason::kWrongContent};
  varied.verdict = found;
  correction.instead = Ruling{found};
  EXPECT_THAT(DecideOnAppeal(judged, varied, kEntry), Violates("verdict.lesser_crime_type"));
  EXPECT_THAT(CorrectRuling(judged, correction, kEntry), Violates("ruling.verdict.lesser_crime_type"));
  found.lesser_completion = Completion::kAttempted;
  varied.verdict = found;
  correction.instead = Ruling{found};
  EXPECT_EQ(DecideOnAppeal(judged, varied, kEntry).value().verdict(), found);
  EXPECT_EQ(CorrectRuling(judged, correction, kEntry).value().verdict(), found);
}

TEST(ChargeTest, ALesserCrimeIsNotThatOfTheCaseWhenTheChargeNamesNone) {
  Charge charged = TraffickingCharge();
  charged.case_crime_type = std::exchange(charged.crime_type, "");
  EXPECT_THAT(FoundLess({.lesser_crime_type = "02041"}, charged), Violates("verdict.lesser_crime_type"));
  EXPECT_TRUE(FoundLess({.lesser_crime_type = "0302"}, charged).ok());
  EXPECT_TRUE(FoundLess({.lesser_crime_type = "02041", .lesser_completion = Completion::kAttempted}, charged).ok());
  charged.crime_type = "0302";
  EXPECT_TRUE(FoundLess({.lesser_crime_type = "02041"}, charged).ok()) << "the charge names another crime";
}

TEST(ChargeTest, AVerdictThatSaysNothingOfTheLesserCrimeIsOfWhatWasPleadedTo) {
  Plea bargain = Guilty(kChargeDay + 10);
  bargain.bargain = true;
  bargain.terms = BargainTerms{.crime_type = "0302", .completion = Completion::kAttempted};
  const Charge pleaded = EnterPlea(TraffickingCharge(), bargain, kEntry).value();
  const Verdict agreed = FoundLess({}, pleaded).value().verdict().value();
  EXPECT_EQ(agreed.lesser_crime_type, "0302");
  EXPECT_EQ(agreed.lesser_completion, Completion::kAttempted);
  const Verdict own = FoundLess({.lesser_law_article = "art. 12"}, pleaded).value().verdict().value();
  EXPECT_EQ(own.lesser_crime_type, "");
  EXPECT_EQ(own.lesser_completion, Completion::kUnspecified);
  bargain.terms = BargainTerms{.completion = Completion::kCompleted};
  EXPECT_THAT(FoundLess({}, EnterPlea(pleaded, bargain, kEntry).value()), Violates("verdict.lesser_crime_type"));
}

TEST(ChargeTest, OnlyAConvictionIsSentencedAndOnce) {
  EXPECT_THAT(ImposeSentence(TraffickingCharge(), TenYearsFrom(kToday), kEntry), IsRefusedBy("NO_CONVICTION"));
  for (int outcome = 1; outcome <= 8; ++outcome) {
    Verdict verdict = ConvictingVerdict(kChargeDay);
    verdict.outcome = static_cast<VerdictOutcome>(outcome);
    if (verdict.outcome == VerdictOutcome::kConvictedLesser) verdict.lesser_crime_type = "0302";
    const Charge judged = RecordVerdict(TraffickingCharge(), verdict, kEntry).value();
    EXPECT_EQ(ImposeSentence(judged, TenYearsFrom(kToday), kEntry).ok(), IsConviction(verdict.outcome)) << outcome;
  }
  const Charge sentenced = ImposeSentence(ConvictedOfTrafficking(), TenYearsFrom(kToday), kEntry).value();
  EXPECT_THAT(ImposeSentence(sentenced, TenYearsFrom(kToday), kEntry), IsRefusedBy("SENTENCE_ALREADY_IMPOSED"));
}

TEST(ChargeTest, SentenceKeepsTermsInNormalForm) {
  Sentence sentence = TenYearsFrom(kToday);
  sentence.imprisonment.min = Term{.months = 30};
  const Charge sentenced = ImposeSentence(ConvictedOfTrafficking(), sentence, kEntry).value();
  EXPECT_EQ(sentenced.sentence()->imprisonment.min.years, 2);
  EXPECT_EQ(sentenced.sentence()->imprisonment.min.months, 6);
}

TEST(WholeChargeTest, AcceptsWhatTheActsMake) {
  const Charge pleaded = EnterPlea(TraffickingCharge(), Guilty(kChargeDay + 10), kEntry).value();
  const Charge judged = RecordVerdict(pleaded, ConvictingVerdict(kChargeDay + 300), kEntry).value();
  EXPECT_THAT(WrongWithCharge(ImposeSentence(judged, TenYearsFrom(kToday), kEntry).value()), IsEmpty());
}

TEST(WholeChargeTest, NamesEachPartThatDoesNotFit) {
  Charge charge = TraffickingCharge();
  charge.pleas = {Guilty(kChargeDay - 1)};
  charge.rulings = {Ruling{TenYearsFrom(kToday)}};
  EXPECT_THAT(WrongWithCharge(charge), UnorderedElementsAre("plea.date", "sentence"));
  charge = TraffickingCharge();
  charge.rulings = {Ruling{ConvictingVerdict(kToday)}, Ruling{TenYearsFrom(kToday - 1)}};
  EXPECT_THAT(WrongWithCharge(charge), ElementsAre("sentence.date"));
}

TEST(WholeChargeTest, ALesserCrimeIsNamedThoughTheChargeMayHaveBeenCorrectedToItSince) {
  Verdict found{.outcome = VerdictOutcome::kConvictedLesser, .date = kChargeDay};
  Charge charge = TraffickingCharge();
  charge.rulings = {Ruling{found}};
  EXPECT_THAT(WrongWithCharge(charge), ElementsAre("verdict.lesser_crime_type"));
  found.lesser_crime_type = charge.crime_type;
  charge.rulings = {Ruling{found}};
  EXPECT_THAT(WrongWithCharge(charge), IsEmpty());
}

}  // namespace
}  // namespace amparo::cases
