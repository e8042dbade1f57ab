// How cases end, how long they took, and what they have to do with each other.
#include <thread>

#include "amparo/cases/v1/case_link.grpc.pb.h"
#include "amparo/cases/v1/lifecycle.grpc.pb.h"
#include "tests/integration/services/case/charge_fixture.h"
#include "tests/integration/services/case/merge_fixture.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using CaseStub = v1::CaseService::Stub;
using LifecycleStub = v1::LifecycleService::Stub;
using CaseLinkStub = v1::CaseLinkService::Stub;

class LifecycleTest : public ChargeTest {
 protected:
  // The case in prosecution, disposed of with one conviction.
  const std::string& Disposed() {
    Done(*charges_, &ChargeStub::RecordVerdict, Verdict(Charged().name()));
    Move(&CaseStub::DisposeCase, prosecuted_);
    return prosecuted_;
  }

  using ClosureMethod = grpc::Status (LifecycleStub::*)(grpc::ClientContext*, const v1::ClosureActRequest&, v1::Case*);
  absl::StatusOr<v1::Case> Say(ClosureMethod method, LifecycleStub& stub, const std::string& reason = "done") {
    v1::ClosureActRequest request;
    request.set_name(prosecuted_);
    request.set_reason(reason);
    return Call(stub, method, request);
  }

  absl::StatusOr<v1::CaseClock> Clock(absl::CivilDay as_of) {
    v1::GetCaseClockRequest request;
    request.set_name(case_);
    *request.mutable_as_of() = DateOf(as_of);
    return Call(*everyone_, &LifecycleStub::GetCaseClock, request);
  }

  v1::CreateCaseLinkRequest LinkRequest(const std::string& from, v1::CaseLinkKind kind, const std::string& to) {
    service_.clock().Advance(absl::Milliseconds(1));
    v1::CreateCaseLinkRequest request;
    request.set_parent(from);
    request.mutable_link()->set_kind(kind);
    request.mutable_link()->set_other_case(to);
    return request;
  }
  absl::StatusOr<v1::CaseLink> LinkTo(const std::string& from, v1::CaseLinkKind kind, const std::string& to) {
    return Call(*links_, &CaseLinkStub::CreateCaseLink, LinkRequest(from, kind, to));
  }
  std::vector<std::string> LinksOf(const std::string& the_case, bool withdrawn = false) {
    v1::ListCaseLinksRequest request;
    request.set_parent(the_case);
    request.set_show_withdrawn(withdrawn);
    const v1::ListCaseLinksResponse listed = Done(*links_, &CaseLinkStub::ListCaseLinks, request);
    std::vector<std::string> names;
    for (const v1::CaseLink& link : listed.links()) names.push_back(link.name());
    return names;
  }

  std::unique_ptr<LifecycleStub> everyone_ = service_.StubOf<v1::LifecycleService>();
  std::unique_ptr<LifecycleStub> attorney_ = service_.StubOf<v1::LifecycleService>("attorney");
  std::unique_ptr<LifecycleStub> supervisor_ = service_.StubOf<v1::LifecycleService>("supervisor");
  std::unique_ptr<CaseLinkStub> links_ = service_.StubOf<v1::CaseLinkService>();
};

TEST_F(LifecycleTest, ACaseIsClosedByTwoPeople) {
  Disposed();
  EXPECT_THAT(Say(&LifecycleStub::ApproveClosure, *supervisor_), FailsWith(kRefused, "CLOSURE_NOT_REQUESTED"));
  const auto asked = Say(&LifecycleStub::RequestClosure, *attorney_, "the sentence is being served");
  ASSERT_THAT(asked, IsOk());
  EXPECT_EQ(asked->stage(), v1::CASE_STAGE_DISPOSED);
  ASSERT_EQ(asked->closure_requests_size(), 1);
  EXPECT_EQ(asked->closure_requests(0).state(), v1::CLOSURE_STATE_PENDING);
  EXPECT_EQ(asked->closure_requests(0).request().actor(), "spiffe://amparo/attorney");
  EXPECT_THAT(Say(&LifecycleStub::ApproveClosure, *attorney_),
              FailsWith(absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED"));
  const auto closed = Say(&LifecycleStub::ApproveClosure, *supervisor_, "");
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->stage(), v1::CASE_STAGE_CLOSED);
  EXPECT_EQ(closed->closure_requests(0).state(), v1::CLOSURE_STATE_APPROVED);
  EXPECT_EQ(closed->closure_requests(0).decision().actor(), "spiffe://amparo/supervisor");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM \"case\" WHERE stage = 8"), "1");
}

TEST_F(LifecycleTest, ASupervisorDoesNotApproveWhatSheAskedFor) {
  Disposed();
  ASSERT_THAT(Say(&LifecycleStub::RequestClosure, *supervisor_), IsOk());
  EXPECT_THAT(Say(&LifecycleStub::ApproveClosure, *supervisor_), FailsWith(kRefused, "OWN_CLOSURE_REQUEST"));
  EXPECT_THAT(Say(&LifecycleStub::RejectClosure, *supervisor_), FailsWith(kRefused, "OWN_CLOSURE_REQUEST"));
  EXPECT_THAT(Say(&LifecycleStub::RejectClosure, *everyone_, ""), IsInvalidIn("reason"));
  ASSERT_THAT(Say(&LifecycleStub::RejectClosure, *everyone_, "restitution is not paid"), IsOk());
  ASSERT_THAT(Say(&LifecycleStub::RequestClosure, *supervisor_), IsOk());
  ASSERT_THAT(Say(&LifecycleStub::WithdrawClosure, *supervisor_), IsOk());
}

TEST_F(LifecycleTest, WhatMovesTheCaseWithdrawsTheRequest) {
  Disposed();
  ASSERT_THAT(Say(&LifecycleStub::RequestClosure, *attorney_), IsOk());
  Move(&CaseStub::LodgeAppeal, prosecuted_);
  v1::GetCaseRequest get;
  get.set_name(prosecuted_);
  const v1::Case moved = Done(service_.cases(), &CaseStub::GetCase, get);
  EXPECT_EQ(moved.closure_requests(0).state(), v1::CLOSURE_STATE_WITHDRAWN);
  EXPECT_EQ(moved.closure_requests(0).decision().actor(), "spiffe://amparo/everyone");
  EXPECT_THAT(Say(&LifecycleStub::ApproveClosure, *supervisor_), FailsWith(kRefused, "CLOSURE_NOT_REQUESTED"));
}

TEST_F(LifecycleTest, OfTwoApprovalsOneCloses) {
  Disposed();
  ASSERT_THAT(Say(&LifecycleStub::RequestClosure, *attorney_), IsOk());
  std::vector<absl::StatusOr<v1::Case>> answers(2, absl::UnknownError(""));
  std::thread one([&] { answers[0] = Say(&LifecycleStub::ApproveClosure, *supervisor_); });
  std::thread two([&] { answers[1] = Say(&LifecycleStub::ApproveClosure, *everyone_); });
  one.join();
  two.join();
  EXPECT_EQ(int{answers[0].ok()} + int{answers[1].ok()}, 1);
  EXPECT_THAT(answers[answers[0].ok() ? 1 : 0], FailsWith(kRefused, "CLOSURE_NOT_REQUESTED"));
}

TEST_F(LifecycleTest, ADeclinedReportSaysWhyInACodeAndInWords) {
  const std::string name = service_.EnterCase("Another").name();
  const auto declined = service_.Decline(name, "another organisation has it");
  ASSERT_THAT(declined, IsOk());
  EXPECT_EQ(declined->stage_changes(1).decline_reason(), v1::DECLINE_REASON_OTHER);
  EXPECT_EQ(declined->stage_changes(1).reason(), "another organisation has it");
  v1::CaseActRequest rest;
  rest.set_name(case_);
  rest.set_decline_reason(v1::DECLINE_REASON_UNSAFE);
  rest.set_reason("a threat");
  EXPECT_THAT(Call(service_.cases(), &CaseStub::DeactivateCase, rest), IsInvalidIn("decline_reason"));
}

TEST_F(LifecycleTest, TheClockStandsWhileACaseIsInactive) {
  v1::CaseActRequest rest;
  rest.set_name(case_);
  rest.set_reason("the family moved away");
  *rest.mutable_effective_date() = DateOf(absl::CivilDay(2014, 12, 11));
  Done(service_.cases(), &CaseStub::DeactivateCase, rest);
  // Reported on 12 May: 213 days to 11 December.
  const auto clock = Clock(absl::CivilDay(2015, 1, 10));
  ASSERT_THAT(clock, IsOk());
  EXPECT_EQ(clock->active_days(), 213);
  EXPECT_EQ(clock->inactive_days(), 30);
  EXPECT_FALSE(clock->running());
  ASSERT_EQ(clock->inactive_periods_size(), 1);
  EXPECT_EQ(clock->inactive_periods(0).reason(), "the family moved away");
  EXPECT_FALSE(clock->inactive_periods(0).has_to_date());
  EXPECT_EQ(Clock(absl::CivilDay(2014, 5, 12))->active_days(), 0);
  EXPECT_EQ(Clock(absl::CivilDay(2014, 5, 22))->active_days(), 10);
}

// --- Links ---

TEST_F(LifecycleTest, RelatedCasesAreFoundFromBothSides) {
  const auto link = LinkTo(case_, v1::CASE_LINK_KIND_RELATED, prosecuted_);
  ASSERT_THAT(link, IsOk());
  EXPECT_EQ(link->recorder(), "spiffe://amparo/everyone");
  EXPECT_THAT(LinksOf(case_), ElementsAre(link->name()));
  EXPECT_THAT(LinksOf(prosecuted_), ElementsAre(link->name()));
  EXPECT_THAT(LinkTo(prosecuted_, v1::CASE_LINK_KIND_RELATED, case_), FailsWith(kExists, errors::kAlreadyExists));
  EXPECT_THAT(LinkTo(case_, v1::CASE_LINK_KIND_RELATED, prosecuted_), FailsWith(kExists, errors::kAlreadyExists));
}

TEST_F(LifecycleTest, DirectedLinksNeverMakeACircle) {
  const std::string third = service_.EnterCase("Third").name();
  ASSERT_THAT(LinkTo(case_, v1::CASE_LINK_KIND_SPLIT_FROM, prosecuted_), IsOk());
  ASSERT_THAT(LinkTo(prosecuted_, v1::CASE_LINK_KIND_APPEAL_OF, third), IsOk());
  EXPECT_THAT(LinkTo(third, v1::CASE_LINK_KIND_SPLIT_FROM, case_), FailsWith(kRefused, "CASE_LINK_LOOP"));
  EXPECT_THAT(LinkTo(prosecuted_, v1::CASE_LINK_KIND_SPLIT_FROM, case_), FailsWith(kRefused, "CASE_LINK_LOOP"));
  EXPECT_THAT(LinkTo(case_, v1::CASE_LINK_KIND_SPLIT_FROM, case_), IsInvalidIn("link.other_case"));
  EXPECT_THAT(LinkTo(third, v1::CASE_LINK_KIND_RELATED, case_), IsOk());
}

class MergedLinksTest : public Merging<LifecycleTest> {};

TEST_F(MergedLinksTest, LinksOfACaseThatWasMergedAreListedWithTheSurvivor) {
  const std::string survivor = CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION);
  const auto own = LinkTo(case_, v1::CASE_LINK_KIND_RELATED, prosecuted_);
  const auto to_it = LinkTo(prosecuted_, v1::CASE_LINK_KIND_SPLIT_FROM, case_);
  ASSERT_THAT(own, IsOk());
  ASSERT_THAT(to_it, IsOk());
  EXPECT_THAT(LinksOf(survivor), IsEmpty());
  ASSERT_THAT(MergeCases(case_, survivor), IsOk());
  EXPECT_THAT(LinksOf(survivor), ElementsAre(own->name(), to_it->name()));
  EXPECT_THAT(LinksOf(case_), ElementsAre(own->name(), to_it->name()));
  ASSERT_THAT(PartCases(case_), IsOk());
  EXPECT_THAT(LinksOf(survivor), IsEmpty());
}

TEST_F(MergedLinksTest, DirectedLinksMakeNoCircleByWayOfACaseThatWasMerged) {
  const std::string survivor = CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION);
  ASSERT_THAT(LinkTo(prosecuted_, v1::CASE_LINK_KIND_SPLIT_FROM, case_), IsOk());
  ASSERT_THAT(MergeCases(case_, survivor), IsOk());
  EXPECT_THAT(LinkTo(survivor, v1::CASE_LINK_KIND_SPLIT_FROM, prosecuted_), FailsWith(kRefused, "CASE_LINK_LOOP"));
  ASSERT_THAT(PartCases(case_), IsOk());
  EXPECT_THAT(LinkTo(survivor, v1::CASE_LINK_KIND_SPLIT_FROM, prosecuted_), IsOk());
}

TEST_F(MergedLinksTest, DirectedLinksOfACaseThatWasMergedLeadOnFromTheSurvivor) {
  const std::string survivor = CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION);
  ASSERT_THAT(LinkTo(case_, v1::CASE_LINK_KIND_SPLIT_FROM, prosecuted_), IsOk());
  ASSERT_THAT(MergeCases(case_, survivor), IsOk());
  EXPECT_THAT(LinkTo(prosecuted_, v1::CASE_LINK_KIND_SPLIT_FROM, survivor), FailsWith(kRefused, "CASE_LINK_LOOP"));
}

TEST_F(LifecycleTest, OfTwoLinksThatWouldCloseACircleOneIsMade) {
  for (int round = 0; round < 5; ++round) {
    const std::string a = service_.EnterCase("A").name();
    const std::string b = service_.EnterCase("B").name();
    const v1::CreateCaseLinkRequest there = LinkRequest(a, v1::CASE_LINK_KIND_SPLIT_FROM, b);
    const v1::CreateCaseLinkRequest back = LinkRequest(b, v1::CASE_LINK_KIND_SPLIT_FROM, a);
    std::vector<absl::Status> answers(2);
    std::thread one([&] { answers[0] = Call(*links_, &CaseLinkStub::CreateCaseLink, there).status(); });
    std::thread two([&] { answers[1] = Call(*links_, &CaseLinkStub::CreateCaseLink, back).status(); });
    one.join();
    two.join();
    EXPECT_EQ(int{answers[0].ok()} + int{answers[1].ok()}, 1) << answers[0] << answers[1];
  }
}

TEST_F(LifecycleTest, AWithdrawnLinkStaysInTheHistory) {
  const auto link = LinkTo(case_, v1::CASE_LINK_KIND_RELATED, prosecuted_);
  ASSERT_THAT(link, IsOk());
  v1::WithdrawCaseLinkRequest request;
  request.set_name(link->name());
  EXPECT_THAT(Call(*links_, &CaseLinkStub::WithdrawCaseLink, request), IsInvalidIn("reason"));
  request.set_reason("another girl of that name");
  const v1::CaseLink withdrawn = Done(*links_, &CaseLinkStub::WithdrawCaseLink, request);
  EXPECT_EQ(withdrawn.state(), v1::CASE_LINK_STATE_WITHDRAWN);
  EXPECT_EQ(withdrawn.withdrawal().reason(), "another girl of that name");
  EXPECT_THAT(LinksOf(prosecuted_), IsEmpty());
  EXPECT_THAT(LinksOf(prosecuted_, /*withdrawn=*/true), ElementsAre(link->name()));
  EXPECT_THAT(Call(*links_, &CaseLinkStub::WithdrawCaseLink, request), FailsWith(kRefused, "LINK_WITHDRAWN"));
  EXPECT_THAT(LinkTo(prosecuted_, v1::CASE_LINK_KIND_RELATED, case_), IsOk()) << "it may turn out to hold after all";
}

TEST_F(LifecycleTest, CasesOfOtherOfficesAreLinkedByNameOnly) {
  const std::string elsewhere = "offices/la-paz/cases/" + NewId();
  EXPECT_THAT(LinkTo(case_, v1::CASE_LINK_KIND_SPLIT_FROM, elsewhere), IsOk());
  EXPECT_THAT(LinkTo(case_, v1::CASE_LINK_KIND_RELATED, "offices/cebu/cases/" + NewId()),
              FailsWith(kNotFound, errors::kNotFound));
  v1::ListCaseLinksRequest request;
  request.set_parent("offices/cebu/cases/" + NewId());
  EXPECT_THAT(Call(*links_, &CaseLinkStub::ListCaseLinks, request), FailsWith(kNotFound, errors::kNotFound));
}

}  // namespace
}  // namespace amparo::cases
