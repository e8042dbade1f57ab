#include "services/case/convert/operation_convert.h"

#include <string>

#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/case/convert/compartment_convert.h"
#include "services/case/convert/network_convert.h"
#include "services/case/convert/operation_whole.h"
#include "tests/unit/services/case/rules_matchers.h"

namespace amparo::cases {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr char kWholeOperation[] = R"pb(
  name: "offices/pp/cases/0190f3c2-7d1e-7abc-8def-000000000001/operations/0190f3c2-7d1e-7abc-8def-000000000002"
  state: OPERATION_STATE_EXECUTED
  start_time { seconds: 1381622400 nanos: 5000 }
  partner_unit: "Anti-trafficking police"
  sites {
    number: 1
    venue: "offices/pp/venues/0190f3c2-7d1e-7abc-8def-000000000003"
    outcome: SITE_OUTCOME_SUCCEEDED
    adults_rescued: 2
    minors_rescued: 3
    arrests: 4
  }
  follows: "offices/pp/cases/0190f3c2-7d1e-7abc-8def-000000000001/operations/0190f3c2-7d1e-7abc-8def-000000000004"
  planner: "spiffe://amparo/a"
  approver: "spiffe://amparo/b"
)pb";

// What is kept of an operation besides.
constexpr char kKept[] = R"pb(
  sites {
    number: 2
    venue: "offices/pp/venues/0190f3c2-7d1e-7abc-8def-000000000006"
    outcome: SITE_OUTCOME_FAILED_NO_ACCESS
    entry_time { seconds: 1381622400 }
    exit_time { seconds: 1381622460 }
    failure {
      cause: FAILURE_CAUSE_LEAK_IN_UNIT
      narrative: "Two calls"
      analyst: "spiffe://amparo/c"
      analyze_time { seconds: 1381700000 }
    }
    corrections {
      outcome: SITE_OUTCOME_SUCCEEDED
      adults_rescued: 1
      minors_rescued: 2
      arrests: 3
      entry_time { seconds: 1381622401 }
      exit_time { seconds: 1381622402 }
      reason: "another site"
      corrector: "spiffe://amparo/c"
      correct_time { seconds: 1381700001 }
    }
  }
  resources { kind: RESOURCE_KIND_VEHICLE quantity: 3 note: "unmarked" }
  plan_version: 2
  plan_versions {
    number: 1
    authors: "spiffe://amparo/a"
    create_time { seconds: 1381000000 }
    update_time { seconds: 1381000001 }
    approver: "spiffe://amparo/b"
    approve_time { seconds: 1381000002 }
    operation_version: 1
  }
  plan_versions {
    number: 2
    authors: "spiffe://amparo/a"
    authors: "spiffe://amparo/c"
    create_time { seconds: 1381000003 }
    update_time { seconds: 1381000004 }
    operation_version: 4
  }
  readers {
    principal: "spiffe://amparo/a"
    open_time { seconds: 1381622400 }
    keeper: true
    added_by: "spiffe://amparo/a"
    add_time { seconds: 1381000000 }
  }
  readers {
    principal: "spiffe://amparo/d"
    open_time { seconds: 1381622400 }
    added_by: "spiffe://amparo/a"
    add_time { seconds: 1381000000 }
    removed_by: "spiffe://amparo/a"
    remove_time { seconds: 1381000005 }
  }
  freed_people {
    number: 1
    site: 1
    child: true
    survivor: "offices/pp/cases/0190f3c2-7d1e-7abc-8def-000000000001/parties/0190f3c2-7d1e-7abc-8def-000000000007"
    brought_to: "The shelter by the river"
    brought_time { seconds: 1381630000 }
    strike {
      reason: "entered twice"
      striker: "spiffe://amparo/c"
      strike_time { seconds: 1381700002 }
    }
  }
  arrests {
    number: 1
    site: 1
    accused: "offices/pp/cases/0190f3c2-7d1e-7abc-8def-00000000000a/parties/0190f3c2-7d1e-7abc-8def-000000000008"
    arrest_time { seconds: 1381623000 }
    strike {
      reason: "let go"
      striker: "spiffe://amparo/c"
      strike_time { seconds: 1381700003 }
    }
  }
  notices {
    kind: COMPARTMENT_NOTICE_KIND_BREAK_GLASS
    notice_time { seconds: 1381000006 }
    principal: "spiffe://amparo/e"
    granted_by: "spiffe://amparo/f"
    reason: "a team is in danger"
    until_time { seconds: 1381003606 }
    break_glass: "offices/pp/cases/0190f3c2-7d1e-7abc-8def-000000000001/breakGlasses/0190f3c2-7d1e-7abc-8def-000000000009"
  }
  freezes {
    frozen_by: "spiffe://amparo/a"
    freeze_time { seconds: 1381000007 }
    reason: "a leak"
    unfrozen_by: "spiffe://amparo/d"
    unfreeze_time { seconds: 1381000008 }
    unfreeze_reason: "found"
  }
)pb";

v1::Operation ParsedOperation() {
  v1::Operation operation;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(kWholeOperation, &operation));
  return operation;
}

TEST(OperationConvertTest, StoredOperationComesBackUnchanged) {
  const v1::Operation stored = ParsedOperation();
  v1::Operation again;
  ToProto(OperationFromStored(stored), again);
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(again, stored)) << again.DebugString();
}

// All that an operation may have.
v1::Operation FullOperation() {
  v1::Operation kept;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(kKept, &kept));
  v1::Operation whole = ParsedOperation();
  whole.MergeFrom(kept);
  return whole;
}

TEST(OperationConvertTest, WhatIsKeptWholeComesBackUnchanged) {
  const v1::Operation stored = FullOperation();
  v1::Operation again;
  ToProto(OperationFromStored(stored), again);
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(again, stored)) << again.DebugString();
}

Record RecordWith(const v1::Operation& body, std::optional<std::string> secret) {
  Record record;
  record.version = 3;
  record.body = body.SerializeAsString();
  record.secret = std::move(secret);
  return record;
}

TEST(OperationWholeTest, FeedsHaveItsStateAloneUntilItIsCarriedOut) {
  v1::Operation whole = FullOperation();
  whole.set_plan("Through the back door");
  for (const v1::OperationState state :
       {v1::OPERATION_STATE_PLANNED, v1::OPERATION_STATE_APPROVED, v1::OPERATION_STATE_CANCELLED}) {
    whole.set_state(state);
    v1::Operation expected;
    expected.set_name(whole.name());
    expected.set_state(state);
    expected.set_plan_version(2);
    expected.mutable_create_time();
    expected.mutable_update_time();
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(PublishedPart(whole), expected));
  }
}

TEST(OperationWholeTest, FeedsHaveWhatCameOfItOnceItIsCarriedOutAndNoMore) {
  v1::Operation whole = FullOperation();
  whole.set_plan("Through the back door");
  const v1::Operation published = PublishedPart(whole);
  EXPECT_EQ(published.start_time().seconds(), 1381622400);
  ASSERT_EQ(published.sites_size(), 2);
  EXPECT_EQ(published.sites(0).venue(), whole.sites(0).venue());
  EXPECT_EQ(published.sites(0).minors_rescued(), 3);
  EXPECT_FALSE(published.sites(1).has_failure());
  EXPECT_EQ(published.sites(1).corrections_size(), 0);
  EXPECT_EQ(published.plan(), "");
  EXPECT_EQ(published.partner_unit(), "");
  EXPECT_EQ(published.planner(), "");
  EXPECT_EQ(published.readers_size() + published.freed_people_size() + published.arrests_size(), 0);
}

TEST(OperationWholeTest, IsInWhatIsSealed) {
  const v1::Operation whole = FullOperation();
  const auto opened = WholeOf(RecordWith(PublishedPart(whole), whole.SerializeAsString()));
  ASSERT_TRUE(opened.ok());
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(*opened, whole));
  EXPECT_EQ(WholeOf(RecordWith(PublishedPart(whole), std::nullopt)).status().code(), absl::StatusCode::kDataLoss);
}

TEST(OperationWholeTest, OfBeforeThereWereListsPlannerAndApproverAreOnIt) {
  const auto opened = WholeOf(RecordWith(ParsedOperation(), "Through the back door"));
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(opened->plan(), "Through the back door");
  EXPECT_EQ(opened->plan_version(), 1);
  EXPECT_EQ(opened->plan_versions(0).operation_version(), 3);
  const Compartment compartment = CompartmentFrom(*opened);
  const absl::Time now = absl::FromUnixSeconds(1400000000);
  EXPECT_EQ(SightOf(compartment, "spiffe://amparo/a", now), Sight::kAll);
  EXPECT_EQ(SightOf(compartment, "spiffe://amparo/b", now), Sight::kAll);
  EXPECT_EQ(SightOf(compartment, "spiffe://amparo/c", now), Sight::kNone);
}

TEST(OperationConvertTest, NewOperationTakesNothingThatOnlyActsSet) {
  const v1::Operation request = ParsedOperation();
  Violations violations;
  const Operation operation = OperationFromRequest(request, *ParseName<OperationName>(request.name()), violations);
  EXPECT_THAT(Fields(violations), IsEmpty());
  EXPECT_EQ(operation.state, OperationState::kUnspecified);
  EXPECT_EQ(operation.approver, "");
  EXPECT_EQ(operation.sites[0].outcome, SiteOutcome::kUnspecified);
  EXPECT_EQ(operation.sites[0].minors_rescued, 0);
}

TEST(OperationConvertTest, NamesEveryFieldThatCannotBeRead) {
  v1::Operation request = ParsedOperation();
  const OperationName name = *ParseName<OperationName>(request.name());
  request.clear_start_time();
  request.mutable_sites(0)->set_venue("offices/other/venues/0190f3c2-7d1e-7abc-8def-000000000003");
  request.mutable_sites(0)->set_outcome(static_cast<v1::SiteOutcome>(77));
  request.set_follows(request.name());
  request.set_state(static_cast<v1::OperationState>(77));
  Violations violations;
  WholeOperationFrom(request, name, violations);
  EXPECT_THAT(Fields(violations),
              UnorderedElementsAre("start_time", "sites[0].venue", "sites[0].outcome", "follows", "state"));
}

TEST(NetworkConvertTest, EndsAreOfTheOffice) {
  const std::string party =
      "offices/pp/cases/0190f3c2-7d1e-7abc-8def-000000000001/parties/0190f3c2-7d1e-7abc-8def-000000000002";
  const std::string venue = "offices/pp/venues/0190f3c2-7d1e-7abc-8def-000000000003";
  EXPECT_TRUE(LinkEndFrom(party, "pp")->is_party());
  EXPECT_FALSE(LinkEndFrom(venue, "pp")->is_party());
  EXPECT_EQ(NameOf(KeyOf(*LinkEndFrom(party, "pp"), "pp")), party);
  EXPECT_EQ(NameOf(KeyOf(*LinkEndFrom(venue, "pp"), "pp")), venue);
  const std::string id = "0190f3c2-7d1e-7abc-8def-000000000004";
  for (const std::string collection : {"persons/", "organizations/", "assets/", "cases/"}) {
    const std::string name = "offices/pp/" + collection + id;
    EXPECT_EQ(NameOf(KeyOf(*LinkEndFrom(name, "pp"), "pp")), name);
  }
  EXPECT_EQ(FilterTextOf(*LinkEndFrom("offices/pp/persons/" + id, "pp")), "1:" + id);
  EXPECT_FALSE(LinkEndFrom("offices/pp/links/" + id, "pp").has_value());
  EXPECT_FALSE(LinkEndFrom(venue, "cebu").has_value());
  EXPECT_FALSE(LinkEndFrom("offices/pp", "pp").has_value());
  EXPECT_FALSE(LinkEndFrom("", "pp").has_value());
}

}  // namespace
}  // namespace amparo::cases
