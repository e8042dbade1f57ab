// The three ways to print.
#include "services/cli/table.h"

#include <gtest/gtest.h>

#include <sstream>

namespace amparo::cli {
namespace {

std::string Printed(const Table& table, Format format) {
  std::ostringstream out;
  table.Print(out, format);
  return out.str();
}

TEST(Table, ColumnsAreAlignedByCharactersNumbersAtTheRight) {
  Table table({"office", "count"});
  table.Add({{"office", "Asunción"}, {"count", nullptr}});
  table.Add({{"office", "Cebu"}, {"count", 1200}});
  EXPECT_EQ(Printed(table, Format::kTable),
            "office    count\n"
            "Asunción\n"
            "Cebu       1200\n");
}

TEST(Table, NothingIsSaidToBeNothing) {
  const Table table({"office"});
  EXPECT_EQ(Printed(table, Format::kTable), "(nothing)\n");
  EXPECT_EQ(Printed(table, Format::kCsv), "office\r\n");
  EXPECT_EQ(Printed(table, Format::kJson), "[]\n");
}

TEST(Table, WhatPeopleTypedCannotSteerATerminal) {
  Table table({"title"});
  table.Add({{"title",
              "a\n\x1b[31mb\xc2\x9b"
              "c\x7f"
              "ü"}});
  EXPECT_EQ(Printed(table, Format::kTable), "title\na  [31mb c ü\n");
}

TEST(Table, CsvQuotesWhatNeedsIt) {
  Table table({"a", "b", "c"});
  table.Add({{"a", "x,y"}, {"b", "say \"yes\""}, {"c", "two\nlines"}, {"beyond", 1}});
  EXPECT_EQ(Printed(table, Format::kCsv), "a,b,c\r\n\"x,y\",\"say \"\"yes\"\"\",\"two\nlines\"\r\n");
}

TEST(Table, JsonHasWhatColumnsLack) {
  Table table({"a"});
  table.Add({{"a", "x\ny"}, {"beyond", nullptr}});
  EXPECT_EQ(Json::parse(Printed(table, Format::kJson)), Json::parse(R"([{"a": "x\ny", "beyond": null}])"));
}

TEST(CellText, FractionsKeepTheirDigits) {
  EXPECT_EQ(CellText(12345.5), "12345.5");
  EXPECT_EQ(CellText(2.0 / 3), "0.6667");
  EXPECT_EQ(CellText(40.0), "40");
  EXPECT_EQ(CellText(0.0), "0");
  EXPECT_EQ(CellText(-0.00001), "0");
  EXPECT_EQ(CellText(1e9), "1000000000");
}

TEST(CellText, ListsAndObjectsInOneCell) {
  EXPECT_EQ(CellText(Json::parse(R"([{"currency": "BOB", "amount": "40.50"}, {"currency": "USD", "amount": "1.00"}])")),
            "BOB 40.50, USD 1.00");
  EXPECT_EQ(CellText(Json::parse(R"({"currency": "BOB", "amount": "40.50", "day": "2014-11-03"})")),
            "currency BOB, amount 40.50, day 2014-11-03")
      << "more than money";
  EXPECT_EQ(CellText(Json::parse(R"({"years": 7, "months": 6})")), "years 7, months 6");
  EXPECT_EQ(CellText(nullptr), "");
  EXPECT_EQ(CellText(true), "true");
}

}  // namespace
}  // namespace amparo::cli
