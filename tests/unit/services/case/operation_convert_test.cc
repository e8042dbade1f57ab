#include "services/case/convert/operation_convert.h"

#include <string>

#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/case/convert/network_convert.h"
#include "tests/unit/services/case/rules_matchers.h"

namespace amparo::cases {
namespace {

using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr char kWhole[] = R"pb(
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

v1::Operation Parsed() {
  v1::Operation operation;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(kWhole, &operation));
  return operation;
}

TEST(OperationConvertTest, StoredOperationComesBackUnchanged) {
  const v1::Operation stored = Parsed();
  v1::Operation again;
  ToProto(OperationFromStored(stored), again);
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(again, stored)) << again.DebugString();
}

TEST(OperationConvertTest, NewOperationTakesNothingThatOnlyActsSet) {
  const v1::Operation request = Parsed();
  Violations violations;
  const Operation operation = OperationFromRequest(request, *ParseName<OperationName>(request.name()), violations);
  EXPECT_THAT(Fields(violations), IsEmpty());
  EXPECT_EQ(operation.state, OperationState::kUnspecified);
  EXPECT_EQ(operation.approver, "");
  EXPECT_EQ(operation.sites[0].outcome, SiteOutcome::kUnspecified);
  EXPECT_EQ(operation.sites[0].minors_rescued, 0);
}

TEST(OperationConvertTest, NamesEveryFieldThatCannotBeRead) {
  v1::Operation request = Parsed();
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

TEST(NetworkConvertTest, EndsArePartiesOrVenuesOfTheOffice) {
  const std::string party =
      "offices/pp/cases/0190f3c2-7d1e-7abc-8def-000000000001/parties/0190f3c2-7d1e-7abc-8def-000000000002";
  const std::string venue = "offices/pp/venues/0190f3c2-7d1e-7abc-8def-000000000003";
  EXPECT_TRUE(LinkEndFrom(party, "pp")->is_party());
  EXPECT_FALSE(LinkEndFrom(venue, "pp")->is_party());
  EXPECT_EQ(NameOf(KeyOf(*LinkEndFrom(party, "pp"), "pp")), party);
  EXPECT_EQ(NameOf(KeyOf(*LinkEndFrom(venue, "pp"), "pp")), venue);
  EXPECT_FALSE(LinkEndFrom(venue, "cebu").has_value());
  EXPECT_FALSE(LinkEndFrom("offices/pp", "pp").has_value());
  EXPECT_FALSE(LinkEndFrom("", "pp").has_value());
}

}  // namespace
}  // namespace amparo::cases
