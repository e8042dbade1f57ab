// Operations of one matter: a follow-up of what failed in a case that was merged.
#include "tests/integration/services/case/compartment_fixture.h"
#include "tests/integration/services/case/merge_fixture.h"

namespace amparo::cases {
namespace {

class OperationMergeTest : public Merging<CompartmentTest> {
 protected:
  // A follow-up of the raid, to be planned in another case.
  v1::CreateOperationRequest FollowUpIn(const std::string& the_case) {
    v1::CreateOperationRequest request = Request();
    request.set_parent(the_case);
    request.mutable_operation()->set_follows(raid_);
    return request;
  }

  const std::string other_ = CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION);
};

TEST_F(OperationMergeTest, AFollowUpMayFollowWhatFailedInACaseThatWasMergedIntoItsOwn) {
  EXPECT_THAT(Call(*investigator_, &OperationStub::CreateOperation, FollowUpIn(other_)),
              IsInvalidIn("operation.follows"))
      << "another matter";
  ASSERT_THAT(MergeCases(case_, other_), IsOk());
  const v1::Operation next = Done(*investigator_, &OperationStub::CreateOperation, FollowUpIn(other_));
  EXPECT_EQ(next.follows(), raid_);
  v1::GetOperationRequest get;
  get.set_name(next.name());
  EXPECT_EQ(As("investigator", &OperationStub::GetOperation, get)->follows(), raid_);
  v1::ListOperationsRequest list;
  list.set_parent(other_);
  list.set_follows(raid_);
  const auto followers = As("investigator", &OperationStub::ListOperations, list);
  ASSERT_THAT(followers, IsOk());
  ASSERT_EQ(followers->operations_size(), 1);
  EXPECT_EQ(followers->operations(0).name(), next.name());
  // Parted again, it stays in the history, and is no more to be chosen.
  ASSERT_THAT(PartCases(case_), IsOk());
  EXPECT_EQ(As("investigator", &OperationStub::GetOperation, get)->follows(), raid_);
  EXPECT_THAT(Call(*investigator_, &OperationStub::CreateOperation, FollowUpIn(other_)),
              IsInvalidIn("operation.follows"));
}

TEST_F(OperationMergeTest, APlanIsChangedToFollowWhatFailedInTheOtherCase) {
  v1::CreateOperationRequest alone = Request();
  alone.set_parent(other_);
  v1::UpdateOperationRequest update;
  update.mutable_operation()->set_name(Done(*investigator_, &OperationStub::CreateOperation, alone).name());
  update.mutable_operation()->set_follows(raid_);
  update.mutable_update_mask()->add_paths("follows");
  EXPECT_THAT(Call(*investigator_, &OperationStub::UpdateOperation, update), IsInvalidIn("operation.follows"));
  ASSERT_THAT(MergeCases(other_, case_), IsOk());
  EXPECT_EQ(Done(*investigator_, &OperationStub::UpdateOperation, update).follows(), raid_)
      << "the other case stands for both";
}

// Nobody is entered any more under a case that was merged, and its operation stays where it is.
TEST_F(OperationMergeTest, ThoseFreedAndArrestedMayBePartiesOfAnyCaseOfTheMatter) {
  v1::ApproveOperationRequest approve;
  approve.set_name(raid_);
  ASSERT_THAT(As("supervisor", &OperationStub::ApproveOperation, approve), IsOk());
  service_.clock().Set(start_);
  v1::RecordSiteOutcomeRequest outcome;
  outcome.set_name(raid_);
  outcome.set_site(1);
  outcome.set_outcome(v1::SITE_OUTCOME_SUCCEEDED);
  outcome.set_minors_rescued(1);
  outcome.set_arrests(1);
  Done(*investigator_, &OperationStub::RecordSiteOutcome, outcome);
  v1::RecordFreedPersonRequest freed;
  freed.set_name(raid_);
  freed.mutable_person()->set_site(1);
  freed.mutable_person()->set_child(true);
  freed.mutable_person()->set_survivor(EnterParty(other_, v1::PARTY_ROLE_SURVIVOR, "Maya", /*minor=*/true));
  EXPECT_THAT(Call(*investigator_, &OperationStub::RecordFreedPerson, freed), IsInvalidIn("person.survivor"))
      << "another matter";
  ASSERT_THAT(MergeCases(case_, other_), IsOk());
  v1::RecordArrestRequest arrest;
  arrest.set_name(raid_);
  arrest.mutable_arrest()->set_site(1);
  arrest.mutable_arrest()->set_accused(freed.person().survivor());
  EXPECT_THAT(Call(*investigator_, &OperationStub::RecordArrest, arrest), IsInvalidIn("arrest.accused")) << "the role";
  arrest.mutable_arrest()->set_accused(EnterParty(other_, v1::PARTY_ROLE_ACCUSED, "A1"));
  Done(*investigator_, &OperationStub::RecordFreedPerson, freed);
  const v1::Operation executed = Done(*investigator_, &OperationStub::RecordArrest, arrest);
  EXPECT_EQ(executed.freed_people(0).survivor(), freed.person().survivor());
  EXPECT_EQ(executed.arrests(0).accused(), arrest.arrest().accused());
}

// Whoever is not on the list of what is followed learns nothing by naming it, in whichever case it is.
TEST_F(OperationMergeTest, WhatIsNotSeenIsNotFollowed) {
  ASSERT_THAT(MergeCases(case_, other_), IsOk());
  v1::CreateOperationRequest request = FollowUpIn(other_);
  const auto unseen = As("everyone", &OperationStub::CreateOperation, request);
  EXPECT_THAT(unseen, FailsWith(kNotFound, errors::kNotFound));
  request.mutable_operation()->set_follows(case_ + "/operations/" + NewId());
  const auto absent = As("everyone", &OperationStub::CreateOperation, request);
  EXPECT_EQ(absent.status().code(), unseen.status().code());
}

}  // namespace
}  // namespace amparo::cases
