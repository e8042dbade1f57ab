#include "tests/integration/services/case/court_test.h"

namespace amparo::cases {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using NetworkStub = v1::NetworkService::Stub;

class NetworkTest : public CourtTest {
 protected:
  v1::CreateLinkRequest LinkRequest(v1::LinkKind kind, const std::string& from, const std::string& to) {
    v1::CreateLinkRequest request;
    request.set_parent("offices/cebu");
    request.mutable_link()->set_kind(kind);
    request.mutable_link()->set_from(from);
    request.mutable_link()->set_to(to);
    request.mutable_link()->set_confidence(v1::CONFIDENCE_HIGH);
    *request.mutable_link()->mutable_observed_date() = DateOf(absl::CivilDay(2013, 8, 20));
    return request;
  }

  std::vector<std::string> LinksOf(const std::string& end) {
    v1::ListLinksRequest request;
    request.set_parent("offices/cebu");
    request.set_end(end);
    std::vector<std::string> names;
    const v1::ListLinksResponse response = Done(*network_, &NetworkStub::ListLinks, request);
    for (const v1::Link& link : response.links()) names.push_back(link.name());
    return names;
  }

  const std::string accused_ = EnterParty(case_, v1::PARTY_ROLE_ACCUSED);
};

TEST_F(NetworkTest, AddressIsSealedAndReadOnlyOnTheRecord) {
  const std::string canary = "canary: 17 River Street";
  v1::CreateVenueRequest request = VenueRequest(v1::VENUE_KIND_BAR, "Bar B");
  request.mutable_venue()->set_city("Cebu City");
  request.mutable_venue()->set_address(canary);
  const v1::Venue venue = Done(*network_, &NetworkStub::CreateVenue, request);
  EXPECT_EQ(venue.address(), "");
  EXPECT_EQ(venue.city(), "Cebu City");
  v1::GetVenueRequest get;
  get.set_name(venue.name());
  EXPECT_EQ(Done(*network_, &NetworkStub::GetVenue, get).SerializeAsString(), venue.SerializeAsString());
  get.set_view(amparo::types::v1::VIEW_FULL);
  EXPECT_EQ(Done(*network_, &NetworkStub::GetVenue, get).address(), canary);
  EXPECT_EQ(service_.Sql("SELECT name FROM audit WHERE action = 'READ'"), venue.name());
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM venue WHERE position('canary'::bytea IN body) > 0"), "0");
  EXPECT_THAT(service_.server().LogText(), Not(HasSubstr("canary")));
}

TEST_F(NetworkTest, VenueNeedsKindPseudonymAndOffice) {
  EXPECT_THAT(Call(*network_, &NetworkStub::CreateVenue, VenueRequest(v1::VENUE_KIND_UNSPECIFIED, "V")),
              IsInvalidIn("venue.kind"));
  EXPECT_THAT(Call(*network_, &NetworkStub::CreateVenue, VenueRequest(v1::VENUE_KIND_BAR, "")),
              IsInvalidIn("venue.pseudonym"));
  EXPECT_THAT(Call(*network_, &NetworkStub::CreateVenue, VenueRequest(v1::VENUE_KIND_BAR, "V", "nowhere")),
              FailsWith(kNotFound, errors::kNotFound));
  v1::CreateVenueRequest request = VenueRequest(v1::VENUE_KIND_BAR, "V");
  request.set_venue_id(NewId());
  Done(*network_, &NetworkStub::CreateVenue, request);
  EXPECT_THAT(Call(*network_, &NetworkStub::CreateVenue, request), FailsWith(kExists, errors::kAlreadyExists));
}

TEST_F(NetworkTest, ListsVenuesInOrderOfEntry) {
  std::vector<std::string> names;
  for (const char* pseudonym : {"A", "B", "C"}) names.push_back(EnterVenue(v1::VENUE_KIND_HOTEL, pseudonym));
  v1::ListVenuesRequest request;
  request.set_parent("offices/cebu");
  request.set_page_size(2);
  v1::ListVenuesResponse page = Done(*network_, &NetworkStub::ListVenues, request);
  ASSERT_EQ(page.venues_size(), 2);
  EXPECT_EQ(page.venues(1).name(), names[1]);
  request.set_page_token(page.next_page_token());
  page = Done(*network_, &NetworkStub::ListVenues, request);
  ASSERT_EQ(page.venues_size(), 1);
  EXPECT_EQ(page.venues(0).pseudonym(), "C");
}

TEST_F(NetworkTest, LinksPeopleAndPlacesAndFindsThemByEitherEnd) {
  const std::string shop = EnterVenue(v1::VENUE_KIND_COFFEE_SHOP, "Shop");
  const std::string parlour = EnterVenue(v1::VENUE_KIND_MASSAGE_PARLOUR, "Parlour");
  const auto link = [&](v1::LinkKind kind, const std::string& from, const std::string& to) {
    service_.clock().Advance(absl::Milliseconds(1));
    return Done(*network_, &NetworkStub::CreateLink, LinkRequest(kind, from, to));
  };
  const v1::Link at = link(v1::LINK_KIND_OPERATES_AT, accused_, shop);
  const v1::Link to = link(v1::LINK_KIND_MOVED_TO, accused_, parlour);
  const v1::Link business = link(v1::LINK_KIND_MOVED_TO, shop, parlour);
  EXPECT_THAT(LinksOf(accused_), ::testing::ElementsAre(at.name(), to.name()));
  EXPECT_THAT(LinksOf(shop), ::testing::ElementsAre(at.name(), business.name()));
  EXPECT_THAT(LinksOf(parlour), ::testing::ElementsAre(to.name(), business.name()));
  EXPECT_THAT(LinksOf(""), ::testing::ElementsAre(at.name(), to.name(), business.name()));
  v1::GetLinkRequest get;
  get.set_name(to.name());
  EXPECT_EQ(Done(*network_, &NetworkStub::GetLink, get).SerializeAsString(), to.SerializeAsString());
}

TEST_F(NetworkTest, LinkNeedsBothEndsAndIsMadeOnce) {
  const std::string shop = EnterVenue(v1::VENUE_KIND_COFFEE_SHOP, "Shop");
  const auto link = [&](v1::LinkKind kind, const std::string& from, const std::string& to) {
    return Call(*network_, &NetworkStub::CreateLink, LinkRequest(kind, from, to));
  };
  EXPECT_THAT(link(v1::LINK_KIND_MOVED_TO, accused_, "offices/cebu/venues/" + NewId()),
              FailsWith(kNotFound, errors::kNotFound));
  EXPECT_THAT(link(v1::LINK_KIND_MOVED_TO, case_ + "/parties/" + NewId(), shop),
              FailsWith(kNotFound, errors::kNotFound));
  EXPECT_THAT(link(v1::LINK_KIND_MOVED_TO, shop, shop), IsInvalidIn("link.to"));
  EXPECT_THAT(link(v1::LINK_KIND_OWNED_BY, accused_, accused_), IsInvalidIn("link.to"));
  EXPECT_THAT(link(v1::LINK_KIND_MOVED_TO, case_, shop), IsInvalidIn("link.from"));
  EXPECT_TRUE(link(v1::LINK_KIND_OWNED_BY, shop, accused_).ok());
  const auto twice = link(v1::LINK_KIND_OWNED_BY, shop, accused_);
  EXPECT_THAT(twice, FailsWith(kExists, errors::kAlreadyExists));
  EXPECT_EQ(DetailIn<google::rpc::ResourceInfo>(twice).resource_type(), "link");
}

TEST_F(NetworkTest, WhatIsWrongWithAListIsToldAtOnce) {
  v1::ListLinksRequest request;
  request.set_parent("offices/cebu");
  request.set_end("offices/cebu");
  request.set_page_size(-1);
  EXPECT_THAT(Violated(Call(*network_, &NetworkStub::ListLinks, request)),
              ::testing::UnorderedElementsAre("end", "page_size"));
}

TEST_F(NetworkTest, RepeatedRequestGetsTheFirstAnswer) {
  v1::CreateVenueRequest request = VenueRequest(v1::VENUE_KIND_HOTEL, "Hotel");
  request.set_request_id(NewId());
  const v1::Venue first = Done(*network_, &NetworkStub::CreateVenue, request);
  EXPECT_EQ(Done(*network_, &NetworkStub::CreateVenue, request).name(), first.name());
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM venue"), "1");
}

}  // namespace
}  // namespace amparo::cases
