// The report of a case and its first charge bound each other.
#include <thread>

#include "tests/integration/services/case/charge_fixture.h"

namespace amparo::cases {
namespace {

class ReportDateTest : public ChargeTest {
 protected:
  absl::StatusOr<v1::Case> Correct(const std::string& name, absl::CivilDay day) {
    v1::UpdateCaseRequest request;
    request.mutable_case_()->set_name(name);
    *request.mutable_case_()->mutable_report_date() = DateOf(day);
    request.mutable_update_mask()->add_paths("report_date");
    return Call(service_.cases(), &v1::CaseService::Stub::UpdateCase, request);
  }

  v1::CreateChargeRequest ChargeOn(absl::CivilDay day) {
    v1::CreateChargeRequest request = Request();
    *request.mutable_charge()->mutable_charge_date() = DateOf(day);
    return request;
  }
};

TEST_F(ReportDateTest, IsNotCorrectedPastTheFirstCharge) {
  Done(*charges_, &ChargeStub::CreateCharge, ChargeOn(absl::CivilDay(2014, 6, 20)));
  Done(*charges_, &ChargeStub::CreateCharge, ChargeOn(absl::CivilDay(2014, 6, 2)));
  Done(*charges_, &ChargeStub::CreateCharge, ChargeOn(absl::CivilDay(2014, 7, 1)));
  EXPECT_THAT(Correct(prosecuted_, absl::CivilDay(2014, 6, 3)), FailsWith(kRefused, "AFTER_FIRST_CHARGE"));
  EXPECT_TRUE(Correct(prosecuted_, absl::CivilDay(2014, 6, 2)).ok());
  EXPECT_TRUE(Correct(prosecuted_, absl::CivilDay(2014, 5, 1)).ok());
  EXPECT_TRUE(Correct(case_, absl::CivilDay(2014, 12, 1)).ok());
}

TEST_F(ReportDateTest, ACorrectionOfItOrOfTheCrimeIsToldAsARestatement) {
  const v1::Case moved = *Correct(prosecuted_, absl::CivilDay(2014, 5, 1));
  ASSERT_EQ(moved.restatements_size(), 1);
  EXPECT_THAT(moved.restatements(0).changes(), ::testing::ElementsAre(v1::COUNT_CHANGE_REPORT_DAY_MOVED));
  EXPECT_EQ(DayFrom(moved.restatements(0).date()), absl::CivilDay(2014, 5, 1));
  EXPECT_EQ(moved.restatements(0).record_time().seconds(), moved.update_time().seconds());
  v1::UpdateCaseRequest request;
  request.mutable_case_()->set_name(prosecuted_);
  request.mutable_case_()->set_crime_type("0302");
  request.mutable_update_mask()->add_paths("crime_type");
  const v1::Case other = Done(service_.cases(), &v1::CaseService::Stub::UpdateCase, request);
  ASSERT_EQ(other.restatements_size(), 2);
  EXPECT_THAT(other.restatements(1).changes(), ::testing::ElementsAre(v1::COUNT_CHANGE_CRIME_CHANGED));
  EXPECT_EQ(Done(service_.cases(), &v1::CaseService::Stub::UpdateCase, request).restatements_size(), 2)
      << "it says the same";
}

TEST_F(ReportDateTest, CorrectingAndChargingAtOnceLeaveNoChargeBeforeTheReport) {
  for (int round = 0; round < 5; ++round) {
    const std::string the_case = CaseIn("cebu", v1::CASE_STAGE_PROSECUTION);
    v1::CreateChargeRequest request = ChargeOn(absl::CivilDay(2014, 6, 2));
    request.set_parent(the_case);
    request.mutable_charge()->set_accused(EnterParty(the_case, v1::PARTY_ROLE_ACCUSED));
    absl::Status charged;
    absl::Status corrected;
    std::thread charging([&] { charged = Call(*charges_, &ChargeStub::CreateCharge, request).status(); });
    std::thread correcting([&] { corrected = Correct(the_case, absl::CivilDay(2014, 6, 3)).status(); });
    charging.join();
    correcting.join();
    EXPECT_NE(charged.ok(), corrected.ok()) << charged << " / " << corrected;
    if (!charged.ok()) {
      EXPECT_EQ(errors::MetadataValue(charged, "field"), "charge.charge_date");
    }
    if (!corrected.ok()) {
      EXPECT_EQ(errors::Reason(corrected), "AFTER_FIRST_CHARGE");
    }
  }
}

}  // namespace
}  // namespace amparo::cases
