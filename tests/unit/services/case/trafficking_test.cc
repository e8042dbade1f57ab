// The elements of trafficking: by themselves, and as part of what a charge says.
#include "services/case/domain/trafficking.h"

#include <string>
#include <utility>
#include <vector>

#include "services/case/domain/crime_type.h"
#include "tests/unit/services/case/charge_values.h"
#include "tests/unit/services/case/rules_matchers.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TraffickingElements ElementsOfAdults() {
  return {.acts = {TraffickingAct::kRecruitment, TraffickingAct::kHarbouring},
          .means = {MeansOfControl::kFalsePromises, MeansOfControl::kDebtBondage},
          .purposes = {ExploitationType::kSexual},
          .victims = Minority::kAdult};
}

std::vector<std::string> WrongWithElements(const TraffickingElements& elements) {
  Violations violations;
  CheckElements(elements, violations);
  return Fields(violations);
}

Charge ChargeWithElements(std::string crime_type) {
  Charge charge = NewCharge();
  charge.crime_type = std::move(crime_type);
  charge.elements = ElementsOfAdults();
  return charge;
}

std::vector<std::string> WrongInCase(const Charge& charge, std::string crime_type) {
  Violations violations;
  CheckCharge(charge, {.report_date = kCharged, .today = kToday, .crime_type = std::move(crime_type)}, violations);
  return Fields(violations);
}

Amendment AmendedTo(const Charge& wanted, std::string case_crime_type) {
  return {.wording = wanted,
          .reason = AmendReason::kProsecution,
          .date = kCharged,
          .report_date = kCharged,
          .case_crime_type = std::move(case_crime_type)};
}

TEST(TraffickingTest, ActMeansAndPurposeMakeIt) {
  EXPECT_THAT(WrongWithElements(ElementsOfAdults()), IsEmpty());
  EXPECT_THAT(WrongWithElements({.victims = Minority::kAdult}),
              ElementsAre("elements.acts", "elements.purposes", "elements.means"));
  EXPECT_THAT(WrongWithElements({}), ElementsAre("elements.acts", "elements.purposes"));
}

TEST(TraffickingTest, OfAChildNoMeansAreNeeded) {
  TraffickingElements elements = ElementsOfAdults();
  elements.victims = Minority::kMinor;
  EXPECT_THAT(WrongWithElements(elements), IsEmpty()) << "those that are known may be told";
  elements.means.clear();
  EXPECT_THAT(WrongWithElements(elements), IsEmpty());
  elements.victims = Minority::kAdult;
  EXPECT_THAT(WrongWithElements(elements), ElementsAre("elements.means"));
}

TEST(TraffickingTest, WhereNobodyKnowsTheAgeNothingIsRefused) {
  TraffickingElements elements = ElementsOfAdults();
  elements.means.clear();
  for (const Minority victims : {Minority::kUnknown, Minority::kUnspecified}) {
    elements.victims = victims;
    EXPECT_THAT(WrongWithElements(elements), IsEmpty());
  }
}

TEST(TraffickingTest, AValueIsOneAndComesOnce) {
  TraffickingElements elements = ElementsOfAdults();
  elements.acts.push_back(TraffickingAct::kRecruitment);
  elements.means[0] = MeansOfControl::kUnspecified;
  elements.purposes = {ExploitationType::kOther, ExploitationType::kSexual, ExploitationType::kOther};
  EXPECT_THAT(WrongWithElements(elements),
              ElementsAre("elements.acts[2]", "elements.means[0]", "elements.purposes[2]"));
  elements = ElementsOfAdults();
  elements.acts.assign(1'000'000, TraffickingAct::kRecruitment);
  EXPECT_THAT(WrongWithElements(elements), ElementsAre("elements.acts"));
}

TEST(TraffickingTest, TheCrimeIsTraffickingAndNotSlavery) {
  int kinds = 0;
  for (const CrimeType& type : CrimeTypes()) {
    if (IsTrafficking(type.code)) ++kinds;
  }
  EXPECT_EQ(kinds, 5);
  EXPECT_TRUE(IsTrafficking("0204"));
  EXPECT_FALSE(IsTrafficking("02031"));
  EXPECT_FALSE(IsTrafficking("02"));
}

TEST(TraffickingTest, AreTheElementsOfAChargeOfTrafficking) {
  EXPECT_THAT(WrongInCase(ChargeWithElements("02042"), "0301"), IsEmpty()) << "the charge's own crime counts";
  EXPECT_THAT(WrongInCase(ChargeWithElements("0302"), "02041"), ElementsAre("elements"));
  EXPECT_THAT(WrongInCase(ChargeWithElements(""), "02041"), IsEmpty()) << "its crime is the case's";
  EXPECT_THAT(WrongInCase(ChargeWithElements(""), "0301"), ElementsAre("elements"));
  EXPECT_THAT(WrongInCase(ChargeWithElements(""), ""), IsEmpty()) << "the case is not at hand";
  Charge incomplete = ChargeWithElements("0302");
  incomplete.elements->acts.clear();
  EXPECT_THAT(WrongInCase(incomplete, ""), ElementsAre("elements", "elements.acts"));
}

TEST(TraffickingTest, AreAmendedAsTheOtherWordsOfACharge) {
  const Charge charge = NewCharge();
  const Charge told = AmendCharge(charge, AmendedTo(ChargeWithElements(""), "02041"), kEntry).value();
  EXPECT_EQ(told.elements, ElementsOfAdults());
  ASSERT_EQ(told.former_wordings.size(), 1u);
  EXPECT_FALSE(told.former_wordings[0].elements.has_value());
  EXPECT_THAT(told.restatements, IsEmpty()) << "no count is of them";
  const Charge untold = AmendCharge(told, AmendedTo(charge, "02041"), kEntry).value();
  EXPECT_FALSE(untold.elements.has_value());
  EXPECT_EQ(untold.former_wordings[1].elements, ElementsOfAdults());
  EXPECT_THAT(AmendCharge(told, AmendedTo(told, "02041"), kEntry), Violates("update_mask"));
  EXPECT_THAT(AmendCharge(charge, AmendedTo(ChargeWithElements(""), "0301"), kEntry), Violates("charge.elements"));
}

TEST(TraffickingTest, WhatAChargeSaidBeforeIsCheckedToo) {
  Charge charge = ChargeWithElements("02041");
  FormerWording& former = charge.former_wordings.emplace_back();
  static_cast<Wording&>(former) = charge;
  former.reason = AmendReason::kCorrection;
  former.date = kCharged;
  former.elements->purposes.clear();
  Violations violations;
  CheckWholeCharge(charge, {.report_date = kCharged, .today = kToday, .crime_type = "02041"}, violations);
  EXPECT_THAT(Fields(violations), ElementsAre("former_wordings[0].elements.purposes"));
}

}  // namespace
}  // namespace amparo::cases
