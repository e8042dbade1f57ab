// A toy service on a real database: notes that are created and changed by acts, in the schema `cases` with all that an
// owning service has.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/feed/act.h"
#include "common/feed/append.h"
#include "common/feed/encoder.h"
#include "common/feed/reader.h"
#include "common/idempotency/run_act.h"
#include "common/pg/reader.h"
#include "common/pg/workers.h"
#include "common/pg/writer.h"
#include "common/testing/postgres.h"

namespace amparo::testing {

// One note, as an act would leave it.
struct Note {
  std::string office = "cebu";
  Uuid id;
  std::string kind = "note";
  int64_t version = 1;
  std::string text;
};

// Each object has a database of its own.
class NoteService {
 public:
  explicit NoteService(int worker_threads = 2, PrivatePostgres& server = PrivatePostgres::Shared());

  // A note with a new id.
  Note NewNote(std::string text, std::string office = "cebu", std::string kind = "note");

  // The act that leaves `note`, asked for under `request_id`. The fingerprint is a function of the note's text.
  feed::Act MakeAct(const Note& note, std::optional<Uuid> request_id = std::nullopt) const;

  // What the act's one statement is when the note is new, and when it changes version - 1 to version.
  idempotency::Attempt CreateAttempt(const Note& note, std::optional<Uuid> request_id = std::nullopt) const;
  idempotency::Attempt UpdateAttempt(const Note& note, std::optional<Uuid> request_id = std::nullopt) const;

  // Runs the attempt through the group-committing writer: whether it took effect.
  absl::StatusOr<bool> Write(idempotency::Attempt attempt);
  absl::StatusOr<bool> Create(const Note& note, std::optional<Uuid> request_id = std::nullopt) {
    return Write(CreateAttempt(note, request_id));
  }
  absl::StatusOr<bool> Update(const Note& note, std::optional<Uuid> request_id = std::nullopt) {
    return Write(UpdateAttempt(note, request_id));
  }

  // Creates notes in one transaction of several statements, their events appended last.
  absl::Status CreateTogether(std::vector<Note> notes);

  // What the statement reads, with this office's row.
  absl::StatusOr<pg::Rows> Read(const pg::Statement& statement, pg::Params params);

  // What follows `from`, one read.
  absl::StatusOr<feed::Batch> ReadFeed(feed::Token from, feed::Filter filter = {});

  // SQL as superuser with the service's schema first; the first field of the first row.
  std::string Sql(const std::string& sql) const { return database_->Exec("SET search_path = cases; " + sql); }

  // What the feed publishes.
  static std::vector<feed::Kind> Kinds();

  TestDatabase& database() { return *database_; }
  std::string conninfo() const { return database_->service("cases"); }
  pg::Reader& reader() { return *reader_; }
  pg::Writer& writer() { return *writer_; }
  pg::Workers& workers() { return *workers_; }
  const Clock& clock() const { return clock_; }
  idempotency::Database acts() { return {*reader_, *writer_}; }

 private:
  SystemClock clock_;
  std::unique_ptr<TestDatabase> database_;
  std::unique_ptr<pg::Reader> reader_;
  std::unique_ptr<pg::Writer> writer_;
  std::unique_ptr<pg::Workers> workers_;
};

}  // namespace amparo::testing
