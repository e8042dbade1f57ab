// The sealed field of each kind: what the contract calls so, what the store seals, and what leaves a message.
#include "services/case/convert/sealed.h"

#include "amparo/cases/v1/aftercare.pb.h"
#include "amparo/cases/v1/appeal.pb.h"
#include "amparo/cases/v1/assessment.pb.h"
#include "amparo/cases/v1/asset.pb.h"
#include "amparo/cases/v1/care_plan.pb.h"
#include "amparo/cases/v1/case.pb.h"
#include "amparo/cases/v1/case_link.pb.h"
#include "amparo/cases/v1/charge.pb.h"
#include "amparo/cases/v1/compartment.pb.h"
#include "amparo/cases/v1/document.pb.h"
#include "amparo/cases/v1/document_copy.pb.h"
#include "amparo/cases/v1/flag.pb.h"
#include "amparo/cases/v1/goal.pb.h"
#include "amparo/cases/v1/grant.pb.h"
#include "amparo/cases/v1/import_fault.pb.h"
#include "amparo/cases/v1/merge.pb.h"
#include "amparo/cases/v1/network.pb.h"
#include "amparo/cases/v1/note.pb.h"
#include "amparo/cases/v1/office.pb.h"
#include "amparo/cases/v1/operation.pb.h"
#include "amparo/cases/v1/organization.pb.h"
#include "amparo/cases/v1/party.pb.h"
#include "amparo/cases/v1/person.pb.h"
#include "amparo/cases/v1/referral.pb.h"
#include "amparo/cases/v1/saved_query.pb.h"
#include "amparo/cases/v1/service_delivery.pb.h"
#include "amparo/cases/v1/task.pb.h"
#include "gmock/gmock.h"
#include "services/case/store/feed_kinds.h"
#include "services/case/store/tables.h"

namespace amparo::cases {
namespace {

// The messages of all kinds; naming them links their files in.
const std::vector<const google::protobuf::Descriptor*>& Types() {
  static const std::vector<const google::protobuf::Descriptor*> types = {
      v1::Office::descriptor(),      v1::Case::descriptor(),         v1::Person::descriptor(),
      v1::Party::descriptor(),       v1::Operation::descriptor(),    v1::BreakGlass::descriptor(),
      v1::Charge::descriptor(),      v1::Appeal::descriptor(),       v1::Venue::descriptor(),
      v1::Link::descriptor(),        v1::Aftercare::descriptor(),    v1::Assessment::descriptor(),
      v1::CarePlan::descriptor(),    v1::Goal::descriptor(),         v1::ServiceDelivery::descriptor(),
      v1::Referral::descriptor(),    v1::Document::descriptor(),     v1::DocumentCopy::descriptor(),
      v1::CaseLink::descriptor(),    v1::Task::descriptor(),         v1::Note::descriptor(),
      v1::Flag::descriptor(),        v1::Organization::descriptor(), v1::Asset::descriptor(),
      v1::Distinction::descriptor(), v1::SavedQuery::descriptor(),   v1::ImportFault::descriptor(),
      v1::Grant::descriptor()};
  return types;
}

const google::protobuf::Descriptor* TypeOf(Kind kind) {
  for (const feed::Kind& published : PublishedKinds()) {
    if (published.name != KindWord(kind)) continue;
    for (const auto* type : Types()) {
      if (type->full_name() == published.message) return type;
    }
  }
  return nullptr;
}

TEST(SealedFieldTest, TheStoreSealsWhatTheContractCallsSealed) {
  for (const Table& table : Tables()) {
    const auto* type = TypeOf(table.kind);
    ASSERT_NE(type, nullptr) << table.name << ": add its message to this test";
    const SealedField field = FindSealed(*type);
    EXPECT_EQ(field ? field.sealed->number() : 0, table.sealed_field) << table.name;
    EXPECT_EQ(field ? field.plain->name() : "", table.sealed_name) << table.name;
  }
}

TEST(SealedFieldTest, AMessageIsSealedAsItsBytesAndATextAsItself) {
  v1::Party party;
  EXPECT_EQ(SecretOf(party), std::nullopt);
  party.mutable_identity();
  EXPECT_EQ(SecretOf(party), std::nullopt);
  party.mutable_identity()->set_full_name("A Real Name");
  EXPECT_EQ(SecretOf(party), party.identity().SerializeAsString());
  v1::Venue venue;
  EXPECT_EQ(SecretOf(venue), std::nullopt);
  venue.set_address("Colon Street");
  EXPECT_EQ(SecretOf(venue), "Colon Street");
  v1::Link link;
  link.set_source("a neighbour");
  EXPECT_EQ(SecretOf(link), std::nullopt);
}

TEST(SealedFieldTest, AnOpenedPlaintextComesBackOrIsRefused) {
  v1::Party party;
  party.mutable_identity()->set_full_name("A Real Name");
  v1::Party opened;
  ASSERT_TRUE(SetSecret(*SecretOf(party), SealedFieldOf<v1::Party>(), opened));
  EXPECT_EQ(opened.SerializeAsString(), party.SerializeAsString());
  EXPECT_FALSE(SetSecret("\xff", SealedFieldOf<v1::Party>(), opened));
  v1::Operation operation;
  ASSERT_TRUE(SetSecret("At dawn", SealedFieldOf<v1::Operation>(), operation));
  EXPECT_EQ(operation.plan(), "At dawn");
}

TEST(SealedFieldTest, BothFormsAreTakenOutEachByItsOwn) {
  v1::Case message;
  message.set_title("A title");
  message.set_sealed_narrative("sealed");
  message.mutable_narrative()->set_narrative("in clear");
  ClearSecret(message);
  EXPECT_FALSE(message.has_narrative());
  EXPECT_EQ(message.sealed_narrative(), "sealed");
  ClearSealed(message);
  EXPECT_TRUE(message.sealed_narrative().empty());
  EXPECT_EQ(message.title(), "A title");
  v1::Charge charge;
  charge.set_law_article("RA 9208");
  ClearSealed(charge);
  ClearSecret(charge);
  EXPECT_EQ(charge.law_article(), "RA 9208");
}

}  // namespace
}  // namespace amparo::cases
