#include "services/case/domain/bundle.h"

#include <functional>
#include <string>
#include <vector>

#include "tests/unit/services/case/rules_matchers.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const absl::CivilDay kReported(2013, 3, 4);
const std::string kImporter = "spiffe://amparo/batch/import";

const CaseName kRingCase{"phnom-penh", Id(1)};
const Uuid kAccused = Id(2);
const Uuid kSurvivor = Id(3);
const Uuid kCoffeeShop = Id(4);
const Uuid kParlour = Id(5);

WholeParty PartyAs(const Uuid& id, PartyRole role) {
  WholeParty whole;
  whole.party.name = {kRingCase.office, kRingCase.id, id};
  whole.party.role = role;
  whole.party.pseudonym = "P";
  return whole;
}

WholeVenue VenueAs(const Uuid& id, VenueKind kind) {
  return {.venue = {.name = {kRingCase.office, id}, .kind = kind, .pseudonym = "V"}, .address = ""};
}

WholeOperation Raid(const Uuid& id, const Uuid& venue, SiteOutcome outcome) {
  WholeOperation whole;
  whole.operation.name = {kRingCase.office, kRingCase.id, id};
  whole.operation.start_time = kNow - absl::Hours(24 * 400);
  whole.operation.partner_unit = "Police";
  whole.operation.sites = {{.number = 1, .venue = venue, .outcome = outcome}};
  return whole;
}

Charge ConvictedOn(const Uuid& id, absl::CivilDay verdict_date) {
  Charge charge;
  charge.name = {kRingCase.office, kRingCase.id, id};
  charge.accused = kAccused;
  charge.law_article = "art. 10";
  charge.charge_date = kReported + 300;
  charge.rulings = {Ruling{Verdict{.outcome = VerdictOutcome::kConvicted, .date = verdict_date}},
                    Ruling{Sentence{.date = verdict_date,
                                    .custody = Custody::kImprisonment,
                                    .imprisonment = {.min = Term{.months = 84}, .max = Term{.years = 10}}}}};
  return charge;
}

StageChange Move(Stage stage, int days) {
  return {.stage = stage, .effective_date = kReported + days, .record_time = absl::UnixEpoch(), .reason = ""};
}

// A ring that moved from a coffee shop to a parlour, and was convicted.
Bundle Ring() {
  Bundle bundle;
  bundle.the_case.name = kRingCase;
  bundle.the_case.title = "Ring";
  bundle.the_case.crime_type = "02041";
  bundle.the_case.report_date = kReported;
  bundle.the_case.stage_changes = {Move(Stage::kReported, 0),       Move(Stage::kScreened, 1),
                                   Move(Stage::kInvestigation, 10), Move(Stage::kOperation, 60),
                                   Move(Stage::kProsecution, 250),  Move(Stage::kDisposed, 620)};
  bundle.parties = {PartyAs(kAccused, PartyRole::kAccused), PartyAs(kSurvivor, PartyRole::kSurvivor)};
  bundle.venues = {VenueAs(kCoffeeShop, VenueKind::kCoffeeShop), VenueAs(kParlour, VenueKind::kMassageParlour)};
  Link link;
  link.name = {kRingCase.office, Id(6)};
  link.kind = LinkKind::kMovedTo;
  link.from = {.kind = NodeKind::kParty, .case_id = kRingCase.id, .id = kAccused};
  link.to = {.kind = NodeKind::kVenue, .case_id = Uuid(), .id = kParlour};
  bundle.links = {link};
  bundle.operations = {Raid(Id(7), kCoffeeShop, SiteOutcome::kFailedTippedOff),
                       Raid(Id(8), kParlour, SiteOutcome::kSucceeded)};
  bundle.operations[1].operation.follows = OperationName{kRingCase.office, kRingCase.id, Id(7)};
  bundle.charges = {ConvictedOn(Id(9), kReported + 610)};
  return bundle;
}

BundleFrame Frame() {
  return {.today = kToday, .now = kNow, .importer = kImporter};
}

std::vector<std::string> WrongAfter(const std::function<void(Bundle&)>& change) {
  Bundle bundle = Ring();
  change(bundle);
  Violations violations;
  CheckBundle(bundle, Frame(), violations);
  return Fields(violations);
}

TEST(BundleTest, AcceptsAWholeStory) {
  EXPECT_THAT(WrongAfter([](Bundle&) {}), IsEmpty());
}

TEST(BundleTest, NamesThePathOfWhatIsWrong) {
  EXPECT_THAT(WrongAfter([](Bundle& one) { std::get<Verdict>(one.charges[0].rulings[0].what).date = kReported; }),
              ElementsAre("charges[0].verdict.date"));
  EXPECT_THAT(WrongAfter([](Bundle& one) { one.parties[1].party.pseudonym = ""; }),
              ElementsAre("parties[1].pseudonym"));
  EXPECT_THAT(WrongAfter([](Bundle& one) { one.operations[0].operation.partner_unit = ""; }),
              ElementsAre("operations[0].partner_unit"));
  EXPECT_THAT(WrongAfter([](Bundle& one) { one.venues[1].address = std::string(1001, 'x'); }),
              ElementsAre("venues[1].address"));
  EXPECT_THAT(WrongAfter([](Bundle& one) { one.links[0].observed_date = kToday + 1; }),
              ElementsAre("links[0].observed_date"));
  EXPECT_THAT(WrongAfter([](Bundle& one) { one.narrative.narrative = std::string(20001, 'x'); }),
              ElementsAre(::testing::HasSubstr("narrative")));
}

TEST(BundleTest, ElementsAreThoseOfTrafficking) {
  const auto told = [](Bundle& one) {
    one.charges[0].elements = TraffickingElements{
        .acts = {TraffickingAct::kRecruitment}, .purposes = {ExploitationType::kSexual}, .victims = Minority::kMinor};
  };
  EXPECT_THAT(WrongAfter(told), IsEmpty()) << "the crime is the case's";
  EXPECT_THAT(WrongAfter([&](Bundle& one) {
                told(one);
                one.the_case.crime_type = "0301";
              }),
              ElementsAre("charges[0].elements"));
  EXPECT_THAT(WrongAfter([&](Bundle& one) {
                told(one);
                one.charges[0].elements->victims = Minority::kAdult;
              }),
              ElementsAre("charges[0].elements.means"));
}

TEST(BundleTest, AccusedIsAnAccusedOfTheBundle) {
  EXPECT_THAT(WrongAfter([](Bundle& one) { one.charges[0].accused = kSurvivor; }), ElementsAre("charges[0].accused"));
  EXPECT_THAT(WrongAfter([](Bundle& one) { one.charges[0].accused = Id(77); }), ElementsAre("charges[0].accused"));
}

TEST(BundleTest, LinkedPeopleAreOfTheBundle) {
  EXPECT_THAT(WrongAfter([](Bundle& one) { one.links[0].from.id = Id(77); }), ElementsAre("links[0].from"));
  EXPECT_THAT(WrongAfter([](Bundle& one) { one.links[0].from.case_id = Id(78); }), ElementsAre("links[0].from"));
}

TEST(BundleTest, WhatElseANetworkHoldsIsNotLinkedByABundle) {
  EXPECT_THAT(
      WrongAfter([](Bundle& one) { one.links[0].from = {.kind = NodeKind::kPerson, .case_id = Uuid(), .id = Id(5)}; }),
      ElementsAre("links[0].from"));
}

TEST(BundleTest, OneLinkOfAKindJoinsTwoEnds) {
  EXPECT_THAT(WrongAfter([](Bundle& one) {
                one.links.push_back(one.links[0]);
                one.links[1].name.id = Id(66);
              }),
              ElementsAre("links[1].kind"));
  // Who was there, left, and came back.
  EXPECT_THAT(WrongAfter([](Bundle& one) {
                one.links.push_back(one.links[0]);
                one.links[1].name.id = Id(66);
                one.links[0].end_date = kToday;
              }),
              ElementsAre());
}

TEST(BundleTest, EveryRecordHasAnIdOfItsOwn) {
  EXPECT_THAT(WrongAfter([](Bundle& one) { one.venues[1].venue.name.id = kAccused; }), Contains("venues[1].name"));
  EXPECT_THAT(WrongAfter([](Bundle& one) { one.charges[0].name.id = kRingCase.id; }), ElementsAre("charges[0].name"));
}

TEST(BundleTest, AFollowUpFollowsWhatWasBefore) {
  EXPECT_THAT(WrongAfter([](Bundle& one) {
                one.operations[0].operation.follows = OperationName{kRingCase.office, kRingCase.id, Id(8)};
                one.operations[1].operation.follows.reset();
              }),
              ElementsAre("operations[0].follows"));
  EXPECT_THAT(WrongAfter([](Bundle& one) { one.operations[1].operation.follows->case_id = Id(99); }),
              ElementsAre("operations[1].follows"))
      << "a bundle brings one case";
}

TEST(BundleTest, HistoryHasTheStagesThatTheRecordsNeed) {
  EXPECT_THAT(WrongAfter([](Bundle& one) { one.the_case.stage_changes.resize(2); }),
              UnorderedElementsAre("operations[0].name", "operations[1].name", "charges[0].name"));
  EXPECT_THAT(WrongAfter([](Bundle& one) { one.the_case.stage_changes.erase(one.the_case.stage_changes.begin() + 1); }),
              ElementsAre("case.stage_changes[1].stage"));
  EXPECT_THAT(WrongAfter([](Bundle& one) { one.the_case.stage = Stage::kProsecution; }), ElementsAre("case.stage"));
}

TEST(BundleTest, DisposedMeansAVerdictOnEveryCharge) {
  const auto open = [](Bundle& one) { one.charges[0].rulings.clear(); };
  EXPECT_THAT(WrongAfter(open), ElementsAre("case.stage"));
  EXPECT_THAT(WrongAfter([](Bundle& one) { one.charges.clear(); }), ElementsAre("case.stage"));
  EXPECT_THAT(WrongAfter([&](Bundle& one) {
                open(one);
                one.the_case.stage_changes.pop_back();
              }),
              IsEmpty());
}

TEST(BundleTest, AReopenedCaseMayHaveChargesWithoutAVerdictAndAClosedOneNone) {
  const auto further = [](Bundle& one) {
    one.the_case.stage_changes.push_back(Move(Stage::kProsecution, 630));
    one.the_case.stage_changes.back().reason = "one more of the ring was arrested";
    one.the_case.stage_changes.back().reopen_reason = ReopenReason::kFurtherAccused;
    one.charges.push_back(one.charges[0]);
    one.charges.back().name.id = Id(51);
    one.charges.back().rulings.clear();
  };
  EXPECT_THAT(WrongAfter(further), IsEmpty());
  EXPECT_THAT(WrongAfter([&](Bundle& one) {
                further(one);
                one.the_case.stage_changes.push_back(Move(Stage::kDisposed, 640));
              }),
              ElementsAre("case.stage"));
  const auto closed_in_court = [](Bundle& one) {
    one.the_case.stage_changes.back() = Move(Stage::kClosed, 620);
    one.the_case.stage_changes.back().closure_reason = ClosureReason::kProsecutionDeclined;
  };
  EXPECT_THAT(WrongAfter([&](Bundle& one) {
                closed_in_court(one);
                one.charges.clear();
              }),
              IsEmpty());
  EXPECT_THAT(WrongAfter([&](Bundle& one) {
                closed_in_court(one);
                one.charges[0].rulings.clear();
              }),
              ElementsAre("case.stage"));
}

TEST(BundleTest, WhatASentenceNamesIsInTheBundle) {
  const auto sentence = [](Bundle& one) -> Sentence& { return std::get<Sentence>(one.charges[0].rulings[1].what); };
  EXPECT_THAT(WrongAfter([&](Bundle& one) { sentence(one).consecutive_to = one.charges[0].name.id; }),
              ElementsAre("charges[0].sentence.consecutive_to"));
  EXPECT_THAT(WrongAfter([&](Bundle& one) {
                sentence(one).restitutions = {{kAccused, Money{100, "PHP"}}};
              }),
              ElementsAre("charges[0].sentence.restitutions"));
  EXPECT_THAT(WrongAfter([&](Bundle& one) {
                sentence(one).restitutions = {{kSurvivor, Money{100, "PHP"}}};
              }),
              IsEmpty());
}

TEST(BundleTest, AChargeAndTheOneInItsPlaceNameEachOther) {
  const auto replaced = [](Bundle& one) {
    Charge old = one.charges[0];
    old.name.id = Id(50);
    old.rulings.clear();
    old.superseded_by = Successor{.charge = one.charges[0].name.id, .date = kReported + 320};
    one.charges[0].supersedes = {Id(50)};
    one.charges.push_back(old);
  };
  EXPECT_THAT(WrongAfter(replaced), IsEmpty());
  EXPECT_THAT(WrongAfter([&](Bundle& one) {
                replaced(one);
                one.charges[0].supersedes.clear();
              }),
              ElementsAre("charges[1].superseded_by"));
  EXPECT_THAT(WrongAfter([&](Bundle& one) {
                replaced(one);
                one.charges[1].superseded_by.reset();
              }),
              UnorderedElementsAre("case.stage", "charges[0].supersedes"));
}

TEST(BundleTest, IsBounded) {
  EXPECT_THAT(WrongAfter([](Bundle& one) { one.parties.resize(kMostParties + 1, one.parties[1]); }),
              Contains("parties"));
}

TEST(BundleTest, FillsInWhatIsLeftOut) {
  Bundle bundle = Ring();
  bundle.parties[1].identity.birth_date = absl::CivilDay(1999, 5, 5);
  CompleteBundle(Frame(), bundle);
  EXPECT_EQ(bundle.the_case.stage, Stage::kDisposed);
  EXPECT_EQ(bundle.the_case.case_number, CaseNumberFor(kRingCase.id));
  EXPECT_EQ(bundle.the_case.stage_changes[2].record_time, kNow);
  EXPECT_TRUE(bundle.parties[1].party.minor);
  EXPECT_TRUE(bundle.parties[1].party.minor_derived);
  EXPECT_EQ(bundle.parties[0].party.minor_date, kReported);
  EXPECT_FALSE(bundle.parties[0].party.minor);
  EXPECT_EQ(bundle.operations[0].operation.state, OperationState::kExecuted);
  EXPECT_EQ(bundle.operations[0].operation.planner, kImporter);
  EXPECT_EQ(bundle.charges[0].sentence()->imprisonment.min.years, 7);
  EXPECT_EQ(bundle.charges[0].rulings[0].record_time, kNow);
  ASSERT_EQ(bundle.charges[0].restatements.size(), 1u);
}

TEST(BundleTest, ArticlesAreLookedUpInTheTableOfTheCountry) {
  Bundle bundle = Ring();
  bundle.charges[0].law_article = "RA 9208 sec. 6";
  BundleFrame frame = Frame();
  CompleteBundle(frame, bundle);
  EXPECT_EQ(bundle.charges[0].article, nullptr);
  frame.country = "PH";
  CompleteBundle(frame, bundle);
  ASSERT_NE(bundle.charges[0].article, nullptr);
  EXPECT_EQ(bundle.charges[0].article->code, "RA9208-6");
}

TEST(BundleTest, ABareReportBeginsAsReported) {
  Bundle bundle;
  bundle.the_case.name = kRingCase;
  bundle.the_case.title = "Report";
  bundle.the_case.crime_type = "0301";
  bundle.the_case.report_date = kReported;
  Violations violations;
  CheckBundle(bundle, Frame(), violations);
  EXPECT_THAT(Fields(violations), IsEmpty());
  CompleteBundle(Frame(), bundle);
  EXPECT_EQ(bundle.the_case.stage, Stage::kReported);
  ASSERT_EQ(bundle.the_case.stage_changes.size(), 1u);
}

TEST(BundleTest, CountsChargesAndVenuesThatMustExist) {
  Bundle bundle = Ring();
  bundle.charges.push_back(bundle.charges[0]);
  bundle.charges[1].rulings.clear();
  EXPECT_EQ(FactsOf(bundle.charges).charges, 2);
  EXPECT_EQ(FactsOf(bundle.charges).without_verdict, 1);
  bundle.charges[1].charge_date = kReported + 299;
  EXPECT_EQ(FactsOf(bundle.charges).first_date, kReported + 299);
  EXPECT_EQ(FactsOf({}).first_date, std::nullopt);
  EXPECT_THAT(VenuesNeeded(bundle), IsEmpty());
  EXPECT_THAT(VenuesLinked(bundle), ElementsAre(kParlour)) << "whether the bundle brings it or not";
  bundle.venues.pop_back();
  EXPECT_THAT(VenuesNeeded(bundle), ElementsAre(VenueName{kRingCase.office, kParlour}));
}

}  // namespace
}  // namespace amparo::cases
