// The structured log: one JSON object a line. Callers hand a record to a bounded queue (well under a microsecond) and a
// thread of its own formats and writes; when the disk cannot keep up, records are dropped and counted, and no call ever
// waits for the log. Never log a sensitive value or a payload.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/observability/trace.h"

namespace amparo::obs {

// How severe a line is.
enum class Level { kDebug, kInfo, kWarning, kError };

// A field of a log line: its key and its value.
struct Field {
  using Value = std::variant<std::string, int64_t, double, bool>;

  Field(std::string_view k, std::string_view v) : key(k), value(std::string(v)) {}
  Field(std::string_view k, const std::string& v) : key(k), value(v) {}
  Field(std::string_view k, const char* v) : key(k), value(std::string(v)) {}
  Field(std::string_view k, bool v) : key(k), value(v) {}
  Field(std::string_view k, double v) : key(k), value(v) {}
  template <std::integral T>
  Field(std::string_view k, T v) : key(k), value(static_cast<int64_t>(v)) {}

  std::string key;
  Value value;
};

// One call, as its log line tells it. The views must live until the record is written: they name methods
// and callers, and the server that has them flushes the log before it ends.
struct CallRecord {
  absl::Time start;
  absl::Duration duration;
  TraceContext trace;
  std::string_view service;
  std::string_view method;
  // The workload that called, and the person that it spoke for; empty = it spoke for itself.
  std::string_view caller;
  std::string person;
  std::string_view code;
  // ErrorInfo.reason; empty when OK.
  std::string reason;
  // The office the call was about; empty when it was about none.
  std::string office;
  // The id of an unexpected failure and what it hid from the caller; empty when there was none.
  std::string error_id;
  std::string hidden;
};

// Where lines go.
struct LogOptions {
  // The least severe level written.
  Level level = Level::kInfo;
  // The file lines are appended to; empty = standard output.
  std::string file;
  // Records that may wait; more are dropped.
  std::size_t queue = 65536;
};

// A log and its thread.
class Logger {
 public:
  // UNAVAILABLE, naming the file, when it cannot be opened.
  static absl::StatusOr<std::unique_ptr<Logger>> Start(LogOptions options);

  // A logger that writes to an open file descriptor, which stays the caller's.
  Logger(int fd, LogOptions options);

  // Writes what is queued, then ends.
  ~Logger();

  Logger(const Logger&) = delete;
  Logger& operator=(const Logger&) = delete;

  // Queues a line: time, level, `event` (what happened, in a few constant words) and fields.
  void Write(Level level, std::string_view event, std::vector<Field> fields = {});

  // Queues the line of a call; INFO, or ERROR when it failed unexpectedly.
  void WriteCall(CallRecord record);

  // Returns when everything queued before has been written.
  void Flush();

  // Records dropped so far because the queue was full.
  uint64_t dropped() const { return dropped_.load(std::memory_order_relaxed); }

 private:
  struct Event {
    absl::Time time;
    Level level;
    std::string event;
    std::vector<Field> fields;
  };
  using Record = std::variant<CallRecord, Event>;

  void Push(Record record);
  void Run();
  static void Append(std::string& out, const Record& record);
  void WriteAll(const std::string& text);

  const LogOptions options_;
  const int fd_;
  bool owns_fd_ = false;
  std::atomic<uint64_t> dropped_{0};
  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable flushed_;
  std::vector<Record> queue_;
  // Records queued and written since the start.
  uint64_t queued_ = 0;
  uint64_t written_ = 0;
  bool flushing_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

// The process's logger for code that is not handed one; nothing is written until one is set. `logger` must outlive its
// use.
void SetLogger(Logger* logger);
Logger* GetLogger();

// Writes to the process's logger, if there is one.
void Log(Level level, std::string_view event, std::vector<Field> fields = {});

// Appends `text` as a JSON string with its quotes; invalid UTF-8 becomes U+FFFD.
void AppendJsonString(std::string& out, std::string_view text);

}  // namespace amparo::obs
