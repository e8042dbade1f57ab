#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

#include "tests/integration/common/pg/fixture.h"

namespace amparo::pg {
namespace {

using std::string_view_literals::operator""sv;

class TypesTest : public PgTest {
 protected:
  Reader reader_{reader_options()};
};

TEST_F(TypesTest, EveryTypeComesBackAsItWent) {
  constexpr Statement kEcho{"echo",
                            "SELECT $1::text, $2::bigint, $3::int, $4::bool, $5::bytea, $6::uuid, $7::timestamptz, "
                            "$8::date, $9::float8, $10::text[], $11::bigint[], $12::uuid[], $13::bytea[], $14::int[]"};
  const Uuid id = Uuid::V7(absl::Now());
  const absl::Time time = absl::FromUnixMicros(1'416'787'200'123'457);
  const std::vector<std::string> texts = {"a", "", "ñ\"\\{}"};
  const std::vector<int64_t> numbers = {-1, int64_t{1} << 60};
  const std::vector<int32_t> small = {1, 2};
  const std::vector<Uuid> ids = {id, Uuid()};
  const std::vector<std::string> blobs = {std::string("\0\xff", 2)};
  const auto rows = Await(reader_.Run(kEcho,
                                      Params()
                                          .Text("ភ្នំពេញ")
                                          .Int64(INT64_MIN)
                                          .Int32(-7)
                                          .Bool(true)
                                          .Bytes("a\0b\xff"sv)
                                          .UuidValue(id)
                                          .Time(time)
                                          .Date(absl::CivilDay(2016, 2, 29))
                                          .Double(-2.5)
                                          .TextArray(texts)
                                          .Int64Array(numbers)
                                          .UuidArray(ids)
                                          .BytesArray(blobs)
                                          .Int32Array(small),
                                      Soon()));
  ASSERT_TRUE(rows.ok()) << rows.status();
  const Row row = rows->front();
  EXPECT_EQ(row.Text(0), "ភ្នំពេញ");
  EXPECT_EQ(row.Int64(1), INT64_MIN);
  EXPECT_EQ(row.Int32(2), -7);
  EXPECT_TRUE(row.Bool(3));
  EXPECT_EQ(row.Bytes(4), "a\0b\xff"sv);
  EXPECT_EQ(row.Uuid(5), id);
  EXPECT_EQ(row.Time(6), time);
  EXPECT_EQ(row.Date(7), absl::CivilDay(2016, 2, 29));
  EXPECT_EQ(row.Double(8), -2.5);
  EXPECT_EQ(row.TextArray(9), texts);
  EXPECT_EQ(row.Int64Array(10), numbers);
  EXPECT_EQ(row.UuidArray(11), ids);
  EXPECT_EQ(DecodeTextArray(*row.Field(12)), blobs);
}

TEST_F(TypesTest, PostgresUnderstandsThem) {
  constexpr Statement kText{
      "as_text",
      "SELECT $1::timestamptz AT TIME ZONE 'UTC' || '', $2::date || '', encode($3::bytea, 'hex'), "
      "array_to_string($4::bigint[], ',')"};
  const std::vector<int64_t> numbers = {3, 4};
  const auto rows = Await(reader_.Run(
      kText,
      Params().Time(absl::FromUnixMicros(-1)).Date(absl::CivilDay(1969, 12, 31)).Bytes("\0\1"sv).Int64Array(numbers),
      Soon()));
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(rows->front().Text(0), "1969-12-31 23:59:59.999999");
  EXPECT_EQ(rows->front().Text(1), "1969-12-31");
  EXPECT_EQ(rows->front().Text(2), "0001");
  EXPECT_EQ(rows->front().Text(3), "3,4");
}

TEST_F(TypesTest, NullIsNotEmpty) {
  constexpr Statement kNulls{"nulls", "SELECT $1::text, $2::text, $3::bigint, $4::timestamptz, $5::bytea"};
  const auto rows = Await(reader_.Run(
      kNulls, Params().Text("").Text(std::nullopt).Int64(std::nullopt).Time(std::nullopt).Bytes(std::nullopt), Soon()));
  ASSERT_TRUE(rows.ok()) << rows.status();
  const Row row = rows->front();
  EXPECT_EQ(row.OptionalText(0), "");
  EXPECT_EQ(row.OptionalText(1), std::nullopt);
  EXPECT_EQ(row.OptionalInt64(2), std::nullopt);
  EXPECT_EQ(row.OptionalTime(3), std::nullopt);
  EXPECT_TRUE(row.IsNull(4));
  EXPECT_THROW(row.Int64(2), std::logic_error);
  EXPECT_THROW(row.Text(5), std::logic_error);
}

TEST_F(TypesTest, AWrongWidthIsFoundOut) {
  constexpr Statement kInt{"int", "SELECT 1::int"};
  const auto rows = Await(reader_.Run(kInt, Params(), Soon()));
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(rows->front().Int32(0), 1);
  EXPECT_THROW(rows->front().Int64(0), std::logic_error);
}

TEST_F(TypesTest, TextWithNulIsRefusedByPostgresAndHarmsNobody) {
  constexpr Statement kLength{"length", "SELECT length($1)"};
  EXPECT_FALSE(Await(reader_.Run(kLength, Params().Text("a\0b"sv), Soon())).ok());
  EXPECT_EQ(Await(reader_.Run(kLength, Params().Text("ab"), Soon()))->front().Int32(0), 2);
}

TEST_F(TypesTest, RowsCanBeWalked) {
  constexpr Statement kSeries{"series", "SELECT generate_series(1, $1::bigint)"};
  const auto rows = Await(reader_.Run(kSeries, Params().Int64(100), Soon()));
  ASSERT_TRUE(rows.ok()) << rows.status();
  int64_t sum = 0;
  for (const Row row : *rows) sum += row.Int64(0);
  EXPECT_EQ(sum, 5'050);
  EXPECT_THROW((*rows)[100], std::logic_error);
}

}  // namespace
}  // namespace amparo::pg
