// What networks never show: other offices, operations, what identifies.
#include "tests/integration/services/case/canary.h"
#include "tests/integration/services/case/network_fixture.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class NetworkAccessTest : public NetworkFixture {
 protected:
  NetworkAccessTest() { service_.OpenOffice("la-paz"); }

  v1::FindAssetsResponse Found(const std::string& number, const std::string& office = "cebu") {
    v1::FindAssetsRequest request;
    request.set_parent("offices/" + office);
    request.set_kind(v1::ASSET_KIND_PHONE);
    request.set_identifier(number);
    return Done(*assets_, &AssetStub::FindAssets, request);
  }

  const std::string accused_ = EnterParty(case_, v1::PARTY_ROLE_ACCUSED, "A1");
};

TEST_F(NetworkAccessTest, AnotherOfficeIsTheSameAsNothing) {
  const std::string bar = EnterVenue(v1::VENUE_KIND_BAR, "Bar", "la-paz");
  const auto cebu = service_.StubOf<v1::NetworkAnalysisService>("cebu");
  const absl::StatusOr<v1::GetNetworkResponse> hidden = Call(*cebu, &AnalysisStub::GetNetwork, Around(bar));
  EXPECT_THAT(hidden, FailsWith(kNotFound, errors::kNotFound));
  const std::string nothing = "offices/la-paz/venues/" + NewId();
  const absl::StatusOr<v1::GetNetworkResponse> absent = Call(*analysis_, &AnalysisStub::GetNetwork, Around(nothing));
  EXPECT_THAT(absent, FailsWith(kNotFound, errors::kNotFound));
  EXPECT_EQ(DetailIn<google::rpc::ResourceInfo>(hidden).resource_type(),
            DetailIn<google::rpc::ResourceInfo>(absent).resource_type());
  EXPECT_THAT(Network(Around(bar)).nodes(), SizeIs(1)) << "whose role allows it sees it";
  v1::FindPathRequest path;
  path.set_from(accused_);
  path.set_to(bar);
  EXPECT_THAT(Call(*cebu, &AnalysisStub::FindPath, path), FailsWith(kNotFound, errors::kNotFound));
  EXPECT_THAT(Call(*analysis_, &AnalysisStub::FindPath, path), IsInvalidIn("to"));
  v1::TraceMovesRequest moves;
  moves.set_name("offices/la-paz");
  EXPECT_THAT(Call(*cebu, &AnalysisStub::TraceMoves, moves), FailsWith(kNotFound, errors::kNotFound));
  v1::FindSharedVenuesRequest shared;
  shared.set_name("offices/la-paz");
  EXPECT_THAT(Call(*cebu, &AnalysisStub::FindSharedVenues, shared), FailsWith(kNotFound, errors::kNotFound));
  EXPECT_THAT(Call(*network_, &LinkStub::CreateLink, LinkRequest(accused_, v1::LINK_KIND_OPERATES_AT, bar)),
              IsInvalidIn("link.to"));
}

TEST_F(NetworkAccessTest, APhoneOfAnotherOfficeIsAnother) {
  EnterPhone("Phone 1", "0917 555 0101");
  EnterPhone("Phone 1", "0917 555 0101", "la-paz");
  EXPECT_THAT(Found("0917 555 0101").assets(), SizeIs(1));
}

TEST_F(NetworkAccessTest, ThatAnOperationIsPlannedAtAPlaceDoesNotShow) {
  const std::string shop = EnterVenue(v1::VENUE_KIND_COFFEE_SHOP, "Shop");
  Move(&v1::CaseService::Stub::StartOperation, case_);
  v1::CreateOperationRequest request;
  request.set_parent(case_);
  SetTimestamp(service_.clock().Now(), request.mutable_operation()->mutable_start_time());
  request.mutable_operation()->set_partner_unit("Anti-trafficking police");
  request.mutable_operation()->add_sites()->set_venue(shop);
  Done(*investigator_, &v1::OperationService::Stub::CreateOperation, request);
  EXPECT_THAT(Network(Around(shop, 6)).nodes(), SizeIs(1));
  EXPECT_THAT(Labels(Network(Around(accused_, 6)).nodes()), SizeIs(2)) << "the accused and the case";
}

TEST_F(NetworkAccessTest, RolesAreAskedFor) {
  const auto worker = service_.StubOf<v1::NetworkAnalysisService>("social-worker");
  EXPECT_EQ(Call(*worker, &AnalysisStub::GetNetwork, Around(accused_)).status().code(),
            absl::StatusCode::kPermissionDenied);
  const auto auditor = service_.StubOf<v1::NetworkService>("auditor");
  EXPECT_EQ(Call(*auditor, &LinkStub::WithdrawLink, WithdrawRequest("offices/cebu/links/" + NewId())).status().code(),
            absl::StatusCode::kPermissionDenied);
  const auto reader = service_.StubOf<v1::NetworkAnalysisService>("auditor");
  EXPECT_TRUE(Call(*reader, &AnalysisStub::GetNetwork, Around(accused_)).ok());
}

TEST_F(NetworkAccessTest, WhatIdentifiesAnAssetIsSealedFoundByATokenAndAudited) {
  const std::string canary = "canary0917";
  const v1::Asset account =
      Done(*assets_, &AssetStub::CreateAsset, AssetRequest(v1::ASSET_KIND_ONLINE_ACCOUNT, "Account 1", canary));
  EXPECT_EQ(account.identifier(), "");
  v1::CreateOrganizationRequest agency;
  agency.set_parent("offices/cebu");
  agency.mutable_organization()->set_kind(v1::ORGANIZATION_KIND_RECRUITMENT_AGENCY);
  agency.mutable_organization()->set_pseudonym("Agency");
  agency.mutable_organization()->set_details(canary);
  Done(*organizations_, &v1::OrganizationService::Stub::CreateOrganization, agency);
  v1::FindAssetsRequest find;
  find.set_parent("offices/cebu");
  find.set_kind(v1::ASSET_KIND_ONLINE_ACCOUNT);
  find.set_identifier(" CANARY0917 ");
  const v1::FindAssetsResponse found = Done(*assets_, &AssetStub::FindAssets, find);
  ASSERT_THAT(found.assets(), SizeIs(1));
  EXPECT_EQ(found.assets(0).identifier(), canary);
  EXPECT_EQ(service_.Sql("SELECT name || ' ' || fields[1] FROM audit WHERE action = 'READ'"),
            account.name() + " identifier");
  Network(Around(account.name()));
  ExpectNowhereInClear(service_, canary);
  find.set_kind(v1::ASSET_KIND_BANK_ACCOUNT);
  EXPECT_THAT(Done(*assets_, &AssetStub::FindAssets, find).assets(), IsEmpty());
}

TEST_F(NetworkAccessTest, AnAssetIsMadeOnceHoweverOftenItIsAskedFor) {
  v1::CreateAssetRequest request = AssetRequest(v1::ASSET_KIND_VEHICLE, "Van", "ABC 123");
  request.set_request_id(NewId());
  const v1::Asset first = Done(*assets_, &AssetStub::CreateAsset, request);
  EXPECT_EQ(Done(*assets_, &AssetStub::CreateAsset, request).name(), first.name());
  request.set_request_id(NewId());
  EXPECT_THAT(Call(*assets_, &AssetStub::CreateAsset, request), FailsWith(kExists, errors::kAlreadyExists));
}

TEST_F(NetworkAccessTest, AWithdrawnAssetIsFoundNoMoreAndMayBeEnteredAgain) {
  const v1::Asset phone = EnterPhone("Phone 1", "0917 555 0101");
  const v1::Link uses = Linked(accused_, v1::LINK_KIND_USES, phone.name());
  v1::WithdrawAssetRequest request;
  request.set_name(phone.name());
  request.set_reason("one digit was wrong");
  EXPECT_THAT(Call(*assets_, &AssetStub::WithdrawAsset, request), FailsWith(kRefused, "LINKS_STAND"));
  Done(*network_, &LinkStub::WithdrawLink, WithdrawRequest(uses.name()));
  EXPECT_TRUE(Done(*assets_, &AssetStub::WithdrawAsset, request).has_withdrawal());
  EXPECT_THAT(Found("0917 555 0101").assets(), IsEmpty());
  EXPECT_THAT(Call(*network_, &LinkStub::CreateLink, LinkRequest(accused_, v1::LINK_KIND_USES, phone.name())),
              FailsWith(kRefused, "END_WITHDRAWN"));
  v1::ListAssetsRequest list;
  list.set_parent("offices/cebu");
  EXPECT_THAT(Done(*assets_, &AssetStub::ListAssets, list).assets(), IsEmpty());
  list.set_show_withdrawn(true);
  EXPECT_THAT(Done(*assets_, &AssetStub::ListAssets, list).assets(), SizeIs(1));
  EXPECT_NE(EnterPhone("Phone 1", "0917 555 0101").name(), phone.name());
}

TEST_F(NetworkAccessTest, AssetsAreFoundWhileTheKeyOfTheIndexIsChanged) {
  constexpr char kTestKey[] = "test:fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210\n";
  constexpr char kNextKey[] = "next:eedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210\n";
  EnterPhone("Phone 1", "0917 555 0101");
  ASSERT_EQ(service_.IndexPeopleUnder(kTestKey).value_or(-1), 0);
  ASSERT_GE(service_.IndexPeopleUnder(std::string(kNextKey) + kTestKey).value_or(-1), 1);
  EXPECT_THAT(Found("0917 555 0101").assets(), IsEmpty()) << "the service has the former key only";
  EXPECT_EQ(service_.Sql("SELECT index_key FROM asset"), "next");
  ASSERT_GE(service_.IndexPeopleUnder(std::string(kTestKey) + kNextKey).value_or(-1), 1);
  EXPECT_THAT(Found("0917 555 0101").assets(), SizeIs(1));
}

TEST_F(NetworkAccessTest, OrganizationsAreKeptAndLinked) {
  const std::string agency = EnterOrganization(v1::ORGANIZATION_KIND_RECRUITMENT_AGENCY, "Agency");
  const std::string carrier = EnterOrganization(v1::ORGANIZATION_KIND_TRANSPORT, "Carrier");
  v1::ListOrganizationsRequest list;
  list.set_parent("offices/cebu");
  list.set_kind(v1::ORGANIZATION_KIND_TRANSPORT);
  const auto listed = Done(*organizations_, &v1::OrganizationService::Stub::ListOrganizations, list);
  ASSERT_THAT(listed.organizations(), SizeIs(1));
  EXPECT_EQ(listed.organizations(0).name(), carrier);
  Linked(accused_, v1::LINK_KIND_MEMBER_OF, agency);
  Linked(agency, v1::LINK_KIND_ASSOCIATED_WITH, carrier);
  const v1::GetNetworkResponse around = Network(Around(carrier));
  EXPECT_THAT(Said(around.links(), around.nodes()),
              ElementsAre("A1 MEMBER_OF Agency", "Agency ASSOCIATED_WITH Carrier"));
  v1::WithdrawOrganizationRequest withdraw;
  withdraw.set_name(agency);
  withdraw.set_reason("mistaken");
  EXPECT_THAT(Call(*organizations_, &v1::OrganizationService::Stub::WithdrawOrganization, withdraw),
              FailsWith(kRefused, "LINKS_STAND"));
}

TEST_F(NetworkAccessTest, AVenueIsWithdrawnOnceNothingIsLinkedWithIt) {
  const std::string bar = EnterVenue(v1::VENUE_KIND_BAR, "Bar");
  const v1::Link link = Linked(accused_, v1::LINK_KIND_OPERATES_AT, bar);
  v1::WithdrawVenueRequest request;
  request.set_name(bar);
  request.set_reason("entered twice");
  EXPECT_THAT(Call(*network_, &LinkStub::WithdrawVenue, request), FailsWith(kRefused, "LINKS_STAND"));
  Done(*network_, &LinkStub::WithdrawLink, WithdrawRequest(link.name()));
  request.set_reason("");
  EXPECT_THAT(Call(*network_, &LinkStub::WithdrawVenue, request), IsInvalidIn("reason"));
  request.set_reason("entered twice");
  Done(*network_, &LinkStub::WithdrawVenue, request);
  v1::ListVenuesRequest list;
  list.set_parent("offices/cebu");
  EXPECT_THAT(Done(*network_, &LinkStub::ListVenues, list).venues(), IsEmpty());
  list.set_show_withdrawn(true);
  EXPECT_THAT(Done(*network_, &LinkStub::ListVenues, list).venues(), SizeIs(1));
  v1::ListLinksRequest links;
  links.set_parent("offices/cebu");
  links.set_end(bar);
  EXPECT_THAT(Done(*network_, &LinkStub::ListLinks, links).links(), IsEmpty());
  links.set_show_withdrawn(true);
  EXPECT_THAT(Done(*network_, &LinkStub::ListLinks, links).links(), SizeIs(1));
}

TEST_F(NetworkAccessTest, WhatIsNoNodeIsTold) {
  EXPECT_THAT(Call(*analysis_, &AnalysisStub::GetNetwork, Around("offices/cebu")), IsInvalidIn("name"));
  EXPECT_THAT(Call(*analysis_, &AnalysisStub::GetNetwork, Around("offices/cebu/persons/" + NewId())),
              FailsWith(kNotFound, errors::kNotFound));
  v1::GetNetworkRequest request = Around(accused_);
  request.mutable_filter()->add_kinds(static_cast<v1::LinkKind>(99));
  EXPECT_THAT(Call(*analysis_, &AnalysisStub::GetNetwork, request), IsInvalidIn("filter.kinds"));
}

}  // namespace
}  // namespace amparo::cases
