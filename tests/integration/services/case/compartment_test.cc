// An operation exists for those on its need-to-know list; place and start time open at their moment; everyone else is
// told what they would be of nothing.
#include "services/case/domain/compartment.h"

#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "common/base/strings.h"
#include "common/rpc/etag.h"
#include "tests/integration/services/case/canary.h"
#include "tests/integration/services/case/compartment_fixture.h"

namespace amparo::cases {
namespace {

using ::testing::IsEmpty;

constexpr auto kHidden = absl::StatusCode::kNotFound;

TEST_F(CompartmentTest, SupervisorsAndAuditorsSeeOnlyWhatTheyAreOnTheListOf) {
  EXPECT_THAT(Read("supervisor"), IsOk());
  for (const char* caller : {"everyone", "second-supervisor", "auditor", "social-worker", "cebu"}) {
    EXPECT_THAT(Read(caller), FailsWith(kHidden, errors::kNotFound)) << caller;
    EXPECT_EQ(Listed(caller), 0) << caller;
  }
  EXPECT_EQ(Listed("investigator"), 1);
  EXPECT_EQ(Listed("team-leader"), 1);
}

// What a caller is told by every call that is about an operation.
std::vector<absl::Status> EveryCallAbout(CaseService& service, const std::string& operation) {
  const auto operations = service.StubOf<v1::OperationService>();
  const auto compartments = service.StubOf<v1::CompartmentService>();
  std::vector<absl::Status> told;
  const auto ask = [&told](auto& stub, auto method, auto request) {
    told.push_back(Call(stub, method, request).status());
  };
  const auto named = [&operation]<typename Request>(Request request) {
    request.set_name(operation);
    return request;
  };
  v1::GetOperationRequest full = named(v1::GetOperationRequest());
  full.set_view(types::v1::VIEW_FULL);
  ask(*operations, &OperationStub::GetOperation, full);
  full.set_plan_version(9);
  ask(*operations, &OperationStub::GetOperation, full);
  v1::ApproveOperationRequest approve = named(v1::ApproveOperationRequest());
  ask(*operations, &OperationStub::ApproveOperation, approve);
  v1::RecordSiteOutcomeRequest outcome = named(v1::RecordSiteOutcomeRequest());
  outcome.set_site(77);
  outcome.set_outcome(v1::SITE_OUTCOME_ABORTED);
  ask(*operations, &OperationStub::RecordSiteOutcome, outcome);
  v1::CancelOperationRequest cancel = named(v1::CancelOperationRequest());
  cancel.set_reason("rain");
  ask(*operations, &OperationStub::CancelOperation, cancel);
  ask(*operations, &OperationStub::RecordFreedPerson, named(v1::RecordFreedPersonRequest()));
  ask(*operations, &OperationStub::RecordArrest, named(v1::RecordArrestRequest()));
  v1::AnalyzeSiteFailureRequest failure = named(v1::AnalyzeSiteFailureRequest());
  failure.set_cause(v1::FAILURE_CAUSE_UNKNOWN);
  ask(*operations, &OperationStub::AnalyzeSiteFailure, failure);
  v1::CorrectSiteOutcomeRequest correct = named(v1::CorrectSiteOutcomeRequest());
  correct.set_site(77);
  correct.set_outcome(v1::SITE_OUTCOME_ABORTED);
  correct.set_reason("another site");
  correct.set_etag(rpc::ToEtag(1));
  ask(*operations, &OperationStub::CorrectSiteOutcome, correct);
  v1::StrikeFreedPersonRequest person = named(v1::StrikeFreedPersonRequest());
  person.set_reason("they were not there");
  ask(*operations, &OperationStub::StrikeFreedPerson, person);
  v1::StrikeArrestRequest arrest = named(v1::StrikeArrestRequest());
  arrest.set_reason("they were let go");
  ask(*operations, &OperationStub::StrikeArrest, arrest);
  v1::UpdateOperationRequest update;
  update.mutable_operation()->set_name(operation);
  update.mutable_operation()->set_partner_unit("Another unit");
  update.mutable_update_mask()->add_paths("partner_unit");
  ask(*operations, &OperationStub::UpdateOperation, update);
  v1::AddReaderRequest add = named(v1::AddReaderRequest());
  add.mutable_reader()->set_principal("spiffe://amparo/everyone");
  ask(*compartments, &CompartmentStub::AddReader, add);
  v1::RemoveReaderRequest remove = named(v1::RemoveReaderRequest());
  remove.set_principal("spiffe://amparo/investigator");
  ask(*compartments, &CompartmentStub::RemoveReader, remove);
  v1::UnfreezeCompartmentRequest unfreeze = named(v1::UnfreezeCompartmentRequest());
  unfreeze.set_reason("found");
  ask(*compartments, &CompartmentStub::UnfreezeCompartment, unfreeze);
  return told;
}

// All that a status tells, with `id` in place of the operation's own.
std::string Told(const absl::Status& status, const std::string& operation, const std::string& id) {
  const auto resource = DetailIn<google::rpc::ResourceInfo>(status);
  std::string told = StrCat(static_cast<int>(status.code()), " ", FromAbsl(status.message()), " ",
                            errors::Reason(status), " ", resource.ShortDebugString());
  return absl::StrReplaceAll(told, {{operation.substr(operation.rfind('/') + 1), id}});
}

TEST_F(CompartmentTest, EveryCallAboutItAnswersWhatItWouldOfNothing) {
  const std::string missing = case_ + "/operations/" + NewId();
  const std::vector<absl::Status> of_raid = EveryCallAbout(service_, raid_);
  const std::vector<absl::Status> of_nothing = EveryCallAbout(service_, missing);
  ASSERT_EQ(of_raid.size(), of_nothing.size());
  for (std::size_t i = 0; i < of_raid.size(); ++i) {
    EXPECT_EQ(of_raid[i].code(), kHidden) << i << " " << of_raid[i];
    EXPECT_EQ(Told(of_raid[i], raid_, "ID"), Told(of_nothing[i], missing, "ID")) << i;
  }
}

TEST_F(CompartmentTest, WhatFollowsUpAnOperationOneDoesNotSeeIsNotPlanned) {
  v1::CreateOperationRequest request = Request();
  request.mutable_operation()->set_follows(raid_);
  const auto refused = As("everyone", &OperationStub::CreateOperation, request);
  request.mutable_operation()->set_follows(case_ + "/operations/" + NewId());
  const auto missing = As("everyone", &OperationStub::CreateOperation, request);
  EXPECT_THAT(refused, FailsWith(kHidden, errors::kNotFound));
  EXPECT_THAT(missing, FailsWith(kHidden, errors::kNotFound));
  request.mutable_operation()->set_follows(raid_);
  PutOnList(*request.mutable_operation(), {"everyone"});
  const v1::Operation next = Done(*investigator_, &OperationStub::CreateOperation, request);
  EXPECT_EQ(next.follows(), raid_);
  v1::ListOperationsRequest list;
  list.set_parent("offices/cebu/cases/-");
  list.set_follows(raid_);
  const auto followers = As("team-leader", &OperationStub::ListOperations, list);
  ASSERT_THAT(followers, IsOk());
  ASSERT_EQ(followers->operations_size(), 1);
  EXPECT_EQ(followers->operations(0).name(), next.name());
  EXPECT_EQ(followers->operations(0).follows(), raid_);
  // Who sees the one and not the other is not told its name.
  v1::GetOperationRequest get;
  get.set_name(next.name());
  EXPECT_EQ(As("everyone", &OperationStub::GetOperation, get)->follows(), "");
  v1::ListOperationsRequest all;
  all.set_parent(case_);
  EXPECT_EQ(As("everyone", &OperationStub::ListOperations, all)->operations(0).follows(), "");
  // Nor found by it: what follows an operation one does not see and what follows none are the same.
  EXPECT_EQ(As("everyone", &OperationStub::ListOperations, list)->operations_size(), 0);
  list.set_follows(case_ + "/operations/" + NewId());
  EXPECT_EQ(As("everyone", &OperationStub::ListOperations, list)->operations_size(), 0);
}

TEST_F(CompartmentTest, PlaceAndStartOpenAtTheirMomentAndNotOneBefore) {
  service_.clock().Set(opens_ - absl::Microseconds(1));
  const auto before = Read("team-leader");
  ASSERT_THAT(before, IsOk());
  EXPECT_FALSE(before->has_start_time());
  EXPECT_THAT(before->sites(), IsEmpty());
  EXPECT_EQ(before->plan(), "");
  EXPECT_EQ(before->partner_unit(), "Anti-trafficking police");
  EXPECT_EQ(TimeFrom(before->withheld_until()), opens_);
  service_.clock().Set(opens_);
  const auto after = Read("team-leader");
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(TimeFrom(after->start_time()), start_);
  EXPECT_EQ(after->sites(0).venue(), venue_);
  EXPECT_EQ(after->plan(), "canaryplan through the back door");
  EXPECT_FALSE(after->has_withheld_until());
}

// It opens to them at the start: to say when would be to say the start.
TEST_F(CompartmentTest, WhoWasGivenNoTimeIsNotToldTheStart) {
  v1::CreateOperationRequest request = Request();
  PutOnList(*request.mutable_operation(), {"everyone"});
  v1::AddReaderRequest add;
  add.set_name(raid_);
  add.mutable_reader()->set_principal("spiffe://amparo/everyone");
  ASSERT_THAT(As("supervisor", &CompartmentStub::AddReader, add), IsOk());
  Done(*investigator_, &OperationStub::CreateOperation, request);
  service_.clock().Set(opens_);
  v1::ListOperationsRequest list;
  list.set_parent(case_);
  const auto before = As("everyone", &OperationStub::ListOperations, list);
  ASSERT_THAT(before, IsOk());
  EXPECT_EQ(before->operations_size(), 2);
  for (const v1::Operation& operation : before->operations()) {
    EXPECT_FALSE(operation.has_start_time());
    EXPECT_FALSE(operation.has_withheld_until());
  }
  service_.clock().Set(start_);
  EXPECT_EQ(TimeFrom(Read("everyone")->start_time()), start_);
}

TEST_F(CompartmentTest, ListsWithholdToo) {
  v1::ListOperationsRequest request;
  request.set_parent(case_);
  const auto before = As("team-leader", &OperationStub::ListOperations, request);
  ASSERT_THAT(before, IsOk());
  EXPECT_FALSE(before->operations(0).has_start_time());
  EXPECT_THAT(before->operations(0).sites(), IsEmpty());
  service_.clock().Set(opens_);
  EXPECT_EQ(As("team-leader", &OperationStub::ListOperations, request)->operations(0).sites_size(), 1);
}

TEST_F(CompartmentTest, WhoDoesNotKnowThePlaceDoesNotAct) {
  v1::RecordSiteOutcomeRequest outcome;
  outcome.set_name(raid_);
  outcome.set_site(1);
  outcome.set_outcome(v1::SITE_OUTCOME_ABORTED);
  EXPECT_THAT(As("team-leader", &OperationStub::RecordSiteOutcome, outcome), FailsWith(kRefused, "PLAN_WITHHELD"));
  v1::CancelOperationRequest cancel;
  cancel.set_name(raid_);
  cancel.set_reason("the street is full of police");
  const auto cancelled = As("team-leader", &OperationStub::CancelOperation, cancel);
  ASSERT_THAT(cancelled, IsOk());
  EXPECT_EQ(cancelled->state(), v1::OPERATION_STATE_CANCELLED);
  EXPECT_THAT(cancelled->sites(), IsEmpty());
  EXPECT_EQ(cancelled->cancel_reason(), "") << "their own words too: others read them";
}

TEST_F(CompartmentTest, EveryReadLeavesItsReceiptBeforeTheAnswer) {
  ASSERT_THAT(Read("team-leader", types::v1::VIEW_FULL, "briefing"), IsOk());
  EXPECT_EQ(Receipts("NOT 'start_time' = ANY (fields)"), "team-leader v1 briefing");
  service_.clock().Set(opens_);
  ASSERT_THAT(Read("team-leader", types::v1::VIEW_BASIC, "on the way"), IsOk());
  EXPECT_EQ(Receipts("'sites' = ANY (fields) AND reason <> ''"), "team-leader v1 on the way");
  Listed("team-leader");
  EXPECT_EQ(Receipts("method LIKE '%ListOperations'"), "team-leader v1 ");
  // The answer to the act of planning was a read.
  EXPECT_EQ(Receipts("method LIKE '%CreateOperation'"), "investigator v1 ");
  service_.Sql("REVOKE INSERT ON audit FROM cases");
  EXPECT_FALSE(Read("team-leader").ok());
  v1::ListOperationsRequest list;
  list.set_parent(case_);
  EXPECT_FALSE(As("team-leader", &OperationStub::ListOperations, list).ok());
}

TEST_F(CompartmentTest, NothingOfThePlanStandsInClear) {
  v1::UpdateOperationRequest update;
  update.mutable_operation()->set_name(raid_);
  update.mutable_operation()->set_partner_unit("canaryplan unit");
  update.mutable_update_mask()->add_paths("partner_unit");
  update.set_request_id(NewId());
  Done(*investigator_, &OperationStub::UpdateOperation, update);
  ExpectNowhereInClear(service_, "canaryplan");
  const std::string venue = venue_.substr(venue_.rfind('/') + 1);
  for (const char* where :
       {"operation WHERE encode(body, 'escape')", "outbox WHERE kind = 'operation' AND encode(payload, 'escape')",
        "request WHERE method LIKE '%Operation' AND encode(response, 'escape')"}) {
    EXPECT_EQ(service_.Sql("SELECT count(*) FROM " + std::string(where) + " LIKE '%" + venue + "%'"), "0") << where;
  }
}

TEST_F(CompartmentTest, TheListIsKeptByItsKeepers) {
  v1::AddReaderRequest add;
  add.set_name(raid_);
  add.mutable_reader()->set_principal("spiffe://amparo/everyone");
  EXPECT_THAT(As("team-leader", &CompartmentStub::AddReader, add), FailsWith(kRefused, "NOT_A_KEEPER"));
  SetTimestamp(start_ + absl::Seconds(1), add.mutable_reader()->mutable_open_time());
  EXPECT_THAT(As("supervisor", &CompartmentStub::AddReader, add), IsInvalidIn("reader.open_time"));
  SetTimestamp(opens_, add.mutable_reader()->mutable_open_time());
  const auto added = As("supervisor", &CompartmentStub::AddReader, add);
  ASSERT_THAT(added, IsOk());
  EXPECT_EQ(added->readers_size(), 4);
  EXPECT_EQ(Listed("everyone"), 1);
  EXPECT_EQ(Read("everyone")->readers_size(), 0);
  v1::RemoveReaderRequest remove;
  remove.set_name(raid_);
  remove.set_principal("spiffe://amparo/investigator");
  ASSERT_THAT(As("supervisor", &CompartmentStub::RemoveReader, remove), IsOk());
  EXPECT_THAT(Read("investigator"), FailsWith(kHidden, errors::kNotFound));
  EXPECT_EQ(Listed("investigator"), 0);
  remove.set_principal("spiffe://amparo/supervisor");
  EXPECT_THAT(As("supervisor", &CompartmentStub::RemoveReader, remove), FailsWith(kRefused, "KEEPER_CHANGES_SELF"));
}

TEST_F(CompartmentTest, ARepeatedRequestTellsNothingToWhoWasTakenOff) {
  v1::CreateOperationRequest request = Request();
  request.set_request_id(NewId());
  const v1::Operation planned = Done(*investigator_, &OperationStub::CreateOperation, request);
  EXPECT_EQ(Done(*investigator_, &OperationStub::CreateOperation, request).SerializeAsString(),
            planned.SerializeAsString());
  v1::RemoveReaderRequest remove;
  remove.set_name(planned.name());
  remove.set_principal("spiffe://amparo/investigator");
  ASSERT_THAT(As("supervisor", &CompartmentStub::RemoveReader, remove), IsOk());
  EXPECT_THAT(Call(*investigator_, &OperationStub::CreateOperation, request), FailsWith(kHidden, errors::kNotFound));
}

TEST_F(CompartmentTest, FrozenInOneActNobodyReadsUntilAnotherOpensIt) {
  const auto frozen = Freeze("team-leader");
  ASSERT_THAT(frozen, IsOk());
  EXPECT_TRUE(frozen->frozen());
  EXPECT_EQ(frozen->frozen_by(), "spiffe://amparo/team-leader");
  EXPECT_THAT(Read("investigator"), FailsWith(kHidden, errors::kNotFound));
  EXPECT_THAT(Read("supervisor"), FailsWith(kHidden, errors::kNotFound));
  EXPECT_EQ(Listed("investigator"), 0);
  EXPECT_EQ(Listed("team-leader"), 1);
  EXPECT_THAT(Read("team-leader"), IsOk());
  EXPECT_THAT(Freeze("supervisor"), FailsWith(kHidden, errors::kNotFound));
  EXPECT_THAT(Exposure("auditor"), IsOk());
  EXPECT_THAT(Exposure("supervisor"), FailsWith(kHidden, errors::kNotFound));
  EXPECT_THAT(Unfreeze("team-leader"), FailsWith(kRefused, "FREEZER_UNFREEZES"));
  const auto open = Unfreeze("supervisor");
  ASSERT_THAT(open, IsOk());
  EXPECT_FALSE(open->frozen());
  const auto told = Read("investigator");
  ASSERT_THAT(told, IsOk());
  ASSERT_EQ(told->notices_size(), 1);
  EXPECT_EQ(told->notices(0).kind(), v1::COMPARTMENT_NOTICE_KIND_UNFROZEN);
  EXPECT_THAT(Unfreeze("supervisor"), FailsWith(kRefused, "COMPARTMENT_NOT_FROZEN"));
}

// Neither do they learn of the freeze: every call of theirs answers what it would of nothing.
TEST_F(CompartmentTest, WhoIsOnTheListAndNoKeeperDoesNotOpenWhatIsFrozen) {
  ASSERT_THAT(Freeze("auditor"), IsOk());
  EXPECT_THAT(Unfreeze("team-leader"), FailsWith(kHidden, errors::kNotFound));
  EXPECT_THAT(Read("investigator"), FailsWith(kHidden, errors::kNotFound)) << "it is frozen still";
  ASSERT_THAT(Unfreeze("supervisor"), IsOk());
  EXPECT_THAT(Read("team-leader"), IsOk());
  EXPECT_THAT(Unfreeze("team-leader"), FailsWith(kRefused, "COMPARTMENT_NOT_FROZEN"));
}

TEST_F(CompartmentTest, AnAuditorFreezesWithoutSeeing) {
  ASSERT_THAT(Freeze("auditor"), IsOk());
  EXPECT_THAT(Read("auditor"), FailsWith(kHidden, errors::kNotFound));
  EXPECT_THAT(Read("investigator"), FailsWith(kHidden, errors::kNotFound));
  EXPECT_THAT(Freeze("auditor"), FailsWith(kRefused, "COMPARTMENT_FROZEN"));
  ASSERT_THAT(Unfreeze("investigator"), IsOk());
  EXPECT_THAT(Read("investigator"), IsOk());
}

TEST_F(CompartmentTest, WhoFrozeItKeepsTheListAndLeavesThePlan) {
  ASSERT_THAT(Freeze("investigator"), IsOk());
  v1::UpdateOperationRequest update;
  update.mutable_operation()->set_name(raid_);
  update.mutable_update_mask()->add_paths("plan");
  EXPECT_THAT(Call(*investigator_, &OperationStub::UpdateOperation, update), FailsWith(kRefused, "COMPARTMENT_FROZEN"));
  v1::RemoveReaderRequest remove;
  remove.set_name(raid_);
  remove.set_principal("spiffe://amparo/team-leader");
  EXPECT_THAT(As("investigator", &CompartmentStub::RemoveReader, remove), IsOk());
}

}  // namespace
}  // namespace amparo::cases
