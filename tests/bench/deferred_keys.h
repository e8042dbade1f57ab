// What many rows are entered faster without, and what is made at once when they are in: indexes of tokens and
// words (a row goes into forty places of one) and foreign keys.
#pragma once

#include <string>
#include <vector>

#include "tests/bench/bulk_session.h"

namespace amparo::bench {

class DeferredKeys {
 public:
  // Takes them away from the tables that are filled; as their owner. A fill that ends before Restore leaves a database
  // without them.
  explicit DeferredKeys(BulkSession& session);

  // Makes them as they were, with every row checked.
  void Restore(BulkSession& session) const;

 private:
  // Statements, in order.
  std::vector<std::string> restore_;
};

}  // namespace amparo::bench
