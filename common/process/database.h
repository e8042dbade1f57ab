// What a service works with on PostgreSQL, made from its configuration, and its counters as metrics (amparo_db_*).
#pragma once

#include <memory>
#include <string>

#include "amparo/config/v1/service.pb.h"
#include "common/observability/registry.h"
#include "common/pg/counters.h"
#include "common/pg/reader.h"
#include "common/pg/workers.h"
#include "common/pg/writer.h"
#include "common/process/exit_deadline.h"

namespace amparo::process {

// The reader, writer and workers of a service. They connect by themselves. When it goes they take no more work, all at
// once, and finish what is queued until the process must be gone.
class Database {
 public:
  // `service` ("case-service") is how PostgreSQL shows the connections; `notify_channel` is rung after each group of
  // acts and each transaction that appended to the feed (feed::NotifyChannel), empty = none. `registry` and `exit` must
  // outlive this.
  Database(const config::v1::Database& config, const std::string& service, const std::string& notify_channel,
           obs::Registry& registry, const ExitDeadline& exit);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // For reads whose answers may lag behind.
  pg::Reader& reads() { return replica_ ? *replica_ : *reader_; }
  // For reads that a write rests on: sees all that is committed.
  pg::Reader& decides() { return *reader_; }
  // For the feed that the service publishes, if it does: both see all that is committed, and wait behind no longer
  // read. Other services who follow have theirs, and wait behind no other follower either: they hear in time that what
  // they know still stands.
  pg::Reader& feeds() { return feeds_ ? *feeds_ : *reader_; }
  pg::Reader& service_feeds() { return service_feeds_ ? *service_feeds_ : *reader_; }
  pg::Writer& writer() { return *writer_; }
  pg::Workers& workers() { return *workers_; }

 private:
  void Export(const pg::Counters& counters, const std::string& pool);

  obs::Registry& registry_;
  const ExitDeadline& exit_;
  std::unique_ptr<pg::Reader> reader_;
  // Only when reads have an address of their own.
  std::unique_ptr<pg::Reader> replica_;
  // Only when there is a channel to ring. For services two connections, so that one that is stuck is not missed.
  std::unique_ptr<pg::Reader> feeds_;
  std::unique_ptr<pg::Reader> service_feeds_;
  std::unique_ptr<pg::Writer> writer_;
  std::unique_ptr<pg::Workers> workers_;
};

}  // namespace amparo::process
