// Transactions that append to the feed, beside the groups of the writer and before the eyes of followers.
#include "common/feed/append.h"

#include <atomic>
#include <chrono>
#include <latch>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "common/base/strings.h"
#include "common/base/task.h"
#include "common/testing/eventually.h"
#include "gtest/gtest.h"
#include "tests/integration/common/feed/note_server.h"

namespace amparo::feed {
namespace {

using testing::Eventually;
using testing::Note;
using testing::NoteServer;
using testing::NoteService;

constexpr absl::Duration kPatience = absl::Seconds(20);

// A deadlock that PostgreSQL does not resolve within the test: a transaction of Workers holds the row that the second
// act of the writer's group wants, and wants the head that the group holds since its first.
class ContentionTest : public ::testing::Test {
 protected:
  ContentionTest() {
    for (const Note* note : {&gate_, &first_, &contended_}) EXPECT_TRUE(*service_.Create(*note));
    service_.database().Exec(StrCat("ALTER DATABASE ", service_.database().name(), " SET deadlock_timeout = '60s'"));
    writer_ = std::make_unique<pg::Writer>(
        pg::WriterOptions{.conninfo = service_.conninfo(), .lock_timeout = absl::Seconds(4)});
    workers_ = std::make_unique<pg::Workers>(pg::WorkersOptions{.conninfo = service_.conninfo(), .threads = 1});
  }

  // Queues the act that changes `note` for the first time.
  void StartAct(Note note) {
    note.version = 2;
    idempotency::Attempt attempt = service_.UpdateAttempt(note);
    Start(AsTask(writer_->Run(*attempt.statement, std::move(attempt.params), Limits::For(kPatience))),
          [this](absl::StatusOr<pg::Rows> rows) {
            EXPECT_TRUE(rows.ok()) << rows.status();
            if (rows.ok()) {
              EXPECT_EQ(rows->size(), 1);
            }
            acts_done_.count_down();
          });
  }

  // A transaction that changes the contended note and appends; its first run waits in between until told to go on.
  void StartTransaction() {
    Start(AsTask(workers_->RunStatus(
              "contend",
              [this](pg::Transaction& transaction) {
                ChangeAndAppend(transaction, runs_++ == 0);
                return absl::OkStatus();
              },
              Limits::For(kPatience))),
          [this](absl::StatusOr<std::monostate> done) {
            EXPECT_TRUE(done.ok()) << done.status();
            transaction_done_.count_down();
          });
    holds_row_.wait();
  }

  void ChangeAndAppend(pg::Transaction& transaction, bool wait) {
    transaction.exec_params0("UPDATE note SET version = version + 1 WHERE id = $1", contended_.id.ToString());
    if (wait) {
      holds_row_.count_down();
      go_on_.wait();
    }
    const std::vector<Act> acts = {service_.MakeAct(service_.NewNote("appended"))};
    Append(transaction, acts);
  }

  // Whether the writer waits for a connection that calls itself `application`.
  bool WriterWaitsFor(const std::string& application) {
    return service_.Sql(StrCat("SELECT count(*) FROM pg_stat_activity AS waiting JOIN pg_stat_activity AS holding ON "
                               "holding.pid = ANY (pg_blocking_pids(waiting.pid)) WHERE waiting.datname = "
                               "current_database() AND waiting.application_name = 'amparo-writer' AND "
                               "holding.application_name = '",
                               application, "'")) == "1";
  }

  NoteService service_;
  Note gate_ = service_.NewNote("gate"), first_ = service_.NewNote("first"), contended_ = service_.NewNote("contended");
  std::latch holds_row_{1}, go_on_{1}, acts_done_{3}, transaction_done_{1};
  std::atomic<int> runs_{0};
  std::unique_ptr<pg::Writer> writer_;
  std::unique_ptr<pg::Workers> workers_;
};

TEST_F(ContentionTest, TheTransactionYieldsToTheGroupAndTakesEffectAfterIt) {
  // The gate keeps the writer busy until the other two acts have queued up: they become one group.
  pqxx::connection keeper(service_.conninfo() + " application_name=keeper");
  pqxx::work gate(keeper);
  gate.exec_params("SELECT 1 FROM note WHERE id = $1 FOR UPDATE", gate_.id.ToString());
  StartAct(gate_);
  EXPECT_TRUE(Eventually([&] { return WriterWaitsFor("keeper"); }));
  StartTransaction();
  StartAct(first_);
  StartAct(contended_);
  EXPECT_EQ(writer_->counters().queued, 2);
  gate.commit();
  EXPECT_TRUE(Eventually([&] { return WriterWaitsFor("amparo-workers"); }));

  go_on_.count_down();
  acts_done_.wait();
  transaction_done_.wait();
  EXPECT_EQ(writer_->counters().reruns, 0) << "the group was not rolled back";
  EXPECT_GE(workers_->counters().retries, 1);
  EXPECT_EQ(service_.Sql(StrCat("SELECT version FROM note WHERE id = '", contended_.id.ToString(), "'")), "3");
  EXPECT_EQ(service_.Sql("SELECT last FROM feed_head"), "7") << "three notes, three acts, one appended";
}

TEST(AppendTest, FollowersHearOfItBeforeTheyLookByThemselves) {
  NoteService service;
  NoteServer server(service, [](FeedApiOptions& options) { options.poll_interval = absl::Hours(1); });
  const auto stub = server.Stub();
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  const auto reader = stub->Watch(&context, v1::WatchRequest());
  const auto next_text = [&]() -> std::string {
    v1::WatchResponse answer;
    while (reader->Read(&answer)) {
      if (answer.events_size() > 0) return answer.events(0).resource().value();
    }
    return "the stream has ended";
  };
  ASSERT_TRUE(Eventually([&] {
    return service.Sql(
               "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = "
               "'amparo-listener' AND query LIKE 'LISTEN%' AND state = 'idle'") == "1";
  }));
  ASSERT_TRUE(*service.Create(service.NewNote("an act")));
  EXPECT_EQ(next_text(), "an act");
  ASSERT_TRUE(service.CreateTogether({service.NewNote("a transaction")}).ok());
  EXPECT_EQ(next_text(), "a transaction");
  context.TryCancel();
  reader->Finish();
}

}  // namespace
}  // namespace amparo::feed
