// How often a quiet stream speaks, and the moment up to which its follower has missed nothing.
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "common/feed/feed_api.h"
#include "common/feed/token.h"
#include "tests/integration/common/feed/feed_client.h"

namespace amparo::feed {
namespace {

using SteadyClock = std::chrono::steady_clock;

absl::Duration Elapsed(const v1::WatchResponse& answer) {
  return absl::Seconds(answer.elapsed().seconds()) + absl::Nanoseconds(answer.elapsed().nanos());
}

v1::WatchRequest WithHeartbeat(absl::Duration heartbeat) {
  v1::WatchRequest request;
  request.mutable_heartbeat()->set_seconds(absl::ToInt64Seconds(heartbeat));
  request.mutable_heartbeat()->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(heartbeat % absl::Seconds(1))));
  return request;
}

// Nothing of the server's own makes a stream speak.
void Quiet(FeedApiOptions& options) {
  options.heartbeat = absl::Hours(1);
  options.poll_interval = absl::Hours(1);
}

class HeartbeatTest : public FeedTest {};

TEST_F(HeartbeatTest, AQuietStreamSpeaksAsOftenAsItWasAskedToOfANewLookEachTime) {
  NoteServer server(service_, &Quiet);
  const auto sent = SteadyClock::now();
  Watching watching(server, WithHeartbeat(absl::Milliseconds(100)));
  absl::Duration last = -absl::Nanoseconds(1);
  for (int i = 0; i < 5; ++i) {
    const auto answer = watching.Next();
    const absl::Duration age = absl::FromChrono(SteadyClock::now() - sent);
    ASSERT_TRUE(answer);
    ASSERT_TRUE(answer->has_elapsed());
    EXPECT_TRUE(answer->caught_up());
    EXPECT_EQ(answer->events_size(), 0);
    EXPECT_GT(Elapsed(*answer), last);
    EXPECT_LE(Elapsed(*answer), age) << "a stream is no older than its call";
    last = Elapsed(*answer);
  }
}

TEST_F(HeartbeatTest, AStreamThatSpeaksOftenHasNoOtherLookMoreOften) {
  constexpr int kBeats = 20;
  NoteServer server(service_, &Quiet);
  Watching other(server, {});
  ASSERT_TRUE(other.Next());
  const int64_t before = service_.reader().counters().succeeded;
  Watching watching(server, WithHeartbeat(absl::Milliseconds(100)));
  for (int i = 0; i < kBeats; ++i) ASSERT_TRUE(watching.Next());
  // One look for each, and a few because the server has begun to listen for changes.
  const int64_t looks = service_.reader().counters().succeeded - before;
  EXPECT_LT(looks, kBeats + kBeats / 2);
}

TEST_F(HeartbeatTest, TakesAHeartbeatFrom100MillisecondsTo5Seconds) {
  for (const absl::Duration heartbeat : {absl::Milliseconds(100), absl::Seconds(5)}) {
    EXPECT_TRUE(Watching(server_, WithHeartbeat(heartbeat)).Next()) << heartbeat;
  }
  for (const absl::Duration heartbeat :
       {absl::ZeroDuration(), absl::Milliseconds(100) - absl::Nanoseconds(1), absl::Seconds(5) + absl::Nanoseconds(1),
        absl::Hours(100), absl::Seconds(-1)}) {
    const absl::Status status = Watching(server_, WithHeartbeat(heartbeat)).Finish();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << heartbeat << " " << status;
    EXPECT_NE(status.ToString().find("heartbeat"), std::string::npos) << status;
  }
  v1::WatchRequest malformed;
  malformed.mutable_heartbeat()->set_seconds(1);
  malformed.mutable_heartbeat()->set_nanos(-500'000'000);
  EXPECT_TRUE(absl::IsInvalidArgument(Watching(server_, malformed).Finish()));
}

TEST_F(HeartbeatTest, EachAnswerSaysHowMuchTimeHasPassed) {
  Write(1200);
  const auto sent = SteadyClock::now();
  Watching watching(server_, {});
  absl::Duration last;
  bool caught_up = false;
  while (!caught_up) {
    const auto answer = watching.Next();
    ASSERT_TRUE(answer);
    ASSERT_TRUE(answer->has_elapsed());
    EXPECT_GE(Elapsed(*answer), last);
    EXPECT_LE(Elapsed(*answer), absl::FromChrono(SteadyClock::now() - sent));
    last = Elapsed(*answer);
    caught_up = answer->caught_up();
  }
}

TEST_F(HeartbeatTest, WhatWasCommittedBeforeTheMomentOfAnAnswerIsInIt) {
  constexpr int kNotes = 60;
  std::mutex mutex;
  std::vector<SteadyClock::time_point> committed;  // guarded by mutex; in the order of the feed
  struct Said {
    SteadyClock::time_point as_of;
    int64_t seq;
  };
  std::vector<Said> said;
  const auto sent = SteadyClock::now();
  Watching watching(server_, WithHeartbeat(absl::Milliseconds(100)));
  std::jthread writing([&] {
    for (int i = 0; i < kNotes; ++i) {
      ASSERT_TRUE(service_.Create(service_.NewNote("note")).ok());
      const auto now = SteadyClock::now();
      const std::lock_guard lock(mutex);
      committed.push_back(now);
    }
  });
  while (said.empty() || said.back().seq < kNotes) {
    const auto answer = watching.Next();
    ASSERT_TRUE(answer);
    if (!answer->caught_up()) continue;
    said.push_back({sent + absl::ToChronoNanoseconds(Elapsed(*answer)), DecodeToken(answer->token())->seq});
  }
  writing.join();
  for (const Said& one : said) {
    int64_t before = 0;
    for (const auto time : committed) before += time <= one.as_of ? 1 : 0;
    EXPECT_GE(one.seq, before);
  }
}

}  // namespace
}  // namespace amparo::feed
