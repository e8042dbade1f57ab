// The course of every act: read, decide, write one guarded statement; and what to do when it had no effect.
//
// A service writes the first three as one coroutine that answers an Attempt, and hands it over:
//
//   Task<absl::StatusOr<Attempt>> HearingApi::PrepareHold(HoldHearingRequest request, idempotency::Request id, Limits
//   limits);
//
//   auto prepare = [&] { return PrepareHold(request, id, context.limits()); };   // a function, not a coroutine: it may
//   capture co_return co_await idempotency::RunAct<Hearing>({reader_, writer_}, id, context.limits(), prepare);
//
// RunAct writes the attempt. Took no effect, or failed: the request was perhaps answered before, then that answer is
// given (or REQUEST_ID_REUSED); else somebody changed the resource meanwhile, and the attempt is made anew, at most
// kMostAttempts times. An etag is checked by `prepare` against what it reads, each time: a stale one ends the act with
// its ABORTED.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "common/idempotency/request.h"
#include "common/pg/params.h"
#include "common/pg/reader.h"
#include "common/pg/statement.h"
#include "common/pg/workers.h"
#include "common/pg/writer.h"

namespace amparo::idempotency {

// How often an act is tried against others that change the same resource.
inline constexpr int kMostAttempts = 5;

// What was decided: the statement that makes it so, and the answer if it does.
struct Attempt {
  // Answers one row if it took effect and none otherwise (feed::ActSql). No statement: there is nothing to change,
  // `response` is the answer, and it is kept under the request's id all the same.
  std::optional<pg::Statement> statement;
  // Its parameters (feed::ActParams and the store's own).
  pg::Params params;
  // The serialized answer, the same that `params` stores.
  std::string response;
  // The answer when the statement took no effect and the request is new; nothing = attempt the act anew.
  std::optional<absl::Status> refused;
};

// Reads and decides; called once for each attempt. What it refers to must outlive the act.
using Prepare = std::function<Task<absl::StatusOr<Attempt>>()>;

// Where acts read and write. The reader must read what is committed, never a replica.
struct Database {
  pg::Reader& reader;
  pg::Writer& writer;
};

// Runs an act and answers the serialized response. Errors: those of `prepare` and of the statement; REQUEST_ID_REUSED;
// ABORTED ACT_CONFLICT when it lost against others kMostAttempts times.
Task<absl::StatusOr<std::string>> RunActBytes(Database database, Request request, Limits limits, Prepare prepare);

// The same, answering the message.
template <typename Response>
Task<absl::StatusOr<Response>> RunAct(Database database, Request request, Limits limits, Prepare prepare) {
  absl::StatusOr<std::string> bytes =
      co_await RunActBytes(database, std::move(request), std::move(limits), std::move(prepare));
  if (!bytes.ok()) co_return bytes.status();
  Response response;
  if (!response.ParseFromString(*bytes)) co_return absl::InternalError("a stored answer is malformed");
  co_return response;
}

// An act of several statements: it runs in a transaction of its own, appends its changes last (feed::Append) and
// answers the serialized response, which it has given to the append too. Its locks and guards are its own business.
using Job = std::function<absl::StatusOr<std::string>(pg::Transaction&)>;

// Runs an act of several statements; a request answered before gets that answer and `job` does not run, or what it did
// is rolled back: one that runs beside its own repetition may well fail by its own keys and guards. `name` lives as
// long as the program. What `job` captures must live on its own (pg::Workers). Errors: those of `job`, and
// REQUEST_ID_REUSED.
Task<absl::StatusOr<std::string>> RunJobBytes(pg::Workers& workers, std::string_view name, Request request,
                                              Limits limits, Job job);

// The same, answering the message.
template <typename Response>
Task<absl::StatusOr<Response>> RunJob(pg::Workers& workers, std::string_view name, Request request, Limits limits,
                                      Job job) {
  absl::StatusOr<std::string> bytes =
      co_await RunJobBytes(workers, name, std::move(request), std::move(limits), std::move(job));
  if (!bytes.ok()) co_return bytes.status();
  Response response;
  if (!response.ParseFromString(*bytes)) co_return absl::InternalError("a stored answer is malformed");
  co_return response;
}

}  // namespace amparo::idempotency
