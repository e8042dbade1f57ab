// The elements of trafficking: charged, amended, read as they were, imported.
#include "google/protobuf/util/message_differencer.h"
#include "tests/integration/services/case/import_fixture.h"
#include "tests/integration/services/case/justice_test.h"

namespace amparo::cases {
namespace {

using google::protobuf::util::MessageDifferencer;

// What a child was recruited for; no means are told.
v1::TraffickingElements ElementsOfAChild() {
  v1::TraffickingElements elements;
  elements.add_acts(v1::TRAFFICKING_ACT_RECRUITMENT);
  elements.add_acts(v1::TRAFFICKING_ACT_HARBOURING);
  elements.add_purposes(v1::EXPLOITATION_TYPE_SEXUAL);
  elements.set_victims(v1::MINORITY_MINOR);
  return elements;
}

class ChargeElementsTest : public JusticeTest {
 protected:
  v1::CreateChargeRequest WithElements(const v1::TraffickingElements& elements) {
    v1::CreateChargeRequest request = Request();
    *request.mutable_charge()->mutable_elements() = elements;
    return request;
  }

  static v1::AmendChargeRequest Amending(const std::string& charge) {
    v1::AmendChargeRequest request;
    request.mutable_charge()->set_name(charge);
    request.mutable_update_mask()->add_paths("elements");
    request.set_reason(v1::AMEND_REASON_PROSECUTION);
    return request;
  }
};

TEST_F(ChargeElementsTest, AreReadAsTheyWereCharged) {
  const v1::TraffickingElements elements = ElementsOfAChild();
  const v1::Charge charged = Done(*charges_, &ChargeStub::CreateCharge, WithElements(elements));
  EXPECT_TRUE(MessageDifferencer::Equals(charged.elements(), elements)) << charged.DebugString();
  EXPECT_TRUE(MessageDifferencer::Equals(Read(charged.name()).elements(), elements));
  const v1::Charge judged = Judged(charged.name(), absl::CivilDay(2014, 8, 4));
  EXPECT_TRUE(MessageDifferencer::Equals(judged.elements(), elements)) << "an act of the court leaves them";
  EXPECT_FALSE(Charged().has_elements()) << "nobody has to tell them";
}

TEST_F(ChargeElementsTest, WhatIsMissingOrTwiceIsNamed) {
  v1::TraffickingElements elements = ElementsOfAChild();
  elements.set_victims(v1::MINORITY_ADULT);
  EXPECT_THAT(Violated(Call(*charges_, &ChargeStub::CreateCharge, WithElements(elements))),
              ::testing::ElementsAre("charge.elements.means"));
  elements.add_means(v1::MEANS_OF_CONTROL_FALSE_PROMISES);
  EXPECT_TRUE(Call(*charges_, &ChargeStub::CreateCharge, WithElements(elements)).ok());
  elements.add_means(v1::MEANS_OF_CONTROL_FALSE_PROMISES);
  elements.add_means(static_cast<v1::MeansOfControl>(99));
  elements.add_acts(v1::TRAFFICKING_ACT_UNSPECIFIED);
  elements.clear_purposes();
  EXPECT_THAT(Violated(Call(*charges_, &ChargeStub::CreateCharge, WithElements(elements))),
              ::testing::UnorderedElementsAre("charge.elements.acts[2]", "charge.elements.means[1]",
                                              "charge.elements.means[2]", "charge.elements.purposes"));
}

TEST_F(ChargeElementsTest, AreThoseOfTraffickingOnly) {
  v1::CreateChargeRequest request = WithElements(ElementsOfAChild());
  request.mutable_charge()->set_crime_type("02031");
  EXPECT_THAT(Call(*charges_, &ChargeStub::CreateCharge, request), IsInvalidIn("charge.elements"));
  request.mutable_charge()->set_crime_type("02044");
  const std::string trafficked = Done(*charges_, &ChargeStub::CreateCharge, request).name();
  v1::AmendChargeRequest other_crime = Amending(trafficked);
  other_crime.mutable_charge()->set_crime_type("0301");
  other_crime.mutable_update_mask()->set_paths(0, "crime_type");
  EXPECT_THAT(Call(*charges_, &ChargeStub::AmendCharge, other_crime), IsInvalidIn("charge.elements"));
  // A charge without a crime of its own is of the case's.
  v1::UpdateCaseRequest correct;
  correct.mutable_case_()->set_name(prosecuted_);
  correct.mutable_case_()->set_crime_type("0301");
  correct.mutable_update_mask()->add_paths("crime_type");
  Done(service_.cases(), &v1::CaseService::Stub::UpdateCase, correct);
  request.mutable_charge()->clear_crime_type();
  EXPECT_THAT(Call(*charges_, &ChargeStub::CreateCharge, request), IsInvalidIn("charge.elements"));
  v1::AmendChargeRequest amend = Amending(Charged().name());
  *amend.mutable_charge()->mutable_elements() = ElementsOfAChild();
  EXPECT_THAT(Call(*charges_, &ChargeStub::AmendCharge, amend), IsInvalidIn("charge.elements"));
}

TEST_F(ChargeElementsTest, AreAmendedAndWhatWasToldBeforeIsKept) {
  const v1::TraffickingElements elements = ElementsOfAChild();
  v1::AmendChargeRequest amend = Amending(Charged().name());
  *amend.mutable_charge()->mutable_elements() = elements;
  const v1::Charge told = Done(*charges_, &ChargeStub::AmendCharge, amend);
  EXPECT_TRUE(MessageDifferencer::Equals(told.elements(), elements)) << told.DebugString();
  EXPECT_EQ(told.law_article(), Request().charge().law_article());
  amend.mutable_charge()->mutable_elements()->set_acts(1, static_cast<v1::TraffickingAct>(99));
  EXPECT_THAT(Call(*charges_, &ChargeStub::AmendCharge, amend), IsInvalidIn("charge.elements.acts[1]"));
  service_.clock().Advance(absl::Hours(1));
  const absl::Time then = service_.clock().Now();
  service_.clock().Advance(absl::Hours(1));
  const v1::Charge untold = Done(*charges_, &ChargeStub::AmendCharge, Amending(told.name()));
  EXPECT_FALSE(untold.has_elements());
  ASSERT_EQ(untold.former_wordings_size(), 2);
  EXPECT_FALSE(untold.former_wordings(0).has_elements());
  EXPECT_TRUE(MessageDifferencer::Equals(untold.former_wordings(1).elements(), elements));
  v1::GetChargeRequest as_it_was;
  as_it_was.set_name(told.name());
  SetTimestamp(then, as_it_was.mutable_read_time());
  EXPECT_TRUE(
      MessageDifferencer::Equals(Done(*charges_, &ChargeStub::GetCharge, as_it_was).elements(), told.elements()));
}

class ImportedElementsTest : public ImportFixture {};

TEST_F(ImportedElementsTest, ComeWithAWholeCase) {
  v1::ImportCasesRequest row = RingRow();
  v1::TraffickingElements& elements = *row.mutable_bundle()->mutable_charges(0)->mutable_elements();
  elements = ElementsOfAChild();
  elements.clear_acts();
  const v1::ImportResult refused = ImportOne(row);
  EXPECT_EQ(refused.outcome(), v1::IMPORT_OUTCOME_REJECTED);
  EXPECT_THAT(refused.message(), ::testing::HasSubstr("charges[0].elements.acts"));
  elements = ElementsOfAChild();
  const v1::ImportResult entered = ImportOne(row);
  EXPECT_EQ(entered.outcome(), v1::IMPORT_OUTCOME_CREATED) << entered.message();
  v1::GetChargeRequest get;
  get.set_name(row.bundle().charges(0).name());
  EXPECT_TRUE(MessageDifferencer::Equals(Done(*charges_, &ChargeStub::GetCharge, get).elements(), elements));
}

}  // namespace
}  // namespace amparo::cases
