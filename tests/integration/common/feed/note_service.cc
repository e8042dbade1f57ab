#include "tests/integration/common/feed/note_service.h"

#include <pqxx/pqxx>
#include <stdexcept>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/base/task.h"
#include "common/feed/feed_api.h"
#include "common/pg/migrator.h"
#include "tests/integration/common/feed/migrations/migrations.h"

namespace amparo::testing {
namespace {

const std::string kCreateSql = feed::ActSql(
    StrCat("INSERT INTO note (office, id, kind, version, body, update_time) SELECT $1, $18, $3, $4, $5, $6 WHERE ",
           feed::kNewRequest, " RETURNING version"));
const std::string kUpdateSql =
    feed::ActSql(StrCat("UPDATE note SET version = $4, body = $5, update_time = $6 WHERE office = $1 AND id = $18 AND "
                        "version = $4 - 1 AND ",
                        feed::kNewRequest, " RETURNING version"));

void Require(const absl::Status& status) {
  if (!status.ok()) throw std::runtime_error(status.ToString());
}

Task<absl::StatusOr<pg::Rows>> Run(pg::Writer& writer, pg::Statement statement, pg::Params params) {
  absl::StatusOr<pg::Rows> rows = co_await writer.Run(statement, std::move(params), Limits::For(absl::Seconds(20)));
  co_return rows;
}

Task<absl::StatusOr<pg::Rows>> Run(pg::Reader& reader, pg::Statement statement, pg::Params params) {
  absl::StatusOr<pg::Rows> rows = co_await reader.Run(statement, std::move(params), Limits::For(absl::Seconds(20)));
  co_return rows;
}

Task<absl::Status> Run(pg::Workers& workers, std::function<absl::Status(pg::Transaction&)> body) {
  const auto done = co_await workers.RunStatus("notes_create", std::move(body), Limits::For(absl::Seconds(20)));
  co_return done.status();
}

}  // namespace

NoteService::NoteService(int worker_threads, PrivatePostgres& server) : database_(server.CreateDatabase()) {
  pg::Migrator migrator({.conninfo = database_->owner("cases"), .schema = "cases", .service_role = "cases"},
                        notes::Migrations());
  Require(migrator.Apply().status());
  reader_ = std::make_unique<pg::Reader>(pg::ReaderOptions{.conninfo = conninfo()});
  writer_ = std::make_unique<pg::Writer>(
      pg::WriterOptions{.conninfo = conninfo(), .notify_channel = feed::NotifyChannel("cases")});
  workers_ = std::make_unique<pg::Workers>(pg::WorkersOptions{
      .conninfo = conninfo(), .threads = worker_threads, .notify_channel = feed::NotifyChannel("cases")});
}

Note NoteService::NewNote(std::string text, std::string office, std::string kind) {
  return {std::move(office), Uuid::V7(clock_.Now()), std::move(kind), 1, std::move(text)};
}

feed::Act NoteService::MakeAct(const Note& note, std::optional<Uuid> request_id) const {
  feed::Act act;
  std::string fingerprint = note.text;
  fingerprint.resize(32, '.');
  act.request = {note.office, "spiffe://amparo/test", request_id, "amparo.test.NoteService/Write", fingerprint};
  act.name = StrCat("offices/", note.office, "/notes/", note.id.ToString());
  act.kind = note.kind;
  act.version = note.version;
  act.body = note.text;
  act.time = clock_.Now();
  act.response = StrCat("answer to ", note.text);
  act.trace_id = "4bf92f3577b34da6a3ce929d0e0e4736";
  act.audit_id = Uuid::V7(act.time);
  return act;
}

idempotency::Attempt NoteService::CreateAttempt(const Note& note, std::optional<Uuid> request_id) const {
  const feed::Act act = MakeAct(note, request_id);
  idempotency::Attempt attempt;
  attempt.statement = pg::Statement{"note_create", kCreateSql};
  attempt.params = feed::ActParams(act);
  attempt.params.UuidValue(note.id);
  attempt.response = *act.response;
  return attempt;
}

idempotency::Attempt NoteService::UpdateAttempt(const Note& note, std::optional<Uuid> request_id) const {
  idempotency::Attempt attempt = CreateAttempt(note, request_id);
  attempt.statement = pg::Statement{"note_update", kUpdateSql};
  return attempt;
}

absl::StatusOr<bool> NoteService::Write(idempotency::Attempt attempt) {
  AMPARO_ASSIGN_OR_RETURN(const pg::Rows rows, SyncWait(Run(*writer_, *attempt.statement, std::move(attempt.params))));
  return !rows.empty();
}

absl::Status NoteService::CreateTogether(std::vector<Note> notes) {
  std::vector<feed::Act> acts;
  for (const Note& note : notes) acts.push_back(MakeAct(note));
  return SyncWait(Run(*workers_, [notes, acts](pg::Transaction& transaction) {
    for (const Note& note : notes) {
      transaction.exec_params0(
          "INSERT INTO note (office, id, kind, version, body, update_time) VALUES ($1, $2, $3, $4, $5::text::bytea, "
          "now())",
          note.office, note.id.ToString(), note.kind, note.version, note.text);
    }
    feed::Append(transaction, acts);
    return absl::OkStatus();
  }));
}

absl::StatusOr<pg::Rows> NoteService::Read(const pg::Statement& statement, pg::Params params) {
  return SyncWait(Run(*reader_, statement, std::move(params)));
}

absl::StatusOr<feed::Batch> NoteService::ReadFeed(feed::Token from, feed::Filter filter) {
  feed::Reader reader(*reader_);
  return SyncWait(reader.Read(from, std::move(filter), Limits::For(absl::Seconds(20))));
}

std::vector<feed::Kind> NoteService::Kinds() {
  std::vector<feed::Kind> kinds;
  for (const char* kind : {"note", "tag"}) {
    kinds.push_back(
        {kind, "google.protobuf.StringValue",
         StrCat("SELECT office, 'offices/' || office || '/notes/' || id, version, update_time, body FROM note "
                "WHERE kind = '",
                kind, "'")});
  }
  return kinds;
}

}  // namespace amparo::testing
