#include "services/case/domain/entry_correction.h"

#include "tests/unit/services/case/charge_values.h"
#include "tests/unit/services/case/rules_matchers.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr StrikeReason kWrong = StrikeReason::kWrongContent;

Plea PleaOf(PleaKind kind, absl::CivilDay day) {
  return {.kind = kind, .date = day};
}

Charge Pleaded() {
  return EnterPlea(NewCharge(), PleaOf(PleaKind::kGuilty, kCharged + 10), kEntry).value();
}

Charge Paid(int64_t amount) {
  Sentence sentence = TenYears();
  sentence.fine = Money{500, "PHP"};
  const Payment payment{.kind = PaymentKind::kFine, .date = kTried + 1, .amount = {amount, "PHP"}};
  return RecordPayment(SentencedCharge(sentence), payment, kEntry).value();
}

int64_t Outstanding(const Charge& charge) {
  return DuesOf(LastStanding(charge.rulings), charge.payments, kToday).at(0).outstanding();
}

TEST(CorrectPleaTest, TheRightOneTakesItsPlaceAndBothStay) {
  const EntryCorrection<Plea> correction{.reason = kWrong, .instead = PleaOf(PleaKind::kNotGuilty, kCharged + 5)};
  const Charge corrected = CorrectPlea(Pleaded(), correction, kEntry).value();
  ASSERT_EQ(corrected.pleas.size(), 2u);
  EXPECT_EQ(corrected.pleas[0].kind, PleaKind::kNotGuilty);
  EXPECT_EQ(corrected.pleas[0].record_time, kNow);
  EXPECT_EQ(corrected.pleas[1].strike, (Strike{kWrong, kNow}));
  EXPECT_EQ(corrected.plea()->kind, PleaKind::kNotGuilty);
  EXPECT_THAT(corrected.restatements, IsEmpty()) << "nothing came of the plea yet";
  // What is entered next is measured against the plea that stands.
  const Charge later = EnterPlea(corrected, PleaOf(PleaKind::kGuilty, kCharged + 7), kEntry).value();
  EXPECT_EQ(later.plea()->date, kCharged + 7);
  Violations none;
  CheckWholeCharge(later, {.report_date = kCharged, .today = kToday}, none);
  EXPECT_THAT(Fields(none), IsEmpty());
}

TEST(CorrectPleaTest, OneThatWasNeverEnteredLeavesNone) {
  const Charge struck = CorrectPlea(Pleaded(), {.reason = StrikeReason::kNeverRuled}, kEntry).value();
  EXPECT_FALSE(struck.plea());
  EXPECT_THAT(CorrectPlea(struck, {.reason = kWrong}, kEntry), Violates("index"));
}

TEST(CorrectPleaTest, IsARestatementWhereAConvictionCameOfThePlea) {
  const Charge convicted =
      RecordVerdict(Pleaded(), {.outcome = VerdictOutcome::kConvicted, .date = kTried}, kEntry).value();
  const EntryCorrection<Plea> late{.reason = kWrong, .instead = PleaOf(PleaKind::kNotGuilty, kTried + 1)};
  EXPECT_THAT(CorrectPlea(convicted, late, kEntry), Violates("plea.date"));
  const Charge struck = CorrectPlea(convicted, {.reason = kWrong}, kEntry).value();
  EXPECT_THAT(LastChanges(struck), ElementsAre(CountChange::kPleaChanged));
  EXPECT_EQ(struck.restatements.back().date, kTried);
}

TEST(CorrectPleaTest, NamesEachPartThatDoesNotFit) {
  EXPECT_THAT(CorrectPlea(NewCharge(), {}, kEntry), Violates("reason", "index"));
  const EntryCorrection<Plea> early{.reason = kWrong, .instead = PleaOf(PleaKind::kUnspecified, kCharged - 1)};
  EXPECT_THAT(CorrectPlea(Pleaded(), early, kEntry), Violates("plea.kind", "plea.date"));
  Charge superseded = Pleaded();
  superseded.superseded_by = Successor{.charge = Id(2), .date = kTried};
  EXPECT_THAT(CorrectPlea(superseded, {.reason = kWrong}, kEntry), IsRefusedBy("CHARGE_SUPERSEDED"));
}

TEST(CorrectPaymentTest, WhatIsOwedIsReckonedAnew) {
  const Charge paid = Paid(400);
  EXPECT_EQ(Outstanding(paid), 100);
  EntryCorrection<Payment> correction{.reason = kWrong, .instead = paid.payments[0]};
  correction.instead->amount.minor_units = 40;
  const Charge corrected = CorrectPayment(paid, correction, kEntry).value();
  ASSERT_EQ(corrected.payments.size(), 2u);
  EXPECT_EQ(corrected.payments[0].strike, (Strike{kWrong, kNow}));
  EXPECT_FALSE(corrected.payments[1].strike);
  EXPECT_EQ(Outstanding(corrected), 460);
  // What was struck out leaves room for what is true.
  correction.instead->amount.minor_units = 500;
  EXPECT_EQ(Outstanding(CorrectPayment(paid, correction, kEntry).value()), 0);
  correction.instead->amount.minor_units = 501;
  EXPECT_THAT(CorrectPayment(paid, correction, kEntry), Violates("payment.amount"));
  EXPECT_EQ(Outstanding(CorrectPayment(paid, {.reason = kWrong}, kEntry).value()), 500);
  EXPECT_THAT(CorrectPayment(corrected, {.reason = kWrong}, kEntry), Violates("index"));
}

TEST(CorrectPaymentTest, IsMeasuredAgainstTheSentenceOfItsDayWhenNoneStandsAnyMore) {
  const Charge paid = Paid(400);
  const Charge open = DecideOnAppeal(paid, DecisionOf(AppealResult::kRemanded, kTried + 60), kEntry).value();
  EntryCorrection<Payment> correction{.reason = kWrong, .instead = paid.payments[0]};
  correction.instead->amount.minor_units = 40;
  EXPECT_EQ(Outstanding(CorrectPayment(open, correction, kEntry).value()), -40) << "it is owed back";
}

TEST(CorrectPaymentTest, IsMeasuredAgainstTheSentenceOfItsDayWhenASmallerFineStands) {
  const Charge paid = Paid(400);
  Sentence less = TenYears();
  less.date = kTried + 60;
  less.fine = Money{300, "PHP"};
  const Charge commuted = Commute(paid, less, kEntry).value();
  EntryCorrection<Payment> correction{.reason = kWrong, .instead = paid.payments[0]};
  correction.instead->amount.minor_units = 450;
  EXPECT_EQ(Outstanding(CorrectPayment(commuted, correction, kEntry).value()), -150);
  correction.instead->date = less.date;
  EXPECT_THAT(CorrectPayment(commuted, correction, kEntry), Violates("payment.amount"));
}

}  // namespace
}  // namespace amparo::cases
