// Hearings held, adjourned and vacated: each act once, whole, and only one of two that race.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <latch>
#include <thread>

#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "tests/integration/services/scheduling/calendar.h"

namespace amparo::testing {
namespace {

namespace v1 = scheduling::v1;
using ::testing::AllOf;
using HearingStub = v1::HearingService::Stub;

class HearingActsTest : public ::testing::Test {
 protected:
  static v1::HoldHearingRequest HoldOf(const v1::Hearing& hearing) {
    v1::HoldHearingRequest request;
    request.set_name(hearing.name());
    request.add_attendance()->set_attendee(v1::ATTENDEE_KIND_SURVIVOR);
    return request;
  }

  Calendar calendar_;
};

TEST_F(HearingActsTest, AHeldHearingSaysWhoCame) {
  const v1::Hearing hearing = calendar_.Scheduled(At(2014, 11, 10));
  const absl::StatusOr<v1::Hearing> held = calendar_.Hold(HoldOf(hearing));
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(held->state(), v1::HEARING_STATE_HELD);
  EXPECT_EQ(held->attendance_size(), 1);
  EXPECT_NE(held->etag(), hearing.etag());
  EXPECT_EQ(calendar_.Get(hearing.name())->SerializeAsString(), held->SerializeAsString());
}

TEST_F(HearingActsTest, AHearingIsReadAsItWas) {
  const absl::Time before = calendar_.clock().Now();
  calendar_.clock().Advance(absl::Seconds(1));
  const v1::Hearing hearing = calendar_.Scheduled(At(2014, 11, 10));
  const absl::Time between = calendar_.clock().Now();
  calendar_.clock().Advance(absl::Seconds(1));
  const absl::StatusOr<v1::Hearing> held = calendar_.Hold(HoldOf(hearing));
  ASSERT_TRUE(held.ok()) << held.status();
  v1::GetHearingRequest request;
  request.set_name(hearing.name());
  const auto read_at = [&](absl::Time moment) -> absl::StatusOr<std::string> {
    *request.mutable_read_time() = Proto(moment);
    v1::Hearing answer;
    const absl::Status status = calendar_.Call(calendar_.hearings(), &HearingStub::GetHearing, request, &answer);
    if (!status.ok()) return status;
    return answer.SerializeAsString();
  };
  EXPECT_EQ(read_at(before).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(read_at(between).value(), hearing.SerializeAsString());
  EXPECT_EQ(read_at(calendar_.clock().Now()).value(), held->SerializeAsString());
  EXPECT_EQ(read_at(calendar_.clock().Now() + absl::Seconds(1)).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(HearingActsTest, AHearingOfTomorrowCannotHaveBeenHeld) {
  const v1::Hearing hearing = calendar_.Scheduled(At(2014, 11, 11));
  EXPECT_EQ(errors::Reason(calendar_.Hold(HoldOf(hearing)).status()), "HEARING_NOT_BEGUN");
}

TEST_F(HearingActsTest, AnAdjournmentIsOneActWithTheNextHearing) {
  const v1::Hearing hearing = calendar_.Scheduled(At(2014, 11, 10));
  const absl::StatusOr<v1::AdjournHearingResponse> answer =
      calendar_.Adjourn(Calendar::Adjournment(hearing, At(2014, 12, 1, 23, 30)));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->hearing().state(), v1::HEARING_STATE_ADJOURNED);
  EXPECT_EQ(answer->hearing().adjournment().reason(), v1::ADJOURNMENT_REASON_JUDGE_ABSENT);
  EXPECT_EQ(answer->hearing().attendance(0).wages_lost().units(), 45);
  EXPECT_EQ(answer->hearing().next_hearing(), answer->next_hearing().name());
  const v1::Hearing& next = answer->next_hearing();
  EXPECT_EQ(next.previous_hearing(), hearing.name());
  EXPECT_EQ(next.state(), v1::HEARING_STATE_SCHEDULED);
  EXPECT_EQ(next.case_(), hearing.case_());
  EXPECT_EQ(next.court(), hearing.court());
  EXPECT_EQ(next.hearing_date().month(), 12);
  EXPECT_EQ(next.hearing_date().day(), 1);
  EXPECT_EQ(calendar_.Get(hearing.name())->SerializeAsString(), answer->hearing().SerializeAsString());
  EXPECT_EQ(calendar_.Get(next.name())->SerializeAsString(), next.SerializeAsString());
  EXPECT_EQ(calendar_.Query("SELECT string_agg(version::text, ',' ORDER BY seq) FROM outbox WHERE kind = 'hearing'"),
            "1,2,1");
  EXPECT_EQ(calendar_.Query("SELECT last = (SELECT count(*) FROM outbox) FROM feed_head"), "t");
  EXPECT_EQ(calendar_.Query("SELECT count(*) FROM audit WHERE method LIKE '%AdjournHearing'"), "2");
}

TEST_F(HearingActsTest, WithoutANextDateThereIsNoNextHearing) {
  const v1::Hearing hearing = calendar_.Scheduled(At(2014, 11, 10));
  v1::AdjournHearingRequest request = Calendar::Adjournment(hearing, At(2014, 12, 1));
  request.mutable_adjournment()->clear_next_start_time();
  const absl::StatusOr<v1::AdjournHearingResponse> answer = calendar_.Adjourn(request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_FALSE(answer->has_next_hearing());
  EXPECT_EQ(answer->hearing().next_hearing(), "");
  EXPECT_EQ(calendar_.Query("SELECT count(*) FROM hearing"), "1");
}

TEST_F(HearingActsTest, AnIdForANextHearingNeedsANextDate) {
  const v1::Hearing hearing = calendar_.Scheduled(At(2014, 11, 10));
  v1::AdjournHearingRequest request = Calendar::Adjournment(hearing, At(2014, 12, 1));
  request.mutable_adjournment()->clear_next_start_time();
  request.set_next_hearing_id(NewId());
  const absl::Status status = calendar_.Adjourn(request).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
  EXPECT_THAT(status.ToString(), ::testing::HasSubstr("next_hearing_id"));
  EXPECT_EQ(calendar_.Get(hearing.name())->state(), v1::HEARING_STATE_SCHEDULED);
}

TEST_F(HearingActsTest, AnAdjournmentAskedForTwiceHappensOnce) {
  const v1::Hearing hearing = calendar_.Scheduled(At(2014, 11, 10));
  v1::AdjournHearingRequest request = Calendar::Adjournment(hearing, At(2014, 12, 1));
  request.set_request_id(NewId());
  request.set_etag(hearing.etag());
  const absl::StatusOr<v1::AdjournHearingResponse> first = calendar_.Adjourn(request);
  ASSERT_TRUE(first.ok()) << first.status();
  calendar_.clock().Advance(absl::Hours(5));
  const absl::StatusOr<v1::AdjournHearingResponse> again = calendar_.Adjourn(request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(calendar_.Query("SELECT count(*) FROM hearing"), "2");

  request.mutable_adjournment()->set_reason(v1::ADJOURNMENT_REASON_COURT_CLOSED);
  EXPECT_EQ(errors::Reason(calendar_.Adjourn(request).status()), errors::kRequestIdReused);
}

TEST_F(HearingActsTest, ARequestIdIsItsCallersOwn) {
  const v1::Hearing hearing = calendar_.Scheduled(At(2014, 11, 10));
  v1::HoldHearingRequest request = HoldOf(hearing);
  request.set_request_id(NewId());
  ASSERT_TRUE(calendar_.Hold(request).ok());
  auto colleague = v1::HearingService::NewStub(calendar_.server().Channel("colleague"));
  v1::Hearing held;
  const absl::Status status = calendar_.Call(*colleague, &HearingStub::HoldHearing, request, &held);
  EXPECT_EQ(errors::Reason(status), "HEARING_NOT_SCHEDULED");
}

TEST_F(HearingActsTest, AHearingOfAMergedCaseGoesOnByTheCaseThatStandsForIt) {
  const v1::Hearing hearing = calendar_.Scheduled(At(2014, 11, 10));
  const std::string survivor = "offices/la-paz/cases/0190f3c2-7d1e-7abc-8def-0123456789ff";
  calendar_.cases().SetMerged(kCase, survivor);
  calendar_.cases().SetCase(survivor, cases::v1::CASE_STAGE_CLOSED);
  const absl::Status fresh = calendar_.Schedule(calendar_.HearingAt(At(2014, 11, 20))).status();
  EXPECT_EQ(errors::Reason(fresh), "CASE_MERGED") << "a new one is for the surviving case";
  EXPECT_EQ(errors::MetadataValue(fresh, "merged_into"), survivor);
  const v1::AdjournHearingRequest request = Calendar::Adjournment(hearing, At(2014, 12, 1));
  EXPECT_EQ(errors::Reason(calendar_.Adjourn(request).status()), "CASE_NOT_OPEN");
  calendar_.cases().SetCase(survivor, cases::v1::CASE_STAGE_PROSECUTION);
  EXPECT_TRUE(calendar_.Adjourn(request).ok());
}

TEST_F(HearingActsTest, AHearingGoesOnWhileItsCaseIsOpen) {
  const v1::Hearing hearing = calendar_.Scheduled(At(2014, 11, 10));
  v1::AdjournHearingRequest request = Calendar::Adjournment(hearing, At(2014, 12, 1));
  for (const auto stage :
       {cases::v1::CASE_STAGE_CLOSED, cases::v1::CASE_STAGE_DECLINED, cases::v1::CASE_STAGE_INACTIVE}) {
    calendar_.cases().SetCase(kCase, stage);
    const absl::Status status = calendar_.Adjourn(request).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << status;
    EXPECT_EQ(errors::Reason(status), "CASE_NOT_OPEN");
  }
  EXPECT_EQ(calendar_.Get(hearing.name())->SerializeAsString(), hearing.SerializeAsString());
  EXPECT_EQ(calendar_.Query("SELECT count(*) FROM hearing"), "1");
  // Without a next date nobody is asked.
  request.mutable_adjournment()->clear_next_start_time();
  calendar_.cases().Stop();
  EXPECT_TRUE(calendar_.Adjourn(request).ok());
}

TEST_F(HearingActsTest, WhenTheCaseCannotBeAskedForNothingIsAdjournedAndARepeatIsAnswered) {
  const v1::Hearing hearing = calendar_.Scheduled(At(2014, 11, 10));
  const v1::Hearing other = calendar_.Scheduled(At(2014, 11, 9));
  v1::AdjournHearingRequest request = Calendar::Adjournment(hearing, At(2014, 12, 1));
  request.set_request_id(NewId());
  const absl::StatusOr<v1::AdjournHearingResponse> first = calendar_.Adjourn(request);
  ASSERT_TRUE(first.ok()) << first.status();
  calendar_.cases().Stop();
  const absl::StatusOr<v1::AdjournHearingResponse> again = calendar_.Adjourn(request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  const absl::Status status = calendar_.Adjourn(Calendar::Adjournment(other, At(2014, 12, 1))).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
  EXPECT_EQ(errors::Reason(status), scheduling::kCaseServiceUnreachable);
  EXPECT_EQ(calendar_.Get(other.name())->state(), v1::HEARING_STATE_SCHEDULED);
}

TEST_F(HearingActsTest, ANextIdThatIsTakenLeavesBothAsTheyWere) {
  const v1::Hearing taken = calendar_.Scheduled(At(2014, 11, 9));
  const v1::Hearing hearing = calendar_.Scheduled(At(2014, 11, 10));
  v1::AdjournHearingRequest request = Calendar::Adjournment(hearing, At(2014, 12, 1));
  request.set_next_hearing_id(taken.name().substr(taken.name().rfind('/') + 1));
  const absl::Status status = calendar_.Adjourn(request).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_THAT(status.ToString(), ::testing::HasSubstr(taken.name()));
  EXPECT_EQ(calendar_.Get(hearing.name())->SerializeAsString(), hearing.SerializeAsString());
  EXPECT_EQ(calendar_.Get(taken.name())->SerializeAsString(), taken.SerializeAsString());
}

TEST_F(HearingActsTest, AStaleEtagIsRefused) {
  const v1::Hearing hearing = calendar_.Scheduled(At(2014, 11, 10));
  v1::VacateHearingRequest vacate;
  vacate.set_name(hearing.name());
  vacate.set_reason("the accused pleaded guilty");
  vacate.set_etag(hearing.etag());
  const absl::StatusOr<v1::Hearing> vacated = calendar_.Vacate(vacate);
  ASSERT_TRUE(vacated.ok()) << vacated.status();
  EXPECT_EQ(vacated->vacate_reason(), vacate.reason());
  const absl::Status again = calendar_.Vacate(vacate).status();
  EXPECT_EQ(again.code(), absl::StatusCode::kAborted) << again;
  EXPECT_EQ(errors::Reason(again), errors::kEtagMismatch);
  vacate.set_etag("nonsense");
  EXPECT_EQ(calendar_.Vacate(vacate).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(HearingActsTest, WhatIsWrongWithAnActIsToldByField) {
  v1::AdjournHearingRequest request = Calendar::Adjournment(v1::Hearing(), At(1814, 11, 10));
  request.mutable_adjournment()->clear_reason();
  request.mutable_adjournment()->clear_side();
  request.mutable_attendance(0)->set_party("offices/la-paz/cases/x/parties/y");
  request.set_next_hearing_id(Uuid().ToString());
  request.set_etag("!");
  request.set_request_id("x");
  const absl::Status status = calendar_.Adjourn(request).status();
  ASSERT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  for (const char* field : {"name", "attendance[0].party", "adjournment.reason", "adjournment.side",
                            "adjournment.next_start_time", "next_hearing_id", "etag", "request_id"}) {
    EXPECT_THAT(status.ToString(), ::testing::HasSubstr(field));
  }
  v1::HoldHearingRequest hold;
  hold.add_attendance();
  EXPECT_THAT(calendar_.Hold(hold).status().ToString(),
              AllOf(::testing::HasSubstr("name"), ::testing::HasSubstr("attendance[0].attendee")));
  EXPECT_THAT(calendar_.Vacate(v1::VacateHearingRequest()).status().ToString(),
              AllOf(::testing::HasSubstr("name"), ::testing::HasSubstr("reason")));
}

TEST_F(HearingActsTest, WhatOnlyTheHearingShowsToBeWrongIsToldByField) {
  const v1::Hearing hearing = calendar_.Scheduled(At(2014, 11, 10));
  v1::AdjournHearingRequest request = Calendar::Adjournment(hearing, At(2014, 11, 10));
  const absl::Status status = calendar_.Adjourn(request).status();
  ASSERT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(status.ToString(), ::testing::HasSubstr("adjournment.next_start_time"));
}

TEST_F(HearingActsTest, WhatIsNotThereIsNotFound) {
  v1::HoldHearingRequest request;
  request.set_name(StrCat(kLaPaz, "/hearings/", NewId()));
  EXPECT_EQ(calendar_.Hold(request).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(calendar_.Get(request.name()).status().code(), absl::StatusCode::kNotFound);
  request.set_name("offices/la-paz/hearings/7");
  EXPECT_EQ(calendar_.Hold(request).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(HearingActsTest, OfTwoActsAtOnceOneWins) {
  for (int round = 0; round < 25; ++round) {
    const v1::Hearing hearing = calendar_.Scheduled(At(2014, 11, 10));
    absl::Status held;
    absl::Status adjourned;
    std::latch ready(2);
    std::thread holder([&] {
      ready.arrive_and_wait();
      held = calendar_.Hold(HoldOf(hearing)).status();
    });
    std::thread adjourner([&] {
      ready.arrive_and_wait();
      adjourned = calendar_.Adjourn(Calendar::Adjournment(hearing, At(2014, 12, 1))).status();
    });
    holder.join();
    adjourner.join();
    EXPECT_NE(held.ok(), adjourned.ok()) << held << " / " << adjourned;
    EXPECT_EQ(errors::Reason(held.ok() ? adjourned : held), "HEARING_NOT_SCHEDULED");
    EXPECT_EQ(calendar_.Get(hearing.name())->state(), held.ok() ? v1::HEARING_STATE_HELD : v1::HEARING_STATE_ADJOURNED);
  }
  EXPECT_EQ(calendar_.Query(
                "SELECT last = (SELECT count(*) FROM outbox) AND last = (SELECT count(*) FROM audit) FROM feed_head"),
            "t");
}

TEST_F(HearingActsTest, OneRequestFromManyConnectionsAtOnceHappensOnce) {
  const v1::Hearing hearing = calendar_.Scheduled(At(2014, 11, 10));
  v1::AdjournHearingRequest request = Calendar::Adjournment(hearing, At(2014, 12, 1));
  request.set_request_id(NewId());
  constexpr int kCallers = 8;
  std::vector<absl::StatusOr<v1::AdjournHearingResponse>> answers(kCallers, absl::UnknownError(""));
  std::latch ready(kCallers);
  std::vector<std::thread> callers;
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back([&, i] {
      ready.arrive_and_wait();
      answers[static_cast<size_t>(i)] = calendar_.Adjourn(request);
    });
  }
  for (std::thread& caller : callers) caller.join();
  for (const auto& answer : answers) {
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(answer->SerializeAsString(), answers[0]->SerializeAsString());
  }
  EXPECT_EQ(calendar_.Query("SELECT count(*) FROM hearing"), "2");
}

}  // namespace
}  // namespace amparo::testing
