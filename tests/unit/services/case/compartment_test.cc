// Who may know of an operation, and from when on.
#include "services/case/domain/compartment.h"

#include <string>

#include "services/case/domain/break_glass.h"
#include "tests/unit/services/case/rules_matchers.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kAuthor = "spiffe://amparo/people/author";
const std::string kLeader = "spiffe://amparo/people/leader";
const std::string kDriver = "spiffe://amparo/people/driver";
const std::string kStranger = "spiffe://amparo/people/stranger";
const absl::Time kOperationStart = kNow + absl::Hours(48);

CompartmentReader AskedReader(const std::string& principal, std::optional<absl::Time> open = std::nullopt,
                              bool keeper = false) {
  CompartmentReader reader;
  reader.principal = principal;
  reader.open_time = open;
  reader.keeper = keeper;
  return reader;
}

// The author keeps it; the leader knows place and start two hours before, the driver at the start.
Compartment Two() {
  return NewCompartment({AskedReader(kLeader, kOperationStart - absl::Hours(2)), AskedReader(kDriver)}, kAuthor,
                        kOperationStart, kNow);
}

TEST(CompartmentTest, TheAuthorKnowsAllAndTheOthersAllButPlaceAndStart) {
  const Compartment compartment = Two();
  EXPECT_EQ(SightOf(compartment, kAuthor, kNow), Sight::kAll);
  EXPECT_EQ(SightOf(compartment, kLeader, kNow), Sight::kOutline);
  EXPECT_EQ(SightOf(compartment, kDriver, kNow), Sight::kOutline);
  EXPECT_EQ(SightOf(compartment, kStranger, kNow), Sight::kNone);
  EXPECT_EQ(SightOf(compartment, "", kNow), Sight::kNone);
}

TEST(CompartmentTest, PlaceAndStartOpenAtTheVeryMomentAndNotOneBefore) {
  const Compartment compartment = Two();
  const absl::Time opens = kOperationStart - absl::Hours(2);
  EXPECT_EQ(SightOf(compartment, kLeader, opens - absl::Nanoseconds(1)), Sight::kOutline);
  EXPECT_EQ(SightOf(compartment, kLeader, opens), Sight::kAll);
  EXPECT_EQ(SightOf(compartment, kDriver, kOperationStart - absl::Nanoseconds(1)), Sight::kOutline);
  EXPECT_EQ(SightOf(compartment, kDriver, kOperationStart), Sight::kAll);
}

TEST(CompartmentTest, AListIsOfDifferentPeopleAndOpensBeforeTheStart) {
  Violations violations;
  CheckReaders({AskedReader(kLeader), AskedReader(kLeader), AskedReader("two words"), AskedReader(""),
                AskedReader(kDriver, kOperationStart + absl::Seconds(1))},
               kOperationStart, violations);
  EXPECT_THAT(Fields(violations), ElementsAre("readers[1].principal", "readers[2].principal", "readers[3].principal",
                                              "readers[4].open_time"));
  Violations none;
  CheckReaders({AskedReader(kLeader, kOperationStart)}, kOperationStart, none);
  EXPECT_THAT(Fields(none), IsEmpty());
}

TEST(CompartmentTest, KeepersKeepTheListAndNobodyTheirOwnEntry) {
  EXPECT_THAT(PutReader(Two(), AskedReader(kStranger), kLeader, kOperationStart, kNow), IsRefusedBy("NOT_A_KEEPER"));
  EXPECT_THAT(PutReader(Two(), AskedReader(kStranger), kStranger, kOperationStart, kNow), IsRefusedBy("NOT_A_KEEPER"));
  EXPECT_THAT(RemoveReader(Two(), kDriver, kLeader, kNow), IsRefusedBy("NOT_A_KEEPER"));
  EXPECT_THAT(RemoveReader(Two(), kAuthor, kAuthor, kNow), IsRefusedBy("KEEPER_CHANGES_SELF"));
  EXPECT_THAT(PutReader(Two(), AskedReader(kAuthor), kAuthor, kOperationStart, kNow),
              IsRefusedBy("KEEPER_CHANGES_SELF"));
  EXPECT_THAT(RemoveReader(Two(), kStranger, kAuthor, kNow), Violates("principal"));
  EXPECT_THAT(PutReader(Two(), AskedReader("", kOperationStart + absl::Hours(1)), kAuthor, kOperationStart, kNow),
              Violates("reader.principal", "reader.open_time"));
}

TEST(CompartmentTest, WhoIsTakenOffSeesNothingAndTheEntryStays) {
  const absl::Time later = kNow + absl::Hours(1);
  const Decision<Compartment> without = RemoveReader(Two(), kLeader, kAuthor, later);
  ASSERT_TRUE(without.ok());
  EXPECT_EQ(SightOf(without.value(), kLeader, kOperationStart), Sight::kNone);
  ASSERT_EQ(without.value().readers.size(), 3u);
  EXPECT_EQ(without.value().readers[1].removed_by, kAuthor);
  EXPECT_EQ(without.value().readers[1].remove_time, later);
}

TEST(CompartmentTest, AnotherOpeningTimeIsAnotherEntry) {
  const absl::Time later = kNow + absl::Hours(1);
  const Decision<Compartment> changed = PutReader(Two(), AskedReader(kDriver, later), kAuthor, kOperationStart, later);
  ASSERT_TRUE(changed.ok());
  EXPECT_EQ(changed.value().readers.size(), 4u);
  EXPECT_EQ(changed.value().Find(kDriver)->open_time, later);
  EXPECT_EQ(SightOf(changed.value(), kDriver, later), Sight::kAll);
}

TEST(CompartmentTest, AListHasRoomForAHundred) {
  Compartment compartment = Two();
  while (compartment.readers.size() < kMostReaders) {
    compartment.readers.push_back({.principal = "p" + std::to_string(compartment.readers.size())});
  }
  EXPECT_THAT(PutReader(compartment, AskedReader(kStranger), kAuthor, kOperationStart, kNow),
              IsRefusedBy("TOO_MANY_READERS"));
  EXPECT_TRUE(PutReader(compartment, AskedReader(kDriver, kNow), kAuthor, kOperationStart, kNow).ok());
}

TEST(CompartmentTest, OpeningTimesMoveWithTheStart) {
  const absl::Time later = kNow + absl::Hours(1);
  const Decision<Compartment> moved = MovedStart(Two(), absl::Hours(24), kAuthor, later);
  ASSERT_TRUE(moved.ok());
  const absl::Time opens = kOperationStart + absl::Hours(22);
  EXPECT_EQ(SightOf(moved.value(), kLeader, opens - absl::Nanoseconds(1)), Sight::kOutline);
  EXPECT_EQ(SightOf(moved.value(), kLeader, opens), Sight::kAll);
  EXPECT_EQ(SightOf(moved.value(), kAuthor, later), Sight::kAll);
  EXPECT_EQ(moved.value().readers.size(), 6u);
  EXPECT_EQ(MovedStart(Two(), absl::ZeroDuration(), kAuthor, later).value(), Two());
}

TEST(CompartmentTest, FrozenNobodyReadsButWhoFrozeIt) {
  const Decision<Compartment> frozen = Frozen(Two(), kLeader, "a leak", kNow);
  ASSERT_TRUE(frozen.ok());
  EXPECT_EQ(SightOf(frozen.value(), kAuthor, kOperationStart), Sight::kNone);
  EXPECT_EQ(SightOf(frozen.value(), kDriver, kOperationStart), Sight::kNone);
  EXPECT_EQ(SightOf(frozen.value(), kLeader, kNow), Sight::kOutline);
  EXPECT_EQ(SightOf(frozen.value(), kLeader, kOperationStart), Sight::kAll);
  EXPECT_FALSE(OpensToBrokenGlass(frozen.value()));
  EXPECT_THAT(Frozen(frozen.value(), kAuthor, "again", kNow), IsRefusedBy("COMPARTMENT_FROZEN"));
}

TEST(CompartmentTest, AKeeperOtherThanWhoFrozeItOpensItAndAllAreTold) {
  const Compartment frozen = Frozen(Two(), kLeader, "a leak", kNow).value();
  EXPECT_THAT(Unfrozen(frozen, kLeader, "found", kNow), IsRefusedBy("FREEZER_UNFREEZES"));
  EXPECT_THAT(Unfrozen(frozen, kDriver, "found", kNow), IsRefusedBy("NOT_A_KEEPER"));
  EXPECT_THAT(Unfrozen(frozen, kStranger, "found", kNow), IsRefusedBy("NOT_A_KEEPER"));
  EXPECT_THAT(Unfrozen(Two(), kLeader, "found", kNow), IsRefusedBy("COMPARTMENT_NOT_FROZEN"));
  const Decision<Compartment> open = Unfrozen(frozen, kAuthor, "found", kNow + absl::Hours(1));
  ASSERT_TRUE(open.ok());
  EXPECT_EQ(SightOf(open.value(), kDriver, kOperationStart), Sight::kAll);
  ASSERT_EQ(open.value().notices.size(), 1u);
  EXPECT_EQ(open.value().notices[0].kind, NoticeKind::kUnfrozen);
  EXPECT_EQ(open.value().notices[0].principal, kLeader);
  EXPECT_TRUE(Frozen(open.value(), kLeader, "again", kNow + absl::Hours(2)).ok());
}

TEST(CompartmentTest, WhoFrozeItFromOutsideTheListSeesNothing) {
  const Compartment frozen = Frozen(Two(), kStranger, "an auditor", kNow).value();
  EXPECT_EQ(SightOf(frozen, kStranger, kOperationStart), Sight::kNone);
  EXPECT_EQ(Audience(frozen), "\n");
}

TEST(CompartmentTest, AnAudienceHoldsWholePrincipalsOnly) {
  const Compartment compartment = NewCompartment({AskedReader(kLeader + "2")}, kAuthor, kOperationStart, kNow);
  EXPECT_NE(Audience(compartment).find(InAudience(kAuthor)), std::string::npos);
  EXPECT_NE(Audience(compartment).find(InAudience(kLeader + "2")), std::string::npos);
  EXPECT_EQ(Audience(compartment).find(InAudience(kLeader)), std::string::npos);
  const Compartment frozen = Frozen(compartment, kAuthor, "a leak", kNow).value();
  EXPECT_EQ(Audience(frozen), InAudience(kAuthor));
}

BreakGlass Request() {
  BreakGlass request;
  request.name = {"cebu", Id(1), Id(2)};
  request.operation = Id(3);
  request.requester = kStranger;
  request.reason = "a team is in danger";
  request.state = BreakGlassState::kRequested;
  request.request_time = kNow;
  return request;
}

TEST(BreakGlassTest, TwoPeopleBreakItForAnHourAtMost) {
  EXPECT_THAT(GrantBreakGlass(Request(), kStranger, 10, kNow), IsRefusedBy("REQUESTER_GRANTS"));
  EXPECT_THAT(GrantBreakGlass(Request(), kLeader, 61, kNow), Violates("minutes"));
  EXPECT_THAT(GrantBreakGlass(Request(), kLeader, 0, kNow), Violates("minutes"));
  const Decision<BreakGlass> granted = GrantBreakGlass(Request(), kLeader, 60, kNow + absl::Minutes(1));
  ASSERT_TRUE(granted.ok());
  EXPECT_EQ(granted.value().expire_time, kNow + absl::Minutes(61));
  EXPECT_THAT(GrantBreakGlass(granted.value(), kDriver, 10, kNow), IsRefusedBy("BREAK_GLASS_GRANTED"));
}

TEST(BreakGlassTest, ARequestWaitsADay) {
  const absl::Time lapses = kNow + absl::Hours(24);
  EXPECT_TRUE(GrantBreakGlass(Request(), kLeader, 1, lapses - absl::Nanoseconds(1)).ok());
  EXPECT_THAT(GrantBreakGlass(Request(), kLeader, 1, lapses), IsRefusedBy("BREAK_GLASS_LAPSED"));
}

TEST(BreakGlassTest, TheListIsToldWhoReadsUntilWhenAndWhy) {
  const BreakGlass granted = GrantBreakGlass(Request(), kLeader, 30, kNow).value();
  const CompartmentNotice notice = NoticeOf(granted);
  EXPECT_EQ(notice.kind, NoticeKind::kBreakGlass);
  EXPECT_EQ(notice.principal, kStranger);
  EXPECT_EQ(notice.granted_by, kLeader);
  EXPECT_EQ(notice.reason, "a team is in danger");
  EXPECT_EQ(notice.until, kNow + absl::Minutes(30));
  EXPECT_EQ(notice.break_glass, Id(2));
}

}  // namespace
}  // namespace amparo::cases
