#include "common/feed/feed_api.h"

#include <atomic>
#include <optional>
#include <string>
#include <thread>

#include "absl/time/clock.h"
#include "common/errors/errors.h"
#include "common/feed/epoch.h"
#include "common/testing/eventually.h"
#include "tests/integration/common/feed/feed_client.h"

namespace amparo::feed {
namespace {

class FeedApiTest : public FeedTest {};

TEST_F(FeedApiTest, TellsWhatWasAndWhatHappensNext) {
  Write(3);
  Watching watching(server_, {});
  const auto first = watching.UpTo(3);
  ASSERT_EQ(first.size(), 3u);
  EXPECT_EQ(first[2].resource().value(), "note 2");
  EXPECT_EQ(first[2].resource().type_url(), "type.googleapis.com/google.protobuf.StringValue");
  EXPECT_EQ(first[2].kind(), "note");
  EXPECT_EQ(first[2].office(), "cebu");
  EXPECT_EQ(first[2].version(), 1);

  ASSERT_TRUE(*service_.Create(service_.NewNote("live")));
  const auto next = watching.UpTo(4);
  ASSERT_EQ(next.size(), 1u);
  EXPECT_EQ(next[0].resource().value(), "live");
}

TEST_F(FeedApiTest, GoesOnFromAnyToken) {
  Write(1200);
  Watching all(server_, {});
  const auto answer = all.NextWithEvents();
  ASSERT_TRUE(answer);
  EXPECT_LE(answer->events_size(), 500);
  v1::WatchRequest request;
  request.set_start_token(answer->token());
  Watching rest(server_, request);
  const auto events = rest.UpTo(1200);
  ASSERT_EQ(events.size(), 1200u - static_cast<size_t>(answer->events_size()));
  EXPECT_EQ(events.front().seq(), answer->events_size() + 1);
  EXPECT_EQ(events.back().seq(), 1200);
}

TEST_F(FeedApiTest, KeepsAnswersFarBelowTheMessageLimit) {
  std::vector<Note> notes;
  for (int i = 0; i < 20; ++i) notes.push_back(service_.NewNote(std::string(300'000, 'x')));
  ASSERT_TRUE(service_.CreateTogether(notes).ok());
  Watching watching(server_, {});
  int64_t last = 0;
  while (last < 20) {
    const auto answer = watching.NextWithEvents();
    ASSERT_TRUE(answer);
    EXPECT_LT(answer->ByteSizeLong(), 2u << 20);
    EXPECT_EQ(answer->events(0).seq(), last + 1);
    last = answer->events(answer->events_size() - 1).seq();
  }
}

TEST_F(FeedApiTest, TellsAQuietFollowerThatItIsUpToDate) {
  Watching watching(server_, {});
  for (int i = 0; i < 3; ++i) {
    const auto answer = watching.Next();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->events_size(), 0);
    EXPECT_NE(answer->token(), "");
    EXPECT_EQ(answer->head_seq(), 0);
  }
}

TEST_F(FeedApiTest, BeginsAtTheEndWhenAskedTo) {
  Write(3);
  v1::WatchRequest request;
  request.set_from_now(true);
  Watching watching(server_, request);
  const auto first = watching.Next();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->events_size(), 0);
  EXPECT_TRUE(first->caught_up());
  ASSERT_TRUE(*service_.Create(service_.NewNote("after the call")));
  const auto answer = watching.NextWithEvents();
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->events_size(), 1);
  EXPECT_EQ(answer->events(0).resource().value(), "after the call");
  request.set_start_token(answer->token());
  EXPECT_TRUE(absl::IsInvalidArgument(Watching(server_, request).Finish()));
}

TEST_F(FeedApiTest, SaysCaughtUpOnlyAtTheHead) {
  Write(1200);
  Watching watching(server_, {});
  int64_t last = 0;
  while (last < 1200) {
    const auto answer = watching.NextWithEvents();
    ASSERT_TRUE(answer);
    last = answer->events(answer->events_size() - 1).seq();
    EXPECT_EQ(answer->caught_up(), last == 1200) << last;
  }
}

TEST_F(FeedApiTest, AFullAnswerSaysCaughtUpWhenOnlyWhatIsPassedOverFollows) {
  NoteServer server(service_, [](FeedApiOptions& options) {
    options.heartbeat = absl::Hours(1);
    options.passes_for = [](const access::Caller&) -> Passes {
      return [](const EventView& event) { return event.kind != "tag"; };
    };
  });
  Watching watching(server, {});
  const auto quiet = watching.Next();
  ASSERT_TRUE(quiet);
  ASSERT_TRUE(quiet->caught_up());
  std::vector<Note> notes;
  for (int i = 0; i < 4; ++i) notes.push_back(service_.NewNote(std::string(300'000, 'x')));
  notes.push_back(service_.NewNote("passed over", "cebu", "tag"));
  ASSERT_TRUE(service_.CreateTogether(notes).ok());
  const auto answer = watching.NextWithEvents();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->events_size(), 4);
  EXPECT_TRUE(answer->caught_up());
  EXPECT_EQ(DecodeToken(answer->token())->seq, 5);
}

TEST_F(FeedApiTest, FiltersAndMovesTheTokenPastWhatDoesNotPass) {
  ASSERT_TRUE(*service_.Create(service_.NewNote("a", "cebu", "tag")));
  ASSERT_TRUE(*service_.Create(service_.NewNote("b", "la-paz", "tag")));
  ASSERT_TRUE(*service_.Create(service_.NewNote("c", "cebu", "note")));
  v1::WatchRequest request;
  request.add_kinds("tag");
  request.set_office("cebu");
  Watching watching(server_, request);
  const auto answer = watching.NextWithEvents();
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->events_size(), 1);
  EXPECT_EQ(answer->events(0).resource().value(), "a");
  EXPECT_EQ(DecodeToken(answer->token())->seq, 3);
  EXPECT_EQ(answer->head_seq(), 3);
}

TEST_F(FeedApiTest, ShowsACallerItsOfficesOnly) {
  ASSERT_TRUE(*service_.Create(service_.NewNote("theirs", "la-paz")));
  ASSERT_TRUE(*service_.Create(service_.NewNote("ours", "cebu")));
  Watching watching(server_, {}, "cebu-batch");
  const auto answer = watching.NextWithEvents();
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->events_size(), 1);
  EXPECT_EQ(answer->events(0).resource().value(), "ours");
  EXPECT_EQ(TakeExport(server_, {}, "cebu-batch").by_name.size(), 1u);
  v1::WatchRequest request;
  request.set_office("la-paz");
  EXPECT_TRUE(absl::IsNotFound(Watching(server_, request, "cebu-batch").Finish()));
}

TEST_F(FeedApiTest, WhatHoldsUpOtherFollowersDoesNotHoldUpServices) {
  Write(3);
  const int64_t for_services = service_.reader().counters().submitted;
  Watching other(server_, {}, "cebu-batch");
  ASSERT_EQ(other.UpTo(3).size(), 3u);
  const int64_t for_services_then = service_.reader().counters().submitted;
  EXPECT_EQ(for_services_then, for_services);
  server_.others().Close();
  EXPECT_TRUE(absl::IsUnavailable(other.Finish())) << "nobody reads for them";
  v1::WatchRequest request;
  request.set_from_now(true);
  EXPECT_TRUE(absl::IsUnavailable(Watching(server_, request, "cebu-batch").Finish()));
  ASSERT_TRUE(Watching(server_, request).Next());
  EXPECT_EQ(Watching(server_, {}).UpTo(3).size(), 3u);
}

TEST_F(FeedApiTest, SaysOnceWhyItHearsOfNoChangeAndLooksForChanges) {
  std::atomic<int> problems = 0;
  NoteServer server(service_, [&problems](FeedApiOptions& options) {
    options.listen_conninfo = "host=/nowhere dbname=none";
    options.poll_interval = absl::Milliseconds(50);
    options.on_problem = [&problems](const absl::Status& problem) { problems += absl::IsUnavailable(problem) ? 1 : 0; };
  });
  Watching watching(server, {});
  ASSERT_TRUE(watching.Next());
  EXPECT_TRUE(testing::Eventually([&problems] { return problems > 0; }));
  Write(1);
  EXPECT_EQ(watching.UpTo(1).size(), 1u);
  EXPECT_EQ(problems, 1);
}

TEST_F(FeedApiTest, RefusesTokensAndFiltersThatAreNone) {
  Write(5);
  v1::WatchRequest request;
  request.set_start_token("made up");
  EXPECT_TRUE(absl::IsInvalidArgument(Watching(server_, request).Finish()));
  request.set_start_token(EncodeToken({Uuid::V7(absl::Now()), 2}));
  EXPECT_EQ(errors::Reason(Watching(server_, request).Finish()), errors::kTokenOfOtherEpoch);
  const Token at = service_.ReadFeed(Token())->covered;
  service_.Sql("UPDATE feed_head SET floor = 3");
  request.set_start_token(EncodeToken({at.epoch, 2}));
  const absl::Status expired = Watching(server_, request).Finish();
  EXPECT_TRUE(absl::IsOutOfRange(expired));
  EXPECT_EQ(errors::Reason(expired), errors::kTokenExpired);
  request.clear_start_token();
  request.add_kinds("unknown");
  EXPECT_TRUE(absl::IsInvalidArgument(Watching(server_, request).Finish()));
  v1::ExportRequest export_request;
  for (int i = 0; i < 21; ++i) export_request.add_kinds("note");
  EXPECT_TRUE(absl::IsInvalidArgument(TakeExport(server_, export_request).status));
}

TEST_F(FeedApiTest, EndsStreamsWithAReasonWhenTheServerGoesAway) {
  Write(1);
  Watching watching(server_, {});
  ASSERT_EQ(watching.UpTo(1).size(), 1u);
  std::jthread shutting([&] { server_.server().Shutdown(); });
  const absl::Status status = watching.Finish();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_EQ(errors::Reason(status), errors::kShuttingDown);
  EXPECT_NE(watching.token(), "");
}

TEST_F(FeedApiTest, TheLastAnswerBeforeTheServerGoesAwayHasTheTokenToResumeFrom) {
  NoteServer server(service_, [](FeedApiOptions& options) { options.heartbeat = absl::Hours(1); });
  v1::WatchRequest request;
  request.add_kinds("tag");
  Watching watching(server, request);
  ASSERT_TRUE(watching.Next()) << "it is up to date";
  ASSERT_TRUE(*service_.Create(service_.NewNote("passed over")));
  // Two reads begun after the change: the stream has seen it.
  const int64_t reads = service_.reader().counters().succeeded;
  ASSERT_TRUE(testing::Eventually([&] { return service_.reader().counters().succeeded >= reads + 2; }));
  std::jthread shutting([&] { server.server().Shutdown(); });
  const auto last = watching.Next();
  ASSERT_TRUE(last);
  EXPECT_EQ(last->events_size(), 0);
  EXPECT_EQ(DecodeToken(last->token())->seq, 1);
  EXPECT_EQ(last->head_seq(), 1);
  EXPECT_EQ(errors::Reason(watching.Finish()), errors::kShuttingDown);
}

TEST_F(FeedApiTest, ANewEpochEndsStreamsAndRefusesTheirTokens) {
  Write(3);
  Watching watching(server_, {});
  ASSERT_EQ(watching.UpTo(3).size(), 3u);
  ASSERT_TRUE(BeginEpoch(service_.database().owner("cases"), "cases").ok());
  EXPECT_EQ(errors::Reason(watching.Finish()), errors::kTokenOfOtherEpoch);
  v1::WatchRequest request;
  request.set_start_token(watching.token());
  EXPECT_TRUE(absl::IsOutOfRange(Watching(server_, request).Finish()));
  Watching from_the_start(server_, {});
  EXPECT_EQ(from_the_start.UpTo(3).size(), 3u);
  EXPECT_TRUE(absl::IsFailedPrecondition(BeginEpoch(service_.database().owner("cases"), "nowhere")));
}

}  // namespace
}  // namespace amparo::feed
