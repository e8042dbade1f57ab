#include "services/case/domain/timeline.h"

#include "gmock/gmock.h"

namespace amparo::cases {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::SizeIs;

const absl::Time kTimelineNoon = absl::FromCivil(absl::CivilSecond(2014, 5, 12, 12), absl::UTCTimeZone());
constexpr char kToldCharge[] = "offices/cebu/cases/1/charges/2";

Happening RulingTold(const std::string& text, absl::CivilDay day) {
  return {.kind = TimelineKind::kVerdict, .place = "rulings/00000", .day = day, .what = "verdict", .text = text};
}

Happening ChargeTold() {
  return {.kind = TimelineKind::kCharge, .place = "charge", .day = absl::CivilDay(2014, 3, 1), .what = "charge"};
}

// A version of a charge, entered `version` hours after noon.
ToldVersion VersionTold(int64_t version, std::vector<Happening> happenings, const std::string& resource = kToldCharge) {
  ToldVersion told;
  told.resource = resource;
  told.version = version;
  told.time = kTimelineNoon + absl::Hours(version);
  told.actor = "spiffe://amparo/people/a.attorney";
  told.method = "amparo.cases.v1.ChargeService/RecordVerdict";
  told.kind = TimelineKind::kCharge;
  told.happenings = std::move(happenings);
  return told;
}

std::vector<TimelineEntry> EntriesTold(const std::vector<ToldVersion>& versions) {
  return PageOf(Unfold(versions, absl::UTCTimeZone()), {}, std::nullopt, 1000);
}

auto EntrySays(const std::string& what, const std::string& text, int64_t version, bool corrected) {
  return AllOf(Field(&TimelineEntry::what, what), Field(&TimelineEntry::text, text),
               Field(&TimelineEntry::version, version), Field(&TimelineEntry::corrected, corrected));
}

TEST(TimelineTest, AVersionTellsWhatItSaysForTheFirstTime) {
  const absl::CivilDay day(2014, 11, 10);
  EXPECT_THAT(
      EntriesTold({VersionTold(1, {ChargeTold()}), VersionTold(2, {ChargeTold(), RulingTold("convicted", day)})}),
      ElementsAre(EntrySays("charge", "", 1, false), EntrySays("verdict", "convicted", 2, false)));
}

TEST(TimelineTest, WhatIsSaidOtherwiseIsACorrection) {
  const absl::CivilDay day(2014, 11, 10);
  const auto told =
      EntriesTold({VersionTold(1, {RulingTold("convicted", day)}), VersionTold(2, {RulingTold("acquitted", day)}),
                   VersionTold(3, {RulingTold("acquitted", day)})});
  EXPECT_THAT(told, ElementsAre(EntrySays("changed", "", 3, false), EntrySays("verdict", "convicted", 1, false),
                                EntrySays("verdict", "acquitted", 2, true)));
}

TEST(TimelineTest, EachVersionIsToldByAnEntryAtLeast) {
  ToldVersion retitled = VersionTold(2, {ChargeTold()});
  retitled.changed = {"law_article", "crime_type"};
  EXPECT_THAT(EntriesTold({VersionTold(1, {ChargeTold()}), retitled, VersionTold(3, {})}),
              ElementsAre(EntrySays("charge", "", 1, false), EntrySays("changed", "law_article, crime_type", 2, false),
                          EntrySays("changed", "", 3, false)));
}

TEST(TimelineTest, TheDayIsThatOfTheWorldElseThatOfTheEntryInTheOffice) {
  Happening raid{.kind = TimelineKind::kOperation, .place = "sites/1", .what = "operation site succeeded"};
  raid.moment = absl::FromCivil(absl::CivilSecond(2013, 10, 12, 20), absl::UTCTimeZone());
  Happening party{.kind = TimelineKind::kParty, .place = "party", .what = "party accused"};
  const absl::TimeZone manila = absl::FixedTimeZone(8 * 3600);
  ToldVersion late = VersionTold(1, {ChargeTold(), raid, party});
  late.time = kTimelineNoon + absl::Hours(5);
  const auto told = PageOf(Unfold({late}, manila), {}, std::nullopt, 10);
  ASSERT_THAT(told, SizeIs(3));
  EXPECT_EQ(told[0].at.day, absl::CivilDay(2013, 10, 13)) << "four in the morning in Manila";
  EXPECT_EQ(told[1].at.day, absl::CivilDay(2014, 3, 1));
  EXPECT_EQ(told[2].at.day, absl::CivilDay(2014, 5, 13)) << "one in the morning in Manila";
}

TEST(TimelineTest, PagesOfAnySizeTellEverythingOnceAndInOrder) {
  std::vector<ToldVersion> versions;
  for (int64_t version = 1; version <= 20; ++version) {
    std::vector<Happening> said;
    for (int64_t i = 0; i < version; ++i) {
      Happening verdict = RulingTold("v", absl::CivilDay(2014, 1, 1) + (i * 7) % 5);
      verdict.place = "rulings/" + std::to_string(100 + i);
      said.push_back(verdict);
    }
    versions.push_back(VersionTold(version, said));
    versions.push_back(VersionTold(version, {ChargeTold()}, "offices/cebu/cases/1/charges/3"));
  }
  const std::vector<TimelineEntry> entries = Unfold(versions, absl::UTCTimeZone());
  const std::vector<TimelineEntry> all = PageOf(entries, {}, std::nullopt, entries.size());
  ASSERT_THAT(all, SizeIs(entries.size()));
  for (const std::size_t size : {1, 2, 7, 39}) {
    std::vector<TimelineEntry> walked;
    std::optional<TimelinePlace> after;
    while (true) {
      const std::vector<TimelineEntry> page = PageOf(entries, {}, after, size);
      if (page.empty()) break;
      after = page.back().at;
      walked.insert(walked.end(), page.begin(), page.end());
    }
    ASSERT_THAT(walked, SizeIs(all.size())) << size;
    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(walked[i].at, all[i].at);
    for (std::size_t i = 1; i < walked.size(); ++i) EXPECT_TRUE(walked[i - 1].at < walked[i].at);
  }
}

TEST(TimelineTest, IsFilteredByKindAndByDay) {
  const auto entries = Unfold(
      {VersionTold(1, {ChargeTold()}), VersionTold(2, {ChargeTold(), RulingTold("v", absl::CivilDay(2014, 11, 10))})},
      absl::UTCTimeZone());
  const auto count = [&entries](const TimelineFilter& filter) { return PageOf(entries, filter, {}, 10).size(); };
  EXPECT_EQ(count({.kinds = {TimelineKind::kVerdict}}), 1u);
  EXPECT_EQ(count({.kinds = {TimelineKind::kNote}}), 0u);
  EXPECT_EQ(count({.from = absl::CivilDay(2014, 3, 1), .to = absl::CivilDay(2014, 11, 10)}), 2u) << "both included";
  EXPECT_EQ(count({.from = absl::CivilDay(2014, 3, 2)}), 1u);
  EXPECT_EQ(count({.to = absl::CivilDay(2014, 11, 9)}), 1u);
}

}  // namespace
}  // namespace amparo::cases
