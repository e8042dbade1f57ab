// The store that anyone would write: a pool of connections, a libpqxx transaction a call, a statement a row.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "amparo/cases/v1/case.pb.h"

namespace amparo::bench {

// A pool of connections; a caller waits for a free one.
class ObviousStore {
 public:
  // Connects `size` times and prepares the statements.
  ObviousStore(const std::string& conninfo, int size);

  // The case, or nothing.
  std::optional<cases::v1::Case> Get(const std::string& office, const std::string& id);

  // Enters the case with its event, audit row and request row, in one transaction; false when the request is known.
  bool Create(const std::string& office, const std::string& id, const cases::v1::Case& record,
              const std::string& request_id, const std::string& fingerprint);

 private:
  using Connection = std::unique_ptr<pqxx::connection>;

  Connection Take();
  void GiveBack(Connection connection);

  std::mutex mutex_;
  std::condition_variable free_;
  std::vector<Connection> idle_;
};

}  // namespace amparo::bench
