// Follows the grants of people, which the case service keeps, into this process's memory, and proves again and again
// that they are fresh: what the feed says is true at a moment that is counted from when this process made the call, so
// that no clock of another machine, and no delay on the way, lets a revoked grant live longer than its lease.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "amparo/feed/v1/feed.pb.h"
#include "common/access/grant_board.h"
#include "common/feed/feed_streams.h"
#include "common/feed/problem_teller.h"
#include "common/observability/registry.h"
#include "common/rpc/channel.h"

namespace amparo::process {

struct GrantFollowerOptions {
  // The service that keeps the grants.
  std::string service = "amparo.cases.v1.FeedService";
  // How often a quiet feed says that it is one.
  absl::Duration heartbeat = absl::Milliseconds(200);
  // How long grants may be used after the moment at which they were known to stand: less than the second within which
  // a revoked one must be refused everywhere, by what open calls need to notice.
  absl::Duration lease = absl::Milliseconds(700);
  // The moment that the first answer of a stream proves is reckoned too early by as much as the call took to get there.
  // When it lies so far back a new stream is opened: the connection is warm then.
  absl::Duration late = absl::Milliseconds(300);
  // A stream is followed by a new one after so long, lest the clocks of two machines, which count its age, drift apart.
  absl::Duration renewal = absl::Minutes(1);
  // A stream that says nothing for so long is given up; and an export, which may have to wait for its turn.
  absl::Duration silence = absl::Seconds(2);
  absl::Duration export_silence = absl::Seconds(20);
  // Waits between attempts: doubled from the first to the last.
  absl::Duration first_backoff = absl::Milliseconds(100);
  absl::Duration last_backoff = absl::Seconds(1);
  // Told why the grants cannot be followed, once for each reason; empty = nobody.
  std::function<void(const absl::Status&)> on_problem = {};
};

// Follows on a thread of its own. When the feed no longer has what follows, or is another than before, the board
// forgets all and is filled anew; when there is nothing to be heard, or something that is no grant, its lease runs out.
class GrantFollower {
 public:
  // Starts following. `channel` leads to the service; `board` must outlive this.
  GrantFollower(GrantFollowerOptions options, std::shared_ptr<grpc::Channel> channel, access::GrantBoard& board);
  // Stops, and waits for the thread.
  ~GrantFollower();
  GrantFollower(const GrantFollower&) = delete;
  GrantFollower& operator=(const GrantFollower&) = delete;

  // Has it end soon, without waiting.
  void Stop();

  // Exports amparo_grants and amparo_grants_stale_seconds until destroyed.
  void ExportMetrics(obs::Registry& registry);

 private:
  using Moment = access::GrantBoard::Moment;

  void Loop();
  // Whatever is next, until it ends; OK: go on at once.
  absl::Status FollowOnce();
  absl::Status Connect();
  // Fills the board from an export.
  absl::Status Load();
  // Keeps it up to date from `token_` on. OK: a new stream is due.
  absl::Status Watch();
  // Takes what the stream that was asked for at `sent` says; the moment it proves goes to `as_of`.
  absl::Status TakeAnswer(const feed::v1::WatchResponse& answer, Moment sent, Moment& as_of);
  // How long a stream is read whose first answer proves what was so long ago.
  absl::Duration LifeOfStream(absl::Duration age);
  void Pause(absl::Duration pause);
  bool stopping() const;

  const GrantFollowerOptions options_;
  access::GrantBoard& board_;
  feed::FeedStreams streams_;
  obs::Registry* registry_ = nullptr;

  // Of the thread alone: where it goes on (empty = with an export), how many answers it took, how long it bears with
  // the next stream that begins late, and what it told of problems.
  std::string token_;
  int64_t taken_ = 0;
  absl::Duration late_life_;
  feed::ProblemTeller problems_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace amparo::process
