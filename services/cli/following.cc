#include "services/cli/following.h"

#include <semaphore.h>

#include "services/cli/failure.h"

namespace amparo::cli {
namespace {

constexpr std::array<int, 2> kInterrupts = {SIGINT, SIGTERM};

// Posting to it is among the little that a signal handler may do; the rest is done by a thread that waits for it.
sem_t interrupts;

void PostInterrupt(int) {
  sem_post(&interrupts);
}

void WaitForInterrupt() {
  while (sem_wait(&interrupts) != 0) {
  }
}

}  // namespace

Following::Following(grpc::ClientContext& call, bool until_interrupted) {
  if (!until_interrupted) return;
  sem_init(&interrupts, 0, 0);
  waiting_ = std::thread([this, &call] {
    WaitForInterrupt();
    if (over_) return;
    interrupted_ = true;
    call.TryCancel();
  });
  for (std::size_t i = 0; i < kInterrupts.size(); ++i) {
    sigaction(kInterrupts[i], nullptr, &before_[i]);
    if (before_[i].sa_handler == SIG_IGN) continue;
    struct sigaction taken = {};
    taken.sa_handler = PostInterrupt;
    taken.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
    sigaction(kInterrupts[i], &taken, nullptr);
  }
}

Following::~Following() {
  if (!waiting_.joinable()) return;
  for (std::size_t i = 0; i < kInterrupts.size(); ++i) sigaction(kInterrupts[i], &before_[i], nullptr);
  over_ = true;
  sem_post(&interrupts);
  waiting_.join();
  sem_destroy(&interrupts);
}

void Following::End(std::ostream& err, const std::string& token, const absl::Status& ended,
                    const std::string& doing) const {
  if (!token.empty()) err << "go on from here with: --from " << token << "\n";
  if (!interrupted_) Check(ended, doing);
}

}  // namespace amparo::cli
