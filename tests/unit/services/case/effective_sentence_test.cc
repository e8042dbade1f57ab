#include "services/case/domain/effective_sentence.h"

#include <vector>

#include "gmock/gmock.h"
#include "tests/unit/services/case/charge_values.h"

namespace amparo::cases {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::CivilDay kFled = kTried + 100;
const absl::CivilDay kBroughtBack = kFled + 10;

Charge Befallen(const Charge& charge, SentenceEventKind kind, absl::CivilDay day) {
  return RecordEvent(charge, {.kind = kind, .date = day}, kEntry).value();
}

// Ten years, and a fine.
Charge SentencedOn(int id) {
  Sentence sentence = TenYears();
  sentence.fine = Money{.minor_units = 50000, .currency = "PHP"};
  sentence.default_imprisonment = Term{.months = 6};
  return ImposeSentence(ConvictedCharge(id), sentence, kEntry).value();
}

TEST(EffectiveSentenceTest, AFlightLengthensEverySentenceWhicheverChargeTellsOfIt) {
  Charge telling = Befallen(SentencedOn(1), SentenceEventKind::kEscaped, kFled);
  telling = Befallen(telling, SentenceEventKind::kRecaptured, kBroughtBack);
  const std::vector<Charge> charges = {SentencedOn(2), telling};
  const EffectiveSentence sum = EffectiveSentenceOf(charges, kToday);
  ASSERT_THAT(sum.custody.parts, SizeIs(2));
  for (const ServedPart& part : sum.custody.parts) EXPECT_EQ(part.latest_end, absl::CivilDay(2023, 2, 11));
  EXPECT_FALSE(sum.at_large);
  EXPECT_TRUE(EffectiveSentenceOf(charges, kBroughtBack - 1).at_large);
}

TEST(EffectiveSentenceTest, AFlightThatSeveralChargesTellOfCountsOnce) {
  std::vector<Charge> charges = {SentencedOn(1), SentencedOn(2)};
  for (Charge& charge : charges) {
    charge = Befallen(charge, SentenceEventKind::kEscaped, kFled);
    charge = Befallen(charge, SentenceEventKind::kRecaptured, kBroughtBack);
  }
  EXPECT_EQ(EffectiveSentenceOf(charges, kToday).custody.latest_end, absl::CivilDay(2023, 2, 11));
}

// A charge that was replaced by then may tell of the flight, but not of its end.
TEST(EffectiveSentenceTest, WhoIsBroughtBackIsNotAtLargeOnAnyCharge) {
  Charge replaced = Befallen(NewCharge(3), SentenceEventKind::kEscaped, kFled);
  replaced = Supersede(replaced, NewCharge(4), kEntry).value();
  Charge telling = Befallen(SentencedOn(1), SentenceEventKind::kEscaped, kFled);
  telling = Befallen(telling, SentenceEventKind::kRecaptured, kBroughtBack);
  const std::vector<Charge> charges = {telling, replaced};
  EXPECT_TRUE(EffectiveSentenceOf(charges, kFled).at_large);
  EXPECT_FALSE(EffectiveSentenceOf(charges, kBroughtBack).at_large);
}

TEST(EffectiveSentenceTest, TheDeadServeNothingAndOweNoFineWhicheverChargeTellsOfIt) {
  const std::vector<Charge> charges = {SentencedOn(2), Befallen(SentencedOn(1), SentenceEventKind::kDied, kFled)};
  const EffectiveSentence before = EffectiveSentenceOf(charges, kFled - 1);
  EXPECT_THAT(before.custody.parts, SizeIs(2));
  EXPECT_THAT(before.dues, SizeIs(1));
  const EffectiveSentence after = EffectiveSentenceOf(charges, kFled);
  EXPECT_THAT(after.custody.parts, IsEmpty());
  EXPECT_TRUE(after.default_imprisonment.is_nothing());
  EXPECT_THAT(after.dues, IsEmpty());
}

Charge PaidOn(const Charge& charge, int64_t minor_units) {
  const Payment payment{
      .kind = PaymentKind::kFine, .date = kTried + 5, .amount = {.minor_units = minor_units, .currency = "PHP"}};
  return RecordPayment(charge, payment, kEntry).value();
}

TEST(EffectiveSentenceTest, ImprisonmentInDefaultIsTheSumOfThoseWhoseFinesAreOwed) {
  const std::vector<Charge> owing = {SentencedOn(1), SentencedOn(2), SentencedOn(3)};
  EXPECT_EQ(EffectiveSentenceOf(owing, kToday).default_imprisonment.term.ToString(), "1 year 6 months");
  const std::vector<Charge> paid = {PaidOn(SentencedOn(1), 50000), PaidOn(SentencedOn(2), 49999), SentencedOn(3)};
  EXPECT_EQ(EffectiveSentenceOf(paid, kToday).default_imprisonment.term.ToString(), "1 year");
  EXPECT_EQ(EffectiveSentenceOf(paid, kTried + 4).default_imprisonment.term.ToString(), "1 year 6 months");
}

TEST(EffectiveSentenceTest, NobodyIsImprisonedInDefaultOfAFineThatIsPaid) {
  const std::vector<Charge> owing(1, SentencedOn(1));
  EXPECT_FALSE(EffectiveSentenceOf(owing, kToday).default_imprisonment.is_nothing());
  const std::vector<Charge> paid(1, PaidOn(SentencedOn(1), 50000));
  EXPECT_TRUE(EffectiveSentenceOf(paid, kToday).default_imprisonment.is_nothing());
}

TEST(EffectiveSentenceTest, APardonIsOfItsOwnSentence) {
  const std::vector<Charge> charges = {SentencedOn(2), Befallen(SentencedOn(1), SentenceEventKind::kPardoned, kFled)};
  const EffectiveSentence sum = EffectiveSentenceOf(charges, kToday);
  ASSERT_THAT(sum.custody.parts, SizeIs(1));
  EXPECT_EQ(sum.custody.parts[0].charge, Id(2));
}

}  // namespace
}  // namespace amparo::cases
