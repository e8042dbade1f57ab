#include "common/feed/encoder.h"

#include <string>

#include "amparo/feed/v1/feed.pb.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

namespace amparo::feed {
namespace {

const absl::Time kTime = absl::FromUnixMicros(1415923200123456);

v1::Event Expected(const EventView& event, const std::string& type_url) {
  v1::Event expected;
  expected.set_seq(event.seq);
  expected.set_office(std::string(event.office));
  expected.set_name(std::string(event.name));
  expected.set_kind(std::string(event.kind));
  expected.set_version(event.version);
  expected.mutable_change_time()->set_seconds(absl::ToUnixSeconds(event.change_time));
  expected.mutable_change_time()->set_nanos(static_cast<int32_t>(
      (event.change_time - absl::FromUnixSeconds(absl::ToUnixSeconds(event.change_time))) / absl::Nanoseconds(1)));
  expected.mutable_resource()->set_type_url(type_url);
  expected.mutable_resource()->set_value(std::string(event.payload));
  return expected;
}

TEST(EncoderTest, WritesWhatProtobufReads) {
  const std::string large(70'000, 'x'), nul("a\0b", 3);
  const std::vector<EventView> events = {
      {.seq = 1,
       .office = "cebu",
       .name = "offices/cebu/cases/1",
       .kind = "case",
       .version = 1,
       .change_time = kTime,
       .payload = nul},
      {.seq = int64_t{1} << 60,
       .office = "c",
       .name = "n",
       .kind = "k",
       .version = 300,
       .change_time = kTime,
       .payload = large},
      {.seq = 0, .office = "", .name = "", .kind = "", .version = 0, .change_time = absl::UnixEpoch(), .payload = ""},
      {.seq = 2,
       .office = "cebu",
       .name = "n",
       .kind = "case",
       .version = 1,
       .change_time = absl::FromUnixMicros(-1),
       .payload = "p"},
  };
  ResponseEncoder encoder;
  v1::WatchResponse expected;
  for (const EventView& event : events) {
    encoder.AddEvent(event, "type.googleapis.com/amparo.test.Opaque");
    *expected.add_events() = Expected(event, "type.googleapis.com/amparo.test.Opaque");
  }
  EXPECT_EQ(encoder.events(), 4);
  expected.set_token("a token");
  expected.set_head_seq(77);

  v1::WatchResponse decoded;
  ASSERT_TRUE(decoded.ParseFromString(encoder.Finish("a token", 77)));
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(decoded, expected))
      << decoded.ShortDebugString().substr(0, 500);
}

TEST(EncoderTest, BeginsAnewAfterEachMessage) {
  ResponseEncoder encoder;
  encoder.AddEvent({.seq = 1, .change_time = kTime}, "t");
  encoder.Finish("first", 0);
  EXPECT_EQ(encoder.events(), 0);
  v1::ExportResponse decoded;
  ASSERT_TRUE(decoded.ParseFromString(encoder.Finish("second", 0)));
  EXPECT_EQ(decoded.events_size(), 0);
  EXPECT_EQ(decoded.token(), "second");
}

TEST(EncoderTest, TellsThatTheHeadWasReached) {
  v1::WatchResponse decoded;
  ASSERT_TRUE(decoded.ParseFromString(ResponseEncoder().Finish("token", 300, /*caught_up=*/true)));
  EXPECT_EQ(decoded.token(), "token");
  EXPECT_EQ(decoded.head_seq(), 300);
  EXPECT_TRUE(decoded.caught_up());
}

TEST(EncoderTest, TellsHowMuchTimeHasPassed) {
  const absl::Duration times[] = {absl::ZeroDuration(), absl::Nanoseconds(1), absl::Milliseconds(200),
                                  absl::Hours(30) + absl::Nanoseconds(999'999'999)};
  for (const absl::Duration time : times) {
    v1::WatchResponse decoded;
    ASSERT_TRUE(decoded.ParseFromString(ResponseEncoder().Finish("token", 1, /*caught_up=*/false, time)));
    ASSERT_TRUE(decoded.has_elapsed()) << time;
    EXPECT_EQ(absl::Seconds(decoded.elapsed().seconds()) + absl::Nanoseconds(decoded.elapsed().nanos()), time);
    EXPECT_GE(decoded.elapsed().nanos(), 0);
    EXPECT_EQ(decoded.token(), "token");
  }
  v1::WatchResponse unmeasured;
  ASSERT_TRUE(unmeasured.ParseFromString(ResponseEncoder().Finish("token", 1)));
  EXPECT_FALSE(unmeasured.has_elapsed());
}

TEST(EncoderTest, IsEmptyWithoutTokenAndEvents) {
  EXPECT_EQ(ResponseEncoder().Finish("", 0), "");
}

TEST(TypeUrlsTest, FindsTheMessageOfAKind) {
  const TypeUrls urls({{"case", "amparo.cases.v1.Case", ""}, {"office", "amparo.cases.v1.Office", ""}});
  EXPECT_EQ(urls.Find("case"), "type.googleapis.com/amparo.cases.v1.Case");
  EXPECT_EQ(urls.Find("hearing"), "");
}

}  // namespace
}  // namespace amparo::feed
