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
  // Gives a connection back when its call ends, however that ends.
  struct GiveBack {
    ObviousStore* store;
    void operator()(pqxx::connection* connection) const;
  };
  using Borrowed = std::unique_ptr<pqxx::connection, GiveBack>;

  Borrowed Take();

  std::mutex mutex_;
  std::condition_variable free_;
  std::vector<std::unique_ptr<pqxx::connection>> idle_;
};

}  // namespace amparo::bench
