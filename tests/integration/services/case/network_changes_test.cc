// What is corrected in the network and what ends, and what it was before.
#include <functional>
#include <initializer_list>
#include <pqxx/pqxx>
#include <utility>

#include "amparo/cases/v1/timeline.grpc.pb.h"
#include "common/base/limits.h"
#include "common/feed/blocking.h"
#include "services/case/store/fill_columns.h"
#include "tests/integration/services/case/network_fixture.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::CivilDay kFirstDayThere(2014, 3, 4);
const absl::CivilDay kLastDayThere(2014, 6, 30);
const absl::CivilDay kFarAway(2100, 1, 1);

// Two accused of one case, both at one bar since one day.
class NetworkChangesTest : public NetworkFixture {
 protected:
  using OrganizationStub = v1::OrganizationService::Stub;

  static v1::EndLinkRequest EndRequest(const std::string& name, absl::CivilDay day = kLastDayThere) {
    v1::EndLinkRequest request;
    request.set_name(name);
    *request.mutable_end_date() = DateOf(day);
    return request;
  }
  // Ends the stay of the first; answers the moment before.
  absl::Time EndStay() {
    const absl::Time before = service_.clock().Now();
    service_.clock().Advance(absl::Hours(1));
    Done(*network_, &LinkStub::EndLink, EndRequest(stay_.name()));
    return before;
  }

  // The stay as a network tells it.
  v1::NetworkLink StayIn(const v1::GetNetworkRequest& request) {
    const v1::GetNetworkResponse network = Network(request);
    for (const v1::NetworkLink& link : network.links()) {
      if (link.name() == stay_.name()) return link;
    }
    ADD_FAILURE() << "the link is not in " << network.ShortDebugString();
    return v1::NetworkLink();
  }
  // From one to the other by the places where they work.
  v1::FindPathRequest PathRequest() const {
    v1::FindPathRequest request;
    request.set_from(first_);
    request.set_to(second_);
    request.mutable_filter()->add_kinds(v1::LINK_KIND_OPERATES_AT);
    return request;
  }
  v1::FindPathResponse PathOn(absl::CivilDay day) {
    v1::FindPathRequest request = PathRequest();
    *request.mutable_filter()->mutable_as_of() = DateOf(day);
    return Done(*analysis_, &AnalysisStub::FindPath, request);
  }

  v1::UpdateVenueRequest VenueUpdate(std::initializer_list<const char*> paths) const {
    v1::UpdateVenueRequest request;
    request.mutable_venue()->set_name(bar_);
    for (const char* path : paths) request.mutable_update_mask()->add_paths(path);
    return request;
  }
  v1::GetVenueRequest WholeBar() const {
    v1::GetVenueRequest request;
    request.set_name(bar_);
    request.set_view(amparo::types::v1::VIEW_FULL);
    return request;
  }

  v1::FindAssetsResponse PhonesOf(const std::string& number) {
    v1::FindAssetsRequest request;
    request.set_parent("offices/cebu");
    request.set_kind(v1::ASSET_KIND_PHONE);
    request.set_identifier(number);
    return Done(*assets_, &AssetStub::FindAssets, request);
  }

  const std::string first_ = EnterParty(case_, v1::PARTY_ROLE_ACCUSED, "A1");
  const std::string second_ = EnterParty(case_, v1::PARTY_ROLE_ACCUSED, "A2");
  const std::string bar_ = EnterVenue(v1::VENUE_KIND_BAR, "Bar");
  const v1::Link stay_ = Linked(first_, v1::LINK_KIND_OPERATES_AT, bar_, kFirstDayThere);
  const v1::Link other_stay_ = Linked(second_, v1::LINK_KIND_OPERATES_AT, bar_, kFirstDayThere);
};

TEST_F(NetworkChangesTest, ALinkIsEndedOnceOnADayOnWhichItMayHaveHeld) {
  EXPECT_THAT(Call(*network_, &LinkStub::EndLink, EndRequest(stay_.name(), kFirstDayThere - 1)),
              FailsWith(kRefused, "BEFORE_LINK"));
  EXPECT_THAT(Call(*network_, &LinkStub::EndLink, EndRequest(stay_.name(), kFarAway)), IsInvalidIn("end_date"));
  v1::EndLinkRequest request = EndRequest(stay_.name());
  request.set_etag(stay_.etag());
  request.set_request_id(NewId());
  service_.clock().Advance(absl::Milliseconds(1));
  const v1::Link ended = Done(*network_, &LinkStub::EndLink, request);
  EXPECT_EQ(DayFrom(ended.end_date()), kLastDayThere);
  EXPECT_EQ(DayFrom(ended.observed_date()), kFirstDayThere);
  EXPECT_NE(ended.etag(), stay_.etag());
  EXPECT_EQ(Done(*network_, &LinkStub::EndLink, request).SerializeAsString(), ended.SerializeAsString())
      << "the same request again";
  request.set_request_id(NewId());
  EXPECT_THAT(Call(*network_, &LinkStub::EndLink, request), FailsWith(kAborted, errors::kEtagMismatch));
  EXPECT_THAT(Call(*network_, &LinkStub::EndLink, EndRequest(stay_.name(), kLastDayThere - 1)),
              FailsWith(kRefused, "ALREADY_ENDED"));
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM outbox WHERE name = '" + stay_.name() + "'"), "2");
  EXPECT_EQ(service_.Sql("SELECT end_date FROM link WHERE end_date IS NOT NULL"), "2014-06-30");
}

TEST_F(NetworkChangesTest, WithoutADayALinkEndsToday) {
  v1::EndLinkRequest request;
  request.set_name(stay_.name());
  EXPECT_EQ(DayFrom(Done(*network_, &LinkStub::EndLink, request).end_date()), absl::CivilDay(2014, 12, 11));
}

TEST_F(NetworkChangesTest, WhatWasWithdrawnIsNeitherEndedNorCorrected) {
  Done(*network_, &LinkStub::WithdrawLink, WithdrawRequest(stay_.name()));
  EXPECT_THAT(Call(*network_, &LinkStub::EndLink, EndRequest(stay_.name())), FailsWith(kRefused, "ALREADY_WITHDRAWN"));
  Done(*network_, &LinkStub::WithdrawLink, WithdrawRequest(other_stay_.name()));
  v1::WithdrawVenueRequest withdraw;
  withdraw.set_name(bar_);
  withdraw.set_reason("entered twice");
  Done(*network_, &LinkStub::WithdrawVenue, withdraw);
  EXPECT_THAT(Call(*network_, &LinkStub::UpdateVenue, VenueUpdate({"city"})), FailsWith(kRefused, "ALREADY_WITHDRAWN"));
}

TEST_F(NetworkChangesTest, WhatEndedWasNotEndedBefore) {
  const absl::Time before = EndStay();
  EXPECT_EQ(DayFrom(StayIn(Around(first_, 1)).end_date()), kLastDayThere);
  v1::GetNetworkRequest then = Around(first_, 1);
  SetTimestamp(before, then.mutable_read_time());
  EXPECT_FALSE(StayIn(then).has_end_date());
  v1::GetLinkRequest get;
  get.set_name(stay_.name());
  EXPECT_TRUE(Done(*network_, &LinkStub::GetLink, get).has_end_date());
  SetTimestamp(before, get.mutable_read_time());
  EXPECT_EQ(Done(*network_, &LinkStub::GetLink, get).SerializeAsString(), stay_.SerializeAsString());
  // As it was recorded then, it held on the days after too.
  v1::FindPathRequest path = PathRequest();
  *path.mutable_filter()->mutable_as_of() = DateOf(kLastDayThere + 1);
  EXPECT_THAT(Done(*analysis_, &AnalysisStub::FindPath, path).nodes(), IsEmpty());
  SetTimestamp(before, path.mutable_read_time());
  EXPECT_THAT(Done(*analysis_, &AnalysisStub::FindPath, path).nodes(), SizeIs(3));
}

TEST_F(NetworkChangesTest, OnADayOnlyTheLinksCountThatHeldThen) {
  EndStay();
  EXPECT_THAT(PathOn(kFirstDayThere).links(), SizeIs(2));
  EXPECT_THAT(PathOn(kLastDayThere).links(), SizeIs(2)) << "its last day is one of them";
  EXPECT_THAT(PathOn(kLastDayThere + 1).links(), IsEmpty());
  EXPECT_THAT(PathOn(kFirstDayThere - 1).links(), IsEmpty());
  EXPECT_THAT(Done(*analysis_, &AnalysisStub::FindPath, PathRequest()).links(), SizeIs(2)) << "whenever they held";
  v1::GetNetworkRequest around = Around(bar_, 1);
  *around.mutable_filter()->mutable_as_of() = DateOf(kLastDayThere + 1);
  EXPECT_THAT(Labels(Network(around).nodes()), ElementsAre("A2", "Bar"));
  around.mutable_filter()->mutable_as_of()->set_month(13);
  EXPECT_THAT(Call(*analysis_, &AnalysisStub::GetNetwork, around), IsInvalidIn("filter.as_of"));
}

TEST_F(NetworkChangesTest, WhoLeftBeforeTheOtherCameWasNotThereTogether) {
  EndStay();
  const std::string third = EnterParty(case_, v1::PARTY_ROLE_ACCUSED, "A3");
  Linked(third, v1::LINK_KIND_OPERATES_AT, bar_, kLastDayThere + 1);
  v1::FindSharedVenuesRequest request;
  request.set_name(first_);
  const auto shared = Done(*analysis_, &AnalysisStub::FindSharedVenues, request);
  const auto labels = LabelsOf(shared.nodes());
  ASSERT_THAT(shared.pairs(), SizeIs(2));
  for (const v1::SharedVenuePair& pair : shared.pairs()) {
    EXPECT_EQ(pair.venues(0).apart(), labels.at(pair.other()) == "A3") << labels.at(pair.other());
  }
}

TEST_F(NetworkChangesTest, WhoLeftMayComeBack) {
  const v1::CreateLinkRequest again =
      LinkRequest(first_, v1::LINK_KIND_OPERATES_AT, bar_, kLastDayThere + 7, v1::CONFIDENCE_HIGH);
  EXPECT_THAT(Call(*network_, &LinkStub::CreateLink, again), FailsWith(kExists, errors::kAlreadyExists));
  EndStay();
  const v1::Link second_stay = Done(*network_, &LinkStub::CreateLink, again);
  EXPECT_THAT(Call(*network_, &LinkStub::CreateLink, again), FailsWith(kExists, errors::kAlreadyExists));
  EXPECT_THAT(PathOn(kLastDayThere + 1).links(), IsEmpty());
  EXPECT_THAT(PathOn(kLastDayThere + 7).links(), SizeIs(2));
  EXPECT_EQ(PathOn(kLastDayThere + 7).links(0).name(), second_stay.name());
}

TEST_F(NetworkChangesTest, WhoLeftBeforeThereWasAColumnForItMayComeBackOnceItIsFilled) {
  EndStay();
  const v1::CreateLinkRequest again = LinkRequest(first_, v1::LINK_KIND_OPERATES_AT, bar_, kLastDayThere + 7);
  service_.Sql("UPDATE link SET end_date = NULL");
  EXPECT_THAT(Call(*network_, &LinkStub::CreateLink, again), FailsWith(kExists, errors::kAlreadyExists));
  const std::string events = service_.Sql("SELECT count(*) FROM outbox");
  EXPECT_EQ(FillColumns(service_.workers()).value_or(-1), 1) << "the other stay has not ended";
  EXPECT_EQ(service_.Sql("SELECT end_date FROM link WHERE end_date IS NOT NULL"), "2014-06-30");
  EXPECT_EQ(FillColumns(service_.workers()).value_or(-1), 0) << "done is done";
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM outbox"), events) << "nothing has changed";
  Done(*network_, &LinkStub::CreateLink, again);
}

TEST_F(NetworkChangesTest, LinksThatHaveNotEndedAreNotWaitedForWhenEndsAreFilled) {
  EndStay();
  service_.Sql("UPDATE link SET end_date = NULL");
  // Somebody is at the other stay, and stays there.
  std::function<absl::Status(pg::Transaction&)> meanwhile = [this](pg::Transaction& busy) {
    busy.exec("SELECT FROM link WHERE version = 1 FOR UPDATE");
    EXPECT_EQ(FillColumns(service_.workers()).value_or(-1), 1);
    return absl::OkStatus();
  };
  const Limits limits = Limits::For(absl::Seconds(20));
  EXPECT_THAT(feed::RunBlocking(service_.workers(), "busy_at_links", std::move(meanwhile), limits), IsOk());
  EXPECT_EQ(service_.Sql("SELECT end_date FROM link WHERE end_date IS NOT NULL"), "2014-06-30");
}

TEST_F(NetworkChangesTest, AnEndThatWasEnteredAnewMeanwhileIsNotFilledASecondTime) {
  EndStay();
  service_.Sql("UPDATE link SET end_date = NULL");
  v1::CreateLinkRequest anew = LinkRequest(first_, v1::LINK_KIND_OPERATES_AT, bar_, kFirstDayThere);
  *anew.mutable_link()->mutable_end_date() = DateOf(kLastDayThere);
  service_.clock().Advance(absl::Milliseconds(1));
  Done(*network_, &LinkStub::CreateLink, anew);
  EXPECT_EQ(FillColumns(service_.workers()).value_or(-1), 0);
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM link WHERE end_date IS NOT NULL"), "1");
}

TEST_F(NetworkChangesTest, TheTimelineTellsWhenALinkEndedAndWhoSaidSo) {
  EndStay();
  v1::ListTimelineRequest request;
  request.set_parent(case_);
  request.add_kinds(v1::TIMELINE_KIND_LINK);
  const auto told = Done(*service_.StubOf<v1::TimelineService>(), &v1::TimelineService::Stub::ListTimeline, request);
  ASSERT_THAT(told.entries(), SizeIs(3));
  EXPECT_EQ(told.entries(0).what(), "link operates-at");
  EXPECT_EQ(told.entries(2).what(), "link ended");
  EXPECT_EQ(DayFrom(told.entries(2).date()), kLastDayThere);
  EXPECT_EQ(told.entries(2).method(), "amparo.cases.v1.NetworkService/EndLink");
  EXPECT_FALSE(told.entries(2).corrected());
}

TEST_F(NetworkChangesTest, AVenueIsCorrectedAndItsLinksStay) {
  v1::UpdateVenueRequest request = VenueUpdate({"kind", "pseudonym", "city", "address"});
  request.mutable_venue()->set_kind(v1::VENUE_KIND_HOTEL);
  request.mutable_venue()->set_pseudonym("Hotel");
  request.mutable_venue()->set_city("Cebu City");
  request.mutable_venue()->set_address("17 River Street");
  const absl::Time before = service_.clock().Now();
  service_.clock().Advance(absl::Hours(1));
  const v1::Venue venue = Done(*network_, &LinkStub::UpdateVenue, request);
  EXPECT_EQ(venue.kind(), v1::VENUE_KIND_HOTEL);
  EXPECT_EQ(venue.address(), "") << "BASIC";
  EXPECT_EQ(Done(*network_, &LinkStub::GetVenue, WholeBar()).address(), "17 River Street");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM venue WHERE position('River'::bytea IN body) > 0"), "0");
  EXPECT_EQ(service_.Sql("SELECT kind FROM venue"), "4");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM outbox WHERE name = '" + bar_ + "'"), "2");
  EXPECT_THAT(Labels(Network(Around(bar_, 1)).nodes()), ElementsAre("A1", "A2", "Hotel"));
  v1::GetNetworkRequest then = Around(bar_, 1);
  SetTimestamp(before, then.mutable_read_time());
  EXPECT_THAT(Labels(Network(then).nodes()), ElementsAre("A1", "A2", "Bar"));
  v1::GetVenueRequest get = WholeBar();
  SetTimestamp(before, get.mutable_read_time());
  EXPECT_EQ(Done(*network_, &LinkStub::GetVenue, get).address(), "");
}

TEST_F(NetworkChangesTest, WhatTheMaskDoesNotNameStaysSealedAsItIs) {
  v1::UpdateVenueRequest request = VenueUpdate({"address"});
  request.mutable_venue()->set_address("17 River Street");
  request.mutable_venue()->set_pseudonym("not named");
  EXPECT_EQ(Done(*network_, &LinkStub::UpdateVenue, request).pseudonym(), "Bar");
  service_.clock().Advance(absl::Milliseconds(1));
  request = VenueUpdate({"city"});
  request.mutable_venue()->set_city("Cebu City");
  Done(*network_, &LinkStub::UpdateVenue, request);
  EXPECT_EQ(Done(*network_, &LinkStub::GetVenue, WholeBar()).address(), "17 River Street");
  service_.clock().Advance(absl::Milliseconds(1));
  Done(*network_, &LinkStub::UpdateVenue, VenueUpdate({"address"}));
  EXPECT_EQ(Done(*network_, &LinkStub::GetVenue, WholeBar()).address(), "") << "said to be unknown";
}

TEST_F(NetworkChangesTest, AVenueClosesAndOpensAgain) {
  v1::UpdateVenueRequest request = VenueUpdate({"close_date"});
  *request.mutable_venue()->mutable_close_date() = DateOf(kFarAway);
  EXPECT_THAT(Call(*network_, &LinkStub::UpdateVenue, request), IsInvalidIn("venue.close_date"));
  *request.mutable_venue()->mutable_close_date() = DateOf(kLastDayThere);
  EXPECT_EQ(DayFrom(Done(*network_, &LinkStub::UpdateVenue, request).close_date()), kLastDayThere);
  EXPECT_THAT(Network(Around(bar_, 1)).nodes(), SizeIs(3)) << "its links stay as they are";
  service_.clock().Advance(absl::Milliseconds(1));
  EXPECT_FALSE(Done(*network_, &LinkStub::UpdateVenue, VenueUpdate({"close_date"})).has_close_date());
  v1::CreateVenueRequest closed = VenueRequest(v1::VENUE_KIND_BAR, "Closed");
  *closed.mutable_venue()->mutable_close_date() = DateOf(kLastDayThere);
  EXPECT_EQ(DayFrom(Done(*network_, &LinkStub::CreateVenue, closed).close_date()), kLastDayThere);
  *closed.mutable_venue()->mutable_close_date() = DateOf(kFarAway);
  EXPECT_THAT(Call(*network_, &LinkStub::CreateVenue, closed), IsInvalidIn("venue.close_date"));
}

TEST_F(NetworkChangesTest, WhatIsWrongWithACorrectionIsTold) {
  v1::UpdateVenueRequest request = VenueUpdate({"kind", "pseudonym", "close_date"});
  request.mutable_venue()->set_kind(static_cast<v1::VenueKind>(99));
  request.mutable_venue()->mutable_close_date()->set_year(2014);
  EXPECT_THAT(Violated(Call(*network_, &LinkStub::UpdateVenue, request)),
              ::testing::UnorderedElementsAre("venue.kind", "venue.close_date"));
  EXPECT_THAT(Call(*network_, &LinkStub::UpdateVenue, VenueUpdate({"pseudonym"})), IsInvalidIn("venue.pseudonym"));
  EXPECT_THAT(Call(*network_, &LinkStub::UpdateVenue, VenueUpdate({"withdrawal"})), IsInvalidIn("update_mask"));
  EXPECT_THAT(Call(*network_, &LinkStub::UpdateVenue, VenueUpdate({})), IsInvalidIn("update_mask"));
  v1::UpdateVenueRequest stale = VenueUpdate({"city"});
  stale.mutable_venue()->set_etag(Done(*network_, &LinkStub::GetVenue, WholeBar()).etag());
  stale.mutable_venue()->set_city("Cebu City");
  Done(*network_, &LinkStub::UpdateVenue, stale);
  EXPECT_THAT(Call(*network_, &LinkStub::UpdateVenue, stale), FailsWith(kAborted, errors::kEtagMismatch));
  stale.mutable_venue()->set_name("offices/cebu/venues/" + NewId());
  EXPECT_THAT(Call(*network_, &LinkStub::UpdateVenue, stale), FailsWith(kNotFound, errors::kNotFound));
}

TEST_F(NetworkChangesTest, AnOrganizationIsCorrected) {
  const std::string agency = EnterOrganization(v1::ORGANIZATION_KIND_BUSINESS, "Agency");
  v1::UpdateOrganizationRequest request;
  request.mutable_organization()->set_name(agency);
  request.mutable_organization()->set_kind(v1::ORGANIZATION_KIND_RECRUITMENT_AGENCY);
  request.mutable_organization()->set_details("registered in Manila");
  request.mutable_update_mask()->add_paths("kind");
  request.mutable_update_mask()->add_paths("details");
  service_.clock().Advance(absl::Milliseconds(1));
  const v1::Organization corrected = Done(*organizations_, &OrganizationStub::UpdateOrganization, request);
  EXPECT_EQ(corrected.kind(), v1::ORGANIZATION_KIND_RECRUITMENT_AGENCY);
  EXPECT_EQ(corrected.pseudonym(), "Agency");
  v1::GetOrganizationRequest get;
  get.set_name(agency);
  get.set_view(amparo::types::v1::VIEW_FULL);
  EXPECT_EQ(Done(*organizations_, &OrganizationStub::GetOrganization, get).details(), "registered in Manila");
  v1::ListOrganizationsRequest list;
  list.set_parent("offices/cebu");
  list.set_kind(v1::ORGANIZATION_KIND_BUSINESS);
  EXPECT_THAT(Done(*organizations_, &OrganizationStub::ListOrganizations, list).organizations(), IsEmpty());
  request.mutable_organization()->set_kind(v1::ORGANIZATION_KIND_UNSPECIFIED);
  EXPECT_THAT(Call(*organizations_, &OrganizationStub::UpdateOrganization, request), IsInvalidIn("organization.kind"));
}

TEST_F(NetworkChangesTest, AnAssetIsFoundByItsCorrectedIdentifierAndByNoOther) {
  const v1::Asset phone = EnterPhone("Phone 1", "0917 555 0101");
  const v1::Asset taken = EnterPhone("Phone 2", "0917 555 0102");
  v1::UpdateAssetRequest request;
  request.mutable_asset()->set_name(phone.name());
  request.mutable_asset()->set_identifier("0917-555-0102");
  request.mutable_update_mask()->add_paths("identifier");
  const auto refused = Call(*assets_, &AssetStub::UpdateAsset, request);
  EXPECT_THAT(refused, FailsWith(kExists, errors::kAlreadyExists));
  EXPECT_EQ(DetailIn<google::rpc::ResourceInfo>(refused).resource_name(), taken.name());
  request.mutable_asset()->set_identifier("unknown");
  EXPECT_THAT(Call(*assets_, &AssetStub::UpdateAsset, request), IsInvalidIn("asset.identifier"));
  request.mutable_asset()->set_identifier("0917 555 0103");
  service_.clock().Advance(absl::Milliseconds(1));
  EXPECT_EQ(Done(*assets_, &AssetStub::UpdateAsset, request).identifier(), "") << "BASIC";
  EXPECT_THAT(PhonesOf("0917 555 0101").assets(), IsEmpty());
  ASSERT_THAT(PhonesOf("+63 917 555 0103").assets(), SizeIs(1));
  EXPECT_EQ(PhonesOf("+63 917 555 0103").assets(0).name(), phone.name());
  v1::UpdateAssetRequest renamed;
  renamed.mutable_asset()->set_name(phone.name());
  renamed.mutable_asset()->set_pseudonym("The driver's phone");
  renamed.mutable_update_mask()->add_paths("pseudonym");
  service_.clock().Advance(absl::Milliseconds(1));
  Done(*assets_, &AssetStub::UpdateAsset, renamed);
  ASSERT_THAT(PhonesOf("0917 555 0103").assets(), SizeIs(1));
  EXPECT_EQ(PhonesOf("0917 555 0103").assets(0).pseudonym(), "The driver's phone");
  EXPECT_NE(EnterPhone("Phone 3", "0917 555 0101").name(), phone.name()) << "nobody's any more";
}

}  // namespace
}  // namespace amparo::cases
