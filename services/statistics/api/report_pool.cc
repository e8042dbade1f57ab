#include "services/statistics/api/report_pool.h"

#include "common/errors/errors.h"

namespace amparo::statistics {

ReportPool::ReportPool(int threads, size_t queue) : queue_bound_(queue) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
}

ReportPool::~ReportPool() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool ReportPool::Submit(std::function<void()> job) {
  {
    std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= queue_bound_) return false;
    queue_.push_back(std::move(job));
  }
  changed_.notify_one();
  return true;
}

void ReportPool::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    const std::function<void()> job = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    job();
    lock.lock();
  }
}

absl::Status TooManyReports() {
  return errors::ResourceExhausted("TOO_MANY_REPORTS", "too many reports are waiting; try again", absl::Seconds(1));
}

}  // namespace amparo::statistics
