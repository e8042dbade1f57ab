// A connection for what fills the schema of the case service: statements as they stand, and COPY in binary. Blocking;
// faults are std::runtime_error with PostgreSQL's message.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/pg/connect.h"

namespace amparo::bench {

class BulkSession {
 public:
  // Connects without limits of time, and without waiting for commits to reach the disk: what is lost by a crash is
  // filled again.
  explicit BulkSession(const std::string& conninfo);

  // A row's columns as text; NULL is empty.
  using Row = std::vector<std::string>;

  // Runs statements; the rows of the last.
  std::vector<Row> Run(const std::string& sql);

  // `COPY <target> FROM STDIN (FORMAT binary)` of what a CopyBuffer finished; `target` is a table and its columns.
  void Copy(const std::string& target, std::string_view data);

 private:
  pg::RawConnection connection_;
};

}  // namespace amparo::bench
