// Acts on hearings that are asked for again under one request id, and while the case service is silent.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/errors/errors.h"
#include "tests/integration/services/scheduling/calendar.h"

namespace amparo::testing {
namespace {

namespace v1 = scheduling::v1;
using HearingStub = v1::HearingService::Stub;

class HearingRepeatsTest : public ::testing::Test {
 protected:
  static v1::HoldHearingRequest HoldUnder(const v1::Hearing& hearing, const std::string& request_id) {
    v1::HoldHearingRequest request;
    request.set_name(hearing.name());
    request.add_attendance()->set_attendee(v1::ATTENDEE_KIND_SURVIVOR);
    request.set_request_id(request_id);
    return request;
  }

  static v1::VacateHearingRequest VacateUnder(const v1::Hearing& hearing, const std::string& request_id) {
    v1::VacateHearingRequest request;
    request.set_name(hearing.name());
    request.set_reason("the accused pleaded guilty");
    request.set_request_id(request_id);
    return request;
  }

  // The versions of hearings in the order in which they came to be.
  std::string Versions() {
    return calendar_.Query("SELECT string_agg(version::text, ',' ORDER BY seq) FROM outbox WHERE kind = 'hearing'");
  }

  Calendar calendar_;
};

TEST_F(HearingRepeatsTest, AHearingIsHeldOnce) {
  v1::HoldHearingRequest request = HoldUnder(calendar_.Scheduled(At(2014, 11, 10)), NewId());
  const absl::StatusOr<v1::Hearing> first = calendar_.Hold(request);
  ASSERT_TRUE(first.ok()) << first.status();
  calendar_.clock().Advance(absl::Hours(5));
  const absl::StatusOr<v1::Hearing> again = calendar_.Hold(request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Versions(), "1,2");
  request.clear_attendance();
  EXPECT_EQ(errors::Reason(calendar_.Hold(request).status()), errors::kRequestIdReused);
}

TEST_F(HearingRepeatsTest, AHearingIsVacatedOnce) {
  v1::VacateHearingRequest request = VacateUnder(calendar_.Scheduled(At(2014, 11, 20)), NewId());
  const absl::StatusOr<v1::Hearing> first = calendar_.Vacate(request);
  ASSERT_TRUE(first.ok()) << first.status();
  calendar_.clock().Advance(absl::Hours(5));
  const absl::StatusOr<v1::Hearing> again = calendar_.Vacate(request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Versions(), "1,2");
  request.set_reason("entered twice");
  EXPECT_EQ(errors::Reason(calendar_.Vacate(request).status()), errors::kRequestIdReused);
}

TEST_F(HearingRepeatsTest, AnIdIsOfOneActOnly) {
  const v1::Hearing held = calendar_.Scheduled(At(2014, 11, 10));
  const v1::Hearing vacated = calendar_.Scheduled(At(2014, 11, 9));
  const std::string of_hold = NewId();
  const std::string of_vacate = NewId();
  ASSERT_TRUE(calendar_.Hold(HoldUnder(held, of_hold)).ok());
  EXPECT_EQ(errors::Reason(calendar_.Vacate(VacateUnder(held, of_hold)).status()), errors::kRequestIdReused);
  EXPECT_EQ(errors::Reason(calendar_.Vacate(VacateUnder(vacated, of_hold)).status()), errors::kRequestIdReused);
  EXPECT_EQ(calendar_.Get(vacated.name())->state(), v1::HEARING_STATE_SCHEDULED);
  ASSERT_TRUE(calendar_.Vacate(VacateUnder(vacated, of_vacate)).ok());
  const v1::Hearing third = calendar_.Scheduled(At(2014, 11, 8));
  EXPECT_EQ(errors::Reason(calendar_.Hold(HoldUnder(third, of_vacate)).status()), errors::kRequestIdReused);
  EXPECT_EQ(calendar_.Get(third.name())->state(), v1::HEARING_STATE_SCHEDULED);
}

TEST_F(HearingRepeatsTest, WhileTheCaseServiceIsSilentNothingIsAdjourned) {
  const v1::Hearing hearing = calendar_.Scheduled(At(2014, 11, 10));
  v1::AdjournHearingRequest request = Calendar::Adjournment(hearing, At(2014, 12, 1));
  request.set_request_id(NewId());
  calendar_.cases().SetSilent(true);
  v1::AdjournHearingResponse response;
  const absl::Status status =
      calendar_.Call(calendar_.hearings(), &HearingStub::AdjournHearing, request, &response, absl::Seconds(2));
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
  EXPECT_EQ(errors::Reason(status), scheduling::kCaseServiceUnreachable);
  EXPECT_EQ(calendar_.Get(hearing.name())->SerializeAsString(), hearing.SerializeAsString());
  calendar_.cases().SetSilent(false);
  EXPECT_TRUE(calendar_.Adjourn(request).ok()) << "the id was not used up";
}

}  // namespace
}  // namespace amparo::testing
