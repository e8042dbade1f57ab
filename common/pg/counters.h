// What Reader, Writer and Workers count about themselves: plain atomics that process::Database exports as amparo_db_*.
// They know no metrics system.
#pragma once

#include <atomic>
#include <cstdint>

namespace amparo::pg {

// Read at any time from any thread. Totals only grow; gauges say so.
struct Counters {
  std::atomic<int64_t> queued{0};          // gauge: accepted and not yet taken by a database thread
  std::atomic<int64_t> connections{0};     // gauge: open connections
  std::atomic<int64_t> submitted{0};       // runs accepted
  std::atomic<int64_t> refused{0};         // runs refused because the queue was full
  std::atomic<int64_t> succeeded{0};       // runs that PostgreSQL carried out
  std::atomic<int64_t> failed{0};          // runs that ended with an error of PostgreSQL or of the connection
  std::atomic<int64_t> abandoned{0};       // runs nobody waited for any more (cancelled, deadline passed)
  std::atomic<int64_t> in_doubt{0};        // writes of which nobody knows whether they were committed
  std::atomic<int64_t> batches{0};         // pipelines sent (Reader), groups committed or tried (Writer)
  std::atomic<int64_t> reruns{0};          // statements run again alone because another one of their batch failed
  std::atomic<int64_t> retries{0};         // runs repeated after a serialization failure, a deadlock or a lock not had
  std::atomic<int64_t> connects{0};        // connections made
  std::atomic<int64_t> connect_errors{0};  // attempts to connect that failed
  std::atomic<int64_t> watchdog_kills{0};  // connections broken because their server had stopped answering
};

}  // namespace amparo::pg
