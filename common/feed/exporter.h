// Snapshots of a whole service for Export: binary COPY on threads and connections of their own, encoded there, handed
// to the stream's coroutine through a short queue so that a slow client slows the copy down and nothing else.
#pragma once

#include <condition_variable>
#include <coroutine>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/limits.h"
#include "common/feed/encoder.h"
#include "common/feed/reader.h"
#include "common/pg/completion.h"
#include "common/pg/copy.h"
#include "common/pg/queue.h"

namespace amparo::feed {

// Resources of one kind: a SELECT of (office text, name text, version bigint, change_time timestamptz, body bytea).
struct ExportPart {
  std::string kind;
  std::string sql;
};

// What an export copies, in order.
struct ExportPlan {
  std::vector<ExportPart> parts;
  // The token that a message carries, given the feed's head in the snapshot and the kind and name of the last resource
  // in the message. None: the last message alone carries one, that of the feed.
  std::function<std::string(const Token& head, std::string_view kind, std::string_view name)> token_of = {};
  // What of the parts is handed over.
  Passes passes = {};
};

// One export on its way: messages from the copying thread to the stream.
class ExportRun {
 public:
  // The most messages (about 500 resources each) that wait for the stream.
  static constexpr size_t kMostWaiting = 4;

  ExportRun(ExportPlan plan, Limits limits) : plan_(std::move(plan)), limits_(std::move(limits)) {}

  const ExportPlan& plan() const { return plan_; }

  // For the copying thread: its own bounds. They end with Abandon, so that it never works, nor waits for PostgreSQL,
  // for nobody.
  Limits copying() const { return {limits_.deadline, abandoned_.get_token()}; }

  // For the copying thread: hands over a message, waiting up to `patience` for room. CANCELLED when nobody wants it any
  // more, UNAVAILABLE EXPORT_STALLED when nothing was taken for so long.
  absl::Status Push(std::string message, absl::Duration patience);
  // Nothing more comes: the stream is told so after what waits for it. OK when all has been handed over.
  void End(absl::Status status);

  // Gives a stream that waits an empty message, so that it is not silent.
  void Beat();

  // For the stream: nobody wants any more of it.
  void Abandon();

  // For the stream: `absl::StatusOr<std::optional<std::string>> message = co_await run.Next();` the next message,
  // nothing at the end, or why the export failed.
  using Message = std::optional<std::string>;
  using Waiting = pg::Completion<Message>;
  auto Next() { return pg::Awaitable<Message, Waiting, ExportRun>(this, std::make_shared<Waiting>(limits_)); }

  // For Awaitable.
  void Submit(const std::shared_ptr<Waiting>& waiting);

 private:
  const ExportPlan plan_;
  const Limits limits_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> messages_;
  std::shared_ptr<Waiting> waiting_;
  std::optional<absl::Status> end_;
  std::stop_source abandoned_;
};

struct ExporterOptions {
  std::string conninfo;
  std::vector<Kind> kinds;
  int threads = 2;
  size_t queue_bound = 16;
  // How often a stream whose export waits or is slow is given an empty message.
  absl::Duration heartbeat = absl::Seconds(5);
  // An export whose stream takes nothing for so long is ended: it holds a thread and a snapshot.
  absl::Duration stall = absl::Minutes(2);
};

// The threads that copy.
class Exporter {
 public:
  explicit Exporter(ExporterOptions options);
  // Every run must have been abandoned or ended.
  ~Exporter();
  Exporter(const Exporter&) = delete;
  Exporter& operator=(const Exporter&) = delete;

  // Queues an export of what passes `filter` and `passes`; its messages come through the run. RESOURCE_EXHAUSTED
  // EXPORTS_BUSY when too many wait.
  absl::StatusOr<std::shared_ptr<ExportRun>> Start(Filter filter, Passes passes, Limits limits);

  // The same of what a plan says; its kinds are among those of the options.
  absl::StatusOr<std::shared_ptr<ExportRun>> Start(ExportPlan plan, Limits limits);

 private:
  void Loop();
  void BeatUntil(std::stop_token stop);
  absl::Status Copy(ExportRun& run) const;
  // What an export has encoded, and the last resource of it.
  struct Progress {
    Token head;
    ResponseEncoder encoder;
    std::string last_kind;
    std::string last_name;
  };
  absl::Status CopyPart(ExportRun& run, pg::CopyOut& copy, const ExportPart& part, Progress& progress) const;
  // Hands over what was encoded.
  absl::Status Flush(ExportRun& run, Progress& progress) const;

  const ExporterOptions options_;
  const TypeUrls type_urls_;
  pg::Queue<std::shared_ptr<ExportRun>> queue_;
  std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::vector<std::weak_ptr<ExportRun>> runs_;  // waiting or at work
  std::vector<std::thread> threads_;
  std::jthread heart_;
};

}  // namespace amparo::feed
