// What belongs to a case stays as it is while the case is closed or inactive.
#include <thread>

#include "tests/integration/services/case/charge_fixture.h"

namespace amparo::cases {
namespace {

using OperationStub = v1::OperationService::Stub;
using CaseStub = v1::CaseService::Stub;

class ClosedCaseTest : public ChargeTest {
 protected:
  // An operation of the case under investigation, an hour ago.
  v1::Operation Planned() {
    v1::CreateOperationRequest request;
    request.set_parent(case_);
    SetTimestamp(service_.clock().Now() - absl::Hours(1), request.mutable_operation()->mutable_start_time());
    request.mutable_operation()->set_partner_unit("Anti-trafficking police");
    request.mutable_operation()->add_sites()->set_venue(EnterVenue(v1::VENUE_KIND_BAR, "Bar"));
    PutOnList(*request.mutable_operation(), {"everyone"});
    return Done(*investigator_, &OperationStub::CreateOperation, request);
  }

  absl::StatusOr<v1::Operation> Approve(const std::string& name) {
    v1::ApproveOperationRequest request;
    request.set_name(name);
    return Call(*operations_, &OperationStub::ApproveOperation, request);
  }

  absl::StatusOr<v1::Operation> Record(const std::string& name) {
    v1::RecordSiteOutcomeRequest request;
    request.set_name(name);
    request.set_site(1);
    request.set_outcome(v1::SITE_OUTCOME_SUCCEEDED);
    return Call(*operations_, &OperationStub::RecordSiteOutcome, request);
  }

  absl::StatusOr<v1::Operation> Cancel(const std::string& name) {
    v1::CancelOperationRequest request;
    request.set_name(name);
    request.set_reason("rain");
    return Call(*operations_, &OperationStub::CancelOperation, request);
  }
};

TEST_F(ClosedCaseTest, ItsOperationsWait) {
  const std::string planned = Planned().name();
  const std::string approved = Planned().name();
  ASSERT_TRUE(Approve(approved).ok());
  Move(&CaseStub::DeactivateCase, case_, "the unit was dissolved");
  EXPECT_THAT(Approve(planned), FailsWith(kRefused, "CASE_NOT_OPEN"));
  EXPECT_THAT(Record(approved), FailsWith(kRefused, "CASE_NOT_OPEN"));
  EXPECT_THAT(Cancel(planned), FailsWith(kRefused, "CASE_NOT_OPEN"));
  Move(&CaseStub::ReactivateCase, case_);
  EXPECT_TRUE(Approve(planned).ok());
  EXPECT_TRUE(Record(approved).ok());
  EXPECT_TRUE(Cancel(planned).ok());
}

TEST_F(ClosedCaseTest, ItsChargesWait) {
  const std::string name = Charged().name();
  const v1::EnterPleaRequest plea = Plea(name, absl::CivilDay(2014, 11, 3));
  Move(&CaseStub::DeactivateCase, prosecuted_, "the accused fled");
  EXPECT_THAT(Call(*charges_, &ChargeStub::EnterPlea, plea), FailsWith(kRefused, "CASE_NOT_OPEN"));
  EXPECT_THAT(Call(*charges_, &ChargeStub::RecordVerdict, Verdict(name)), FailsWith(kRefused, "CASE_NOT_OPEN"));
  Move(&CaseStub::ReactivateCase, prosecuted_);
  Done(*charges_, &ChargeStub::EnterPlea, plea);
  Done(*charges_, &ChargeStub::RecordVerdict, Verdict(name));
  Move(&CaseStub::DisposeCase, prosecuted_);
  ASSERT_THAT(service_.Close(prosecuted_), IsOk());
  EXPECT_THAT(Call(*charges_, &ChargeStub::ImposeSentence, FifteenYears(name)), FailsWith(kRefused, "CASE_NOT_OPEN"));
  Move(&CaseStub::ReopenCase, prosecuted_, "the sentence was forgotten");
  Done(*charges_, &ChargeStub::ImposeSentence, FifteenYears(name));
}

TEST_F(ClosedCaseTest, NothingIsApprovedAfterItRestsHoweverCloselyTheTwoMeet) {
  for (int round = 0; round < 5; ++round) {
    const std::string name = Planned().name();
    std::thread approving([&] { (void)Approve(name); });
    std::thread resting([&] { Move(&CaseStub::DeactivateCase, case_, "nobody can be found"); });
    approving.join();
    resting.join();
    EXPECT_EQ(service_.Sql("SELECT count(*) FROM outbox WHERE name = '" + name +
                           "' AND seq > (SELECT max(seq) FROM outbox WHERE name = '" + case_ + "')"),
              "0");
    Move(&CaseStub::ReactivateCase, case_);
  }
}

}  // namespace
}  // namespace amparo::cases
