// Lists over several offices: in one order, and each record once, however the pages are cut.
#include "services/case/domain/list_across.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;

// An id that ends with these four digits.
Uuid IdEndingWith(const std::string& digits) {
  return *Uuid::Parse("0190f3c2-7d1e-7abc-8def-01234567" + digits);
}

Listed EntryAt(int second, const std::string& digits) {
  Listed entry;
  entry.order_time = absl::UnixEpoch() + absl::Seconds(second);
  entry.record.id = IdEndingWith(digits);
  return entry;
}

// "cebu 0001" for each record: its office, and the end of its id.
std::vector<std::string> RecordsIn(const std::vector<ListedAcross>& all) {
  std::vector<std::string> records;
  for (const ListedAcross& one : all) records.push_back(one.office + " " + one.listed.record.id.ToString().substr(32));
  return records;
}

PlaceAcross PlaceAfter(const std::string& office, const Listed& entry) {
  return {{entry.order_time, entry.record.id}, office};
}

TEST(ListAcrossTest, GoesByTimeThenIdThenOffice) {
  std::vector<ListedAcross> all;
  MergePage("la-paz", {EntryAt(1, "0003"), EntryAt(2, "0001")}, 10, all);
  MergePage("cebu", {EntryAt(1, "0002"), EntryAt(1, "0003"), EntryAt(3, "0000")}, 10, all);
  MergePage("manila", {}, 10, all);
  EXPECT_THAT(RecordsIn(all), ElementsAre("cebu 0002", "cebu 0003", "la-paz 0003", "la-paz 0001", "cebu 0000"));
}

TEST(ListAcrossTest, KeepsAPageOfAll) {
  std::vector<ListedAcross> all;
  MergePage("cebu", {EntryAt(2, "0001"), EntryAt(4, "0002")}, 2, all);
  MergePage("la-paz", {EntryAt(1, "0003"), EntryAt(3, "0004")}, 2, all);
  EXPECT_THAT(RecordsIn(all), ElementsAre("la-paz 0003", "cebu 0001"));
  MergePage("manila", {EntryAt(5, "0005")}, 2, all);
  EXPECT_THAT(RecordsIn(all), ElementsAre("la-paz 0003", "cebu 0001"));
}

TEST(ListAcrossTest, BeginsWhereEachOfficeBegins) {
  EXPECT_FALSE(PlaceInOffice("cebu", std::nullopt));
}

TEST(ListAcrossTest, OfAnOfficeBehindTheLastWhatStandsAtTheSamePlaceIsStillToBeTold) {
  const PlaceAcross after = PlaceAfter("la-paz", EntryAt(1, "0100"));
  for (const char* office : {"cebu", "la-paz"}) {
    const auto place = PlaceInOffice(office, after);
    ASSERT_TRUE(place) << office;
    EXPECT_EQ(place->order_time, after.place.order_time) << office;
    EXPECT_EQ(place->id, after.place.id) << office;
  }
  const auto behind = PlaceInOffice("manila", after);
  ASSERT_TRUE(behind);
  EXPECT_EQ(behind->order_time, after.place.order_time);
  EXPECT_EQ(behind->id, IdEndingWith("00ff")) << "nothing stands between it and the place";
}

TEST(ListAcrossTest, ThePlaceBeforeBorrowsFromAsManyBytesAsItMust) {
  const auto before = [](const std::string& id) {
    return PlaceInOffice("manila", PlaceAcross{{absl::UnixEpoch(), *Uuid::Parse(id)}, "cebu"})->id.ToString();
  };
  EXPECT_EQ(before("0190f3c2-7d1e-7abc-8def-0123456789ab"), "0190f3c2-7d1e-7abc-8def-0123456789aa");
  EXPECT_EQ(before("0190f3c2-7d1e-7abc-8def-000000000000"), "0190f3c2-7d1e-7abc-8dee-ffffffffffff");
  EXPECT_EQ(before("00000000-0000-0000-0000-000000000001"), "00000000-0000-0000-0000-000000000000");
}

// As a store does it: each office answers what stands after a place in it.
TEST(ListAcrossTest, EachRecordIsToldOnceWhateverThePageIs) {
  const std::vector<std::string> offices = {"cebu", "la-paz", "manila"};
  const std::vector<std::vector<Listed>> held = {{EntryAt(1, "0100"), EntryAt(1, "0200"), EntryAt(4, "0300")},
                                                 {EntryAt(1, "0100"), EntryAt(2, "0400")},
                                                 {EntryAt(1, "00ff"), EntryAt(1, "0100"), EntryAt(1, "0101")}};
  for (std::size_t size = 1; size <= 9; ++size) {
    std::vector<std::string> told;
    std::optional<PlaceAcross> after;
    std::vector<ListedAcross> page;
    do {
      page.clear();
      for (std::size_t i = 0; i < offices.size(); ++i) {
        const auto place = PlaceInOffice(offices[i], after);
        std::vector<Listed> rest;
        for (const Listed& one : held[i]) {
          const bool is_left = !place || one.order_time > place->order_time ||
                               (one.order_time == place->order_time && one.record.id > place->id);
          if (is_left && rest.size() < size) rest.push_back(one);
        }
        MergePage(offices[i], std::move(rest), size, page);
      }
      for (const std::string& one : RecordsIn(page)) told.push_back(one);
      if (!page.empty()) after = PlaceAfter(page.back().office, page.back().listed);
    } while (!page.empty() && told.size() <= 9);
    EXPECT_THAT(told, ElementsAre("manila 00ff", "cebu 0100", "la-paz 0100", "manila 0100", "manila 0101", "cebu 0200",
                                  "la-paz 0400", "cebu 0300"))
        << size;
  }
}

}  // namespace
}  // namespace amparo::cases
