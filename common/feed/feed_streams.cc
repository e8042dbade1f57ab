#include "common/feed/feed_streams.h"

#include <algorithm>

namespace amparo::feed {
namespace {

// How late the first silence of a stream may be noticed.
constexpr std::chrono::milliseconds kLook(1000);

}  // namespace

FeedStreams::FeedStreams(std::shared_ptr<grpc::Channel> channel, std::string service)
    : channel_(std::move(channel)), service_(std::move(service)), watchdog_(&FeedStreams::WatchSilence, this) {}

FeedStreams::~FeedStreams() {
  Stop();
  watchdog_.join();
}

bool FeedStreams::Connect(absl::Duration patience) {
  return channel_->WaitForConnected(std::chrono::system_clock::now() + absl::ToChronoNanoseconds(patience));
}

void FeedStreams::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopped_ = true;
    if (call_ != nullptr) call_->TryCancel();
  }
  changed_.notify_all();
}

bool FeedStreams::open() const {
  std::lock_guard lock(mutex_);
  return call_ != nullptr;
}

bool FeedStreams::Begin(grpc::ClientContext* context) {
  std::lock_guard lock(mutex_);
  if (stopped_) return false;
  call_ = context;
  was_silent_ = false;
  return true;
}

bool FeedStreams::End() {
  std::lock_guard lock(mutex_);
  call_ = nullptr;
  return was_silent_;
}

void FeedStreams::ListenUntil(SteadyTime silent) {
  std::lock_guard lock(mutex_);
  silent_ = silent;
}

void FeedStreams::WatchSilence() {
  std::unique_lock lock(mutex_);
  while (!stopped_) {
    const SteadyTime look = std::min(silent_, std::chrono::steady_clock::now() + kLook);
    changed_.wait_until(lock, look, [this] { return stopped_; });
    if (stopped_ || std::chrono::steady_clock::now() < silent_) continue;
    if (call_ != nullptr) call_->TryCancel();
    was_silent_ = call_ != nullptr;
    silent_ = SteadyTime::max();
  }
}

}  // namespace amparo::feed
