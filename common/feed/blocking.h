// Transactions for threads that may wait: the follower's and the maintenance's.
#pragma once

#include <functional>
#include <string_view>

#include "absl/status/status.h"
#include "common/base/limits.h"
#include "common/pg/workers.h"

namespace amparo::feed {

// Runs `body` in a transaction of `workers` and waits for its end. What `body` captures must live on its own
// (pg::Workers); `name` as long as the program.
absl::Status RunBlocking(pg::Workers& workers, std::string_view name,
                         std::function<absl::Status(pg::Transaction&)> body, Limits limits);

}  // namespace amparo::feed
