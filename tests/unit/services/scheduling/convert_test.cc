// Messages and the domain say the same, both ways.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/strings.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/scheduling/convert/common.h"
#include "services/scheduling/convert/court.h"
#include "services/scheduling/convert/hearing.h"
#include "services/scheduling/domain/hearing_rules.h"

namespace amparo::scheduling {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

const Uuid kId = *Uuid::Parse("01890000-0000-7000-8000-000000000001");
const Uuid kOther = *Uuid::Parse("01890000-0000-7000-8000-000000000002");

int FieldsSet(const google::protobuf::Message& message) {
  std::vector<const google::protobuf::FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  return static_cast<int>(set.size());
}

Hearing FullHearing() {
  const absl::Time start = absl::FromUnixMicros(1415620800123456);
  Hearing hearing;
  hearing.key = {"la-paz", kId};
  hearing.case_key = {"la-paz", kOther};
  hearing.court = {"la-paz", kOther};
  hearing.purpose = HearingPurpose::kTestimony;
  hearing.start_time = start;
  hearing.duration = absl::Minutes(90);
  hearing.required_staff = {"spiffe://amparo/people/a"};
  hearing.state = HearingState::kAdjourned;
  hearing.adjournment = Adjournment{.reason = AdjournmentReason::kNoInterpreter,
                                    .side = ResponsibleSide::kCourt,
                                    .next_start_time = start + absl::Hours(240),
                                    .note = "Quechua"};
  hearing.attendance = {
      {.attendee = AttendeeKind::kParent, .party = "", .day_lost = DayLost::kWhole, .wages_lost = Money{9050, "BOB"}},
      {.attendee = AttendeeKind::kStaff, .party = "", .day_lost = DayLost::kNothing, .wages_lost = std::nullopt}};
  hearing.next_hearing = kOther;
  hearing.previous_hearing = kOther;
  hearing.hearing_date = absl::CivilDay(2014, 11, 10);
  hearing.version = 3;
  hearing.create_time = start - absl::Hours(100);
  hearing.update_time = start + absl::Hours(1);
  return hearing;
}

TEST(ConvertHearing, ARecordReadsBackAsItWasWritten) {
  const v1::Hearing written = ToProto(FullHearing());
  const absl::StatusOr<Hearing> read = HearingFromRecord(written.SerializeAsString());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(ToProto(*read), written));
  EXPECT_EQ(read->adjournment, FullHearing().adjournment);
  EXPECT_EQ(read->attendance, FullHearing().attendance);
}

TEST(ConvertHearing, EveryFieldOfTheMessageIsFilled) {
  Hearing hearing = FullHearing();
  hearing.vacate_reason = "x";
  EXPECT_EQ(FieldsSet(ToProto(hearing)), v1::Hearing::descriptor()->field_count());
}

TEST(ConvertHearing, ABrokenRecordIsNotAHearing) {
  EXPECT_EQ(HearingFromRecord("\xff\xff").status().code(), absl::StatusCode::kInternal);
  v1::Hearing proto = ToProto(FullHearing());
  proto.set_court("offices/la-paz");
  EXPECT_EQ(HearingFromRecord(proto.SerializeAsString()).status().code(), absl::StatusCode::kInternal);
}

TEST(ConvertHearing, WhatCannotBeReadIsAViolation) {
  v1::Hearing proto;
  proto.set_case_("offices/la-paz/cases/x");
  proto.mutable_duration()->set_seconds(60);
  proto.mutable_duration()->set_nanos(-1);
  Violations violations;
  HearingFromProto(proto, {"la-paz", kId}, violations);
  EXPECT_THAT(violations.list(),
              ElementsAre(Field(&Violation::field, "case"), Field(&Violation::field, "court"),
                          Field(&Violation::field, "start_time"), Field(&Violation::field, "duration")));
}

TEST(ConvertCourt, EveryFieldOfTheMessageIsFilled) {
  Court court;
  court.key = {"cebu", kId};
  court.version = 2;
  court.create_time = absl::FromUnixSeconds(5);
  court.update_time = absl::FromUnixSeconds(6);
  court.display_name = "RTC Branch 6";
  court.city = "Cebu";
  court.time_zone = "Asia/Manila";
  const v1::Court proto = ToProto(court);
  EXPECT_EQ(proto.name(), StrCat("offices/cebu/courts/", kId.ToString()));
  EXPECT_EQ(proto.city(), "Cebu");
  EXPECT_EQ(proto.update_time().seconds(), 6);
  const absl::StatusOr<Court> read = CourtFromRecord(proto.SerializeAsString());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->version, 2);
  EXPECT_EQ(FieldsSet(proto), v1::Court::descriptor()->field_count());
}

TEST(ConvertTravelTime, EveryFieldOfTheMessageIsFilled) {
  TravelTime bus;
  bus.key = {"cebu", kId};
  MarkEntered(bus, absl::FromUnixSeconds(5));
  bus.from_city = "A";
  bus.to_city = "B";
  bus.mode = TravelMode::kBus;
  bus.min_minutes = 30;
  bus.max_minutes = 45;
  const v1::TravelTime proto = ToProto(bus);
  EXPECT_EQ(FieldsSet(proto), v1::TravelTime::descriptor()->field_count());
  EXPECT_EQ(proto.mode(), v1::TRAVEL_MODE_BUS);
  EXPECT_EQ(proto.max_minutes(), 45);
  const absl::StatusOr<TravelTime> read = TravelTimeFromRecord(proto.SerializeAsString());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(ToProto(*read).SerializeAsString(), proto.SerializeAsString());
}

TEST(ConvertTime, BoundsAndMicroseconds) {
  Violations violations;
  google::protobuf::Timestamp proto;
  proto.set_seconds(-1);
  proto.set_nanos(999'999'999);
  EXPECT_EQ(TimeFromProto(proto, "t", violations), absl::FromUnixMicros(-1));
  EXPECT_THAT(violations.list(), IsEmpty());
  google::protobuf::Timestamp back;
  TimeToProto(absl::FromUnixMicros(-1), &back);
  EXPECT_EQ(back.seconds(), -1);
  EXPECT_EQ(back.nanos(), 999'999'000);
  proto.set_nanos(-1);
  TimeFromProto(proto, "t", violations);
  proto.set_nanos(0);
  proto.set_seconds(300'000'000'000);
  TimeFromProto(proto, "u", violations);
  EXPECT_THAT(violations.list(), ElementsAre(Field(&Violation::field, "t"), Field(&Violation::field, "u")));
}

TEST(ConvertMoney, KeepsMinorUnits) {
  Violations violations;
  google::type::Money proto;
  proto.set_currency_code("BOB");
  proto.set_units(45);
  proto.set_nanos(500'000'000);
  EXPECT_EQ(MoneyFromProto(proto, "m", violations), (Money{4550, "BOB"}));
  proto.set_nanos(5'000);
  EXPECT_EQ(MoneyFromProto(proto, "m", violations), std::nullopt);
  proto.set_nanos(0);
  proto.set_currency_code("XXQ");
  EXPECT_EQ(MoneyFromProto(proto, "n", violations), std::nullopt);
  EXPECT_THAT(violations.list(), ElementsAre(Field(&Violation::field, "m"), Field(&Violation::field, "n")));
}

TEST(ConvertDate, OnlyDaysThatExist) {
  Violations violations;
  google::type::Date proto;
  proto.set_year(2015);
  proto.set_month(2);
  proto.set_day(29);
  EXPECT_EQ(DateFromProto(proto, "day", violations), std::nullopt);
  proto.set_year(2016);
  EXPECT_EQ(DateFromProto(proto, "day", violations), absl::CivilDay(2016, 2, 29));
  EXPECT_THAT(violations.list(), ElementsAre(Field(&Violation::field, "day")));
}

}  // namespace
}  // namespace amparo::scheduling
