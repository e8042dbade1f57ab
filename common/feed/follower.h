// Follows another service's feed, with exactly-once effect: a batch is applied and the cursor moved in one transaction,
// guarded by where the cursor stood. When the feed no longer has what follows the cursor, everything is loaded anew
// from an Export. The follower may be killed at any point and goes on from what was committed.
#pragma once

#include <grpcpp/channel.h>

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "amparo/feed/v1/feed.pb.h"
#include "common/base/clock.h"
#include "common/base/uuid.h"
#include "common/feed/cursor.h"
#include "common/feed/feed_streams.h"
#include "common/feed/problem_teller.h"
#include "common/feed/token.h"
#include "common/observability/registry.h"
#include "common/pg/workers.h"

namespace amparo::feed {

// The events of one answer, in order.
using Events = google::protobuf::RepeatedPtrField<v1::Event>;

// What a follower does with the feed. Called on the follower's thread, except for the transactions, which run on a
// thread of pg::Workers (one after the other). Must outlive the workers, as the clock must.
class Sink {
 public:
  virtual ~Sink() = default;

  // Removes all that was ever applied from this feed: a load from an Export begins.
  virtual absl::Status Reset(pg::Transaction& transaction) = 0;

  // Applies events. Everything it does is inside the transaction: it may run again, or be rolled back. During a load
  // the events are resources with `seq` 0, in no order of time.
  virtual absl::Status Apply(pg::Transaction& transaction, const Events& events) = 0;

  // The events were committed: what is held in memory may follow. Not called for loads.
  virtual void Applied(const Events& events) = 0;

  // The database holds more or other than memory was told of: read it anew. Called before the first event, after a
  // load, and when another instance has moved the cursor. It blocks, but not past `limits`: a follower that must end
  // waits for it.
  virtual absl::Status Reload(const Limits& limits) = 0;
};

struct FollowerOptions {
  // The name of the feed: the key of its cursor and the label of its metrics ("cases").
  std::string feed;
  // The service to call: "amparo.cases.v1.FeedService".
  std::string service;
  // Only these kinds; empty = all. Changing it needs a load: the follower begins anew without its row of feed_cursor.
  std::vector<std::string> kinds;
  // Waits between attempts to connect: doubled from the first to the last, with jitter.
  absl::Duration first_backoff = absl::Milliseconds(100);
  absl::Duration last_backoff = absl::Seconds(5);
  // A stream that says nothing for so long is given up; must be well above the server's heartbeat.
  absl::Duration silence = absl::Seconds(20);
  // Told why the feed cannot be followed, once for each reason; empty = nobody.
  std::function<void(const absl::Status&)> on_problem = {};
};

// Where a follower stands.
struct FollowerStatus {
  std::string feed;
  // A stream is open.
  bool connected = false;
  // A load from an Export is under way: what has been applied is not whole.
  bool loading = false;
  // The last position applied, and the feed's head when last heard from.
  int64_t seq = 0;
  int64_t head_seq = 0;
  // head_seq - seq; and how old what has been applied is: time since the follower last knew it was up to date, by its
  // cursor too. Infinite if never, and from the beginning of a load, or of this process, until memory was told of what
  // has been applied.
  int64_t lag_events = 0;
  absl::Duration lag = absl::InfiniteDuration();
  // Events applied by this process, loads included.
  int64_t applied = 0;
  // Why the last attempt ended; OK when none failed.
  absl::Status last_error;
};

// Follows one feed on a thread of its own.
class Follower {
 public:
  // Starts following. `channel` leads to the service; everything else must outlive this.
  Follower(FollowerOptions options, std::shared_ptr<grpc::Channel> channel, pg::Workers& workers, const Clock& clock,
           Sink& sink);
  // Stops, and waits for the thread.
  ~Follower();
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  // Has it end soon, without waiting: so that several end together.
  void Stop();

  FollowerStatus GetStatus() const;

  // Exports amparo_feed_lag_seconds, amparo_feed_lag_events and amparo_feed_applied_total, labelled with the feed,
  // until destroyed.
  void ExportMetrics(obs::Registry& registry);

 private:
  void Loop();
  // One stream, from the stored cursor until it ends; why it ended. OK: go on at once.
  absl::Status FollowOnce();
  absl::StatusOr<Cursor> LoadCursor();
  absl::Status ReloadIfBehind(const Cursor& cursor);
  // From `cursor` on, moving it.
  absl::Status Watch(Cursor& cursor);
  absl::Status TakeAnswer(std::shared_ptr<const v1::WatchResponse> answer, Cursor& cursor);

  // Takes an Export in the place of all that was applied up to `from`, which stays until the first part is here.
  absl::Status Load(const Cursor& from);
  // The export's parts; answers the token to go on from.
  absl::StatusOr<Token> LoadAll(const Cursor& from);
  absl::Status BeginLoad(const Cursor& from);
  absl::Status TakePart(std::shared_ptr<const v1::ExportResponse> part);
  void SetLoading(bool loading);

  absl::Status InTransaction(std::string_view name, absl::Duration patience,
                             std::function<absl::Status(pg::Transaction&)> body);
  // Bounds of what it does: `patience`, and until it stops.
  Limits LimitsFor(absl::Duration patience) const { return {absl::Now() + patience, stop_.get_token()}; }
  void NoteAnswer(const Cursor& cursor, const Events& events);
  void Pause(absl::Duration backoff);
  bool stopping() const;

  const FollowerOptions options_;
  pg::Workers& workers_;
  const Clock& clock_;
  Sink& sink_;
  FeedStreams streams_;
  obs::Registry* registry_ = nullptr;
  std::stop_source stop_;

  // Of the follower's thread alone: the position that memory was told of (nothing before the first Reload), the load it
  // began last, how many answers came, and what it told of problems.
  std::optional<Cursor> told_;
  Uuid my_load_;
  int64_t heard_ = 0;
  ProblemTeller problems_;
  std::mt19937_64 random_{std::random_device{}()};

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  FollowerStatus status_;
  absl::Time fresh_as_of_ = absl::InfinitePast();
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace amparo::feed
