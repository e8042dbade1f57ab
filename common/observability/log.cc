#include "common/observability/log.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "absl/time/clock.h"
#include "common/base/strings.h"
#include "common/observability/log_format.h"

namespace amparo::obs {
namespace {

// How long a record may wait for company, so that a busy process writes many lines at once.
constexpr std::chrono::milliseconds kLinger(20);
// So many records do not wait for the linger to pass.
constexpr std::size_t kWakeAt = 2048;

std::atomic<Logger*> process_logger{nullptr};

}  // namespace

absl::StatusOr<std::unique_ptr<Logger>> Logger::Start(LogOptions options) {
  if (options.file.empty()) return std::make_unique<Logger>(STDOUT_FILENO, std::move(options));
  const int fd = ::open(options.file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
  if (fd < 0) {
    return absl::UnavailableError(StrCat("cannot open the log ", options.file, ": ", std::strerror(errno)));
  }
  auto logger = std::make_unique<Logger>(fd, std::move(options));
  logger->owns_fd_ = true;
  return logger;
}

Logger::Logger(int fd, LogOptions options) : options_(std::move(options)), fd_(fd), thread_([this] { Run(); }) {}

Logger::~Logger() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
  if (owns_fd_) ::close(fd_);
}

void Logger::Write(Level level, std::string_view event, std::vector<Field> fields) {
  if (level < options_.level) return;
  Push(Event{absl::Now(), level, std::string(event), std::move(fields)});
}

void Logger::WriteCall(CallRecord record) {
  if (options_.level > Level::kInfo && record.error_id.empty()) return;
  Push(std::move(record));
}

void Logger::Push(Record record) {
  std::size_t waiting;
  {
    const std::lock_guard lock(mutex_);
    waiting = queue_.size();
    if (waiting >= options_.queue) {
      dropped_.fetch_add(1, std::memory_order_relaxed);
      return;
    }
    queue_.push_back(std::move(record));
    ++queued_;
  }
  if (waiting + 1 == kWakeAt) wake_.notify_one();
}

void Logger::Flush() {
  std::unique_lock lock(mutex_);
  const uint64_t all = queued_;
  flushing_ = true;
  wake_.notify_one();
  flushed_.wait(lock, [this, all] { return written_ >= all; });
}

void Logger::Run() {
  std::vector<Record> batch;
  std::string text;
  std::unique_lock lock(mutex_);
  while (!stopping_ || !queue_.empty()) {
    wake_.wait_for(lock, kLinger, [this] { return stopping_ || flushing_ || queue_.size() >= kWakeAt; });
    flushing_ = false;
    if (queue_.empty()) continue;
    batch.swap(queue_);
    lock.unlock();
    text.clear();
    for (const auto& record : batch) Append(text, record);
    WriteAll(text);
    lock.lock();
    written_ += batch.size();
    batch.clear();
    flushed_.notify_all();
  }
}

void Logger::Append(std::string& out, const Record& record) {
  if (const auto* call = std::get_if<CallRecord>(&record)) {
    AppendCallLine(out, *call);
  } else {
    const auto& event = std::get<Event>(record);
    AppendEventLine(out, event.time, event.level, event.event, event.fields);
  }
}

void Logger::WriteAll(const std::string& text) {
  std::string_view rest = text;
  while (!rest.empty()) {
    const ssize_t written = ::write(fd_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      // A full disk: lines are lost and counted, the service goes on.
      dropped_.fetch_add(static_cast<uint64_t>(std::count(rest.begin(), rest.end(), '\n')), std::memory_order_relaxed);
      return;
    }
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

void SetLogger(Logger* logger) {
  process_logger.store(logger, std::memory_order_release);
}

Logger* GetLogger() {
  return process_logger.load(std::memory_order_acquire);
}

void Log(Level level, std::string_view event, std::vector<Field> fields) {
  if (Logger* logger = GetLogger()) logger->Write(level, event, std::move(fields));
}

}  // namespace amparo::obs
