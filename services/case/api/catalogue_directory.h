// The catalogue of aftercare in memory.
#pragma once

#include <memory>
#include <mutex>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "services/case/domain/catalogue.h"

namespace amparo::cases {

// The catalogue as it was read at most kFresh ago: a row that is added counts that soon. When it cannot be read again
// the last one stands, since rows are never changed. Safe for many threads.
class CatalogueDirectory {
 public:
  static constexpr absl::Duration kFresh = absl::Minutes(1);

  // `store` must outlive it.
  explicit CatalogueDirectory(CatalogueStore* store) : store_(store) {}

  // The catalogue at `now`. Errors: those of the store, the first time.
  Task<absl::StatusOr<std::shared_ptr<const Catalogue>>> Current(absl::Time now, Limits limits);

 private:
  CatalogueStore* const store_;
  std::mutex mutex_;
  std::shared_ptr<const Catalogue> known_;
  absl::Time read_;
};

}  // namespace amparo::cases
