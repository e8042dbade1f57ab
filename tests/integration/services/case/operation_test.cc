#include <thread>

#include "tests/integration/services/case/canary.h"
#include "tests/integration/services/case/court_test.h"

namespace amparo::cases {
namespace {

using OperationStub = v1::OperationService::Stub;

class OperationTest : public CourtTest {
 protected:
  OperationTest()
      : coffee_shop_(EnterVenue(v1::VENUE_KIND_COFFEE_SHOP, "Coffee shop")),
        parlour_(EnterVenue(v1::VENUE_KIND_MASSAGE_PARLOUR, "Parlour")) {}

  // Goes in at two places, an hour ago.
  v1::CreateOperationRequest Request() {
    v1::CreateOperationRequest request;
    request.set_parent(case_);
    v1::Operation& operation = *request.mutable_operation();
    SetTimestamp(service_.clock().Now() - absl::Hours(1), operation.mutable_start_time());
    operation.set_partner_unit("Anti-trafficking police");
    operation.add_sites()->set_venue(coffee_shop_);
    operation.add_sites()->set_venue(parlour_);
    PutOnList(operation, {"everyone", "investigator"});
    return request;
  }

  v1::Operation Planned() { return Done(*investigator_, &OperationStub::CreateOperation, Request()); }

  v1::Operation Approved() {
    v1::ApproveOperationRequest request;
    request.set_name(Planned().name());
    return Done(*operations_, &OperationStub::ApproveOperation, request);
  }

  v1::RecordSiteOutcomeRequest Outcome(const std::string& name, int site, v1::SiteOutcome outcome, int minors = 0) {
    v1::RecordSiteOutcomeRequest request;
    request.set_name(name);
    request.set_site(site);
    request.set_outcome(outcome);
    request.set_minors_rescued(minors);
    return request;
  }

  absl::StatusOr<v1::Operation> Read(const std::string& name, amparo::types::v1::View view) {
    v1::GetOperationRequest request;
    request.set_name(name);
    request.set_view(view);
    return Call(*operations_, &OperationStub::GetOperation, request);
  }

  const std::string coffee_shop_;
  const std::string parlour_;
};

TEST_F(OperationTest, IsPlannedApprovedAndExecuted) {
  const v1::Operation planned = Planned();
  EXPECT_EQ(planned.state(), v1::OPERATION_STATE_PLANNED);
  EXPECT_EQ(planned.planner(), "spiffe://amparo/investigator");
  EXPECT_EQ(planned.sites(1).number(), 2);
  v1::ApproveOperationRequest approve;
  approve.set_name(planned.name());
  approve.set_etag(planned.etag());
  const v1::Operation approved = Done(*operations_, &OperationStub::ApproveOperation, approve);
  EXPECT_EQ(approved.state(), v1::OPERATION_STATE_APPROVED);
  EXPECT_EQ(approved.approver(), "spiffe://amparo/everyone");
  const v1::Operation half = Done(*investigator_, &OperationStub::RecordSiteOutcome,
                                  Outcome(planned.name(), 1, v1::SITE_OUTCOME_FAILED_TIPPED_OFF));
  EXPECT_EQ(half.state(), v1::OPERATION_STATE_APPROVED);
  const v1::Operation executed = Done(*investigator_, &OperationStub::RecordSiteOutcome,
                                      Outcome(planned.name(), 2, v1::SITE_OUTCOME_SUCCEEDED, 6));
  EXPECT_EQ(executed.state(), v1::OPERATION_STATE_EXECUTED);
  EXPECT_EQ(executed.sites(1).minors_rescued(), 6);
  EXPECT_EQ(Read(planned.name(), amparo::types::v1::VIEW_BASIC)->etag(), executed.etag());
}

TEST_F(OperationTest, PlanIsSealedAndReadOnlyOnTheRecord) {
  const std::string canary = "canary: through the back door at dawn";
  v1::CreateOperationRequest request = Request();
  request.mutable_operation()->set_plan(canary);
  const v1::Operation planned = Done(*investigator_, &OperationStub::CreateOperation, request);
  EXPECT_EQ(planned.plan(), "");
  EXPECT_EQ(planned.sealed_plan(), "");
  EXPECT_EQ(Read(planned.name(), amparo::types::v1::VIEW_BASIC)->plan(), "");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM audit WHERE action = 'READ' AND 'plan' = ANY (fields)"), "0");
  EXPECT_EQ(Read(planned.name(), amparo::types::v1::VIEW_FULL)->plan(), canary);
  EXPECT_EQ(service_.Sql("SELECT name FROM audit WHERE action = 'READ' AND 'plan' = ANY (fields)"), planned.name());
  ExpectNowhereInClear(service_, "canary");
}

TEST_F(OperationTest, IsPlannedWhileFactsAreGathered) {
  v1::CreateOperationRequest request = Request();
  request.set_parent(service_.EnterCase().name());
  EXPECT_THAT(Call(*operations_, &OperationStub::CreateOperation, request),
              FailsWith(kRefused, "CASE_NOT_IN_PLANNING"));
  request.set_parent(CaseIn("cebu", v1::CASE_STAGE_PROSECUTION));
  EXPECT_THAT(Call(*operations_, &OperationStub::CreateOperation, request),
              FailsWith(kRefused, "CASE_NOT_IN_PLANNING"));
  request.set_parent("offices/cebu/cases/" + NewId());
  EXPECT_THAT(Call(*operations_, &OperationStub::CreateOperation, request), FailsWith(kNotFound, errors::kNotFound));
  Move(&v1::CaseService::Stub::StartOperation, case_);
  Planned();
}

TEST_F(OperationTest, NeedsItsVenuesAndWhatItFollows) {
  v1::CreateOperationRequest request = Request();
  request.mutable_operation()->mutable_sites(1)->set_venue("offices/cebu/venues/" + NewId());
  EXPECT_THAT(Call(*operations_, &OperationStub::CreateOperation, request), FailsWith(kNotFound, errors::kNotFound));
  request.mutable_operation()->mutable_sites(1)->set_venue(coffee_shop_);
  EXPECT_THAT(Call(*operations_, &OperationStub::CreateOperation, request), IsInvalidIn("operation.sites[1].venue"));
  request = Request();
  request.mutable_operation()->set_follows(case_ + "/operations/" + NewId());
  EXPECT_THAT(Call(*operations_, &OperationStub::CreateOperation, request), FailsWith(kNotFound, errors::kNotFound));
  request.mutable_operation()->set_follows(Planned().name());
  Done(*operations_, &OperationStub::CreateOperation, request);
}

TEST_F(OperationTest, IsNotApprovedByItsPlannerOrTwice) {
  const v1::Operation planned = Done(*operations_, &OperationStub::CreateOperation, Request());
  v1::ApproveOperationRequest request;
  request.set_name(planned.name());
  EXPECT_THAT(Call(*operations_, &OperationStub::ApproveOperation, request),
              FailsWith(kRefused, "APPROVER_IS_PLANNER"));
  request.set_name(Approved().name());
  EXPECT_THAT(Call(*operations_, &OperationStub::ApproveOperation, request),
              FailsWith(kRefused, "OPERATION_NOT_PLANNED"));
  EXPECT_EQ(Call(*investigator_, &OperationStub::ApproveOperation, request).status().code(),
            absl::StatusCode::kPermissionDenied);
}

TEST_F(OperationTest, NothingComesOfItTooEarlyOrTwice) {
  // Its planner, to whom place and start are always open.
  const auto record = [&](const std::string& name, int site) {
    return Call(*investigator_, &OperationStub::RecordSiteOutcome, Outcome(name, site, v1::SITE_OUTCOME_SUCCEEDED));
  };
  EXPECT_THAT(record(Planned().name(), 1), FailsWith(kRefused, "OPERATION_NOT_APPROVED"));
  const std::string name = Approved().name();
  EXPECT_THAT(record(name, 3), IsInvalidIn("site"));
  service_.clock().Advance(-absl::Hours(2));
  EXPECT_THAT(record(name, 1), FailsWith(kRefused, "OPERATION_NOT_STARTED"));
  service_.clock().Advance(absl::Hours(2));
  EXPECT_TRUE(record(name, 1).ok());
  EXPECT_THAT(record(name, 1), FailsWith(kRefused, "SITE_OUTCOME_ALREADY_RECORDED"));
  EXPECT_THAT(Call(*operations_, &OperationStub::RecordSiteOutcome, Outcome(name, 2, v1::SITE_OUTCOME_ABORTED, 1)),
              IsInvalidIn("minors_rescued"));
}

TEST_F(OperationTest, WhatIsWrongWithAnActIsToldAtOnce) {
  v1::RecordSiteOutcomeRequest outcome = Outcome(Approved().name(), 1, v1::SITE_OUTCOME_UNSPECIFIED, -1);
  outcome.set_etag("!");
  outcome.set_request_id("x");
  EXPECT_THAT(Violated(Call(*operations_, &OperationStub::RecordSiteOutcome, outcome)),
              ::testing::UnorderedElementsAre("etag", "request_id", "outcome", "minors_rescued"));
  v1::CancelOperationRequest cancel;
  cancel.set_name(outcome.name());
  cancel.set_request_id("x");
  EXPECT_THAT(Violated(Call(*operations_, &OperationStub::CancelOperation, cancel)),
              ::testing::UnorderedElementsAre("request_id", "reason"));
}

TEST_F(OperationTest, OutcomesOfTwoSitesAtOnceAreBothKept) {
  for (int round = 0; round < 5; ++round) {
    const std::string name = Approved().name();
    std::vector<std::thread> teams;
    for (const int site : {1, 2}) {
      teams.emplace_back([&, site] {
        Done(*operations_, &OperationStub::RecordSiteOutcome, Outcome(name, site, v1::SITE_OUTCOME_SUCCEEDED, site));
      });
    }
    for (std::thread& team : teams) team.join();
    const auto both = Read(name, amparo::types::v1::VIEW_BASIC);
    EXPECT_EQ(both->state(), v1::OPERATION_STATE_EXECUTED);
    EXPECT_EQ(both->sites(0).minors_rescued() + both->sites(1).minors_rescued(), 3);
  }
}

TEST_F(OperationTest, IsCalledOffWithAReasonBeforeItBegan) {
  v1::CancelOperationRequest request;
  request.set_name(Approved().name());
  EXPECT_THAT(Call(*operations_, &OperationStub::CancelOperation, request), IsInvalidIn("reason"));
  request.set_reason("the unit was needed elsewhere");
  EXPECT_EQ(Done(*operations_, &OperationStub::CancelOperation, request).state(), v1::OPERATION_STATE_CANCELLED);
  EXPECT_THAT(Call(*operations_, &OperationStub::CancelOperation, request),
              FailsWith(kRefused, "OPERATION_NOT_CANCELLABLE"));
}

TEST_F(OperationTest, RepeatedRequestGetsTheFirstAnswer) {
  v1::RecordSiteOutcomeRequest request = Outcome(Approved().name(), 1, v1::SITE_OUTCOME_SUCCEEDED, 2);
  request.set_request_id(NewId());
  const v1::Operation first = Done(*operations_, &OperationStub::RecordSiteOutcome, request);
  EXPECT_EQ(Done(*operations_, &OperationStub::RecordSiteOutcome, request).SerializeAsString(),
            first.SerializeAsString());
  request.set_minors_rescued(3);
  EXPECT_THAT(Call(*operations_, &OperationStub::RecordSiteOutcome, request),
              FailsWith(kInvalid, errors::kRequestIdReused));
}

TEST_F(OperationTest, StaleEtagIsAborted) {
  const v1::Operation planned = Planned();
  v1::ApproveOperationRequest approve;
  approve.set_name(planned.name());
  Done(*operations_, &OperationStub::ApproveOperation, approve);
  v1::CancelOperationRequest cancel;
  cancel.set_name(planned.name());
  cancel.set_reason("rain");
  cancel.set_etag(planned.etag());
  EXPECT_THAT(Call(*operations_, &OperationStub::CancelOperation, cancel), FailsWith(kAborted, errors::kEtagMismatch));
}

// An id that is taken would tell that there is an operation.
TEST_F(OperationTest, IdsAreMadeByTheServiceAndFoundTakenByNobody) {
  v1::CreateOperationRequest request = Request();
  request.set_operation_id(NewId());
  EXPECT_THAT(Call(*operations_, &OperationStub::CreateOperation, request), IsInvalidIn("operation_id"));
  const std::string planned = Planned().name();
  const std::string id = planned.substr(planned.rfind('/') + 1);
  v1::CreateVenueRequest venue = VenueRequest(v1::VENUE_KIND_BAR, "Bar");
  venue.mutable_venue()->set_address("17 River Street");
  venue.set_venue_id(id);
  const auto taken = Call(*network_, &v1::NetworkService::Stub::CreateVenue, venue);
  venue.set_venue_id(Uuid::V6(absl::Now()).ToString());
  const auto free = Call(*network_, &v1::NetworkService::Stub::CreateVenue, venue);
  EXPECT_THAT(taken, IsInvalidIn("venue_id"));
  EXPECT_EQ(taken.status(), free.status());
}

// An order by start would tell of starts that are withheld.
TEST_F(OperationTest, ListsInOrderOfEntryInPages) {
  std::vector<std::string> names;
  for (const int hours : {3, 1, 2}) {
    service_.clock().Advance(absl::Milliseconds(1));
    v1::CreateOperationRequest request = Request();
    SetTimestamp(service_.clock().Now() + absl::Hours(hours), request.mutable_operation()->mutable_start_time());
    names.push_back(Done(*operations_, &OperationStub::CreateOperation, request).name());
  }
  v1::ListOperationsRequest request;
  request.set_parent(case_);
  request.set_page_size(2);
  const v1::ListOperationsResponse first = Done(*operations_, &OperationStub::ListOperations, request);
  ASSERT_EQ(first.operations_size(), 2);
  EXPECT_EQ(first.operations(0).name(), names[0]);
  EXPECT_EQ(first.operations(1).name(), names[1]);
  request.set_page_token(first.next_page_token());
  const v1::ListOperationsResponse last = Done(*operations_, &OperationStub::ListOperations, request);
  ASSERT_EQ(last.operations_size(), 1);
  EXPECT_EQ(last.operations(0).name(), names[2]);
  EXPECT_EQ(last.next_page_token(), "");
}

TEST_F(OperationTest, OfAnotherOfficeDoesNotExist) {
  v1::CreateOperationRequest create = Request();
  PutOnList(*create.mutable_operation(), {"cebu"});
  const std::string name = Done(*investigator_, &OperationStub::CreateOperation, create).name();
  v1::GetOperationRequest request;
  request.set_name(name);
  service_.OpenOffice("la-paz");
  const auto cebu = service_.StubOf<v1::OperationService>("cebu");
  EXPECT_TRUE(Call(*cebu, &OperationStub::GetOperation, request).ok());
  request.set_name("offices/la-paz" + name.substr(std::string("offices/cebu").size()));
  EXPECT_THAT(Call(*cebu, &OperationStub::GetOperation, request), FailsWith(kNotFound, errors::kNotFound));
  EXPECT_THAT(Call(*operations_, &OperationStub::GetOperation, request), FailsWith(kNotFound, errors::kNotFound));
}

}  // namespace
}  // namespace amparo::cases
