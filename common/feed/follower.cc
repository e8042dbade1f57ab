#include "common/feed/follower.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "common/errors/errors.h"
#include "common/feed/blocking.h"
#include "common/feed/token.h"

namespace amparo::feed {
namespace {

// Bounds of one transaction, a batch or the emptying before a load, and of reading everything anew.
constexpr absl::Duration kBatchPatience = absl::Minutes(2);
constexpr absl::Duration kResetPatience = absl::Minutes(15);
constexpr absl::Duration kReloadPatience = absl::Minutes(10);

absl::StatusOr<Cursor> ToCursor(const v1::WatchResponse& answer, absl::Time now) {
  AMPARO_ASSIGN_OR_RETURN(const Token token, DecodeToken(answer.token()));
  return Cursor{answer.token(), token.seq, std::max(answer.head_seq(), token.seq), std::nullopt, now};
}

}  // namespace

Follower::Follower(FollowerOptions options, std::shared_ptr<grpc::Channel> channel, pg::Workers& workers,
                   const Clock& clock, Sink& sink)
    : options_(std::move(options)),
      workers_(workers),
      clock_(clock),
      sink_(sink),
      streams_(std::move(channel), options_.service),
      problems_(options_.on_problem),
      thread_(&Follower::Loop, this) {
  std::lock_guard lock(mutex_);
  status_.feed = options_.feed;
}

Follower::~Follower() {
  if (registry_ != nullptr) registry_->RemoveCallbacks(this);
  Stop();
  thread_.join();
}

void Follower::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  streams_.Stop();
  stop_.request_stop();
  changed_.notify_all();
}

FollowerStatus Follower::GetStatus() const {
  std::lock_guard lock(mutex_);
  FollowerStatus status = status_;
  status.connected = streams_.open();
  status.lag_events = std::max<int64_t>(0, status.head_seq - status.seq);
  status.lag = fresh_as_of_ == absl::InfinitePast() ? absl::InfiniteDuration()
                                                    : std::max(clock_.Now() - fresh_as_of_, absl::ZeroDuration());
  return status;
}

void Follower::ExportMetrics(obs::Registry& registry) {
  registry_ = &registry;
  const obs::Labels labels{{"feed", options_.feed}};
  registry.AddGaugeCallback(
      "amparo_feed_lag_seconds", "Age of what has been applied from a feed.", labels,
      [this] { return absl::ToDoubleSeconds(GetStatus().lag); }, this);
  registry.AddGaugeCallback(
      "amparo_feed_lag_events", "Changes of a feed that have not been applied yet.", labels,
      [this] { return static_cast<double>(GetStatus().lag_events); }, this);
  registry.AddCounterCallback(
      "amparo_feed_applied_total", "Events applied from a feed, loads included.", labels,
      [this] { return static_cast<double>(GetStatus().applied); }, this);
}

void Follower::Loop() {
  absl::Duration backoff = options_.first_backoff;
  while (!stopping()) {
    const int64_t heard_before = heard_;
    const absl::Status ended = FollowOnce();
    {
      std::lock_guard lock(mutex_);
      status_.last_error = ended;
    }
    if (heard_ != heard_before) backoff = options_.first_backoff;
    if (ended.ok()) continue;
    // That another instance was faster is no problem.
    if (!stopping() && errors::Reason(ended) != kCursorMoved) problems_.Met(ended);
    Pause(backoff);
    backoff = std::min(backoff * 2, options_.last_backoff);
  }
}

absl::Status Follower::FollowOnce() {
  AMPARO_ASSIGN_OR_RETURN(Cursor cursor, LoadCursor());
  if (cursor.load) {
    // Whoever loads, what was applied before is gone.
    told_.reset();
    SetLoading(true);
    const bool of_another = cursor.load != my_load_;
    if (of_another && clock_.Now() - cursor.update_time < kLoadAbandoned) {
      return errors::Unavailable("FEED_LOADING", "another instance is loading the feed");
    }
    return Load(cursor);
  }
  AMPARO_RETURN_IF_ERROR(ReloadIfBehind(cursor));
  absl::Status ended = Watch(cursor);
  // The feed no longer has what follows the cursor, or it is another feed altogether: only a snapshot helps.
  if (absl::IsOutOfRange(ended)) return Load(cursor);
  return ended;
}

absl::StatusOr<Cursor> Follower::LoadCursor() {
  const auto cursor = std::make_shared<Cursor>();
  const absl::Status done = InTransaction("feed_read_cursor", kBatchPatience,
                                          [cursor, feed = options_.feed](pg::Transaction& transaction) -> absl::Status {
                                            AMPARO_ASSIGN_OR_RETURN(*cursor, ReadCursor(transaction, feed));
                                            return absl::OkStatus();
                                          });
  AMPARO_RETURN_IF_ERROR(done);
  return *cursor;
}

absl::Status Follower::ReloadIfBehind(const Cursor& cursor) {
  if (told_ && *told_ == cursor) return absl::OkStatus();
  AMPARO_RETURN_IF_ERROR(sink_.Reload(LimitsFor(kReloadPatience)));
  told_ = cursor;
  // Another instance may have ended the load that this one began.
  SetLoading(false);
  std::lock_guard lock(mutex_);
  status_.seq = cursor.seq;
  status_.head_seq = std::max(status_.head_seq, cursor.head_seq);
  // At the head of the feed it was up to date when that was written down, whoever did so.
  if (cursor.seq == cursor.head_seq) fresh_as_of_ = std::max(fresh_as_of_, cursor.update_time);
  return absl::OkStatus();
}

absl::Status Follower::Watch(Cursor& cursor) {
  v1::WatchRequest request;
  request.set_start_token(cursor.token);
  for (const std::string& kind : options_.kinds) request.add_kinds(kind);
  return streams_.Read<v1::WatchResponse>("Watch", request, options_.silence,
                                          [&](std::shared_ptr<const v1::WatchResponse> answer) {
                                            ++heard_;
                                            return TakeAnswer(std::move(answer), cursor);
                                          });
}

absl::Status Follower::TakeAnswer(std::shared_ptr<const v1::WatchResponse> answer, Cursor& cursor) {
  AMPARO_ASSIGN_OR_RETURN(const Cursor next, ToCursor(*answer, clock_.Now()));
  if (next.token != cursor.token) {
    const absl::Status done = InTransaction(
        "feed_apply", kBatchPatience,
        [answer, cursor, next, feed = options_.feed, sink = &sink_](pg::Transaction& transaction) -> absl::Status {
          // The guard first: what was applied already is not applied again.
          AMPARO_RETURN_IF_ERROR(MoveCursor(transaction, feed, cursor, next));
          if (answer->events().empty()) return absl::OkStatus();
          return sink->Apply(transaction, answer->events());
        });
    AMPARO_RETURN_IF_ERROR(done);
    cursor = next;
    told_ = next;
    if (!answer->events().empty()) sink_.Applied(answer->events());
  }
  NoteAnswer(next, answer->events());
  problems_.Over();
  return absl::OkStatus();
}

absl::Status Follower::Load(const Cursor& from) {
  // An export holds what there was when it began, however long it takes.
  const absl::Time began = clock_.Now();
  AMPARO_ASSIGN_OR_RETURN(const Token end, LoadAll(from));
  const Cursor loaded{"", 0, 0, my_load_, {}};
  const Cursor to{EncodeToken(end), end.seq, end.seq, std::nullopt, began};
  AMPARO_RETURN_IF_ERROR(
      InTransaction("feed_end_load", kBatchPatience, [feed = options_.feed, loaded, to](pg::Transaction& transaction) {
        return MoveCursor(transaction, feed, loaded, to);
      }));
  SetLoading(false);
  return absl::OkStatus();
}

absl::Status Follower::BeginLoad(const Cursor& from) {
  my_load_ = Uuid::V7(clock_.Now());
  const absl::Status done =
      InTransaction("feed_begin_load", kResetPatience,
                    [feed = options_.feed, from, load = my_load_, clock = &clock_,
                     sink = &sink_](pg::Transaction& transaction) -> absl::Status {
                      AMPARO_RETURN_IF_ERROR(feed::BeginLoad(transaction, feed, from, load, clock->Now()));
                      AMPARO_RETURN_IF_ERROR(sink->Reset(transaction));
                      return ContinueLoad(transaction, feed, load, clock->Now());
                    });
  AMPARO_RETURN_IF_ERROR(done);
  told_.reset();
  SetLoading(true);
  return absl::OkStatus();
}

void Follower::SetLoading(bool loading) {
  std::lock_guard lock(mutex_);
  status_.loading = loading;
  if (loading) fresh_as_of_ = absl::InfinitePast();
}

absl::StatusOr<Token> Follower::LoadAll(const Cursor& from) {
  v1::ExportRequest request;
  for (const std::string& kind : options_.kinds) request.add_kinds(kind);
  bool begun = false;
  std::string token;
  const auto take = [&](std::shared_ptr<const v1::ExportResponse> part) -> absl::Status {
    ++heard_;
    // An export that still waits for its turn must not cost what was applied.
    const bool empty = part->events().empty() && part->token().empty();
    if (!begun && empty) return absl::OkStatus();
    if (!std::exchange(begun, true)) AMPARO_RETURN_IF_ERROR(BeginLoad(from));
    if (!part->token().empty()) token = part->token();
    return TakePart(std::move(part));
  };
  AMPARO_RETURN_IF_ERROR(streams_.Read<v1::ExportResponse>("Export", request, options_.silence, take));
  if (token.empty()) return errors::Unavailable("EXPORT_INCOMPLETE", "the export ended without its token");
  return DecodeToken(token);
}

absl::Status Follower::TakePart(std::shared_ptr<const v1::ExportResponse> part) {
  const absl::Status done = InTransaction("feed_load", kBatchPatience,
                                          [part, feed = options_.feed, load = my_load_, clock = &clock_,
                                           sink = &sink_](pg::Transaction& transaction) -> absl::Status {
                                            // The guard first; at the end the time, which others see only then.
                                            AMPARO_RETURN_IF_ERROR(ContinueLoad(transaction, feed, load, clock->Now()));
                                            if (part->events().empty()) return absl::OkStatus();
                                            AMPARO_RETURN_IF_ERROR(sink->Apply(transaction, part->events()));
                                            return ContinueLoad(transaction, feed, load, clock->Now());
                                          });
  AMPARO_RETURN_IF_ERROR(done);
  std::lock_guard lock(mutex_);
  status_.applied += part->events_size();
  return absl::OkStatus();
}

absl::Status Follower::InTransaction(std::string_view name, absl::Duration patience,
                                     std::function<absl::Status(pg::Transaction&)> body) {
  return RunBlocking(workers_, name, std::move(body), LimitsFor(patience));
}

void Follower::NoteAnswer(const Cursor& cursor, const Events& events) {
  std::lock_guard lock(mutex_);
  status_.seq = cursor.seq;
  status_.head_seq = cursor.head_seq;
  status_.applied += events.size();
  if (cursor.seq == cursor.head_seq) {
    fresh_as_of_ = clock_.Now();
  } else if (!events.empty()) {
    const auto& last = events.Get(events.size() - 1).change_time();
    fresh_as_of_ = absl::FromUnixSeconds(last.seconds()) + absl::Nanoseconds(last.nanos());
  }
}

void Follower::Pause(absl::Duration backoff) {
  // Half to all of it, so that the followers of a service that comes back do not come all at once.
  const absl::Duration pause = backoff * std::uniform_real_distribution<double>(0.5, 1.0)(random_);
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, absl::ToChronoMilliseconds(pause), [this] { return stopping_; });
}

bool Follower::stopping() const {
  std::lock_guard lock(mutex_);
  return stopping_;
}

}  // namespace amparo::feed
