// The rules of the calendar, act by act.
#include "services/scheduling/domain/hearing_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/strings.h"
#include "common/base/zone.h"

namespace amparo::scheduling {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

absl::TimeZone LaPaz() {
  return FindZone("America/La_Paz").value();
}

absl::Time At(int year, int month, int day, int hour = 9, int minute = 0) {
  return absl::FromCivil(absl::CivilSecond(year, month, day, hour, minute, 0), LaPaz());
}

Uuid Id(int n) {
  return *Uuid::Parse(StrCat("01890000-0000-7000-8000-0000000000", n < 10 ? "0" : "", n));
}

const absl::Time kNow = At(2014, 11, 10, 15);

Hearing Draft() {
  Hearing draft;
  draft.key = {"la-paz", Id(1)};
  draft.case_key = {"la-paz", Id(2)};
  draft.court = {"la-paz", Id(3)};
  draft.purpose = HearingPurpose::kTrial;
  draft.start_time = At(2014, 11, 10);
  draft.duration = absl::Hours(2);
  draft.required_staff = {"spiffe://amparo/people/a.attorney", "spiffe://amparo/people/p.paralegal"};
  return draft;
}

Hearing Scheduled() {
  return std::get<Hearing>(Schedule(Draft(), LaPaz(), At(2014, 10, 1)));
}

Adjournment JudgeAbsent() {
  return {.reason = AdjournmentReason::kJudgeAbsent,
          .side = ResponsibleSide::kCourt,
          .next_start_time = At(2014, 12, 1),
          .note = ""};
}

std::string NameOfParty(const Key& case_key, int id) {
  return StrCat(BuildName(Collection::kCases, case_key), "/parties/", Id(id).ToString());
}

Attendance Came(std::string party) {
  return {.attendee = AttendeeKind::kParent,
          .party = std::move(party),
          .day_lost = DayLost::kNothing,
          .wages_lost = std::nullopt};
}

std::vector<std::string> FieldsOf(const Violations& violations) {
  std::vector<std::string> fields;
  for (const Violation& violation : violations.list()) fields.push_back(violation.field);
  return fields;
}

template <typename T>
std::vector<std::string> WrongFields(const Decision<T>& decision) {
  return std::holds_alternative<Violations>(decision) ? FieldsOf(std::get<Violations>(decision))
                                                      : std::vector<std::string>();
}

template <typename T>
std::string RuleBroken(const Decision<T>& decision) {
  return std::holds_alternative<BrokenRule>(decision) ? std::get<BrokenRule>(decision).rule : "";
}

TEST(Schedule, PutsAHearingOnTheCalendarOfItsCourtsDay) {
  Hearing draft = Draft();
  draft.start_time = At(2014, 11, 10, 23, 30);
  const Hearing hearing = std::get<Hearing>(Schedule(draft, LaPaz(), At(2014, 10, 1)));
  EXPECT_EQ(hearing.state, HearingState::kScheduled);
  EXPECT_EQ(hearing.hearing_date, absl::CivilDay(2014, 11, 10));
  EXPECT_EQ(hearing.version, 1);
  EXPECT_EQ(hearing.create_time, At(2014, 10, 1));
  EXPECT_EQ(hearing.update_time, At(2014, 10, 1));
  EXPECT_EQ(hearing.required_staff, draft.required_staff);
}

TEST(Schedule, AHearingInThePastMayBeEnteredLate) {
  Hearing draft = Draft();
  draft.start_time = At(2009, 2, 2);
  EXPECT_TRUE(std::holds_alternative<Hearing>(Schedule(draft, LaPaz(), kNow)));
}

TEST(Schedule, WhatOnlyActsMaySetIsIgnored) {
  Hearing draft = Draft();
  draft.state = HearingState::kHeld;
  draft.vacate_reason = "x";
  draft.next_hearing = Id(9);
  draft.attendance = {{.attendee = AttendeeKind::kParent, .party = "", .day_lost = DayLost::kHalf, .wages_lost = {}}};
  const Hearing hearing = std::get<Hearing>(Schedule(draft, LaPaz(), kNow));
  EXPECT_EQ(hearing.state, HearingState::kScheduled);
  EXPECT_EQ(hearing.vacate_reason, "");
  EXPECT_EQ(hearing.next_hearing, std::nullopt);
  EXPECT_THAT(hearing.attendance, IsEmpty());
}

TEST(Schedule, DurationsFromFiveMinutesToTwelveHours) {
  Hearing draft = Draft();
  for (absl::Duration good : {absl::Minutes(5), absl::Hours(12)}) {
    draft.duration = good;
    EXPECT_TRUE(CheckDraft(draft).empty()) << good;
  }
  for (absl::Duration bad : {absl::ZeroDuration(), absl::Minutes(5) - absl::Nanoseconds(1),
                             absl::Hours(12) + absl::Nanoseconds(1), -absl::Hours(1)}) {
    draft.duration = bad;
    EXPECT_THAT(FieldsOf(CheckDraft(draft)), ElementsAre("duration")) << bad;
  }
}

TEST(Schedule, EverythingWrongIsToldAtOnce) {
  Hearing draft = Draft();
  draft.case_key.office = "cebu";
  draft.court.office = "cebu";
  draft.purpose = HearingPurpose::kUnspecified;
  draft.start_time = At(1824, 11, 10);
  draft.duration = absl::ZeroDuration();
  draft.required_staff = {"a", "", "a"};
  EXPECT_THAT(WrongFields(Schedule(draft, LaPaz(), kNow)),
              ElementsAre("case", "court", "purpose", "start_time", "duration", "required_staff[1]", "required_staff"));
}

TEST(Schedule, AtMostTwentyMustBeThere) {
  Hearing draft = Draft();
  draft.required_staff.clear();
  for (int i = 0; i < 20; ++i) draft.required_staff.push_back(StrCat("spiffe://amparo/people/", i));
  EXPECT_TRUE(CheckDraft(draft).empty());
  draft.required_staff.push_back("spiffe://amparo/people/20");
  EXPECT_THAT(FieldsOf(CheckDraft(draft)), ElementsAre("required_staff"));
}

TEST(Hold, KeepsWhoCame) {
  const std::vector<Attendance> attendance = {
      {.attendee = AttendeeKind::kParent, .party = "", .day_lost = DayLost::kHalf, .wages_lost = Money{4500, "BOB"}}};
  const Hearing held = std::get<Hearing>(Hold(Scheduled(), attendance, kNow));
  EXPECT_EQ(held.state, HearingState::kHeld);
  EXPECT_EQ(held.attendance, attendance);
  EXPECT_EQ(held.version, 2);
  EXPECT_EQ(held.update_time, kNow);
  Hearing later = Scheduled();
  later.update_time = kNow + absl::Milliseconds(3);
  MarkChanged(later, kNow);
  EXPECT_EQ(later.update_time, kNow + absl::Milliseconds(3)) << "no version is dated before the one it replaces";
  EXPECT_EQ(held.create_time, At(2014, 10, 1));
}

TEST(Hold, AHearingOfTomorrowCannotHaveBeenHeld) {
  const absl::Time start = Scheduled().start_time;
  EXPECT_EQ(RuleBroken(Hold(Scheduled(), {}, start - absl::Microseconds(1))), "HEARING_NOT_BEGUN");
  EXPECT_TRUE(std::holds_alternative<Hearing>(Hold(Scheduled(), {}, start)));
}

TEST(Hold, AttendanceIsChecked) {
  Hearing hearing = Scheduled();
  const std::vector<Attendance> attendance = {
      {.attendee = AttendeeKind::kUnspecified, .party = "", .day_lost = DayLost::kNothing, .wages_lost = {}},
      {.attendee = AttendeeKind::kParent, .party = "a neighbour", .day_lost = DayLost::kHalf, .wages_lost = {}},
      {.attendee = AttendeeKind::kParent,
       .party = "",
       .day_lost = static_cast<DayLost>(3),
       .wages_lost = Money{-1, "BOB"}}};
  EXPECT_THAT(WrongFields(Hold(hearing, attendance, kNow)),
              ElementsAre("attendance[0].attendee", "attendance[1].party", "attendance[2].day_lost",
                          "attendance[2].wages_lost"));
  EXPECT_THAT(
      WrongFields(Hold(
          hearing,
          std::vector<Attendance>(
              101, {.attendee = AttendeeKind::kStaff, .party = "", .day_lost = DayLost::kNothing, .wages_lost = {}}),
          kNow)),
      ElementsAre("attendance"));
}

TEST(Attendance, APartyIsOfTheHearingsMatter) {
  const Key own = Scheduled().case_key;
  const Key merged{"la-paz", Id(8)};
  std::vector<Attendance> attendance = {Came(NameOfParty(own, 9)), Came(NameOfParty(merged, 9)), Came("")};
  EXPECT_THAT(FieldsOf(CheckAttendance(attendance)), IsEmpty());
  EXPECT_THAT(FieldsOf(CheckParties(attendance, {own})), ElementsAre("attendance[1].party"));
  EXPECT_THAT(FieldsOf(CheckParties(attendance, {merged, own})), IsEmpty());
  attendance[0].party = NameOfParty({"cebu", own.id}, 9);
  EXPECT_THAT(FieldsOf(CheckParties(attendance, {merged, own})), ElementsAre("attendance[0].party"));
}

TEST(Attendance, APartyComesOnce) {
  const Key own = Scheduled().case_key;
  const std::string parties = StrCat(BuildName(Collection::kCases, own), "/parties/");
  const std::vector<Attendance> attendance = {Came(parties + "0189abcd-0000-7000-8000-000000000009"), Came(""),
                                              Came(parties + "0189abcd-0000-7000-8000-00000000000a"),
                                              Came(parties + "0189ABCD-0000-7000-8000-000000000009"), Came("")};
  EXPECT_THAT(FieldsOf(CheckAttendance(attendance)), ElementsAre("attendance[3].party"));
}

TEST(Attendance, WagesAreLostWithADayAndHaveABound) {
  const auto wrong = [](DayLost day_lost, int64_t minor_units) {
    Attendance one = Came("");
    one.day_lost = day_lost;
    one.wages_lost = Money{minor_units, "BOB"};
    return FieldsOf(CheckAttendance({one}));
  };
  EXPECT_THAT(wrong(DayLost::kHalf, 4500), IsEmpty());
  EXPECT_THAT(wrong(DayLost::kNothing, 0), IsEmpty());
  EXPECT_THAT(wrong(DayLost::kNothing, 1), ElementsAre("attendance[0].wages_lost"));
  EXPECT_THAT(wrong(DayLost::kWhole, kMostUnits * 100), IsEmpty());
  EXPECT_THAT(wrong(DayLost::kWhole, kMostUnits * 100 + 1), ElementsAre("attendance[0].wages_lost"));
}

TEST(Adjourn, PutsTheNextHearingOnTheCalendarInTheSameAct) {
  Adjournment adjournment = JudgeAbsent();
  adjournment.next_start_time = At(2014, 12, 1, 23, 59);
  const Adjourned adjourned = std::get<Adjourned>(Adjourn(Scheduled(), adjournment, {}, Id(7), LaPaz(), kNow));
  EXPECT_EQ(adjourned.hearing.state, HearingState::kAdjourned);
  EXPECT_EQ(adjourned.hearing.adjournment, adjournment);
  EXPECT_EQ(adjourned.hearing.next_hearing, Id(7));
  EXPECT_EQ(adjourned.hearing.version, 2);
  ASSERT_TRUE(adjourned.next.has_value());
  const Hearing& next = *adjourned.next;
  EXPECT_EQ(next.key, (Key{"la-paz", Id(7)}));
  EXPECT_EQ(next.case_key, Scheduled().case_key);
  EXPECT_EQ(next.court, Scheduled().court);
  EXPECT_EQ(next.purpose, HearingPurpose::kTrial);
  EXPECT_EQ(next.duration, absl::Hours(2));
  EXPECT_EQ(next.required_staff, Scheduled().required_staff);
  EXPECT_EQ(next.state, HearingState::kScheduled);
  EXPECT_EQ(next.start_time, *adjournment.next_start_time);
  EXPECT_EQ(next.hearing_date, absl::CivilDay(2014, 12, 1));
  EXPECT_EQ(next.previous_hearing, Scheduled().key.id);
  EXPECT_EQ(next.version, 1);
  EXPECT_EQ(next.create_time, kNow);
  EXPECT_EQ(next.adjournment, std::nullopt);
  EXPECT_THAT(next.attendance, IsEmpty());
}

TEST(Adjourn, WithoutANextDateThereIsNoNextHearing) {
  Adjournment adjournment = JudgeAbsent();
  adjournment.next_start_time = std::nullopt;
  const Adjourned adjourned = std::get<Adjourned>(Adjourn(Scheduled(), adjournment, {}, Id(7), LaPaz(), kNow));
  EXPECT_FALSE(adjourned.next.has_value());
  EXPECT_EQ(adjourned.hearing.next_hearing, std::nullopt);
}

TEST(Adjourn, NeedsAReasonASideAndALaterDate) {
  Adjournment adjournment;
  adjournment.next_start_time = Scheduled().start_time;
  adjournment.note = std::string(1001, 'x');
  EXPECT_THAT(WrongFields(Adjourn(Scheduled(), adjournment, {}, Id(7), LaPaz(), kNow)),
              ElementsAre("adjournment.reason", "adjournment.side", "adjournment.note", "adjournment.next_start_time"));
}

TEST(Adjourn, IsCheckedAsFarAsTheHearingIsKnown) {
  Adjournment adjournment = JudgeAbsent();
  adjournment.next_start_time = Scheduled().start_time;
  EXPECT_THAT(FieldsOf(CheckAdjournment(adjournment)), IsEmpty());
  EXPECT_THAT(FieldsOf(CheckAdjournment(adjournment, Scheduled().start_time)),
              ElementsAre("adjournment.next_start_time"));
  adjournment.reason = AdjournmentReason::kUnspecified;
  EXPECT_THAT(FieldsOf(CheckAdjournment(adjournment)), ElementsAre("adjournment.reason"));
}

TEST(Adjourn, AHearingMayBePutOffBeforeItsDayButNobodyHasComeThen) {
  const absl::Time start = Scheduled().start_time;
  const auto adjourned = [](const std::vector<Attendance>& attendance, absl::Time now) {
    return Adjourn(Scheduled(), JudgeAbsent(), attendance, Id(7), LaPaz(), now);
  };
  EXPECT_TRUE(std::holds_alternative<Adjourned>(adjourned({}, At(2014, 11, 1))));
  EXPECT_EQ(RuleBroken(adjourned({Came("")}, start - absl::Microseconds(1))), "HEARING_NOT_BEGUN");
  EXPECT_TRUE(std::holds_alternative<Adjourned>(adjourned({Came("")}, start)));
}

TEST(Vacate, NeedsAReason) {
  EXPECT_THAT(WrongFields(Vacate(Scheduled(), "", kNow)), ElementsAre("reason"));
  EXPECT_THAT(WrongFields(Vacate(Scheduled(), std::string(1001, 'x'), kNow)), ElementsAre("reason"));
  const Hearing vacated = std::get<Hearing>(Vacate(Scheduled(), "the accused pleaded guilty", kNow));
  EXPECT_EQ(vacated.state, HearingState::kVacated);
  EXPECT_EQ(vacated.vacate_reason, "the accused pleaded guilty");
  EXPECT_EQ(vacated.version, 2);
}

TEST(Vacate, MayBeEnteredAfterTheHearingWasToBegin) {
  for (const absl::Duration after : {-absl::Hours(1), absl::ZeroDuration(), absl::Hours(24 * 30)}) {
    const absl::Time now = Scheduled().start_time + after;
    EXPECT_TRUE(std::holds_alternative<Hearing>(Vacate(Scheduled(), "taken off the day before", now))) << after;
  }
}

TEST(Acts, OnlyAHearingOnTheCalendarMoves) {
  for (HearingState state : {HearingState::kHeld, HearingState::kAdjourned, HearingState::kVacated}) {
    Hearing hearing = Scheduled();
    hearing.state = state;
    EXPECT_EQ(RuleBroken(Hold(hearing, {}, kNow)), "HEARING_NOT_SCHEDULED");
    EXPECT_EQ(RuleBroken(Adjourn(hearing, JudgeAbsent(), {}, Id(7), LaPaz(), kNow)), "HEARING_NOT_SCHEDULED");
    const Decision<Hearing> vacated = Vacate(hearing, "x", kNow);
    ASSERT_EQ(RuleBroken(vacated), "HEARING_NOT_SCHEDULED");
    EXPECT_THAT(std::get<BrokenRule>(vacated).description, ::testing::HasSubstr(std::string(StateName(state))));
  }
}

}  // namespace
}  // namespace amparo::scheduling
