// Everything that happened to a case, as each who may ask is told it.
#include "amparo/cases/v1/timeline.grpc.pb.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "amparo/cases/v1/case_link.grpc.pb.h"
#include "amparo/cases/v1/flag.grpc.pb.h"
#include "amparo/cases/v1/task_service.grpc.pb.h"
#include "tests/integration/services/case/canary.h"
#include "tests/integration/services/case/timeline_fixture.h"

namespace amparo::cases {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST_F(TimelineTest, TellsTheDaysOfTheWorldInOrderWithWhoEnteredThemAndWhen) {
  Prosecute();
  v1::ListTimelineRequest request;
  request.add_kinds(v1::TIMELINE_KIND_STAGE);
  request.add_kinds(v1::TIMELINE_KIND_CHARGE);
  request.add_kinds(v1::TIMELINE_KIND_VERDICT);
  const Entries told = Told(request);
  EXPECT_THAT(Whats(told), ElementsAre("stage reported", "charge", "verdict", "stage screened", "stage investigation",
                                       "stage prosecution"));
  ASSERT_THAT(told, SizeIs(6));
  EXPECT_EQ(DayFrom(told[0].date()), absl::CivilDay(2014, 5, 12));
  EXPECT_EQ(DayFrom(told[1].date()), absl::CivilDay(2014, 6, 2));
  EXPECT_EQ(told[2].text(), "convicted");
  EXPECT_EQ(told[2].actor(), "spiffe://amparo/everyone");
  EXPECT_EQ(told[2].method(), "amparo.cases.v1.ChargeService/RecordVerdict");
  EXPECT_EQ(told[2].resource_version(), 2);
  EXPECT_EQ(TimeFrom(told[2].record_time()), service_.clock().Now());
  EXPECT_THAT(told[1].mentions(), ElementsAre(HasSubstr("/parties/")));
}

TEST_F(TimelineTest, IsCompleteFromTheFirstWrite) {
  Prosecute();
  Write("attorney", v1::NOTE_CONFIDENTIALITY_LEGAL, "The judge agreed");
  v1::RaiseFlagRequest flag;
  flag.set_parent(case_);
  flag.mutable_flag()->set_kind(v1::FLAG_KIND_MEDIA);
  flag.mutable_flag()->set_reason("a reporter calls");
  Done(*service_.StubOf<v1::FlagService>(), &v1::FlagService::Stub::RaiseFlag, flag);
  std::set<std::string> told;
  for (const v1::TimelineEntry& entry : ToldTo("everyone")) {
    told.insert(entry.resource() + "@" + std::to_string(entry.resource_version()));
  }
  const std::string told_of = "office = 'cebu' AND kind NOT IN ('operation', 'venue', 'office')";
  EXPECT_EQ(std::to_string(told.size()), service_.Sql("SELECT count(*) FROM outbox WHERE " + told_of));
  for (const std::string& version : told) {
    const std::size_t at = version.find('@');
    EXPECT_EQ(service_.Sql("SELECT count(*) FROM outbox WHERE name = '" + version.substr(0, at) +
                           "' AND version = " + version.substr(at + 1)),
              "1");
  }
}

TEST_F(TimelineTest, ALaterPageTellsWhatTheFirstSaw) {
  Prosecute();
  const std::vector<std::string> whole = Whats(ToldTo("everyone"));
  v1::ListTimelineRequest request;
  request.set_parent(case_);
  request.set_page_size(1);
  std::vector<std::string> walked;
  do {
    const auto page = List(request);
    ASSERT_THAT(page, IsOk());
    ASSERT_EQ(page->entries_size(), 1);
    walked.push_back(page->entries(0).what());
    request.set_page_token(page->next_page_token());
    // Somebody writes while the pages are read.
    Write("attorney", v1::NOTE_CONFIDENTIALITY_CASE_TEAM, "meanwhile");
  } while (!request.page_token().empty());
  EXPECT_EQ(walked, whole);
  EXPECT_THAT(Whats(ToldTo("everyone")), SizeIs(whole.size() * 2));
}

TEST_F(TimelineTest, TellsWhatHadBeenEnteredByAMoment) {
  const absl::Time before = service_.clock().Now();
  service_.clock().Advance(absl::Seconds(1));
  Prosecute();
  v1::ListTimelineRequest request;
  SetTimestamp(before, request.mutable_read_time());
  EXPECT_THAT(Whats(Told(request)), Not(Contains("verdict")));
  EXPECT_THAT(Whats(ToldTo("everyone")), Contains("verdict"));
  SetTimestamp(before - absl::Hours(24 * 365), request.mutable_read_time());
  request.set_parent(case_);
  EXPECT_THAT(List(request), FailsWith(kNotFound, errors::kNotFound)) << "the case was not there";
}

TEST_F(TimelineTest, IsFilteredByThePeriodInTheWorld) {
  Prosecute();
  v1::ListTimelineRequest request;
  *request.mutable_from_date() = DateOf(absl::CivilDay(2014, 6, 2));
  *request.mutable_to_date() = DateOf(absl::CivilDay(2014, 11, 10));
  EXPECT_THAT(Whats(Told(request)), ElementsAre("charge", "verdict"));
  request.set_parent(case_);
  *request.mutable_to_date() = DateOf(absl::CivilDay(2014, 6, 1));
  EXPECT_THAT(List(request), IsInvalidIn("to_date"));
}

TEST_F(TimelineTest, WhatIsHiddenElsewhereIsNotToldHere) {
  const std::string legal = Write("attorney", v1::NOTE_CONFIDENTIALITY_LEGAL, "canarynote of counsel");
  const auto resources = [this](const std::string& caller) {
    std::set<std::string> names;
    for (const v1::TimelineEntry& entry : ToldTo(caller)) names.insert(entry.resource());
    return names;
  };
  EXPECT_THAT(resources("attorney"), AllOf(Contains(legal), Not(Contains(raid_))));
  EXPECT_THAT(resources("social-worker"), AllOf(Not(Contains(legal)), Not(Contains(raid_))));
  EXPECT_THAT(resources("everyone"), Not(Contains(raid_))) << "not on the list, whatever the roles";
  EXPECT_THAT(resources("team-leader"), AllOf(Contains(raid_), Not(Contains(legal))));
  for (const v1::TimelineEntry& entry : ToldTo("attorney")) {
    EXPECT_THAT(entry.ShortDebugString(), Not(HasSubstr("canary")));
  }
  // Neither do pages tell of what they pass over.
  v1::ListTimelineRequest one;
  one.set_page_size(1);
  EXPECT_EQ(Whats(Told(one, "social-worker")), Whats(ToldTo("social-worker")));
}

TEST_F(TimelineTest, AnOperationIsToldToItsListAndLeavesAReceipt) {
  v1::ListTimelineRequest request;
  request.add_kinds(v1::TIMELINE_KIND_OPERATION);
  request.set_show_details(true);
  request.set_reason("review");
  const Entries told = Told(request, "team-leader");
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told[0].what(), "operation planned");
  EXPECT_EQ(told[0].actor(), "spiffe://amparo/investigator");
  v1::Operation shown;
  ASSERT_TRUE(told[0].details().UnpackTo(&shown));
  EXPECT_EQ(shown.partner_unit(), "Anti-trafficking police");
  EXPECT_FALSE(shown.has_start_time()) << "not open to them yet";
  EXPECT_EQ(shown.sites_size(), 0);
  EXPECT_EQ(shown.plan(), "");
  EXPECT_EQ(Receipts("method LIKE '%ListTimeline'"), "team-leader v1 review");
  // Frozen, it is there for nobody.
  ASSERT_THAT(Freeze("supervisor"), IsOk());
  EXPECT_THAT(Told(request, "team-leader"), IsEmpty());
}

TEST_F(TimelineTest, DetailsAreTheRecordAsItWasThen) {
  Prosecute();
  v1::ListTimelineRequest request;
  request.add_kinds(v1::TIMELINE_KIND_STAGE);
  request.set_show_details(true);
  const Entries told = Told(request);
  ASSERT_THAT(told, SizeIs(4));
  v1::Case then;
  ASSERT_TRUE(told[1].details().UnpackTo(&then));
  EXPECT_EQ(then.stage(), v1::CASE_STAGE_SCREENED);
  EXPECT_EQ(then.sealed_narrative(), "");
  EXPECT_NE(then.etag(), "");
}

TEST_F(TimelineTest, LinksOfItsPeopleAndOfOtherCasesBelongToIt) {
  const std::string accused = EnterParty(case_, v1::PARTY_ROLE_ACCUSED, "A1");
  v1::CreateLinkRequest link;
  link.set_parent("offices/cebu");
  link.mutable_link()->set_kind(v1::LINK_KIND_MOVED_TO);
  link.mutable_link()->set_from(accused);
  link.mutable_link()->set_to(venue_);
  *link.mutable_link()->mutable_observed_date() = DateOf(absl::CivilDay(2013, 8, 14));
  Done(*network_, &v1::NetworkService::Stub::CreateLink, link);
  const std::string other = CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION);
  v1::CreateCaseLinkRequest related;
  related.set_parent(other);
  related.mutable_link()->set_kind(v1::CASE_LINK_KIND_RELATED);
  related.mutable_link()->set_other_case(case_);
  related.mutable_link()->set_reason("the same venue");
  Done(*service_.StubOf<v1::CaseLinkService>(), &v1::CaseLinkService::Stub::CreateCaseLink, related);
  const Entries told = ToldTo("everyone");
  EXPECT_THAT(Whats(told), AllOf(Contains("link moved-to"), Contains("case link related")));
  EXPECT_EQ(DayFrom(told.front().date()), absl::CivilDay(2013, 8, 14));
  v1::ListTimelineRequest of_other;
  of_other.set_parent(other);
  EXPECT_THAT(Whats(Told(of_other)), AllOf(Contains("case link related"), Not(Contains("link moved-to"))));
}

TEST_F(TimelineTest, WhatChangedOfItsPeopleIsToldByItsFields) {
  v1::Person person;
  person.set_name(PersonOf(EnterParty(case_, v1::PARTY_ROLE_SURVIVOR, "S1")));
  person.mutable_contact_preference()->set_never_contact(true);
  person.add_protection_needs(v1::PROTECTION_NEED_SAFE_HOUSING);
  person.mutable_profile()->set_full_name("canaryname");
  const auto update = [&](const std::vector<std::string>& paths) {
    service_.clock().Advance(absl::Milliseconds(1));
    v1::UpdatePersonRequest change;
    *change.mutable_person() = person;
    for (const std::string& path : paths) change.mutable_update_mask()->add_paths(path);
    Done(service_.persons(), &v1::PersonService::Stub::UpdatePerson, change);
  };
  update({"contact_preference", "protection_needs"});
  update({"profile"});
  v1::ListTimelineRequest request;
  request.add_kinds(v1::TIMELINE_KIND_PERSON);
  request.set_show_details(true);
  const Entries told = Told(request);
  ASSERT_THAT(Whats(told), ElementsAre("person", "changed", "changed"));
  EXPECT_EQ(told[1].resource(), person.name());
  EXPECT_EQ(told[1].text(), "contact_preference, protection_needs");
  EXPECT_EQ(told[2].text(), "profile");
  EXPECT_EQ(told[1].method(), "amparo.cases.v1.PersonService/UpdatePerson");
  v1::Person shown;
  ASSERT_TRUE(told[1].details().UnpackTo(&shown));
  EXPECT_TRUE(shown.contact_preference().never_contact());
  EXPECT_FALSE(shown.has_profile());
  EXPECT_EQ(shown.sealed_profile(), "");
  request.set_parent(CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION));
  EXPECT_THAT(Told(request), IsEmpty()) << "nobody of that case";
}

// A link may name a person instead of what they are in one case; it belongs to each case that they are in.
TEST_F(TimelineTest, LinksOfThePersonBelongToEveryCaseTheyAreIn) {
  const std::string person = PersonOf(EnterParty(case_, v1::PARTY_ROLE_ACCUSED, "A1"));
  const std::string other = CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION);
  v1::CreatePartyRequest again;
  again.set_parent(other);
  again.mutable_party()->set_role(v1::PARTY_ROLE_WITNESS);
  again.mutable_party()->set_pseudonym("A1");
  again.mutable_party()->set_person(person);
  Done(service_.parties(), &v1::PartyService::Stub::CreateParty, again);
  MoveTo(person, venue_);
  v1::ListTimelineRequest request;
  request.add_kinds(v1::TIMELINE_KIND_LINK);
  EXPECT_THAT(Whats(Told(request)), ElementsAre("link moved-to"));
  request.set_parent(other);
  EXPECT_THAT(Whats(Told(request)), ElementsAre("link moved-to"));
}

TEST_F(TimelineTest, TokensBelongToTheirRequestAndWrongRequestsAreTold) {
  v1::ListTimelineRequest request;
  request.set_parent(case_);
  request.set_page_size(1);
  const auto page = List(request);
  ASSERT_THAT(page, IsOk());
  request.set_page_token(page->next_page_token());
  v1::ListTimelineRequest other = request;
  other.add_kinds(v1::TIMELINE_KIND_STAGE);
  EXPECT_THAT(List(other), IsInvalidIn("page_token"));
  request.clear_page_token();
  request.set_page_size(-1);
  EXPECT_THAT(List(request), IsInvalidIn("page_size"));
  request.set_page_size(0);
  request.set_parent("offices/cebu/cases/" + NewId());
  EXPECT_THAT(List(request), FailsWith(kNotFound, errors::kNotFound));
  v1::ListTimelineRequest elsewhere;
  elsewhere.set_parent(case_);
  EXPECT_THAT(List(elsewhere, "la-paz"), FailsWith(kNotFound, errors::kNotFound));
}

}  // namespace
}  // namespace amparo::cases
