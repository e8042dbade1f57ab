#include "tests/bench/load.h"

#include <grpcpp/generic/generic_stub.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>

namespace amparo::bench {
namespace {

using Clock = std::chrono::steady_clock;

// One of the calls in flight: it starts itself again when answered, until the time is over.
class Lane {
 public:
  struct Shared {
    const Workload& workload;
    Clock::time_point end;
    std::mutex mutex;
    std::condition_variable all_done;
    int running = 0;
    std::string first_failure;
  };

  Lane(std::shared_ptr<grpc::Channel> channel, Shared& shared) : stub_(std::move(channel)), shared_(shared) {}

  void Start() {
    context_.emplace();
    context_->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    request_ = shared_.workload.next_request();
    started_ = Clock::now();
    stub_.UnaryCall(&*context_, shared_.workload.method, grpc::StubOptions(), &request_, &response_,
                    [this](const grpc::Status& status) { OnAnswer(status); });
  }

  const std::vector<float>& latencies() const { return latencies_; }
  int64_t failed() const { return failed_; }

 private:
  void OnAnswer(const grpc::Status& status) {
    const Clock::time_point now = Clock::now();
    if (status.ok()) {
      latencies_.push_back(std::chrono::duration<float, std::micro>(now - started_).count());
    } else {
      ++failed_;
      const std::lock_guard lock(shared_.mutex);
      if (shared_.first_failure.empty()) {
        shared_.first_failure = status.error_message();
      }
    }
    if (now < shared_.end) {
      Start();
      return;
    }
    const std::lock_guard lock(shared_.mutex);
    if (--shared_.running == 0) {
      shared_.all_done.notify_all();
    }
  }

  grpc::GenericStub stub_;
  Shared& shared_;
  std::optional<grpc::ClientContext> context_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
  Clock::time_point started_;
  std::vector<float> latencies_;
  int64_t failed_ = 0;
};

}  // namespace

Outcome RunLoad(const std::vector<std::shared_ptr<grpc::Channel>>& channels, const Workload& workload, int in_flight,
                std::chrono::duration<double> length) {
  const Clock::time_point begin = Clock::now();
  Lane::Shared shared{.workload = workload,
                      .end = begin + std::chrono::duration_cast<Clock::duration>(length),
                      .mutex = {},
                      .all_done = {},
                      .running = in_flight,
                      .first_failure = {}};
  std::vector<std::unique_ptr<Lane>> lanes;
  for (int i = 0; i < in_flight; ++i) {
    lanes.push_back(std::make_unique<Lane>(channels[static_cast<size_t>(i) % channels.size()], shared));
  }
  for (const auto& lane : lanes) {
    lane->Start();
  }
  {
    std::unique_lock lock(shared.mutex);
    shared.all_done.wait(lock, [&shared] { return shared.running == 0; });
  }
  Outcome outcome{.tally = {}, .first_failure = shared.first_failure};
  Tally& tally = outcome.tally;
  tally.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  for (const auto& lane : lanes) {
    tally.latencies.insert(tally.latencies.end(), lane->latencies().begin(), lane->latencies().end());
    tally.failed += lane->failed();
  }
  tally.answered = static_cast<int64_t>(tally.latencies.size());
  return outcome;
}

}  // namespace amparo::bench
