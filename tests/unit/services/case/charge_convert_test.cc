#include "services/case/convert/charge_convert.h"

#include <string>

#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/unit/services/case/rules_matchers.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr char kWholeCharge[] = R"pb(
  name: "offices/cebu/cases/0190f3c2-7d1e-7abc-8def-0123456789ab/charges/0190f3c2-7d1e-7abc-8def-0123456789ac"
  accused: "offices/cebu/cases/0190f3c2-7d1e-7abc-8def-0123456789ab/parties/0190f3c2-7d1e-7abc-8def-0123456789ad"
  law_article: "RA 9208 sec. 4-A"
  crime_type: "02041"
  completion: COMPLETION_ATTEMPTED
  charge_date { year: 2014 month: 6 day: 2 }
  plea {
    kind: PLEA_KIND_GUILTY
    date { year: 2014 month: 11 day: 3 }
    bargain: true
  }
  verdict {
    outcome: VERDICT_OUTCOME_CONVICTED_LESSER
    date { year: 2014 month: 11 day: 10 }
    lesser_crime_type: "0302"
    lesser_completion: COMPLETION_COMPLETED
    lesser_law_article: "RA 9208 sec. 5"
  }
  sentence {
    date { year: 2014 month: 11 day: 10 }
    imprisonment { min { years: 15 } }
    fine { currency_code: "PHP" units: 500000 }
  }
)pb";

const CaseName kChargeCase{"cebu", *Uuid::Parse("0190f3c2-7d1e-7abc-8def-0123456789ab")};

v1::Charge ParsedCharge(const std::string& text) {
  v1::Charge charge;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &charge));
  return charge;
}

TEST(ChargeConvertTest, StoredChargeComesBackUnchanged) {
  v1::Charge stored;
  ToProto(ChargeFromStored(ParsedCharge(kWholeCharge)), stored);
  v1::Charge again;
  ToProto(ChargeFromStored(stored), again);
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(again, stored)) << again.DebugString();
}

TEST(ChargeConvertTest, WhatWasStruckOutAndWhatIsSuspendedStay) {
  v1::Charge given = ParsedCharge(kWholeCharge);
  given.mutable_sentence()->mutable_suspended_part()->set_years(2);
  v1::Payment& payment = *given.add_payments();
  payment.set_kind(v1::PAYMENT_KIND_FINE);
  *payment.mutable_date() = given.sentence().date();
  *payment.mutable_amount() = given.sentence().fine();
  payment.mutable_strike()->set_reason(v1::STRIKE_REASON_ENTERED_TWICE);
  *given.add_pleas() = given.plea();
  given.mutable_pleas(0)->mutable_strike()->set_reason(v1::STRIKE_REASON_WRONG_CHARGE);
  v1::Charge again;
  ToProto(ChargeFromStored(given), again);
  EXPECT_EQ(again.sentence().suspended_part().years(), 2);
  EXPECT_EQ(again.payments(0).strike().reason(), v1::STRIKE_REASON_ENTERED_TWICE);
  EXPECT_EQ(again.pleas(0).strike().reason(), v1::STRIKE_REASON_WRONG_CHARGE);
  EXPECT_FALSE(again.has_plea()) << "the only plea was struck out";
}

TEST(ChargeConvertTest, ElementsOfTraffickingComeBackAsTheyWereTold) {
  v1::Charge given = ParsedCharge(kWholeCharge);
  v1::TraffickingElements& elements = *given.mutable_elements();
  elements.add_acts(v1::TRAFFICKING_ACT_HARBOURING);
  elements.add_acts(v1::TRAFFICKING_ACT_RECEIPT);
  elements.add_means(v1::MEANS_OF_CONTROL_WITHHOLDS_DOCUMENTS);
  elements.add_purposes(v1::EXPLOITATION_TYPE_FORCED_LABOUR);
  elements.set_victims(v1::MINORITY_UNKNOWN);
  v1::FormerWording& former = *given.add_former_wordings();
  former.set_law_article("RA 9208 sec. 4(a)");
  *former.mutable_charge_date() = given.charge_date();
  former.set_reason(v1::AMEND_REASON_CORRECTION);
  *former.mutable_date() = given.charge_date();
  former.mutable_elements()->add_acts(v1::TRAFFICKING_ACT_TRANSFER);
  v1::Charge again;
  ToProto(ChargeFromStored(given), again);
  using google::protobuf::util::MessageDifferencer;
  EXPECT_TRUE(MessageDifferencer::Equals(again.elements(), elements)) << again.DebugString();
  EXPECT_TRUE(MessageDifferencer::Equals(again.former_wordings(0).elements(), former.elements()));
  given.clear_elements();
  ToProto(ChargeFromStored(given), again);
  EXPECT_FALSE(again.has_elements());
}

TEST(ChargeConvertTest, ElementsThatAreNoneAreNamedByTheirPlace) {
  v1::Charge request = ParsedCharge(kWholeCharge);
  request.mutable_elements()->add_acts(v1::TRAFFICKING_ACT_TRANSFER);
  request.mutable_elements()->add_acts(static_cast<v1::TraffickingAct>(99));
  request.mutable_elements()->add_means(static_cast<v1::MeansOfControl>(-1));
  request.mutable_elements()->set_victims(static_cast<v1::Minority>(4));
  Violations violations;
  WordingFrom(request, violations);
  EXPECT_THAT(Fields(violations), ElementsAre("elements.acts[1]", "elements.means[0]", "elements.victims"));
}

TEST(ChargeConvertTest, AChargeThatWasKeptWithoutItsHistoryHasOneBegunByWhatStands) {
  v1::Charge again;
  ToProto(ChargeFromStored(ParsedCharge(kWholeCharge)), again);
  ASSERT_EQ(again.pleas_size(), 1);
  ASSERT_EQ(again.rulings_size(), 2);
  EXPECT_TRUE(again.rulings(1).has_sentence());
  ASSERT_EQ(again.standings_size(), 2);
  EXPECT_FALSE(again.standings(0).has_sentence());
  EXPECT_EQ(again.disposal(), v1::DISPOSAL_FINAL);
  again.clear_pleas();
  again.clear_rulings();
  again.clear_standings();
  again.clear_disposal();
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(again, ParsedCharge(kWholeCharge)))
      << again.DebugString();
}

TEST(ChargeConvertTest, KeepsMoneyInMinorUnits) {
  const Charge charge = ChargeFromStored(ParsedCharge(kWholeCharge));
  EXPECT_EQ(charge.sentence()->fine, (Money{50000000, "PHP"}));
}

TEST(ChargeConvertTest, NewChargeTakesNothingThatOnlyActsSet) {
  const v1::Charge request = ParsedCharge(kWholeCharge);
  Violations violations;
  const Charge charge = ChargeFromRequest(request, *ParseName<ChargeName>(request.name()), violations);
  EXPECT_THAT(Fields(violations), IsEmpty());
  EXPECT_FALSE(charge.plea() || charge.verdict() || charge.sentence());
}

TEST(ChargeConvertTest, NamesEveryFieldThatCannotBeRead) {
  v1::Charge request = ParsedCharge(kWholeCharge);
  const ChargeName name = *ParseName<ChargeName>(request.name());
  request.set_accused(
      "offices/cebu/cases/0190f3c2-7d1e-7abc-8def-0123456789ff/parties/0190f3c2-7d1e-7abc-8def-0123456789ad");
  request.set_completion(static_cast<v1::Completion>(9));
  request.mutable_charge_date()->set_day(31);
  request.mutable_plea()->clear_date();
  request.mutable_verdict()->set_outcome(static_cast<v1::VerdictOutcome>(-1));
  request.mutable_verdict()->set_lesser_completion(static_cast<v1::Completion>(3));
  request.mutable_sentence()->mutable_fine()->set_nanos(1);
  request.mutable_sentence()->mutable_imprisonment()->clear_min();
  Violations violations;
  WholeChargeFrom(request, name, violations);
  EXPECT_THAT(Fields(violations),
              UnorderedElementsAre("accused", "completion", "charge_date", "plea.date", "verdict.outcome",
                                   "verdict.lesser_completion", "sentence.fine", "sentence.imprisonment.min"));
}

TEST(ChargeConvertTest, LifeAndDeathAreTrueOrAbsent) {
  v1::Sentence sentence = ParsedCharge(kWholeCharge).sentence();
  sentence.set_life(true);
  Violations none;
  EXPECT_EQ(SentenceFrom(sentence, kChargeCase, none).custody, Custody::kLife);
  EXPECT_THAT(Fields(none), IsEmpty());
  sentence.set_death(false);
  Violations found;
  SentenceFrom(sentence, kChargeCase, found);
  EXPECT_THAT(Fields(found), ElementsAre("sentence.death"));
}

}  // namespace
}  // namespace amparo::cases
