#include "services/case/domain/network.h"

#include <string>
#include <vector>

#include "tests/unit/services/case/rules_matchers.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const absl::CivilDay kObserved(2013, 8, 20);

LinkEnd PartyEnd(int number) {
  return {.kind = NodeKind::kParty, .case_id = Id(99), .id = Id(number)};
}

LinkEnd End(NodeKind kind, int number) {
  return {.kind = kind, .case_id = Uuid(), .id = Id(number)};
}

LinkEnd VenueEnd(int number) {
  return End(NodeKind::kVenue, number);
}

std::vector<std::string> WrongWithLink(LinkKind kind, LinkEnd from, LinkEnd to) {
  Link link;
  link.kind = kind;
  link.from = from;
  link.to = to;
  Violations violations;
  CheckLink(link, kObserved, violations);
  return Fields(violations);
}

TEST(VenueTest, NeedsKindAndPseudonymWithinBounds) {
  Venue venue;
  venue.kind = VenueKind::kCoffeeShop;
  venue.pseudonym = "Coffee shop C";
  venue.city = "Phnom Penh";
  Violations none;
  CheckVenue(venue, "somewhere", kToday, none);
  EXPECT_THAT(Fields(none), IsEmpty());
  Violations all;
  CheckVenue({.name = {}, .kind = VenueKind::kUnspecified, .pseudonym = "", .city = std::string(201, 'x')},
             std::string(1001, 'x'), kToday, all);
  EXPECT_THAT(Fields(all), UnorderedElementsAre("kind", "pseudonym", "city", "address"));
}

TEST(VenueTest, ClosesUpToToday) {
  Venue venue;
  venue.kind = VenueKind::kBar;
  venue.pseudonym = "Bar";
  venue.close_date = kToday;
  Violations none;
  CheckVenue(venue, "", kToday, none);
  EXPECT_THAT(Fields(none), IsEmpty());
  venue.close_date = kToday + 1;
  Violations early;
  CheckVenue(venue, "", kToday, early);
  EXPECT_THAT(Fields(early), ElementsAre("close_date"));
}

TEST(LinkTest, PeopleAndTheirBusinessMoveToPlaces) {
  EXPECT_THAT(WrongWithLink(LinkKind::kMovedTo, PartyEnd(1), VenueEnd(2)), IsEmpty());
  EXPECT_THAT(WrongWithLink(LinkKind::kMovedTo, VenueEnd(1), VenueEnd(2)), IsEmpty());
  EXPECT_THAT(WrongWithLink(LinkKind::kMovedTo, VenueEnd(1), PartyEnd(2)), ElementsAre("to"));
}

TEST(LinkTest, EachKindJoinsItsEnds) {
  EXPECT_THAT(WrongWithLink(LinkKind::kRecruitedBy, PartyEnd(1), PartyEnd(2)), IsEmpty());
  EXPECT_THAT(WrongWithLink(LinkKind::kRecruitedBy, VenueEnd(1), VenueEnd(2)), ElementsAre("from", "to"));
  EXPECT_THAT(WrongWithLink(LinkKind::kAssociatedWith, PartyEnd(1), VenueEnd(2)), ElementsAre("to"));
  EXPECT_THAT(WrongWithLink(LinkKind::kOwnedBy, VenueEnd(1), PartyEnd(2)), IsEmpty());
  EXPECT_THAT(WrongWithLink(LinkKind::kOwnedBy, PartyEnd(1), PartyEnd(2)), ElementsAre("from"));
  EXPECT_THAT(WrongWithLink(LinkKind::kOperatesAt, PartyEnd(1), VenueEnd(2)), IsEmpty());
  EXPECT_THAT(WrongWithLink(LinkKind::kOperatesAt, VenueEnd(2), PartyEnd(1)), ElementsAre("from", "to"));
  EXPECT_THAT(WrongWithLink(LinkKind::kUnspecified, VenueEnd(2), PartyEnd(1)), ElementsAre("kind"));
}

TEST(LinkTest, OrganizationsAssetsAndCasesAreJoinedToo) {
  const LinkEnd agency = End(NodeKind::kOrganization, 3);
  const LinkEnd phone = End(NodeKind::kAsset, 4);
  const LinkEnd other_phone = End(NodeKind::kAsset, 5);
  const LinkEnd record = End(NodeKind::kPerson, 6);
  const LinkEnd the_case = End(NodeKind::kCase, 7);
  EXPECT_THAT(WrongWithLink(LinkKind::kRecruitedBy, record, agency), IsEmpty());
  EXPECT_THAT(WrongWithLink(LinkKind::kMemberOf, PartyEnd(1), agency), IsEmpty());
  EXPECT_THAT(WrongWithLink(LinkKind::kUses, agency, phone), IsEmpty());
  EXPECT_THAT(WrongWithLink(LinkKind::kUses, phone, record), ElementsAre("from", "to"));
  EXPECT_THAT(WrongWithLink(LinkKind::kOwnedBy, phone, record), IsEmpty());
  EXPECT_THAT(WrongWithLink(LinkKind::kContacted, phone, other_phone), IsEmpty());
  EXPECT_THAT(WrongWithLink(LinkKind::kSeenAt, phone, VenueEnd(2)), IsEmpty());
  EXPECT_THAT(WrongWithLink(LinkKind::kNamedIn, phone, the_case), IsEmpty());
  EXPECT_THAT(WrongWithLink(LinkKind::kNamedIn, PartyEnd(1), the_case), ElementsAre("from"));
}

TEST(LinkTest, ThatSomebodyIsAccusedIsNotEntered) {
  EXPECT_THAT(WrongWithLink(LinkKind::kAccusedIn, PartyEnd(1), End(NodeKind::kCase, 7)), ElementsAre("kind"));
}

TEST(LinkTest, EndsAfterItBeganAndUpToToday) {
  Link link;
  link.kind = LinkKind::kMovedTo;
  link.from = PartyEnd(1);
  link.to = VenueEnd(2);
  link.observed_date = kObserved;
  link.end_date = kObserved - 1;
  Violations before;
  CheckLink(link, kObserved, before);
  EXPECT_THAT(Fields(before), ElementsAre("end_date"));
  link.end_date = kObserved + 1;
  Violations after;
  CheckLink(link, kObserved, after);
  EXPECT_THAT(Fields(after), ElementsAre("end_date"));
}

TEST(LinkTest, IsEndedOnceAndNotBeforeItBegan) {
  Link link;
  link.observed_date = kObserved;
  EXPECT_THAT(EndedOn(link, kToday + 1, kToday), Violates("end_date"));
  EXPECT_THAT(EndedOn(link, kObserved - 1, kToday), IsRefusedBy("BEFORE_LINK"));
  const Decision<Link> ended = EndedOn(link, kObserved, kToday);
  ASSERT_TRUE(ended.ok());
  EXPECT_EQ(ended.value().end_date, kObserved);
  EXPECT_THAT(EndedOn(ended.value(), kToday, kToday), IsRefusedBy("ALREADY_ENDED"));
  link.withdrawal = Withdrawal();
  EXPECT_THAT(EndedOn(link, kToday, kToday), IsRefusedBy("ALREADY_WITHDRAWN"));
  EXPECT_TRUE(EndedOn(Link(), kObserved, kToday).ok()) << "nobody knows since when it held";
}

TEST(LinkTest, HoldsFromItsFirstDayToItsLastAsFarAsTheyAreKnown) {
  Link link;
  EXPECT_TRUE(HeldOn(link, kObserved));
  link.observed_date = kObserved;
  EXPECT_FALSE(HeldOn(link, kObserved - 1));
  EXPECT_TRUE(HeldOn(link, kObserved));
  EXPECT_TRUE(HeldOn(link, kToday));
  link.end_date = kObserved + 1;
  EXPECT_TRUE(HeldOn(link, kObserved + 1));
  EXPECT_FALSE(HeldOn(link, kObserved + 2));
}

TEST(WithdrawalTest, IsDoneOnceAndForAReason) {
  Link link;
  EXPECT_THAT(Withdrawn(link, {.record_time = kNow, .recorder = "a", .reason = ""}), Violates("reason"));
  const Decision<Link> once = Withdrawn(link, {.record_time = kNow, .recorder = "a", .reason = "mistaken"});
  ASSERT_TRUE(once.ok());
  EXPECT_EQ(once.value().withdrawal->reason, "mistaken");
  EXPECT_THAT(Withdrawn(once.value(), {.record_time = kNow, .recorder = "b", .reason = "again"}),
              IsRefusedBy("ALREADY_WITHDRAWN"));
}

TEST(LinkTest, NothingIsLinkedWithItself) {
  EXPECT_THAT(WrongWithLink(LinkKind::kMovedTo, VenueEnd(1), VenueEnd(1)), ElementsAre("to"));
  EXPECT_THAT(WrongWithLink(LinkKind::kAssociatedWith, PartyEnd(1), PartyEnd(1)), ElementsAre("to"));
}

TEST(LinkTest, ObservedUpToToday) {
  Link link;
  link.kind = LinkKind::kMovedTo;
  link.from = PartyEnd(1);
  link.to = VenueEnd(2);
  link.observed_date = kObserved;
  link.source = std::string(200, 'x');
  Violations none;
  CheckLink(link, kObserved, none);
  EXPECT_THAT(Fields(none), IsEmpty());
  link.observed_date = kObserved + 1;
  link.source += 'x';
  Violations all;
  CheckLink(link, kObserved, all);
  EXPECT_THAT(Fields(all), ElementsAre("observed_date", "source"));
}

}  // namespace
}  // namespace amparo::cases
