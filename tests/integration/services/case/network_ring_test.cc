// The ring of Phnom Penh as a network: from a coffee shop to two massage parlours.
#include "tests/integration/services/case/merge_fixture.h"
#include "tests/integration/services/case/network_fixture.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

const absl::CivilDay kReported(2013, 3, 4);
const absl::CivilDay kMoved(2013, 8, 20);

class NetworkRingTest : public NetworkFixture {
 protected:
  // Three of the ring ran the shop; its business moved to two parlours, one of them with each. A phone of the first is
  // named in another case.
  NetworkRingTest() {
    for (int i = 1; i <= 3; ++i) {
      ring_.push_back(EnterParty(case_, v1::PARTY_ROLE_ACCUSED, "A" + std::to_string(i)));
      Linked(ring_.back(), v1::LINK_KIND_OPERATES_AT, shop_, kReported);
    }
    Linked(shop_, v1::LINK_KIND_MOVED_TO, east_, kMoved);
    Linked(shop_, v1::LINK_KIND_MOVED_TO, west_, kMoved + 9, v1::CONFIDENCE_LOW);
    Linked(ring_[0], v1::LINK_KIND_MOVED_TO, east_, kMoved + 1);
    Linked(ring_[1], v1::LINK_KIND_MOVED_TO, west_, kMoved + 2);
  }

  std::string NumberOf(const std::string& the_case) {
    v1::GetCaseRequest request;
    request.set_name(the_case);
    return Done(service_.cases(), &v1::CaseService::Stub::GetCase, request).case_number();
  }

  v1::FindPathResponse Path(const std::string& from, const std::string& to, bool by_cases = true) {
    v1::FindPathRequest request;
    request.set_from(from);
    request.set_to(to);
    for (int kind = v1::LINK_KIND_MOVED_TO; !by_cases && kind <= v1::LINK_KIND_NAMED_IN; ++kind) {
      request.mutable_filter()->add_kinds(static_cast<v1::LinkKind>(kind));
    }
    return Done(*analysis_, &AnalysisStub::FindPath, request);
  }

  v1::TraceMovesResponse Moves(const std::string& name) {
    v1::TraceMovesRequest request;
    request.set_name(name);
    return Done(*analysis_, &AnalysisStub::TraceMoves, request);
  }

  const std::string shop_ = EnterVenue(v1::VENUE_KIND_COFFEE_SHOP, "Shop");
  const std::string east_ = EnterVenue(v1::VENUE_KIND_MASSAGE_PARLOUR, "East");
  const std::string west_ = EnterVenue(v1::VENUE_KIND_MASSAGE_PARLOUR, "West");
  std::vector<std::string> ring_;
};

TEST_F(NetworkRingTest, TheNetworkAroundTheCaseIsItsAccusedAndTheirPlaces) {
  const std::string number = NumberOf(case_);
  const v1::GetNetworkResponse near = Network(Around(case_, 1));
  EXPECT_THAT(Labels(near.nodes()), UnorderedElementsAre(number, "A1", "A2", "A3"));
  EXPECT_THAT(Said(near.links(), near.nodes()),
              UnorderedElementsAre("A1 ACCUSED_IN " + number, "A2 ACCUSED_IN " + number, "A3 ACCUSED_IN " + number));
  const v1::GetNetworkResponse all = Network(Around(case_, 2));
  EXPECT_THAT(Labels(all.nodes()), UnorderedElementsAre(number, "A1", "A2", "A3", "Shop", "East", "West"));
  EXPECT_THAT(all.links(), SizeIs(10));
  EXPECT_FALSE(all.truncated());
  EXPECT_EQ(all.nodes(0).kind(), v1::NETWORK_NODE_KIND_CASE);
  EXPECT_EQ(all.nodes(6).depth(), 2);
  EXPECT_EQ(all.nodes(0).depth(), 0);
}

TEST_F(NetworkRingTest, SurvivorsAndWitnessesAreNotAccused) {
  EnterParty(case_, v1::PARTY_ROLE_SURVIVOR, "S1", /*minor=*/true);
  EnterParty(case_, v1::PARTY_ROLE_WITNESS, "W1");
  for (const std::string& label : Labels(Network(Around(case_, 6)).nodes())) {
    EXPECT_NE(label, "S1");
    EXPECT_NE(label, "W1");
  }
}

TEST_F(NetworkRingTest, TheMovesOfTheShopAreToldInOrderOfTime) {
  const v1::TraceMovesResponse moves = Moves(west_);
  EXPECT_THAT(Said(moves.moves(), moves.nodes()),
              ElementsAre("Shop MOVED_TO East", "A1 MOVED_TO East", "A2 MOVED_TO West", "Shop MOVED_TO West"));
  EXPECT_FALSE(moves.truncated());
  const v1::TraceMovesResponse of_office = Moves("offices/cebu");
  EXPECT_THAT(of_office.moves(), SizeIs(4));
  const v1::TraceMovesResponse of_first = Moves(ring_[0]);
  EXPECT_EQ(Said(of_first.moves(), of_first.nodes()), Said(moves.moves(), moves.nodes()))
      << "where A1 moved, the shop moved too";
}

TEST_F(NetworkRingTest, MovesBeyondTheTenthStepAreSaidToBeLeftOut) {
  std::string last = west_;
  const auto move_on = [&](int step) {
    const std::string next = EnterVenue(v1::VENUE_KIND_BAR, "Bar " + std::to_string(step));
    Linked(last, v1::LINK_KIND_MOVED_TO, next);
    last = next;
  };
  for (int step = 2; step <= 10; ++step) move_on(step);
  EXPECT_THAT(Moves(shop_).moves(), SizeIs(13));
  EXPECT_FALSE(Moves(shop_).truncated());
  move_on(11);
  EXPECT_THAT(Moves(shop_).moves(), SizeIs(13));
  EXPECT_TRUE(Moves(shop_).truncated());
}

TEST_F(NetworkRingTest, WhoSharesVenuesWithWhom) {
  v1::FindSharedVenuesRequest request;
  request.set_name(ring_[1]);
  const auto shared = Done(*analysis_, &AnalysisStub::FindSharedVenues, request);
  const auto labels = LabelsOf(shared.nodes());
  ASSERT_THAT(shared.pairs(), SizeIs(2));
  for (const v1::SharedVenuePair& pair : shared.pairs()) {
    EXPECT_EQ(labels.at(pair.person()), "A2");
    ASSERT_THAT(pair.venues(), SizeIs(1));
    EXPECT_EQ(labels.at(pair.venues(0).venue()), "Shop");
    EXPECT_EQ(pair.venues(0).together_since().month(), 3);
    EXPECT_THAT(pair.venues(0).links(), SizeIs(2));
  }
  request.set_name(case_);
  EXPECT_THAT(Done(*analysis_, &AnalysisStub::FindSharedVenues, request).pairs(), SizeIs(3));
  request.set_name(shop_);
  EXPECT_THAT(Done(*analysis_, &AnalysisStub::FindSharedVenues, request).pairs(), SizeIs(3));
  request.set_name(east_);
  EXPECT_THAT(Done(*analysis_, &AnalysisStub::FindSharedVenues, request).pairs(), IsEmpty());
  request.set_name("offices/cebu");
  EXPECT_THAT(Done(*analysis_, &AnalysisStub::FindSharedVenues, request).pairs(), SizeIs(3));
}

TEST_F(NetworkRingTest, TwoCasesThatNameOnePhoneMeet) {
  const std::string other = CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION);
  const std::string boss = EnterParty(other, v1::PARTY_ROLE_ACCUSED, "B1");
  const v1::Asset phone = EnterPhone("Phone 1", "+63 917 555 0101");
  Linked(ring_[0], v1::LINK_KIND_USES, phone.name());
  const auto again =
      Call(*assets_, &AssetStub::CreateAsset, AssetRequest(v1::ASSET_KIND_PHONE, "A phone", "0917-555-0101"));
  EXPECT_THAT(again, FailsWith(kExists, errors::kAlreadyExists));
  const std::string known = DetailIn<google::rpc::ResourceInfo>(again).resource_name();
  EXPECT_EQ(known, phone.name());
  EXPECT_THAT(Path(ring_[0], boss).nodes(), IsEmpty());
  Linked(boss, v1::LINK_KIND_USES, known);
  const v1::FindPathResponse path = Path(ring_[0], boss);
  EXPECT_THAT(Said(path.links(), path.nodes()), ElementsAre("A1 USES Phone 1", "B1 USES Phone 1"));
  EXPECT_THAT(path.nodes(), SizeIs(3));
  EXPECT_EQ(path.nodes(1).asset_kind(), v1::ASSET_KIND_PHONE);
  EXPECT_EQ(path.nodes(2).depth(), 2);
}

TEST_F(NetworkRingTest, APhoneThatIsOnlyNamedLeadsFromCaseToCase) {
  const std::string other = CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION);
  const v1::Asset phone = EnterPhone("Phone 1", "0917 555 0101");
  Linked(phone.name(), v1::LINK_KIND_NAMED_IN, case_);
  Linked(phone.name(), v1::LINK_KIND_NAMED_IN, other);
  EXPECT_THAT(Path(case_, other).links(), SizeIs(2));
}

TEST_F(NetworkRingTest, TheShortestPathOfTwoAccusedIsTheSameEachTime) {
  const v1::FindPathResponse by_case = Path(ring_[0], ring_[1]);
  EXPECT_THAT(by_case.links(), SizeIs(2));
  const v1::FindPathResponse path = Path(ring_[0], ring_[1], /*by_cases=*/false);
  EXPECT_THAT(Said(path.links(), path.nodes()), ElementsAre("A1 OPERATES_AT Shop", "A2 OPERATES_AT Shop"));
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(Path(ring_[0], ring_[1], /*by_cases=*/false).SerializeAsString(), path.SerializeAsString());
  }
  EXPECT_THAT(Call(*analysis_, &AnalysisStub::FindPath,
                   [&] {
                     v1::FindPathRequest request;
                     request.set_from(ring_[0]);
                     request.set_to(ring_[0]);
                     return request;
                   }()),
              IsInvalidIn("to"));
}

TEST_F(NetworkRingTest, OnePersonInTwoCasesIsOneNode) {
  const std::string other = CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION);
  v1::GetPartyRequest get;
  get.set_name(ring_[0]);
  const std::string person = Done(service_.parties(), &v1::PartyService::Stub::GetParty, get).person();
  v1::CreatePartyRequest request;
  request.set_parent(other);
  request.mutable_party()->set_role(v1::PARTY_ROLE_ACCUSED);
  request.mutable_party()->set_pseudonym("The same");
  request.mutable_party()->set_person(person);
  const std::string there = Done(service_.parties(), &v1::PartyService::Stub::CreateParty, request).name();
  const v1::GetNetworkResponse around = Network(Around(there, 1));
  EXPECT_THAT(Labels(around.nodes()), UnorderedElementsAre("A1", NumberOf(case_), NumberOf(other), "Shop", "East"));
  EXPECT_EQ(around.nodes(0).name(), person);
  EXPECT_THAT(Call(*network_, &LinkStub::CreateLink, LinkRequest(there, v1::LINK_KIND_ASSOCIATED_WITH, ring_[0])),
              FailsWith(kRefused, "SAME_PERSON"));
}

TEST_F(NetworkRingTest, ALinkThatWasWithdrawnStandsInThePast) {
  const v1::Link link = Linked(ring_[2], v1::LINK_KIND_MOVED_TO, west_, kMoved);
  const absl::Time before = service_.clock().Now();
  service_.clock().Advance(absl::Hours(1));
  const v1::Link gone = Done(*network_, &LinkStub::WithdrawLink, WithdrawRequest(link.name()));
  EXPECT_EQ(gone.withdrawal().reason(), "mistaken");
  EXPECT_EQ(gone.withdrawal().recorder(), "spiffe://amparo/everyone");
  EXPECT_THAT(Labels(Network(Around(ring_[2], 1)).nodes()), UnorderedElementsAre("A3", "Shop", NumberOf(case_)));
  v1::GetNetworkRequest then = Around(ring_[2], 1);
  SetTimestamp(before, then.mutable_read_time());
  EXPECT_THAT(Labels(Network(then).nodes()), UnorderedElementsAre("A3", "Shop", "West", NumberOf(case_)));
  SetTimestamp(before - absl::Milliseconds(1), then.mutable_read_time());
  EXPECT_THAT(Labels(Network(then).nodes()), UnorderedElementsAre("A3", "Shop", NumberOf(case_)))
      << "before it was entered";
  v1::GetLinkRequest get;
  get.set_name(link.name());
  SetTimestamp(before, get.mutable_read_time());
  EXPECT_FALSE(Done(*network_, &LinkStub::GetLink, get).has_withdrawal());
  EXPECT_THAT(Call(*network_, &LinkStub::WithdrawLink, WithdrawRequest(link.name())),
              FailsWith(kRefused, "ALREADY_WITHDRAWN"));
  Linked(ring_[2], v1::LINK_KIND_MOVED_TO, west_, kMoved + 1);
  EXPECT_THAT(Labels(Network(Around(ring_[2], 1)).nodes()),
              UnorderedElementsAre("A3", "Shop", "West", NumberOf(case_)));
}

TEST_F(NetworkRingTest, OnlySureLinksOfSomeKindsAreFollowed) {
  v1::GetNetworkRequest request = Around(shop_, 1);
  request.mutable_filter()->add_kinds(v1::LINK_KIND_MOVED_TO);
  EXPECT_THAT(Labels(Network(request).nodes()), UnorderedElementsAre("Shop", "East", "West"));
  request.mutable_filter()->set_min_confidence(v1::CONFIDENCE_MEDIUM);
  EXPECT_THAT(Labels(Network(request).nodes()), UnorderedElementsAre("Shop", "East"));
}

TEST_F(NetworkRingTest, SaysWhenItIsTruncated) {
  v1::GetNetworkRequest request = Around(shop_, 1);
  request.set_max_nodes(3);
  const v1::GetNetworkResponse few = Network(request);
  EXPECT_THAT(few.nodes(), SizeIs(3));
  EXPECT_TRUE(few.truncated());
  request.set_max_nodes(-1);
  request.set_depth(7);
  EXPECT_THAT(Violated(Call(*analysis_, &AnalysisStub::GetNetwork, request)),
              UnorderedElementsAre("depth", "max_nodes"));
}

TEST_F(NetworkRingTest, IsExportedAsGraphml) {
  const std::string sly = EnterVenue(v1::VENUE_KIND_BAR, "Bar <&\"B\">");
  Linked(ring_[0], v1::LINK_KIND_OPERATES_AT, sly);
  v1::ExportNetworkRequest request;
  request.set_name(case_);
  grpc::ClientContext context;
  const auto reader = analysis_->ExportNetwork(&context, request);
  std::string document;
  for (v1::ExportNetworkResponse piece; reader->Read(&piece);) document += piece.data();
  const grpc::Status status = reader->Finish();
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(document, HasSubstr("<data key=\"label\">Bar &lt;&amp;&quot;B&quot;&gt;</data>"));
  EXPECT_THAT(document, HasSubstr("source=\"" + shop_ + "\" target=\"" + east_ + "\""));
  EXPECT_THAT(document, HasSubstr("<data key=\"detail\">massage_parlour</data>"));
  EXPECT_THAT(document, HasSubstr("<data key=\"observed_date\">2013-08-20</data>"));
  EXPECT_TRUE(document.ends_with("</graphml>\n"));
}

using MergedCasesTest = Merging<NetworkFixture>;

TEST_F(MergedCasesTest, OfWhichOneStandsForBothAreOneNode) {
  const std::string other = CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION);
  const std::string own_accused = EnterParty(case_, v1::PARTY_ROLE_ACCUSED, "A1");
  const std::string other_accused = EnterParty(other, v1::PARTY_ROLE_ACCUSED, "A2");
  ASSERT_THAT(MergeCases(other, case_), IsOk());
  for (const std::string& asked : {case_, other}) {
    const v1::GetNetworkResponse near = Network(Around(asked, 1));
    ASSERT_THAT(near.nodes(), SizeIs(3)) << asked;
    EXPECT_EQ(near.nodes(0).name(), case_);
    std::vector<std::string> accusations;
    for (const v1::NetworkLink& link : near.links()) {
      EXPECT_EQ(link.to(), case_);
      accusations.push_back(link.name());
    }
    EXPECT_THAT(accusations, UnorderedElementsAre(own_accused, other_accused)) << "each by its party in its own case";
  }
}

TEST_F(MergedCasesTest, WhoLinksWithACaseThatWasMergedIsToldWhereItWent) {
  const std::string other = CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION);
  const v1::Asset phone = EnterPhone("Phone 1", "0917 555 0101");
  ASSERT_THAT(MergeCases(other, case_), IsOk());
  EXPECT_THAT(Call(*network_, &LinkStub::CreateLink, LinkRequest(phone.name(), v1::LINK_KIND_NAMED_IN, other)),
              WentTo("CASE_MERGED", case_));
}

TEST_F(MergedCasesTest, NothingIsLinkedWithARoleInACaseThatWasMerged) {
  const std::string other = CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION);
  const std::string accused = EnterParty(other, v1::PARTY_ROLE_ACCUSED, "A1");
  const std::string bar = EnterVenue(v1::VENUE_KIND_BAR, "Bar");
  const v1::CreateLinkRequest request = LinkRequest(accused, v1::LINK_KIND_OPERATES_AT, bar);
  ASSERT_THAT(MergeCases(other, case_), IsOk());
  EXPECT_THAT(Call(*network_, &LinkStub::CreateLink, request), WentTo("CASE_MERGED", case_));
  ASSERT_THAT(PartCases(other), IsOk());
  EXPECT_THAT(Call(*network_, &LinkStub::CreateLink, request), IsOk());
}

TEST_F(MergedCasesTest, NothingIsLinkedWithARoleOfWhoWasErased) {
  const std::string accused = EnterParty(case_, v1::PARTY_ROLE_ACCUSED, "A1");
  const std::string bar = EnterVenue(v1::VENUE_KIND_BAR, "Bar");
  v1::ErasePersonRequest erase;
  erase.set_name("offices/cebu/persons/" + accused.substr(accused.rfind('/') + 1));
  erase.set_reason("asked for it in writing");
  Done(service_.persons(), &PersonStub::ErasePerson, erase);
  EXPECT_THAT(Call(*network_, &LinkStub::CreateLink, LinkRequest(accused, v1::LINK_KIND_OPERATES_AT, bar)),
              FailsWith(kRefused, "PERSON_ERASED"));
}

TEST_F(MergedCasesTest, TheRolesOfOnePersonAreNotLinkedWithEachOther) {
  const std::string first = EnterParty(case_, v1::PARTY_ROLE_ACCUSED, "A1");
  const std::string second = EnterParty(case_, v1::PARTY_ROLE_ACCUSED, "A2");
  const auto person = [](const std::string& party) {
    return "offices/cebu/persons/" + party.substr(party.rfind('/') + 1);
  };
  ASSERT_THAT(MergePeople(person(second), person(first)), IsOk());
  for (const std::string& end : {first, person(first)}) {
    EXPECT_THAT(Call(*network_, &LinkStub::CreateLink, LinkRequest(second, v1::LINK_KIND_ASSOCIATED_WITH, end)),
                FailsWith(kRefused, "SAME_PERSON"))
        << end;
  }
}

}  // namespace
}  // namespace amparo::cases
