// Who came to a hearing: nobody before it begins, and parties of its matter only.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "tests/integration/services/scheduling/calendar.h"

namespace amparo::testing {
namespace {

namespace v1 = scheduling::v1;

class HearingAttendanceTest : public ::testing::Test {
 protected:
  static std::string PartyOf(std::string_view case_name) { return StrCat(case_name, "/parties/", NewId()); }

  // That `hearing` was held, and this party came.
  static v1::HoldHearingRequest HeldWith(const v1::Hearing& hearing, const std::string& party) {
    v1::HoldHearingRequest request;
    request.set_name(hearing.name());
    request.add_attendance()->set_attendee(v1::ATTENDEE_KIND_SURVIVOR);
    request.mutable_attendance(0)->set_party(party);
    return request;
  }

  // Another case of the office, which stands on its own.
  std::string OtherCase() {
    const std::string name = StrCat(kLaPaz, "/cases/", NewId());
    calendar_.cases().SetCase(name, cases::v1::CASE_STAGE_PROSECUTION);
    return name;
  }

  Calendar calendar_;
};

TEST_F(HearingAttendanceTest, NobodyHasComeToAHearingThatHasNotBegun) {
  const v1::Hearing hearing = calendar_.Scheduled(At(2014, 11, 20));
  v1::AdjournHearingRequest request = Calendar::Adjournment(hearing, At(2014, 12, 1));
  const absl::Status status = calendar_.Adjourn(request).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
  EXPECT_EQ(errors::Reason(status), "HEARING_NOT_BEGUN");
  EXPECT_EQ(calendar_.Query("SELECT count(*) FROM hearing"), "1");
  request.clear_attendance();
  EXPECT_TRUE(calendar_.Adjourn(request).ok()) << "it may be put off before its day";
}

TEST_F(HearingAttendanceTest, PartiesOfTheHearingsOwnCaseNeedNoQuestion) {
  const v1::Hearing hearing = calendar_.Scheduled(At(2014, 11, 10));
  calendar_.cases().Stop();
  EXPECT_TRUE(calendar_.Hold(HeldWith(hearing, PartyOf(kCase))).ok());
}

TEST_F(HearingAttendanceTest, PartiesOfCasesThatAreOneMatterMayCome) {
  std::vector<v1::Hearing> hearings;
  for (int hour = 9; hour < 13; ++hour) hearings.push_back(calendar_.Scheduled(At(2014, 11, 10, hour)));
  const std::string survivor = OtherCase();
  const std::string third = OtherCase();
  calendar_.cases().SetMerged(kCase, survivor);
  calendar_.cases().SetMerged(third, survivor);
  EXPECT_TRUE(calendar_.Hold(HeldWith(hearings[0], PartyOf(survivor))).ok());
  EXPECT_TRUE(calendar_.Hold(HeldWith(hearings[1], PartyOf(third))).ok());
  v1::AdjournHearingRequest adjourn = Calendar::Adjournment(hearings[2], At(2014, 12, 1));
  adjourn.mutable_attendance(0)->set_party(PartyOf(survivor));
  EXPECT_TRUE(calendar_.Adjourn(adjourn).ok());

  for (const std::string& stranger :
       {PartyOf(OtherCase()), PartyOf(StrCat(kLaPaz, "/cases/", NewId())),
        StrCat("offices/cebu", PartyOf(survivor).substr(std::string_view(kLaPaz).size()))}) {
    const absl::Status held = calendar_.Hold(HeldWith(hearings[3], stranger)).status();
    EXPECT_EQ(held.code(), absl::StatusCode::kInvalidArgument) << held;
    EXPECT_THAT(held.ToString(), ::testing::HasSubstr("attendance[0].party"));
    adjourn.set_name(hearings[3].name());
    adjourn.mutable_attendance(0)->set_party(stranger);
    EXPECT_EQ(calendar_.Adjourn(adjourn).status().code(), absl::StatusCode::kInvalidArgument) << stranger;
  }
  EXPECT_EQ(calendar_.Get(hearings[3].name())->SerializeAsString(), hearings[3].SerializeAsString());
}

TEST_F(HearingAttendanceTest, WhenTheMatterCannotBeAskedForNothingIsHeldAndARepeatIsAnswered) {
  const v1::Hearing hearing = calendar_.Scheduled(At(2014, 11, 10));
  const v1::Hearing other = calendar_.Scheduled(At(2014, 11, 9));
  const std::string merged = OtherCase();
  calendar_.cases().SetMerged(merged, kCase);
  v1::HoldHearingRequest request = HeldWith(hearing, PartyOf(merged));
  request.set_request_id(NewId());
  const absl::StatusOr<v1::Hearing> first = calendar_.Hold(request);
  ASSERT_TRUE(first.ok()) << first.status();
  calendar_.cases().Stop();
  const absl::StatusOr<v1::Hearing> again = calendar_.Hold(request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  const absl::Status status = calendar_.Hold(HeldWith(other, PartyOf(merged))).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
  EXPECT_EQ(errors::Reason(status), scheduling::kCaseServiceUnreachable);
  EXPECT_EQ(calendar_.Get(other.name())->state(), v1::HEARING_STATE_SCHEDULED);
}

TEST_F(HearingAttendanceTest, APartyComesOnceAndWagesAreLostWithADay) {
  const v1::Hearing hearing = calendar_.Scheduled(At(2014, 11, 10));
  v1::HoldHearingRequest request = HeldWith(hearing, PartyOf(kCase));
  *request.add_attendance() = request.attendance(0);
  google::type::Money& wages = *request.add_attendance()->mutable_wages_lost();
  request.mutable_attendance(2)->set_attendee(v1::ATTENDEE_KIND_PARENT);
  wages.set_currency_code("BOB");
  wages.set_units(45);
  const absl::Status status = calendar_.Hold(request).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(status.ToString(), ::testing::AllOf(::testing::HasSubstr("attendance[1].party"),
                                                  ::testing::HasSubstr("attendance[2].wages_lost")));
}

}  // namespace
}  // namespace amparo::testing
