#include "common/feed/blocking.h"

#include <utility>

#include "common/base/task.h"

namespace amparo::feed {
namespace {

Task<absl::Status> Run(pg::Workers& workers, std::string_view name, std::function<absl::Status(pg::Transaction&)> body,
                       Limits limits) {
  const absl::StatusOr<std::monostate> done = co_await workers.RunStatus(name, std::move(body), std::move(limits));
  co_return done.status();
}

}  // namespace

absl::Status RunBlocking(pg::Workers& workers, std::string_view name,
                         std::function<absl::Status(pg::Transaction&)> body, Limits limits) {
  return SyncWait(Run(workers, name, std::move(body), std::move(limits)));
}

}  // namespace amparo::feed
