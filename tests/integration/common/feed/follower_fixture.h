// A follower of notes, and what it applied.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <pqxx/pqxx>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "common/feed/blocking.h"
#include "common/feed/follower.h"
#include "common/testing/eventually.h"
#include "gtest/gtest.h"
#include "tests/integration/common/feed/note_server.h"

namespace amparo::feed {

// Applies notes to a table that shows every effect: a row a note with how often it was applied. The follower's own
// database.
class NoteSink final : public Sink {
 public:
  absl::Status Reset(pg::Transaction& transaction) override {
    transaction.exec0("DELETE FROM copy");
    ++resets;
    if (on_reset) on_reset();
    return absl::OkStatus();
  }
  absl::Status Apply(pg::Transaction& transaction, const Events& events) override {
    for (const v1::Event& event : events) {
      transaction.exec_params0(
          "INSERT INTO copy (name, version, text) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET "
          "version = excluded.version, text = excluded.text, times = copy.times + 1",
          event.name(), event.version(), event.resource().value());
      if (++applied == fail_at) throw std::runtime_error("killed between apply and commit");
      // What PostgreSQL says when it gives up waiting for a standby.
      if (applied == doubt_at) transaction.exec0("DO $$ BEGIN RAISE WARNING 'perhaps not replicated'; END $$");
    }
    return absl::OkStatus();
  }
  void Applied(const Events& events) override { told += events.size(); }
  absl::Status Reload(const Limits& limits) override {
    ++reloads;
    while (hang_in_reload) {
      if (limits.Over(absl::Now())) return limits.WhyOver(absl::Now());
      std::this_thread::yield();
    }
    return absl::OkStatus();
  }

  std::atomic<int> applied = 0, told = 0, resets = 0, reloads = 0;
  // The event at which Apply dies, once.
  std::atomic<int> fail_at = -1;
  // The event whose transaction is committed though nobody is told so, once.
  std::atomic<int> doubt_at = -1;
  // Reload waits for a database that does not answer.
  std::atomic<bool> hang_in_reload = false;
  // What happens while a Reset takes its time.
  std::function<void()> on_reset;
};

class FollowerTest : public ::testing::Test {
 protected:
  FollowerTest() : database_(testing::PrivatePostgres::Shared().CreateDatabase()) {
    database_->Exec(
        "CREATE TABLE feed_cursor (feed text PRIMARY KEY, token text NOT NULL, seq bigint NOT NULL, head_seq bigint "
        "NOT NULL, "
        "load uuid, update_time timestamptz NOT NULL); "
        "CREATE TABLE copy (name text PRIMARY KEY, version bigint, text text, times int NOT NULL DEFAULT 1)");
    workers_ = std::make_unique<pg::Workers>(pg::WorkersOptions{.conninfo = database_->conninfo(), .threads = 2});
    server_ = std::make_unique<testing::NoteServer>(service_);
  }

  std::unique_ptr<Follower> Follow(NoteSink& sink) { return Follow(sink, service_.clock()); }
  std::unique_ptr<Follower> Follow(NoteSink& sink, const Clock& clock) {
    FollowerOptions options{.feed = "cases", .service = "amparo.cases.v1.FeedService", .kinds = {}};
    options.first_backoff = absl::Milliseconds(10);
    options.last_backoff = absl::Milliseconds(50);
    options.on_problem = [this](const absl::Status& problem) {
      const std::lock_guard lock(mutex_);
      problems_.push_back(problem);
    };
    return std::make_unique<Follower>(options, server_->Channel(), *workers_, clock, sink);
  }
  void Write(int count) {
    std::vector<testing::Note> notes;
    for (int i = 0; i < count; ++i) notes.push_back(service_.NewNote(std::to_string(i)));
    ASSERT_TRUE(service_.CreateTogether(notes).ok());
  }
  std::string Copy(const std::string& expression) { return database_->Exec("SELECT " + expression + " FROM copy"); }
  bool AwaitSeq(const Follower& follower, int64_t seq) {
    return testing::Eventually([&] {
      const FollowerStatus status = follower.GetStatus();
      return status.seq == seq && status.lag_events == 0 && !status.loading;
    });
  }

  // What followers told of.
  std::vector<absl::Status> problems() {
    const std::lock_guard lock(mutex_);
    return problems_;
  }

  // Runs `body` where the follower's transactions run.
  absl::Status InTransaction(std::function<absl::Status(pg::Transaction&)> body) {
    return RunBlocking(*workers_, "test", std::move(body), Limits::For(absl::Seconds(20)));
  }

  testing::NoteService service_;
  std::unique_ptr<testing::TestDatabase> database_;
  std::unique_ptr<pg::Workers> workers_;
  std::unique_ptr<testing::NoteServer> server_;
  std::mutex mutex_;
  std::vector<absl::Status> problems_;
};

}  // namespace amparo::feed
