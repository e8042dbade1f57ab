#include "services/case/convert/charge_convert.h"

#include <string>

#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/unit/services/case/rules_matchers.h"

namespace amparo::cases {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr char kWhole[] = R"pb(
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
    outcome: VERDICT_OUTCOME_CONVICTED
    date { year: 2014 month: 11 day: 10 }
  }
  sentence {
    date { year: 2014 month: 11 day: 10 }
    imprisonment { min { years: 15 } }
    fine { currency_code: "PHP" units: 500000 }
  }
)pb";

v1::Charge Parsed(const std::string& text) {
  v1::Charge charge;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &charge));
  return charge;
}

TEST(ChargeConvertTest, StoredChargeComesBackUnchanged) {
  const v1::Charge stored = Parsed(kWhole);
  v1::Charge again;
  ToProto(ChargeFromStored(stored), again);
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(again, stored)) << again.DebugString();
}

TEST(ChargeConvertTest, KeepsMoneyInMinorUnits) {
  const Charge charge = ChargeFromStored(Parsed(kWhole));
  EXPECT_EQ(charge.sentence->fine, (Money{50000000, "PHP"}));
}

TEST(ChargeConvertTest, NewChargeTakesNothingThatOnlyActsSet) {
  const v1::Charge request = Parsed(kWhole);
  Violations violations;
  const Charge charge = ChargeFromRequest(request, *ParseName<ChargeName>(request.name()), violations);
  EXPECT_THAT(Fields(violations), IsEmpty());
  EXPECT_FALSE(charge.plea || charge.verdict || charge.sentence);
}

TEST(ChargeConvertTest, NamesEveryFieldThatCannotBeRead) {
  v1::Charge request = Parsed(kWhole);
  const ChargeName name = *ParseName<ChargeName>(request.name());
  request.set_accused(
      "offices/cebu/cases/0190f3c2-7d1e-7abc-8def-0123456789ff/parties/0190f3c2-7d1e-7abc-8def-0123456789ad");
  request.set_completion(static_cast<v1::Completion>(9));
  request.mutable_charge_date()->set_day(31);
  request.mutable_plea()->clear_date();
  request.mutable_verdict()->set_outcome(static_cast<v1::VerdictOutcome>(-1));
  request.mutable_sentence()->mutable_fine()->set_nanos(1);
  request.mutable_sentence()->mutable_imprisonment()->clear_min();
  Violations violations;
  WholeChargeFrom(request, name, violations);
  EXPECT_THAT(Fields(violations),
              UnorderedElementsAre("accused", "completion", "charge_date", "plea.date", "verdict.outcome",
                                   "sentence.fine", "sentence.imprisonment.min"));
}

TEST(ChargeConvertTest, LifeAndDeathAreTrueOrAbsent) {
  v1::Sentence sentence = Parsed(kWhole).sentence();
  sentence.set_life(true);
  Violations none;
  EXPECT_EQ(SentenceFrom(sentence, none).custody, Custody::kLife);
  EXPECT_THAT(Fields(none), IsEmpty());
  sentence.set_death(false);
  Violations found;
  SentenceFrom(sentence, found);
  EXPECT_THAT(Fields(found), ElementsAre("sentence.death"));
}

}  // namespace
}  // namespace amparo::cases
