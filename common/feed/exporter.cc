#include "common/feed/exporter.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"

namespace amparo::feed {
namespace {

// At most, unless its bytes are full before.
constexpr int kEventsPerMessage = 500;

// The resources of `kind` that belong to the wanted offices.
std::string SelectSql(const Kind& kind, const Filter& filter) {
  if (filter.offices.empty()) return kind.export_sql;
  std::string wanted;
  for (const std::string& office : filter.offices)
    StrAppend(&wanted, wanted.empty() ? "" : ", ", pg::CopyOut::Literal(office));
  return StrCat("SELECT * FROM (", kind.export_sql,
                ") AS resource (office, name, version, change_time, body) WHERE office IN (", wanted, ")");
}

bool Wants(const Filter& filter, const std::string& kind) {
  return filter.kinds.empty() || std::find(filter.kinds.begin(), filter.kinds.end(), kind) != filter.kinds.end();
}

}  // namespace

absl::Status ExportRun::Push(std::string message, absl::Duration patience) {
  std::shared_ptr<Waiting> waiting;
  {
    std::unique_lock lock(mutex_);
    const bool room = changed_.wait_for(lock, absl::ToChronoMilliseconds(patience), [this] {
      return abandoned_.stop_requested() || messages_.size() < kMostWaiting;
    });
    if (abandoned_.stop_requested()) return errors::Cancelled();
    if (!room) return errors::Unavailable("EXPORT_STALLED", "nothing of the export was read for too long");
    waiting = std::exchange(waiting_, nullptr);
    if (!waiting) {
      messages_.push_back(std::move(message));
      return absl::OkStatus();
    }
  }
  // A stream that gave up meanwhile loses the message and abandons the run by itself.
  waiting->Answer(Message(std::move(message)));
  return absl::OkStatus();
}

void ExportRun::Beat() {
  std::shared_ptr<Waiting> waiting;
  {
    std::lock_guard lock(mutex_);
    waiting = std::exchange(waiting_, nullptr);
  }
  if (waiting) waiting->Answer(Message(std::string()));
}

void ExportRun::End(absl::Status status) {
  std::shared_ptr<Waiting> waiting;
  {
    std::lock_guard lock(mutex_);
    end_ = status;
    waiting = std::exchange(waiting_, nullptr);
  }
  if (!waiting) return;
  if (status.ok()) {
    waiting->Answer(Message());
  } else {
    waiting->Answer(std::move(status));
  }
}

void ExportRun::Abandon() {
  {
    std::lock_guard lock(mutex_);
    abandoned_.request_stop();
  }
  changed_.notify_all();
}

void ExportRun::Submit(const std::shared_ptr<Waiting>& waiting) {
  std::optional<absl::StatusOr<Message>> answer;
  {
    std::lock_guard lock(mutex_);
    if (!messages_.empty()) {
      answer = Message(std::move(messages_.front()));
      messages_.pop_front();
    } else if (end_) {
      answer = end_->ok() ? absl::StatusOr<Message>(Message()) : absl::StatusOr<Message>(*end_);
    } else {
      waiting_ = waiting;
    }
  }
  changed_.notify_all();
  if (answer) waiting->Answer(*std::move(answer));
}

Exporter::Exporter(ExporterOptions options)
    : options_(std::move(options)), type_urls_(options_.kinds), queue_(options_.queue_bound) {
  for (int i = 0; i < options_.threads; ++i) threads_.emplace_back(&Exporter::Loop, this);
  heart_ = std::jthread([this](std::stop_token stop) { BeatUntil(std::move(stop)); });
}

Exporter::~Exporter() {
  queue_.Close();
  for (std::thread& thread : threads_) thread.join();
}

absl::StatusOr<std::shared_ptr<ExportRun>> Exporter::Start(Filter filter, Passes passes, Limits limits) {
  ExportPlan plan;
  plan.passes = std::move(passes);
  for (const Kind& kind : options_.kinds) {
    if (Wants(filter, kind.name)) plan.parts.push_back({kind.name, SelectSql(kind, filter)});
  }
  return Start(std::move(plan), std::move(limits));
}

absl::StatusOr<std::shared_ptr<ExportRun>> Exporter::Start(ExportPlan plan, Limits limits) {
  auto run = std::make_shared<ExportRun>(std::move(plan), std::move(limits));
  switch (queue_.Push(run)) {
    case pg::Queue<std::shared_ptr<ExportRun>>::PushResult::kQueued: {
      std::lock_guard lock(mutex_);
      runs_.push_back(run);
      return run;
    }
    case pg::Queue<std::shared_ptr<ExportRun>>::PushResult::kFull:
      return errors::ResourceExhausted("EXPORTS_BUSY", "too many exports are waiting", absl::Seconds(5));
    case pg::Queue<std::shared_ptr<ExportRun>>::PushResult::kClosed:
      break;
  }
  return errors::ShuttingDown();
}

void Exporter::Loop() {
  std::vector<std::shared_ptr<ExportRun>> taken;
  while (true) {
    taken.clear();
    queue_.Take(taken, 1, absl::Seconds(60));
    if (taken.empty() && queue_.closed()) return;
    for (const auto& run : taken) run->End(Copy(*run));
  }
}

void Exporter::BeatUntil(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    stopped_.wait_for(lock, stop, absl::ToChronoMilliseconds(options_.heartbeat), [] { return false; });
    std::vector<std::shared_ptr<ExportRun>> runs;
    std::erase_if(runs_, [&runs](const std::weak_ptr<ExportRun>& known) {
      if (auto run = known.lock()) runs.push_back(std::move(run));
      return known.expired();
    });
    lock.unlock();
    for (const auto& run : runs) run->Beat();
    runs.clear();
    lock.lock();
  }
}

absl::Status Exporter::Copy(ExportRun& run) const {
  AMPARO_ASSIGN_OR_RETURN(auto copy, pg::CopyOut::Open(options_.conninfo, "amparo-export", run.copying()));
  AMPARO_ASSIGN_OR_RETURN(const pg::Rows head, copy->Query(kReadHead, pg::Params()));
  Progress progress;
  progress.head = {head.front().Uuid(0), head.front().Int64(1)};
  for (const ExportPart& part : run.plan().parts) AMPARO_RETURN_IF_ERROR(CopyPart(run, *copy, part, progress));
  if (run.plan().token_of) return progress.encoder.events() > 0 ? Flush(run, progress) : absl::OkStatus();
  return run.Push(progress.encoder.Finish(EncodeToken(progress.head), 0), options_.stall);
}

absl::Status Exporter::CopyPart(ExportRun& run, pg::CopyOut& copy, const ExportPart& part, Progress& progress) const {
  AMPARO_RETURN_IF_ERROR(copy.Start(part.sql));
  const std::string_view type_url = type_urls_.Find(part.kind);
  ResponseEncoder& encoder = progress.encoder;
  pg::CopyRow row;
  while (true) {
    AMPARO_ASSIGN_OR_RETURN(const bool more, copy.Next(row));
    if (!more) return absl::OkStatus();
    const EventView event{.seq = 0,
                          .office = row.Text(0),
                          .name = row.Text(1),
                          .kind = part.kind,
                          .version = row.Int64(2),
                          .change_time = row.Time(3),
                          .payload = row.Bytes(4)};
    if (run.plan().passes && !run.plan().passes(event)) continue;
    encoder.AddEvent(event, type_url);
    if (run.plan().token_of) {
      progress.last_kind = part.kind;
      progress.last_name = row.Text(1);
    }
    if (encoder.events() < kEventsPerMessage && encoder.bytes() < kBytesPerMessage) continue;
    AMPARO_RETURN_IF_ERROR(Flush(run, progress));
  }
}

absl::Status Exporter::Flush(ExportRun& run, Progress& progress) const {
  const auto& token_of = run.plan().token_of;
  const std::string token = token_of ? token_of(progress.head, progress.last_kind, progress.last_name) : std::string();
  return run.Push(progress.encoder.Finish(token, 0), options_.stall);
}

}  // namespace amparo::feed
