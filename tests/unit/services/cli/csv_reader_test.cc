// CSV as the world writes it: quotes, line ends of every kind, byte order marks, and files that are broken.
#include "services/cli/csv_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "services/cli/failure.h"

namespace amparo::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<CsvRecord> CsvRecords(const std::string& text, char delimiter = ',') {
  std::istringstream in(text);
  CsvReader reader(in, delimiter);
  std::vector<CsvRecord> records;
  CsvRecord record;
  while (reader.Next(record)) records.push_back(record);
  return records;
}

TEST(CsvReader, LinesEndAsUnixOrDosHasIt) {
  const auto records = CsvRecords(
      "\xEF\xBB\xBF"
      "a,b\r\n1,2\n\r\n3,4");
  ASSERT_THAT(records, SizeIs(3));
  EXPECT_THAT(records[0].fields, ElementsAre("a", "b"));
  EXPECT_THAT(records[1].fields, ElementsAre("1", "2"));
  EXPECT_EQ(records[1].line, 2);
  EXPECT_THAT(records[2].fields, ElementsAre("3", "4"));
  EXPECT_EQ(records[2].line, 4);
  EXPECT_EQ(records[2].text, "3,4");
}

TEST(CsvReader, QuotesHoldWhatWouldEndAField) {
  const auto records = CsvRecords("\"a, b\",\"say \"\"no\"\"\",\"two\r\nlines\",\"\"\r\nnext,,,\n");
  ASSERT_THAT(records, SizeIs(2));
  EXPECT_THAT(records[0].fields, ElementsAre("a, b", "say \"no\"", "two\r\nlines", ""));
  EXPECT_THAT(records[0].fault, IsEmpty());
  EXPECT_EQ(records[1].line, 3);
  EXPECT_THAT(records[1].fields, ElementsAre("next", "", "", ""));
}

TEST(CsvReader, OtherDelimiters) {
  EXPECT_THAT(CsvRecords("a;b,c;d", ';')[0].fields, ElementsAre("a", "b,c", "d"));
}

TEST(CsvReader, AFaultIsOfItsRecordAlone) {
  const auto records = CsvRecords("a\"b,c\n\"d\"e,f\ng,h\n");
  ASSERT_THAT(records, SizeIs(3));
  EXPECT_THAT(records[0].fault, HasSubstr("quote inside a field"));
  EXPECT_EQ(records[0].text, "a\"b,c");
  EXPECT_THAT(records[1].fault, HasSubstr("text after a closing quote"));
  EXPECT_THAT(records[2].fault, IsEmpty());
  EXPECT_THAT(records[2].fields, ElementsAre("g", "h"));
}

TEST(CsvReader, AnOpenQuoteDoesNotSwallowTheRowsAfterIt) {
  const auto records = CsvRecords("1,\"open\n2,b\n3,c\n");
  ASSERT_THAT(records, SizeIs(3));
  EXPECT_THAT(records[0].fault, HasSubstr("not closed"));
  EXPECT_EQ(records[0].text, "1,\"open");
  EXPECT_THAT(records[1].fields, ElementsAre("2", "b"));
  EXPECT_EQ(records[2].line, 3);
}

TEST(CsvReader, RowsBetweenTwoOpenQuotesAreRows) {
  const auto records = CsvRecords("1,\"open\n2,b\n3,c\n4,x\"y\n5,d\n");
  ASSERT_THAT(records, SizeIs(5));
  EXPECT_THAT(records[0].fault, HasSubstr("text after a closing quote"));
  EXPECT_EQ(records[0].text, "1,\"open");
  EXPECT_THAT(records[1].fault, IsEmpty());
  EXPECT_THAT(records[1].fields, ElementsAre("2", "b"));
  EXPECT_EQ(records[2].line, 3);
  EXPECT_THAT(records[3].fault, HasSubstr("quote inside a field"));
  EXPECT_THAT(records[4].fields, ElementsAre("5", "d"));
}

TEST(CsvReader, AQuoteTooManyInALongFileIsAFaultOfItsRow) {
  std::string text = "\"1\",\"a \"b\"\n";
  constexpr int kRows = 40000;
  // All but commas and line ends is inside quotes, so that where the reader gives up is outside as it counts them.
  for (int i = 0; i < kRows; ++i) text += "\"" + std::string(20, 'x') + "\",\"" + std::string(20, 'y') + "\"\n";
  const auto records = CsvRecords(text);
  ASSERT_THAT(records, SizeIs(kRows + 1));
  EXPECT_EQ(records[0].text, "\"1\",\"a \"b\"");
  EXPECT_THAT(records[0].fault, HasSubstr("quote"));
  EXPECT_THAT(records.back().fault, IsEmpty());
  EXPECT_EQ(records.back().line, kRows + 1);
}

TEST(CsvReader, AnOpenQuoteInAFileWithoutLinesIsNotHeldWhole) {
  EXPECT_THROW(CsvRecords("a,\"" + std::string(3 * CsvReader::kMostBytes, 'x')), Failure);
}

TEST(CsvReader, RecordsLongerThanABlockAreWhole) {
  const std::string big(200000, 'x');
  const auto records = CsvRecords("a,\"" + big + "\"\nb,c\n");
  ASSERT_THAT(records, SizeIs(2));
  EXPECT_EQ(records[0].fields[1], big);
  EXPECT_THAT(records[1].fields, ElementsAre("b", "c"));
}

TEST(CsvReader, WhatHasNoLinesIsNoCsv) {
  EXPECT_THROW(CsvRecords(std::string(CsvReader::kMostBytes + 10, 'x')), Failure);
}

TEST(CsvReader, AnEmptyFileHasNoRecords) {
  EXPECT_THAT(CsvRecords(""), IsEmpty());
  EXPECT_THAT(CsvRecords("\r\n\n"), IsEmpty());
}

}  // namespace
}  // namespace amparo::cli
