#include "common/pg/params.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/pg/rows.h"

namespace amparo::pg {
namespace {

using std::string_view_literals::operator""sv;

TEST(Params, EncodesAsPostgresReads) {
  const Params params = Params()
                            .Text("Cebu")
                            .Int64(-2)
                            .Int32(0x01020304)
                            .Bool(true)
                            .Bytes("a\0b"sv)
                            .Date(absl::CivilDay(2000, 1, 2))
                            .Time(absl::FromUnixSeconds(946'684'801));
  ASSERT_EQ(params.size(), 7U);
  EXPECT_EQ(params.value(0), "Cebu");
  EXPECT_EQ(params.value(1), "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFE"sv);
  EXPECT_EQ(params.value(2), "\1\2\3\4"sv);
  EXPECT_EQ(params.value(3), "\1"sv);
  EXPECT_EQ(params.value(4), "a\0b"sv);
  EXPECT_EQ(params.value(5), "\0\0\0\1"sv);
  EXPECT_EQ(params.value(6), "\0\0\0\0\0\x0F\x42\x40"sv);
  EXPECT_EQ(params.type(0), Oid::kText);
  EXPECT_EQ(params.type(6), Oid::kTimestamptz);
}

TEST(Params, NullKeepsItsType) {
  const Params params = Params().Text(std::nullopt).Int64(std::nullopt).UuidValue(std::nullopt).Date(std::nullopt);
  for (size_t i = 0; i < params.size(); ++i) EXPECT_EQ(params.value(i), std::nullopt);
  EXPECT_EQ(params.type(1), Oid::kInt8);
  EXPECT_EQ(params.type(2), Oid::kUuid);
}

TEST(Params, EmptyTextIsNotNull) {
  const Params params = Params().Text("").Bytes("");
  EXPECT_EQ(params.value(0), "");
  EXPECT_EQ(params.value(1), "");
}

TEST(Params, ArraysReadBack) {
  const std::vector<std::string> texts = {"a", "", "ñ"};
  const std::vector<int64_t> numbers = {1, -1, int64_t{1} << 40};
  const std::vector<Uuid> ids = {Uuid::V7(absl::UnixEpoch()), Uuid()};
  const Params params = Params().TextArray(texts).Int64Array(numbers).UuidArray(ids).TextArray({});
  EXPECT_EQ(DecodeTextArray(*params.value(0)), texts);
  EXPECT_EQ(DecodeInt64Array(*params.value(1)), numbers);
  EXPECT_EQ(DecodeUuidArray(*params.value(2)), ids);
  EXPECT_TRUE(DecodeTextArray(*params.value(3)).empty());
}

TEST(Params, TimesKeepMicrosecondsAlsoBefore2000) {
  for (const int64_t micros : {int64_t{1'416'787'200'123'457}, int64_t{-1}, int64_t{0}}) {
    const Params params = Params().Time(absl::FromUnixMicros(micros));
    EXPECT_EQ(DecodeTime(*params.value(0)), absl::FromUnixMicros(micros));
  }
}

TEST(Params, MovesWithItsBytes) {
  Params params = Params().Text("short").Int64(7);
  const Params moved = std::move(params);
  EXPECT_EQ(moved.value(0), "short");
  EXPECT_EQ(DecodeInt64(*moved.value(1)), 7);
}

TEST(ParamsDeathTest, AnInfiniteTimeIsABrokenPromise) {
  EXPECT_DEATH(Params().Time(absl::InfiniteFuture()), "finite");
}

}  // namespace
}  // namespace amparo::pg
