#include <atomic>
#include <map>
#include <memory>
#include <pqxx/pqxx>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "common/feed/append.h"
#include "gtest/gtest.h"
#include "tests/integration/common/feed/note_service.h"

namespace amparo::feed {
namespace {

using testing::Note;
using testing::NoteService;

constexpr absl::Duration kOrderPatience = absl::Seconds(60);

struct Seen {
  int64_t seq;
  std::string text;
};

// Follows the feed to `last`, checking each step: every number once, in order, without a gap.
std::vector<Seen> FollowTo(NoteService& service, int64_t last) {
  std::vector<Seen> seen;
  Token at;
  const absl::Time deadline = absl::Now() + kOrderPatience;
  while (at.seq < last && absl::Now() < deadline) {
    const auto batch = service.ReadFeed(at);
    EXPECT_TRUE(batch.ok()) << batch.status();
    if (!batch.ok()) break;
    for (int i = 0; i < batch->events; ++i) {
      seen.push_back({batch->rows[i].Int64(kSeq), std::string(batch->rows[i].Bytes(kPayload))});
      EXPECT_EQ(seen.back().seq, static_cast<int64_t>(seen.size()));
    }
    at = batch->covered;
  }
  return seen;
}

// Writes `count` notes one by one through a writer of its own.
void WriteNotes(NoteService& service, int writer, int count) {
  pg::Writer own({.conninfo = service.conninfo(), .notify_channel = ""});
  for (int i = 0; i < count; ++i) {
    idempotency::Attempt attempt = service.CreateAttempt(service.NewNote(StrCat(writer, "/", i)));
    const auto write = [](pg::Writer& to, idempotency::Attempt what) -> Task<absl::StatusOr<pg::Rows>> {
      auto rows = co_await to.Run(*what.statement, std::move(what.params), Limits::For(kOrderPatience));
      co_return rows;
    };
    const auto rows = SyncWait(write(own, std::move(attempt)));
    ASSERT_TRUE(rows.ok()) << rows.status();
    ASSERT_EQ(rows->size(), 1);
  }
}

// Writes `count` pairs of notes, each pair in a transaction of several statements.
void WritePairs(NoteService& service, int writer, int count) {
  for (int i = 0; i < count; ++i) {
    const absl::Status done = service.CreateTogether(
        {service.NewNote(StrCat(writer, "/", 2 * i)), service.NewNote(StrCat(writer, "/", 2 * i + 1))});
    ASSERT_TRUE(done.ok()) << done;
  }
}

TEST(FeedOrderTest, EightWritersMakeOneOrderWithoutGapsAndAReaderSkipsNothing) {
  constexpr int kEach = 100;
  NoteService service(/*worker_threads=*/4);
  std::vector<Seen> seen;
  {
    std::vector<std::jthread> threads;
    for (int writer = 0; writer < 4; ++writer)
      threads.emplace_back([&, writer] { WriteNotes(service, writer, kEach); });
    for (int writer = 4; writer < 8; ++writer)
      threads.emplace_back([&, writer] { WritePairs(service, writer, kEach / 2); });
    // Reads while they write.
    seen = FollowTo(service, 8 * kEach);
  }
  ASSERT_EQ(seen.size(), 8u * kEach);
  // What one writer committed one after the other comes in that order.
  std::map<std::string, int> next;
  for (const Seen& event : seen) {
    const size_t slash = event.text.find('/');
    EXPECT_EQ(event.text.substr(slash + 1), std::to_string(next[event.text.substr(0, slash)]++)) << event.text;
  }
  EXPECT_EQ(next.size(), 8u);
  EXPECT_EQ(service.Sql("SELECT last FROM feed_head"), std::to_string(8 * kEach));
}

// Two transactions overlap: the one that began first and took the first number commits while the other waits for its
// number.
TEST(FeedOrderTest, InterleavedTransactionsDoNotMakeAReaderSkip) {
  NoteService service;
  const Note first = service.NewNote("first"), second = service.NewNote("second");
  pqxx::connection connection(service.conninfo());
  pg::Transaction first_work(connection);
  const std::vector<Act> first_acts = {service.MakeAct(first)};
  Append(first_work, first_acts);

  // The second must wait for the head, however often it yields and begins anew; nothing is visible meanwhile.
  const absl::Time deadline = absl::Now() + kOrderPatience;
  std::jthread waiting([&] {
    while (!service.CreateTogether({second}).ok() && absl::Now() < deadline) {
    }
  });
  while (service.Sql(
             "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") ==
             "0" &&
         absl::Now() < deadline) {
    std::this_thread::yield();
  }
  auto batch = service.ReadFeed(Token());
  ASSERT_TRUE(batch.ok()) << batch.status();
  EXPECT_EQ(batch->events, 0);
  EXPECT_EQ(batch->covered.seq, 0) << "a reader must not move past what is not committed";

  first_work.commit();
  waiting.join();
  const std::vector<Seen> seen = FollowTo(service, 2);
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(seen[0].text, "first");
  EXPECT_EQ(seen[1].text, "second");
}

TEST(FeedOrderTest, ANumberThatIsRolledBackIsGivenToTheNext) {
  NoteService service;
  {
    pqxx::connection connection(service.conninfo());
    pg::Transaction work(connection);
    const std::vector<Act> acts = {service.MakeAct(service.NewNote("never happened"))};
    Append(work, acts);
  }
  ASSERT_TRUE(*service.Create(service.NewNote("happened")));
  const std::vector<Seen> seen = FollowTo(service, 1);
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].text, "happened");
}

TEST(FeedOrderTest, ReadsTheSameFromEveryPosition) {
  NoteService service;
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(*service.Create(service.NewNote(std::to_string(i))));
  const Token start = service.ReadFeed(Token())->covered;
  for (int64_t from = 0; from <= 20; ++from) {
    const auto batch = service.ReadFeed({start.epoch, from});
    ASSERT_TRUE(batch.ok()) << batch.status();
    ASSERT_EQ(batch->events, 20 - from);
    if (batch->events > 0) {
      EXPECT_EQ(batch->rows[0].Bytes(kPayload), std::to_string(from));
    }
  }
}

TEST(FeedOrderTest, FiltersByKindAndOfficeAndCoversWhatItPassedOver) {
  NoteService service;
  for (int i = 0; i < 30; ++i) {
    ASSERT_TRUE(*service.Create(
        service.NewNote(std::to_string(i), i % 2 == 0 ? "cebu" : "la-paz", i % 3 == 0 ? "tag" : "note")));
  }
  auto batch = service.ReadFeed(Token(), {.kinds = {"tag"}, .offices = {"cebu"}});
  ASSERT_TRUE(batch.ok()) << batch.status();
  EXPECT_EQ(batch->events, 5);
  EXPECT_EQ(batch->covered.seq, 30);
  for (int i = 0; i < batch->events; ++i) {
    EXPECT_EQ(batch->rows[i].Text(kKind), "tag");
    EXPECT_EQ(batch->rows[i].Text(kOffice), "cebu");
  }
  batch = service.ReadFeed(Token(), {.kinds = {"no such kind"}, .offices = {}});
  ASSERT_TRUE(batch.ok());
  EXPECT_EQ(batch->events, 0);
  EXPECT_TRUE(batch->caught_up());
}

TEST(FeedOrderTest, APageThatIsFullGoesOnWhereItEnds) {
  NoteService service;
  std::vector<Note> notes;
  for (int i = 0; i < 1203; ++i)
    notes.push_back(service.NewNote(std::to_string(i), "cebu", i % 2 == 0 ? "tag" : "note"));
  ASSERT_TRUE(service.CreateTogether(notes).ok());
  EXPECT_EQ(FollowTo(service, 1203).size(), 1203u);
  const auto page = service.ReadFeed(Token(), {.kinds = {"tag"}, .offices = {}});
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->events, Reader::kMostEvents);
  EXPECT_EQ(page->covered.seq, 999);
  EXPECT_FALSE(page->caught_up());
}

TEST(FeedOrderTest, RefusesPositionsThatAreNotOfThisFeed) {
  NoteService service;
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(*service.Create(service.NewNote("x")));
  const Token at = service.ReadFeed(Token())->covered;
  service.Sql("UPDATE feed_head SET floor = 3");
  EXPECT_EQ(errors::Reason(service.ReadFeed({at.epoch, 2}).status()), errors::kTokenExpired);
  EXPECT_EQ(errors::Reason(service.ReadFeed(Token()).status()), errors::kTokenExpired);
  EXPECT_TRUE(service.ReadFeed({at.epoch, 3}).ok());
  // Past the head: a feed that was set back without a new epoch.
  EXPECT_EQ(errors::Reason(service.ReadFeed({at.epoch, 6}).status()), errors::kTokenOfOtherEpoch);
  service.Sql("UPDATE feed_head SET epoch = gen_random_uuid()");
  EXPECT_EQ(errors::Reason(service.ReadFeed(at).status()), errors::kTokenOfOtherEpoch);
}

}  // namespace
}  // namespace amparo::feed
