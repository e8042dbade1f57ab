// Who could have known, who did, in what order.
#include "services/case/domain/exposure.h"

#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr absl::Duration kHour = absl::Hours(1);

// An operation planned now that starts in ten hours; `a` keeps it, `b` knows two hours before, `c` at the start.
Compartment Abc() {
  CompartmentReader b;
  b.principal = "b";
  b.open_time = kNow + 8 * kHour;
  CompartmentReader c;
  c.principal = "c";
  return NewCompartment({b, c}, "a", kNow + 10 * kHour, kNow);
}

ReadReceipt Read(int64_t order, const std::string& reader, absl::Duration after, std::vector<std::string> fields,
                 int64_t plan_version = 1) {
  ReadReceipt receipt;
  receipt.order = order;
  receipt.time = kNow + after;
  receipt.reader = reader;
  receipt.plan_version = plan_version;
  receipt.fields = std::move(fields);
  return receipt;
}

const std::vector<std::string> kAllFields = {"state", "start_time", "sites"};
const std::vector<std::string> kOutlineFields = {"state", "partner_unit"};

std::vector<std::string> Names(const std::vector<ExposedPerson>& people) {
  std::vector<std::string> names;
  for (const ExposedPerson& person : people) names.push_back(person.principal);
  return names;
}

TEST(ExposureTest, WhoCouldKnowIsWhoIsOnTheListAndPastTheirOpening) {
  const auto early = Exposed(Abc(), {}, kNow + 8 * kHour - absl::Nanoseconds(1));
  ASSERT_THAT(Names(early), ElementsAre("a", "b", "c"));
  EXPECT_EQ(early[0].could_know_time, kNow);
  EXPECT_EQ(early[0].basis, ExposureBasis::kKeeper);
  EXPECT_EQ(early[1].could_know_time, std::nullopt);
  EXPECT_EQ(early[1].listed_time, kNow);
  const auto opened = Exposed(Abc(), {}, kNow + 8 * kHour);
  EXPECT_EQ(opened[1].could_know_time, kNow + 8 * kHour);
  EXPECT_EQ(opened[2].could_know_time, std::nullopt);
}

TEST(ExposureTest, NobodyIsInAReportOfBeforeTheyWereListed) {
  EXPECT_THAT(Exposed(Abc(), {}, kNow - absl::Nanoseconds(1)), IsEmpty());
}

TEST(ExposureTest, WhoKnewComesFirstInTheOrderInWhichTheyRead) {
  const std::vector<ReadReceipt> receipts = {Read(3, "c", kHour, kOutlineFields), Read(5, "b", 8 * kHour, kAllFields),
                                             Read(7, "a", 9 * kHour, kAllFields, 2),
                                             Read(9, "b", 9 * kHour, kAllFields, 2)};
  const auto people = Exposed(Abc(), receipts, kNow + 9 * kHour);
  ASSERT_THAT(Names(people), ElementsAre("b", "a", "c"));
  EXPECT_EQ(people[0].knew_time, kNow + 8 * kHour);
  EXPECT_EQ(people[0].reads, 2);
  EXPECT_THAT(people[0].plan_versions, ElementsAre(1, 2));
  EXPECT_THAT(people[0].fields, ElementsAre("sites", "start_time", "state"));
  EXPECT_EQ(people[2].first_read_time, kNow + kHour);
  EXPECT_EQ(people[2].knew_time, std::nullopt);
}

TEST(ExposureTest, WhoWasTakenOffBeforeTheirOpeningCouldNotKnow) {
  const Compartment without = RemoveReader(Abc(), "b", "a", kNow + 7 * kHour).value();
  const auto people = Exposed(without, {}, kNow + 20 * kHour);
  ASSERT_THAT(Names(people), ElementsAre("a", "c", "b"));
  EXPECT_EQ(people[2].could_know_time, std::nullopt);
  const Compartment late = RemoveReader(Abc(), "b", "a", kNow + 9 * kHour).value();
  EXPECT_EQ(Exposed(late, {}, kNow + 20 * kHour)[1].could_know_time, kNow + 8 * kHour);
}

TEST(ExposureTest, AFreezePutsOffWhatCouldBeKnown) {
  const Compartment frozen = Frozen(Abc(), "auditor", "a leak", kNow + 7 * kHour).value();
  const auto shut = Exposed(frozen, {}, kNow + 20 * kHour);
  ASSERT_THAT(Names(shut), ElementsAre("a", "b", "c"));
  EXPECT_EQ(shut[1].could_know_time, std::nullopt);
  const Compartment open = Unfrozen(frozen, "a", "found", kNow + 12 * kHour).value();
  EXPECT_EQ(Exposed(open, {}, kNow + 20 * kHour)[1].could_know_time, kNow + 12 * kHour);
}

TEST(ExposureTest, WhoBrokeTheGlassIsNamed) {
  CompartmentNotice notice;
  notice.kind = NoticeKind::kBreakGlass;
  notice.time = kNow + kHour;
  notice.principal = "d";
  notice.until = kNow + 2 * kHour;
  const auto people = Exposed(Told(Abc(), notice), {Read(2, "d", kHour, kAllFields)}, kNow + 3 * kHour);
  ASSERT_THAT(Names(people), ElementsAre("d", "a", "b", "c"));
  EXPECT_EQ(people[0].basis, ExposureBasis::kBreakGlass);
  EXPECT_EQ(people[0].could_know_time, kNow + kHour);
}

TEST(ExposureTest, WhoBrokeTheGlassIsNamedHoweverOftenOthersDidAfterThem) {
  Compartment compartment = Abc();
  for (std::size_t i = 0; i <= kMostNoticesTold; ++i) {
    CompartmentNotice notice;
    notice.kind = NoticeKind::kBreakGlass;
    notice.time = kNow + kHour;
    notice.principal = i == 0 ? "d" : "e";
    notice.until = kNow + 2 * kHour;
    compartment = Told(std::move(compartment), notice);
  }
  EXPECT_THAT(Names(Exposed(compartment, {}, kNow + 3 * kHour)), ElementsAre("a", "d", "e", "b", "c"));
}

TEST(ExposureTest, ThePlanInWordsTellsOfThePlaceToo) {
  const auto people = Exposed(Abc(), {Read(1, "a", kHour, {"plan"})}, kNow + 2 * kHour);
  EXPECT_EQ(people[0].knew_time, kNow + kHour);
}

// Some minutes in the life of a compartment, one change a minute; when each person first saw place and start.
struct Life {
  Compartment compartment;
  std::map<std::string, absl::Time> first_saw;
};

Life Lived(std::mt19937& random, int minutes) {
  const std::vector<std::string> people = {"a", "b", "c", "d"};
  const auto pick = [&random](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
  absl::Time start = kNow + absl::Minutes(30);
  Life life{NewCompartment({}, "a", start, kNow), {}};
  for (int minute = 0; minute <= minutes; ++minute) {
    const absl::Time now = kNow + absl::Minutes(minute);
    const std::string& by = people[static_cast<std::size_t>(pick(4))];
    CompartmentReader asked;
    asked.principal = people[static_cast<std::size_t>(pick(4))];
    asked.open_time = start - absl::Minutes(pick(30));
    asked.keeper = pick(4) == 0;
    const std::vector<std::function<Decision<Compartment>(const Compartment&)>> acts = {
        [&](const Compartment& one) { return PutReader(one, asked, by, start, now); },
        [&](const Compartment& one) { return RemoveReader(one, asked.principal, by, now); },
        [&](const Compartment& one) { return Frozen(one, by, "a leak", now); },
        [&](const Compartment& one) { return Unfrozen(one, by, "found", now); },
        [&](const Compartment& one) {
          start += absl::Minutes(5);
          return MovedStart(one, absl::Minutes(5), by, now);
        }};
    const Decision<Compartment> decided = acts[static_cast<std::size_t>(pick(5))](life.compartment);
    if (decided.ok() && minute > 0) life.compartment = decided.value();
    for (const std::string& person : people) {
      if (SightOf(life.compartment, person, now) == Sight::kAll) life.first_saw.try_emplace(person, now);
    }
  }
  return life;
}

// Whoever could have seen it at some moment is told of, with the first such moment, and nobody else is.
TEST(ExposureTest, TheReportOfAnyLifeSaysWhenEachCouldFirstHaveSeen) {
  std::mt19937 random(20131012);
  for (int run = 0; run < 300; ++run) {
    std::mt19937 same = random;
    const int minutes = 1 + run % 60;
    const Life whole = Lived(random, 60);
    const Life until_then = Lived(same, minutes);
    std::map<std::string, absl::Time> told;
    for (const ExposedPerson& person : Exposed(whole.compartment, {}, kNow + absl::Minutes(minutes))) {
      if (person.could_know_time) told.emplace(person.principal, *person.could_know_time);
    }
    EXPECT_EQ(told, until_then.first_saw) << "run " << run;
  }
}

}  // namespace
}  // namespace amparo::cases
