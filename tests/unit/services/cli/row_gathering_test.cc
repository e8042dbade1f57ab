// Rows of one case become one, and what is wrong with one of them is wrong with all.
#include "services/cli/row_gathering.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "common/base/strings.h"

namespace amparo::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A row as a mapping makes it: of the case of a key, with one party.
struct GivenRow {
  std::string key;
  std::string party;
  std::string pseudonym = "A";
  std::string title = "A case";
};

MappedRow MappedOf(const GivenRow& given, const CsvRecord& record) {
  MappedRow row;
  row.line = record.line;
  row.key = given.key;
  cases::v1::CaseBundle& bundle = *row.request.mutable_bundle();
  bundle.mutable_case_()->set_title(given.title);
  bundle.add_parties()->set_name(given.party);
  bundle.mutable_parties(0)->set_pseudonym(given.pseudonym);
  if (given.key.empty()) Mapping::Spoil(record, {"number", "must not be missing"}, row);
  return row;
}

// What comes of the rows of a file, one a line; the text of each is "row N".
std::vector<GatheredRows> Gathered(const std::vector<GivenRow>& rows, bool together = true) {
  RowGatherer gatherer(together);
  std::vector<GatheredRows> gathered;
  CsvRecord record;
  for (const GivenRow& row : rows) {
    ++record.line;
    record.text = StrCat("row ", record.line);
    if (auto whole = gatherer.Take(record, MappedOf(row, record))) gathered.push_back(*std::move(whole));
  }
  if (auto whole = gatherer.End()) gathered.push_back(*std::move(whole));
  return gathered;
}

std::vector<int64_t> RowsOf(const std::vector<GatheredRows>& gathered) {
  std::vector<int64_t> rows;
  for (const GatheredRows& one : gathered) rows.push_back(one.row.rows);
  return rows;
}

TEST(RowGatherer, ApartEachRowIsItsOwnCase) {
  EXPECT_THAT(RowsOf(Gathered({{"1", "a"}, {"1", "b"}, {"2", "a"}}, /*together=*/false)), ElementsAre(1, 1, 1));
}

TEST(RowGatherer, RowsOfOneKeyAddWhatTheyNameForTheFirstTime) {
  const std::vector<GatheredRows> gathered = Gathered({{"1", "a"}, {"1", "b"}, {"1", "a"}, {"2", "a"}});
  EXPECT_THAT(RowsOf(gathered), ElementsAre(3, 1));
  const MappedRow& first = gathered[0].row;
  EXPECT_EQ(first.line, 1);
  EXPECT_THAT(first.faults, IsEmpty());
  ASSERT_THAT(first.request.bundle().parties(), SizeIs(2));
  EXPECT_EQ(first.request.bundle().parties(1).name(), "b");
}

TEST(RowGatherer, WhatIsSaidOtherwiseIsAFaultOfAll) {
  for (const GivenRow& other : {GivenRow{"1", "a", "Another"}, GivenRow{"1", "b", "B", "Another case"}}) {
    const std::vector<GatheredRows> gathered = Gathered({{"1", "a"}, {"1", "c"}, other, {"1", "d"}});
    ASSERT_THAT(RowsOf(gathered), ElementsAre(4));
    const MappedRow& row = gathered[0].row;
    EXPECT_FALSE(row.request.has_bundle());
    ASSERT_THAT(row.faults, SizeIs(1));
    EXPECT_THAT(row.faults[0].rule, HasSubstr("line 3: must say the same"));
    EXPECT_EQ(row.request.unreadable().text(), "row 1\nrow 2\nrow 3\nrow 4");
  }
}

TEST(RowGatherer, BesideARowWithoutAKeyNoCaseIsEntered) {
  const std::vector<GatheredRows> gathered =
      Gathered({{"1", "a"}, {"2", "a"}, {"", "a"}, {"3", "a"}, {"3", "b"}, {"4", "a"}});
  ASSERT_THAT(RowsOf(gathered), ElementsAre(1, 1, 1, 2, 1));
  std::vector<bool> entered;
  for (const GatheredRows& one : gathered) entered.push_back(one.row.request.has_bundle());
  EXPECT_THAT(entered, ElementsAre(true, false, false, false, true));
  EXPECT_THAT(gathered[1].row.faults[0].rule, HasSubstr("beside line 3"));
  EXPECT_EQ(gathered[3].row.request.unreadable().text(), "row 4\nrow 5");
  EXPECT_THAT(gathered[2].row.faults, SizeIs(1));
}

TEST(RowGatherer, ACaseOfTooManyRowsIsAFault) {
  std::vector<GivenRow> rows;
  for (int i = 0; i < 1001; ++i) rows.push_back({"1", StrCat("party ", i)});
  rows.push_back({"2", "a"});
  const std::vector<GatheredRows> gathered = Gathered(rows);
  ASSERT_THAT(RowsOf(gathered), ElementsAre(1000, 1, 1));
  EXPECT_FALSE(gathered[0].row.request.has_bundle());
  EXPECT_FALSE(gathered[1].row.request.has_bundle());
  EXPECT_TRUE(gathered[2].row.request.has_bundle());
}

TEST(RowGatherer, ManyFaultsOfACaseAreToldInPart) {
  std::vector<GivenRow> rows = {{"1", "a"}};
  for (int i = 0; i < 30; ++i) rows.push_back({"1", "a", StrCat("Another ", i)});
  CsvRecord record;
  RowGatherer gatherer(/*together=*/true);
  for (const GivenRow& row : rows) {
    MappedRow mapped = MappedOf(row, record);
    Mapping::Spoil(record, {"opened", "must be a date"}, mapped);
    EXPECT_FALSE(gatherer.Take(record, std::move(mapped)).has_value());
  }
  EXPECT_THAT(gatherer.End()->row.faults, SizeIs(20));
}

}  // namespace
}  // namespace amparo::cli
