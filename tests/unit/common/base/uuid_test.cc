#include "common/base/uuid.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "absl/hash/hash.h"

namespace amparo {
namespace {

const absl::Time kNow = absl::FromUnixMillis(1'416'787'200'123);

TEST(Uuid, ReadsAndWritesTheCanonicalForm) {
  const auto id = Uuid::Parse("0190F3C2-7D1E-7abc-8def-0123456789ab");
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(id->ToString(), "0190f3c2-7d1e-7abc-8def-0123456789ab");
  EXPECT_EQ(Uuid::FromBytes(id->bytes()), id);
}

TEST(Uuid, RefusesOtherForms) {
  for (const char* text : {"", "0190f3c2", "0190f3c27d1e7abc8def0123456789ab0000",
                           "{0190f3c2-7d1e-7abc-8def-0123456789}", "0190f3c2-7d1e-7abc-8def-0123456789ag",
                           "0190f3c2-7d1e-7abc-8def-0123456789ab ", "0190f3c2-7d1e-7abc-8def0-123456789ab"}) {
    EXPECT_EQ(Uuid::Parse(text), std::nullopt) << text;
  }
  EXPECT_EQ(Uuid::FromBytes("short"), std::nullopt);
}

TEST(Uuid, TheNilOneIsNobodysId) {
  const std::string nil = Uuid().ToString();
  EXPECT_EQ(Uuid::Parse(nil), Uuid());
  EXPECT_EQ(Uuid::ParseId(nil), std::nullopt);
  EXPECT_EQ(Uuid::ParseId("7"), std::nullopt);
  const Uuid id = Uuid::V7(kNow);
  EXPECT_EQ(Uuid::ParseId(id.ToString()), id);
}

TEST(Uuid, Version7SaysWhenItWasMade) {
  const Uuid id = Uuid::V7(kNow);
  EXPECT_EQ(id.ToString()[14], '7');
  EXPECT_NE(std::string("89ab").find(id.ToString()[19]), std::string::npos);
  ASSERT_TRUE(id.Time().has_value());
  EXPECT_LT(absl::AbsDuration(*id.Time() - kNow), absl::Seconds(1));
  EXPECT_EQ(Uuid::Parse("0190f3c2-7d1e-4abc-8def-0123456789ab")->Time(), std::nullopt);
  EXPECT_TRUE(Uuid().IsNil());
  EXPECT_FALSE(id.IsNil());
}

TEST(Uuid, Version6IsTheTimeInRfc9562sOrder) {
  // The example of RFC 9562, A.5: 2022-02-22T19:22:22Z is 1EC9414C-232A-6B00-....
  const Uuid id = Uuid::V6(absl::FromUnixSeconds(1'645'557'742));
  EXPECT_EQ(id.ToString().substr(0, 18), "1ec9414c-232a-6b00");
  EXPECT_NE(std::string("89ab").find(id.ToString()[19]), std::string::npos);
  EXPECT_EQ(id.version(), 6);
  EXPECT_EQ(Uuid::V7(kNow).version(), 7);
  EXPECT_NE(Uuid::V6(kNow), Uuid::V6(kNow));
}

TEST(Uuid, StaysInOrderWhenTheClockStandsOrGoesBack) {
  std::vector<Uuid> ids;
  for (int i = 0; i < 10'000; ++i) ids.push_back(Uuid::V7(kNow - absl::Milliseconds(i)));
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
  EXPECT_EQ(std::adjacent_find(ids.begin(), ids.end()), ids.end());
}

TEST(Uuid, ThreadsDoNotMakeTheSame) {
  std::mutex mutex;
  std::set<Uuid> all;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      std::vector<Uuid> mine;
      for (int i = 0; i < 5'000; ++i) mine.push_back(Uuid::V7(kNow));
      std::lock_guard lock(mutex);
      all.insert(mine.begin(), mine.end());
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(all.size(), 20'000U);
}

TEST(Uuid, TheSameKeyGivesTheSameIdOfVersion8) {
  EXPECT_EQ(Uuid::FromKey("a key"), Uuid::FromKey("a key"));
  EXPECT_NE(Uuid::FromKey("a key"), Uuid::FromKey("another key"));
  EXPECT_EQ(Uuid::FromKey("a key").ToString()[14], '8');
  EXPECT_FALSE(Uuid::FromKey("a key").Time());
}

TEST(Uuid, HashesByItsBytes) {
  const Uuid id = Uuid::V7(kNow);
  EXPECT_EQ(absl::HashOf(id), absl::HashOf(*Uuid::Parse(id.ToString())));
  EXPECT_NE(absl::HashOf(id), absl::HashOf(Uuid()));
}

}  // namespace
}  // namespace amparo
