// The timelines of cases that were merged, and of people who were.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/integration/services/case/merge_fixture.h"
#include "tests/integration/services/case/timeline_fixture.h"

namespace amparo::cases {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Gt;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class MergedTimelineTest : public Merging<TimelineTest> {};

TEST_F(MergedTimelineTest, OperationsOfACaseThatWasMergedAreToldToTheirListWithTheSurvivor) {
  const std::string survivor = CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION);
  v1::ListTimelineRequest request;
  request.set_parent(survivor);
  request.add_kinds(v1::TIMELINE_KIND_OPERATION);
  request.set_show_details(true);
  request.set_reason("review");
  EXPECT_THAT(Told(request, "team-leader"), IsEmpty());
  ASSERT_THAT(MergeCases(case_, survivor), IsOk());
  const Entries told = Told(request, "team-leader");
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told[0].resource(), raid_) << "by its own name";
  v1::Operation shown;
  ASSERT_TRUE(told[0].details().UnpackTo(&shown));
  EXPECT_FALSE(shown.has_start_time()) << "not open to them yet";
  EXPECT_EQ(Receipts("method LIKE '%ListTimeline'"), "team-leader v1 review");
  EXPECT_THAT(Told(request, "everyone"), IsEmpty()) << "not on the list, whatever the roles";
  ASSERT_THAT(PartCases(case_), IsOk());
  EXPECT_THAT(Told(request, "team-leader"), IsEmpty());
}

TEST_F(MergedTimelineTest, WhatIsMergedOrPartedBetweenTwoPagesChangesNone) {
  const std::string survivor = CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION);
  v1::ListTimelineRequest request;
  request.set_parent(survivor);
  request.set_page_size(1);
  const auto places = [](const Entries& entries) {
    std::vector<std::string> all;
    for (const v1::TimelineEntry& entry : entries) {
      all.push_back(entry.resource() + "@" + std::to_string(entry.resource_version()) + " " + entry.what());
    }
    return all;
  };
  // The whole list, of which the first page is read before `meanwhile`.
  const auto walked = [&](const std::function<void()>& meanwhile) {
    const auto first = List(request);
    EXPECT_THAT(first, IsOk());
    const v1::ListTimelineResponse page = first.value_or(v1::ListTimelineResponse());
    EXPECT_NE(page.next_page_token(), "");
    meanwhile();
    v1::ListTimelineRequest next = request;
    next.set_page_token(page.next_page_token());
    Entries entries(page.entries().begin(), page.entries().end());
    for (const v1::TimelineEntry& entry : Told(next)) entries.push_back(entry);
    return places(entries);
  };
  const std::vector<std::string> alone = places(Told(request));
  EXPECT_EQ(walked([&] { EXPECT_THAT(MergeCases(case_, survivor), IsOk()); }), alone);
  const std::vector<std::string> both = places(Told(request));
  EXPECT_THAT(both, AllOf(SizeIs(Gt(alone.size())), Contains(HasSubstr(case_))));
  EXPECT_EQ(walked([&] { EXPECT_THAT(PartCases(case_), IsOk()); }), both);
  EXPECT_THAT(places(Told(request)), Not(Contains(HasSubstr(case_))));
}

// One woman in two cases, entered twice.
class MergedPeopleTimelineTest : public MergedTimelineTest {
 protected:
  // The names of the places that the links of a case tell of.
  std::vector<std::string> Places(const std::string& of, std::optional<absl::Time> moment = std::nullopt,
                                  const std::string& page_token = "") {
    v1::ListTimelineRequest request;
    request.set_parent(of);
    request.add_kinds(v1::TIMELINE_KIND_LINK);
    request.set_page_size(1);
    request.set_page_token(page_token);
    if (moment) SetTimestamp(*moment, request.mutable_read_time());
    std::vector<std::string> places;
    for (const v1::TimelineEntry& entry : Told(request)) places.push_back(entry.mentions(1));
    return places;
  }

  const std::string other_ = CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION);
  const std::string given_up_ = PersonOf(EnterParty(case_, v1::PARTY_ROLE_ACCUSED, "A1"));
  const std::string standing_ = PersonOf(EnterParty(other_, v1::PARTY_ROLE_ACCUSED, "A2"));
  const std::string hotel_ = EnterVenue(v1::VENUE_KIND_HOTEL, "Hotel");
};

TEST_F(MergedPeopleTimelineTest, LinksOnEitherRecordOfAPersonBelongToTheCasesOfBoth) {
  MoveTo(given_up_, venue_);
  EXPECT_THAT(Places(case_), ElementsAre(venue_));
  EXPECT_THAT(Places(other_), IsEmpty());
  const absl::Time before = service_.clock().Now();
  ASSERT_THAT(MergePeople(given_up_, standing_), IsOk());
  MoveTo(standing_, hotel_);
  const absl::Time merged = service_.clock().Now();
  EXPECT_THAT(Places(case_), ElementsAre(venue_, hotel_)) << "entered since for who stands for her";
  EXPECT_THAT(Places(other_), ElementsAre(venue_, hotel_)) << "entered before for who was merged into her";
  EXPECT_THAT(Places(case_, before), ElementsAre(venue_));
  EXPECT_THAT(Places(other_, before), IsEmpty());
  ASSERT_THAT(PartPeople(given_up_), IsOk());
  EXPECT_THAT(Places(case_), ElementsAre(venue_));
  EXPECT_THAT(Places(other_), ElementsAre(hotel_));
  EXPECT_THAT(Places(case_, merged), ElementsAre(venue_, hotel_)) << "as they stood for one then";
  EXPECT_THAT(Places(other_, merged), ElementsAre(venue_, hotel_));
}

TEST_F(MergedPeopleTimelineTest, TheRecordsOfBothAreToldInTheCasesOfBoth) {
  v1::ListTimelineRequest request;
  request.set_parent(other_);
  request.add_kinds(v1::TIMELINE_KIND_PERSON);
  const auto said = [&] {
    std::vector<std::string> lines;
    for (const v1::TimelineEntry& entry : Told(request)) lines.push_back(entry.resource() + ": " + entry.text());
    return lines;
  };
  EXPECT_THAT(said(), ElementsAre(standing_ + ": "));
  ASSERT_THAT(MergePeople(given_up_, standing_), IsOk());
  EXPECT_THAT(said(), UnorderedElementsAre(given_up_ + ": ", given_up_ + ": merged_into, merge_reason",
                                           standing_ + ": ", standing_ + ": merged_persons"));
}

TEST_F(MergedPeopleTimelineTest, JudgementsThatTwoAreNotOneAreToldInTheCasesOfEither) {
  const auto people = Distinguish(given_up_, standing_);
  ASSERT_THAT(people, IsOk());
  const auto cases = DistinguishCases(case_, other_);
  ASSERT_THAT(cases, IsOk());
  v1::WithdrawDistinctionRequest withdraw;
  withdraw.set_name(cases->name());
  withdraw.set_reason("one raid");
  service_.clock().Advance(absl::Milliseconds(1));
  Done(*merges_, &MergeStub::WithdrawDistinction, withdraw);
  v1::ListTimelineRequest request;
  request.add_kinds(v1::TIMELINE_KIND_DISTINCTION);
  for (const std::string& of : {case_, other_}) {
    request.set_parent(of);
    const Entries told = Told(request);
    ASSERT_THAT(Whats(told), ElementsAre("distinguished", "distinguished", "distinction withdrawn")) << of;
    EXPECT_EQ(told[0].resource(), people->name());
    EXPECT_EQ(told[1].resource(), cases->name());
    EXPECT_EQ(told[2].text(), "one raid");
  }
  request.set_parent(CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION));
  EXPECT_THAT(Told(request), IsEmpty());
}

TEST_F(MergedPeopleTimelineTest, WhoIsMergedBetweenTwoPagesChangesNone) {
  MoveTo(standing_, venue_);
  MoveTo(given_up_, hotel_);
  MoveTo(standing_, hotel_);
  v1::ListTimelineRequest request;
  request.set_parent(other_);
  request.add_kinds(v1::TIMELINE_KIND_LINK);
  request.set_page_size(1);
  const auto first = List(request);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(MergePeople(given_up_, standing_), IsOk());
  EXPECT_THAT(Places(other_, std::nullopt, first->next_page_token()), ElementsAre(hotel_));
  EXPECT_THAT(Places(other_), ElementsAre(venue_, hotel_, hotel_));
}

}  // namespace
}  // namespace amparo::cases
