// Putting a hearing on the calendar: what must be true of its case and court, and what is answered when the case cannot
// be asked for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "tests/integration/services/scheduling/calendar.h"

namespace amparo::testing {
namespace {

namespace v1 = scheduling::v1;
using HearingStub = v1::HearingService::Stub;
using ::testing::HasSubstr;

class ScheduleHearingTest : public ::testing::Test {
 protected:
  Calendar calendar_;
};

TEST_F(ScheduleHearingTest, AHearingReadsBackAsItWasEntered) {
  v1::ScheduleHearingRequest request = calendar_.HearingAt(At(2014, 11, 20, 23, 30));
  request.set_hearing_id(NewId());
  request.mutable_hearing()->set_state(v1::HEARING_STATE_HELD);
  request.mutable_hearing()->set_vacate_reason("ignored");
  const absl::StatusOr<v1::Hearing> created = calendar_.Schedule(request);
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->name(), StrCat(kLaPaz, "/hearings/", request.hearing_id()));
  EXPECT_EQ(created->state(), v1::HEARING_STATE_SCHEDULED);
  EXPECT_EQ(created->vacate_reason(), "");
  EXPECT_EQ(created->hearing_date().day(), 20);
  EXPECT_EQ(created->required_staff_size(), 1);
  const absl::StatusOr<v1::Hearing> read = calendar_.Get(created->name());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->SerializeAsString(), created->SerializeAsString());
}

TEST_F(ScheduleHearingTest, ADayIsTheCourtsDay) {
  const absl::StatusOr<v1::Court> manila = calendar_.CreateCourt("On loan in Manila", "Asia/Manila");
  ASSERT_TRUE(manila.ok()) << manila.status();
  // Half past midnight on leap day in Manila, still the day before in La Paz.
  v1::ScheduleHearingRequest request =
      calendar_.HearingAt(absl::FromCivil(absl::CivilSecond(2016, 2, 28, 16, 30, 0), absl::UTCTimeZone()));
  request.mutable_hearing()->set_court(manila->name());
  const absl::StatusOr<v1::Hearing> hearing = calendar_.Schedule(request);
  ASSERT_TRUE(hearing.ok()) << hearing.status();
  EXPECT_EQ(hearing->hearing_date().month(), 2);
  EXPECT_EQ(hearing->hearing_date().day(), 29);
}

TEST_F(ScheduleHearingTest, AHearingOfThePastMayBeEnteredLate) {
  EXPECT_TRUE(calendar_.Schedule(calendar_.HearingAt(At(2008, 3, 3))).ok());
}

TEST_F(ScheduleHearingTest, ACaseThatIsNotThereIsNotFound) {
  v1::ScheduleHearingRequest request = calendar_.HearingAt(At(2014, 11, 20));
  request.mutable_hearing()->set_case_(StrCat(kLaPaz, "/cases/", NewId()));
  const absl::Status status = calendar_.Schedule(request).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound) << status;
  EXPECT_THAT(status.ToString(), HasSubstr(request.hearing().case_()));
}

TEST_F(ScheduleHearingTest, OnlyAnOpenCaseHasHearings) {
  const v1::ScheduleHearingRequest request = calendar_.HearingAt(At(2014, 11, 20));
  for (const auto stage :
       {cases::v1::CASE_STAGE_CLOSED, cases::v1::CASE_STAGE_DECLINED, cases::v1::CASE_STAGE_INACTIVE}) {
    calendar_.cases().SetCase(kCase, stage);
    const absl::Status status = calendar_.Schedule(request).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
    EXPECT_EQ(errors::Reason(status), "CASE_NOT_OPEN");
  }
  for (const auto stage :
       {cases::v1::CASE_STAGE_REPORTED, cases::v1::CASE_STAGE_DISPOSED, cases::v1::CASE_STAGE_APPEAL}) {
    calendar_.cases().SetCase(kCase, stage);
    EXPECT_TRUE(calendar_.Schedule(request).ok());
  }
}

TEST_F(ScheduleHearingTest, ACourtThatIsNotThereIsNotFound) {
  v1::ScheduleHearingRequest request = calendar_.HearingAt(At(2014, 11, 20));
  request.mutable_hearing()->set_court(StrCat(kLaPaz, "/courts/", NewId()));
  const absl::Status status = calendar_.Schedule(request).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound) << status;
  EXPECT_THAT(status.ToString(), HasSubstr(request.hearing().court()));
}

TEST_F(ScheduleHearingTest, WhenTheCaseServiceIsDownTheCallerHearsItAndNothingIsEntered) {
  const v1::ScheduleHearingRequest request = calendar_.HearingAt(At(2014, 11, 20));
  calendar_.cases().Stop();
  const absl::Status status = calendar_.Schedule(request).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
  EXPECT_EQ(errors::Reason(status), scheduling::kCaseServiceUnreachable);
  EXPECT_EQ(calendar_.Query("SELECT count(*) FROM hearing"), "0");
}

TEST_F(ScheduleHearingTest, WhenTheCaseServiceIsBackHearingsAreEnteredAgain) {
  const v1::ScheduleHearingRequest request = calendar_.HearingAt(At(2014, 11, 20));
  calendar_.cases().Stop();
  ASSERT_EQ(calendar_.Schedule(request).status().code(), absl::StatusCode::kUnavailable);
  calendar_.cases().Start();
  const absl::Time give_up = absl::Now() + absl::Seconds(20);
  absl::Status status = calendar_.Schedule(request).status();
  while (!status.ok() && absl::Now() < give_up) status = calendar_.Schedule(request).status();
  EXPECT_TRUE(status.ok()) << status;
}

TEST_F(ScheduleHearingTest, ASlowCaseServiceIsToldApartFromASlowCall) {
  const v1::ScheduleHearingRequest request = calendar_.HearingAt(At(2014, 11, 20));
  calendar_.cases().SetSilent(true);
  const absl::Status status = calendar_.Schedule(request, absl::Seconds(2)).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
  EXPECT_EQ(errors::Reason(status), scheduling::kCaseServiceUnreachable);
}

TEST_F(ScheduleHearingTest, TheSameRequestIdGetsTheFirstAnswerWhateverHasBecomeOfTheCase) {
  v1::ScheduleHearingRequest request = calendar_.HearingAt(At(2014, 11, 20));
  request.set_request_id(NewId());
  const absl::StatusOr<v1::Hearing> first = calendar_.Schedule(request);
  ASSERT_TRUE(first.ok()) << first.status();
  calendar_.cases().Stop();
  calendar_.clock().Advance(absl::Hours(1));
  const absl::StatusOr<v1::Hearing> again = calendar_.Schedule(request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(calendar_.Query("SELECT count(*) FROM hearing"), "1");

  request.mutable_hearing()->set_purpose(v1::HEARING_PURPOSE_VERDICT);
  const absl::Status other = calendar_.Schedule(request).status();
  EXPECT_EQ(other.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(errors::Reason(other), errors::kRequestIdReused);
}

TEST_F(ScheduleHearingTest, AnIdIsTakenOnce) {
  v1::ScheduleHearingRequest request = calendar_.HearingAt(At(2014, 11, 20));
  request.set_hearing_id(NewId());
  ASSERT_TRUE(calendar_.Schedule(request).ok());
  EXPECT_EQ(calendar_.Schedule(request).status().code(), absl::StatusCode::kAlreadyExists);
}

TEST_F(ScheduleHearingTest, EverythingWrongIsToldAtOnceAndNobodyIsAsked) {
  v1::ScheduleHearingRequest request;
  request.set_parent(kLaPaz);
  request.mutable_hearing()->set_case_("offices/cebu/cases/01890000-0000-7000-8000-0000000000ca");
  request.mutable_hearing()->set_court("Court 1");
  request.mutable_hearing()->mutable_duration()->set_seconds(60);
  const absl::Status status = calendar_.Schedule(request).status();
  ASSERT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  for (const char* field :
       {"hearing.case", "hearing.court", "hearing.purpose", "hearing.start_time", "hearing.duration"}) {
    EXPECT_THAT(status.ToString(), HasSubstr(field));
  }
  EXPECT_EQ(calendar_.cases().calls(), 0);
}

TEST_F(ScheduleHearingTest, RolesDecideWhoMaySchedule) {
  const v1::ScheduleHearingRequest request = calendar_.HearingAt(At(2014, 11, 20));
  v1::Hearing hearing;
  auto intake = v1::HearingService::NewStub(calendar_.server().Channel("intake"));
  EXPECT_EQ(calendar_.Call(*intake, &HearingStub::ScheduleHearing, request, &hearing).code(),
            absl::StatusCode::kPermissionDenied);
  auto cebuana = v1::HearingService::NewStub(calendar_.server().Channel("cebuana"));
  EXPECT_EQ(calendar_.Call(*cebuana, &HearingStub::ScheduleHearing, request, &hearing).code(),
            absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace amparo::testing
