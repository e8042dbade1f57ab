#include "common/rpc/paging.h"

#include <gtest/gtest.h>

#include "amparo/cases/v1/case_service.pb.h"

namespace amparo::rpc {
namespace {

cases::v1::ListCasesRequest SomeList() {
  cases::v1::ListCasesRequest request;
  request.set_parent("offices/cebu");
  request.set_page_size(50);
  return request;
}

std::string Read(cases::v1::ListCasesRequest request, const std::string& token, bool* fine) {
  request.set_page_token(token);
  errors::FieldViolations violations;
  std::string cursor = ReadPageToken(request, violations);
  *fine = violations.empty();
  return cursor;
}

TEST(PageSize, HasADefaultAndAMost) {
  errors::FieldViolations violations;
  EXPECT_EQ(PageSize(0, 50, 1000, violations), 50);
  EXPECT_EQ(PageSize(7, 50, 1000, violations), 7);
  EXPECT_EQ(PageSize(1001, 50, 1000, violations), 1000);
  EXPECT_TRUE(violations.empty());
  PageSize(-1, 50, 1000, violations);
  EXPECT_FALSE(violations.empty());
}

TEST(PageToken, GoesOnWhereThePageEnded) {
  const std::string cursor("2014-11-03\0id", 13);
  bool fine = false;
  EXPECT_EQ(Read(SomeList(), MakePageToken(SomeList(), cursor), &fine), cursor);
  EXPECT_TRUE(fine);
  EXPECT_EQ(Read(SomeList(), "", &fine), "");
  EXPECT_TRUE(fine);
}

TEST(PageToken, APageMayHaveAnotherSizeThanTheLast) {
  auto other_size = SomeList();
  other_size.set_page_size(7);
  bool fine = false;
  EXPECT_EQ(Read(other_size, MakePageToken(SomeList(), "cursor"), &fine), "cursor");
  EXPECT_TRUE(fine);
}

TEST(PageToken, BelongsToItsRequest) {
  auto other = SomeList();
  other.set_parent("offices/la-paz");
  bool fine = true;
  EXPECT_EQ(Read(other, MakePageToken(SomeList(), "cursor"), &fine), "");
  EXPECT_FALSE(fine);
}

TEST(PageToken, AlteredOrMadeUpTokensAreRefused) {
  const std::string token = MakePageToken(SomeList(), "cursor");
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string altered = token;
    altered[i] = altered[i] == 'A' ? 'B' : 'A';
    bool fine = true;
    EXPECT_EQ(Read(SomeList(), altered, &fine), "") << i;
    EXPECT_FALSE(fine) << i;
  }
  for (const std::string bad : {"x", "!!!!", "AAAA", "page-2"}) {
    bool fine = true;
    Read(SomeList(), bad, &fine);
    EXPECT_FALSE(fine) << bad;
  }
}

TEST(PageToken, HasOneTextOfAllThatBase64HasForItsBytes) {
  const std::string token = MakePageToken(SomeList(), "cursor 7");
  for (const std::string& same_bytes : {token + " ", "\n" + token, token + "="}) {
    bool fine = true;
    EXPECT_EQ(Read(SomeList(), same_bytes, &fine), "") << same_bytes;
    EXPECT_FALSE(fine) << same_bytes;
  }
}

TEST(Place, IsReadAsItIsWrittenAndNoOtherWay) {
  const Place place{absl::FromUnixMicros(1'415'000'000'000'000), *Uuid::Parse("0190f3c2-7d1e-7abc-8def-0123456789ab")};
  const std::string cursor = PlaceCursor(place);
  const std::optional<Place> back = ParsePlace(cursor);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->time, place.time);
  EXPECT_EQ(back->id, place.id);
  for (const std::string& other : {" " + cursor, "+" + cursor, "0" + cursor, cursor.substr(1 + cursor.find('/')),
                                   std::string("1415000000000000/0190F3C2-7D1E-7ABC-8DEF-0123456789AB")}) {
    EXPECT_FALSE(ParsePlace(other)) << other;
  }
}

}  // namespace
}  // namespace amparo::rpc
