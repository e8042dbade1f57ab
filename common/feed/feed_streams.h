// The streams of a FeedService as who follows it reads them: one at a time, on a thread that may wait. Another thread
// can end the one that is open, and one that is silent for too long ends by itself.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "common/rpc/read_ahead.h"

namespace amparo::feed {

// Read and Connect are for one thread, the others for any.
class FeedStreams {
 public:
  // `channel` leads to `service` ("amparo.cases.v1.FeedService").
  FeedStreams(std::shared_ptr<grpc::Channel> channel, std::string service);
  // Nobody may be reading any more.
  ~FeedStreams();
  FeedStreams(const FeedStreams&) = delete;
  FeedStreams& operator=(const FeedStreams&) = delete;

  // Waits for a connection; false when there is none within `patience`.
  bool Connect(absl::Duration patience);

  // Calls the server-streaming `method` and hands each answer, a std::shared_ptr<Response>, to `each` until that
  // answers an error or the stream ends; why it ended. UNAVAILABLE FEED_SILENT when no answer came for `silence`,
  // CANCELLED after Stop.
  template <typename Response, typename Request, typename Each>
  absl::Status Read(std::string_view method, const Request& request, absl::Duration silence, Each each);

  // Ends the stream that is open, and lets none begin any more. Does not wait.
  void Stop();

  // True while a stream is open.
  bool open() const;

 private:
  using SteadyTime = std::chrono::steady_clock::time_point;

  bool Begin(grpc::ClientContext* context);
  // True when the stream was ended because it was silent.
  bool End();
  // The thread waits for an answer, up to then; SteadyTime::max() = it does not wait.
  void ListenUntil(SteadyTime silent);
  // Ends streams that say nothing for too long, as when the machine at the other end is gone.
  void WatchSilence();

  const std::shared_ptr<grpc::Channel> channel_;
  const std::string service_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  grpc::ClientContext* call_ = nullptr;  // the stream to cancel
  SteadyTime silent_ = SteadyTime::max();
  bool was_silent_ = false;
  bool stopped_ = false;
  std::thread watchdog_;
};

template <typename Response, typename Request, typename Each>
absl::Status FeedStreams::Read(std::string_view method, const Request& request, absl::Duration silence, Each each) {
  grpc::ClientContext context;
  if (!Begin(&context)) return errors::Cancelled();
  absl::Status taken;
  absl::Status ended;
  {
    // The next answers come in while this one is being worked on.
    rpc::ReadAhead answers(channel_, StrCat("/", service_, "/", method), &context, request);
    while (taken.ok()) {
      auto response = std::make_shared<Response>();
      ListenUntil(std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(silence));
      const bool more = answers.Read(*response);
      ListenUntil(SteadyTime::max());
      if (!more) break;
      taken = each(std::move(response));
    }
    if (!taken.ok()) context.TryCancel();
    ended = answers.Finish();
  }
  const bool was_silent = End();
  if (!taken.ok()) return taken;
  if (was_silent) return errors::Unavailable("FEED_SILENT", "nothing came from the feed for too long");
  return ended;
}

}  // namespace amparo::feed
