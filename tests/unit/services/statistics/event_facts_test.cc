#include "services/statistics/ingest/event_facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "amparo/cases/v1/case.pb.h"
#include "amparo/cases/v1/charge.pb.h"
#include "amparo/cases/v1/network.pb.h"
#include "amparo/cases/v1/operation.pb.h"
#include "amparo/cases/v1/party.pb.h"
#include "amparo/scheduling/v1/court.pb.h"
#include "amparo/scheduling/v1/hearing.pb.h"
#include "common/base/strings.h"

namespace amparo::statistics {
namespace {

using absl::CivilDay;
using ::testing::HasSubstr;

constexpr char kCase[] = "offices/cebu/cases/0190f3c2-7d1e-7abc-8def-000000000001";
constexpr char kSome[] = "0190f3c2-7d1e-7abc-8def-000000000002";
constexpr char kOther[] = "0190f3c2-7d1e-7abc-8def-000000000003";

feed::v1::Event EventOf(const std::string& kind, const google::protobuf::Message& resource) {
  feed::v1::Event event;
  event.set_office("cebu");
  event.set_name("offices/cebu/somewhere");
  event.set_kind(kind);
  event.set_version(4);
  event.mutable_resource()->PackFrom(resource);
  return event;
}

template <typename FactType>
FactType Read(const std::string& kind, const google::protobuf::Message& resource) {
  const absl::StatusOr<std::optional<Fact>> fact = FactFromEvent(EventOf(kind, resource));
  return std::get<FactType>(fact.value().value());
}

void SetDate(google::type::Date& date, int year, int month, int day) {
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
}

cases::v1::Charge MakeCharge() {
  cases::v1::Charge charge;
  charge.set_name(StrCat(kCase, "/charges/", kSome));
  charge.set_accused(StrCat(kCase, "/parties/", kOther));
  SetDate(*charge.mutable_charge_date(), 2014, 6, 2);
  return charge;
}

TEST(EventFactsTest, AnOperationThatWasNotCarriedOutTellsItsStateAlone) {
  cases::v1::Operation operation;
  operation.set_name(StrCat(kCase, "/operations/", kSome));
  operation.set_state(cases::v1::OPERATION_STATE_APPROVED);
  operation.set_plan_version(2);
  const auto fact = Read<OperationFact>("operation", operation);
  EXPECT_EQ(fact.state, OperationState::kApproved);
  EXPECT_TRUE(fact.sites.empty());
}

TEST(EventFactsTest, AMergedCaseSaysWhichStandsForItAndAPartyWhoItIs) {
  cases::v1::Case one;
  one.set_name(kCase);
  SetDate(*one.mutable_report_date(), 2014, 5, 12);
  EXPECT_EQ(Read<CaseFact>("case", one).merged_id, std::nullopt);
  one.set_merged_into(StrCat("offices/cebu/cases/", kSome));
  EXPECT_EQ(Read<CaseFact>("case", one).merged_id->ToString(), kSome);

  cases::v1::Party party;
  party.set_name(StrCat(kCase, "/parties/", kSome));
  EXPECT_TRUE(Read<PartyFact>("party", party).person_id.IsNil());
  party.set_person(StrCat("offices/cebu/persons/", kSome));
  EXPECT_EQ(Read<PartyFact>("party", party).person_id.ToString(), kSome);
  party.set_surviving_person(StrCat("offices/cebu/persons/", kOther));
  EXPECT_EQ(Read<PartyFact>("party", party).person_id.ToString(), kOther);
}

TEST(EventFactsTest, ACaseKeepsWhenItWasAtItsEndBeforeItWasReopened) {
  cases::v1::Case one;
  one.set_name(kCase);
  SetDate(*one.mutable_report_date(), 2014, 5, 12);
  const auto move = [&one](cases::v1::CaseStage stage, int month) {
    one.set_stage(stage);
    cases::v1::StageChange& change = *one.add_stage_changes();
    change.set_stage(stage);
    SetDate(*change.mutable_effective_date(), 2015, month, 1);
  };
  move(cases::v1::CASE_STAGE_DECLINED, 1);
  move(cases::v1::CASE_STAGE_SCREENED, 2);
  move(cases::v1::CASE_STAGE_PROSECUTION, 3);
  move(cases::v1::CASE_STAGE_CLOSED, 4);
  EXPECT_EQ(Read<CaseFact>("case", one).former_ends.size(), 1u) << "the last end is the stage";
  move(cases::v1::CASE_STAGE_PROSECUTION, 5);
  const auto fact = Read<CaseFact>("case", one);
  EXPECT_EQ(fact.stage_date, CivilDay(2015, 5, 1));
  ASSERT_EQ(fact.former_ends.size(), 2u);
  EXPECT_EQ(fact.former_ends[0].stage, CaseStage::kDeclined);
  EXPECT_EQ(fact.former_ends[0].date, CivilDay(2015, 1, 1));
  EXPECT_EQ(fact.former_ends[0].until, CivilDay(2015, 2, 1));
  EXPECT_EQ(fact.former_ends[1].stage, CaseStage::kClosed);
  EXPECT_EQ(fact.former_ends[1].date, CivilDay(2015, 4, 1));
  EXPECT_EQ(fact.former_ends[1].until, CivilDay(2015, 5, 1));
}

TEST(EventFactsTest, ChargeWithPleaVerdictAndSentence) {
  cases::v1::Charge charge = MakeCharge();
  charge.set_crime_type("02041");
  charge.set_completion(cases::v1::COMPLETION_ATTEMPTED);
  charge.mutable_plea()->set_kind(cases::v1::PLEA_KIND_GUILTY);
  charge.mutable_plea()->set_bargain(true);
  charge.mutable_verdict()->set_outcome(cases::v1::VERDICT_OUTCOME_CONVICTED_LESSER);
  charge.mutable_verdict()->set_lesser_crime_type("0302");
  charge.mutable_verdict()->set_lesser_completion(cases::v1::COMPLETION_COMPLETED);
  SetDate(*charge.mutable_verdict()->mutable_date(), 2014, 11, 19);
  SetDate(*charge.mutable_sentence()->mutable_date(), 2014, 11, 20);
  charge.mutable_sentence()->mutable_imprisonment()->mutable_min()->set_years(7);
  charge.mutable_sentence()->mutable_fine()->set_currency_code("PHP");
  charge.mutable_sentence()->mutable_fine()->set_units(500000);
  const auto fact = Read<ChargeFact>("charge", charge);
  EXPECT_EQ(fact.office, "cebu");
  EXPECT_EQ(fact.version, 4);
  EXPECT_EQ(fact.id.ToString(), kSome);
  EXPECT_EQ(fact.accused_id.ToString(), kOther);
  EXPECT_TRUE(fact.attempted);
  EXPECT_TRUE(fact.bargain);
  EXPECT_EQ(fact.plea, PleaKind::kGuilty);
  ASSERT_EQ(fact.standings.size(), 2u);
  EXPECT_EQ(fact.standings[0].verdict, Verdict::kConvictedLesser);
  EXPECT_EQ(fact.standings[0].date, CivilDay(2014, 11, 19));
  EXPECT_EQ(fact.standings[0].lesser_crime_type, "0302");
  EXPECT_EQ(fact.standings[0].lesser_completion, Completion::kCompleted);
  EXPECT_FALSE(fact.standings[0].sentence);
  EXPECT_EQ(fact.standings[1].date, CivilDay(2014, 11, 20));
  ASSERT_TRUE(fact.standings[1].sentence);
  EXPECT_EQ(fact.standings[1].sentence->custody, Custody::kImprisonment);
  EXPECT_EQ(fact.standings[1].sentence->max, Term{.years = 7});
  EXPECT_EQ(fact.standings[1].sentence->fine, (Money{50000000, "PHP"}));
}

TEST(EventFactsTest, ChargeThatSaysWhatStoodWhen) {
  cases::v1::Charge charge = MakeCharge();
  charge.mutable_verdict()->set_outcome(cases::v1::VERDICT_OUTCOME_ACQUITTED);
  SetDate(*charge.mutable_verdict()->mutable_date(), 2015, 3, 2);
  cases::v1::Standing& convicted = *charge.add_standings();
  SetDate(*convicted.mutable_date(), 2014, 11, 19);
  convicted.mutable_verdict()->set_outcome(cases::v1::VERDICT_OUTCOME_CONVICTED);
  SetDate(*convicted.mutable_sentence()->mutable_date(), 2014, 11, 19);
  convicted.mutable_sentence()->set_life(true);
  SetDate(*charge.add_standings()->mutable_date(), 2015, 1, 7);
  cases::v1::Standing& acquitted = *charge.add_standings();
  SetDate(*acquitted.mutable_date(), 2015, 3, 2);
  *acquitted.mutable_verdict() = charge.verdict();
  SetDate(*charge.mutable_supersede_date(), 2015, 4, 1);
  const auto fact = Read<ChargeFact>("charge", charge);
  ASSERT_EQ(fact.standings.size(), 3u);
  EXPECT_EQ(fact.standings[0].sentence->custody, Custody::kLife);
  EXPECT_EQ(fact.standings[1].verdict, Verdict::kNone);
  EXPECT_EQ(fact.standings[2].verdict, Verdict::kAcquitted);
  EXPECT_EQ(fact.standings[2].date, CivilDay(2015, 3, 2));
  EXPECT_EQ(fact.superseded_date, CivilDay(2015, 4, 1));
}

TEST(EventFactsTest, ChargeWithoutAnythingYet) {
  const auto fact = Read<ChargeFact>("charge", MakeCharge());
  EXPECT_EQ(fact.charge_date, CivilDay(2014, 6, 2));
  EXPECT_TRUE(fact.standings.empty());
  EXPECT_FALSE(fact.superseded_date);
  EXPECT_FALSE(fact.attempted);
}

TEST(EventFactsTest, LifeAndRangesOfImprisonment) {
  cases::v1::Charge charge = MakeCharge();
  charge.mutable_verdict()->set_outcome(cases::v1::VERDICT_OUTCOME_CONVICTED);
  SetDate(*charge.mutable_verdict()->mutable_date(), 2014, 11, 20);
  SetDate(*charge.mutable_sentence()->mutable_date(), 2014, 11, 20);
  charge.mutable_sentence()->set_life(true);
  EXPECT_EQ(Read<ChargeFact>("charge", charge).standings.back().sentence->custody, Custody::kLife);
  charge.mutable_sentence()->mutable_imprisonment()->mutable_min()->set_months(6);
  charge.mutable_sentence()->mutable_imprisonment()->mutable_max()->set_years(2);
  EXPECT_EQ(Read<ChargeFact>("charge", charge).standings.back().sentence->min, Term{.months = 6});
  EXPECT_EQ(Read<ChargeFact>("charge", charge).standings.back().sentence->max, Term{.years = 2});
}

TEST(EventFactsTest, LinksBetweenPeopleAndPlaces) {
  cases::v1::Link link;
  link.set_name(StrCat("offices/cebu/links/", kSome));
  link.set_kind(cases::v1::LINK_KIND_MOVED_TO);
  link.set_from(StrCat(kCase, "/parties/", kOther));
  link.set_to(StrCat("offices/cebu/venues/", kSome));
  const auto fact = Read<LinkFact>("link", link);
  EXPECT_EQ(fact.kind, LinkKind::kMovedTo);
  EXPECT_EQ(fact.from_end, LinkEnd::kParty);
  EXPECT_EQ(fact.from_id.ToString(), kOther);
  EXPECT_EQ(fact.to_end, LinkEnd::kVenue);
  EXPECT_EQ(fact.observed_date, std::nullopt);
}

TEST(EventFactsTest, AWithdrawnLinkIsOfNoKind) {
  cases::v1::Link link;
  link.set_name(StrCat("offices/cebu/links/", kSome));
  link.set_kind(cases::v1::LINK_KIND_MOVED_TO);
  link.set_from(StrCat(kCase, "/parties/", kOther));
  link.set_to(StrCat("offices/cebu/venues/", kSome));
  link.mutable_withdrawal()->set_reason("mistaken");
  EXPECT_EQ(Read<LinkFact>("link", link).kind, LinkKind::kUnspecified);
}

TEST(EventFactsTest, WhatElseNetworksHoldIsNoFact) {
  for (const std::string& end : {StrCat("offices/cebu/assets/", kSome), StrCat("offices/cebu/persons/", kSome),
                                 StrCat("offices/cebu/organizations/", kSome), std::string(kCase)}) {
    cases::v1::Link link;
    link.set_name(StrCat("offices/cebu/links/", kSome));
    link.set_kind(cases::v1::LINK_KIND_OWNED_BY);
    link.set_from(end);
    link.set_to(StrCat(kCase, "/parties/", kOther));
    const absl::StatusOr<std::optional<Fact>> fact = FactFromEvent(EventOf("link", link));
    ASSERT_TRUE(fact.ok()) << fact.status();
    EXPECT_FALSE(fact->has_value()) << end;
  }
}

TEST(EventFactsTest, OperationsKeepTheirMoment) {
  cases::v1::Operation operation;
  operation.set_name(StrCat(kCase, "/operations/", kSome));
  operation.mutable_start_time()->set_seconds(1382011200);
  operation.mutable_start_time()->set_nanos(5000);
  operation.add_sites()->set_venue(StrCat("offices/cebu/venues/", kOther));
  const auto fact = Read<OperationFact>("operation", operation);
  EXPECT_EQ(fact.start_time, absl::FromUnixMicros(1382011200000005));
  ASSERT_EQ(fact.sites.size(), 1u);
  EXPECT_EQ(fact.sites[0].venue_id.ToString(), kOther);
}

TEST(EventFactsTest, AttendanceWithAndWithoutWages) {
  scheduling::v1::Hearing hearing;
  hearing.set_name(StrCat("offices/cebu/hearings/", kSome));
  hearing.set_case_(kCase);
  hearing.set_court(StrCat("offices/cebu/courts/", kOther));
  hearing.set_state(scheduling::v1::HEARING_STATE_ADJOURNED);
  SetDate(*hearing.mutable_hearing_date(), 2014, 11, 3);
  scheduling::v1::Attendance& parent = *hearing.add_attendance();
  parent.set_attendee(scheduling::v1::ATTENDEE_KIND_PARENT);
  parent.set_day_lost(scheduling::v1::DAY_LOST_WHOLE);
  parent.mutable_wages_lost()->set_currency_code("BOB");
  parent.mutable_wages_lost()->set_units(66);
  hearing.add_attendance()->set_attendee(scheduling::v1::ATTENDEE_KIND_STAFF);
  const auto fact = Read<HearingFact>("hearing", hearing);
  ASSERT_EQ(fact.attendance.size(), 2u);
  EXPECT_EQ(fact.attendance[0].half_days_lost, 2);
  EXPECT_EQ(fact.attendance[0].wages_lost, (Money{6600, "BOB"}));
  EXPECT_EQ(fact.attendance[1].half_days_lost, 0);
  EXPECT_EQ(fact.attendance[1].wages_lost, std::nullopt);
}

TEST(EventFactsTest, AKindThatNoMeasureNeedsIsPassedOver) {
  const auto fact = FactFromEvent(EventOf("travel_time", scheduling::v1::TravelTime()));
  ASSERT_TRUE(fact.ok());
  EXPECT_EQ(*fact, std::nullopt);
}

TEST(EventFactsTest, ADateOrAnAmountThatCannotBeIsNotLeftOut) {
  cases::v1::Charge charge = MakeCharge();
  charge.clear_charge_date();
  EXPECT_THAT(std::string(FactFromEvent(EventOf("charge", charge)).status().message()), HasSubstr("charge_date"));
  charge = MakeCharge();
  SetDate(*charge.mutable_verdict()->mutable_date(), 2014, 2, 30);
  EXPECT_THAT(std::string(FactFromEvent(EventOf("charge", charge)).status().message()), HasSubstr("verdict.date"));
  SetDate(*charge.mutable_verdict()->mutable_date(), 2014, 2, 28);
  EXPECT_TRUE(FactFromEvent(EventOf("charge", charge)).ok());
  SetDate(*charge.mutable_sentence()->mutable_date(), 2014, 2, 28);
  charge.mutable_sentence()->mutable_fine()->set_currency_code("QQQ");
  EXPECT_THAT(std::string(FactFromEvent(EventOf("charge", charge)).status().message()), HasSubstr("fine"));
}

TEST(EventFactsTest, WhatCannotBeReadIsNamed) {
  cases::v1::Charge charge = MakeCharge();
  charge.set_accused("offices/cebu/cases/not-an-id/parties/neither");
  absl::Status status = FactFromEvent(EventOf("charge", charge)).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("offices/cebu/somewhere"));
  status = FactFromEvent(EventOf("charge", scheduling::v1::Court())).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  feed::v1::Event broken = EventOf("charge", MakeCharge());
  broken.mutable_resource()->set_value("\xff\xff\xff");
  EXPECT_FALSE(FactFromEvent(broken).ok());
}

}  // namespace
}  // namespace amparo::statistics
