// What rules need to know of offices: their zone above all. Country, currency, zone and opening day of an office never
// change, so what was read once stays true and is kept in memory.
#pragma once

#include <map>
#include <memory>
#include <shared_mutex>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "services/case/domain/office.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The part of an office that never changes.
struct OfficeFacts {
  std::string id;
  std::string country_code;
  std::string currency_code;
  absl::TimeZone zone;
  absl::CivilDay open_date;

  // The day it is there at `now`.
  absl::CivilDay Today(absl::Time now) const { return TodayIn(zone, now); }
};

// Offices by id. Safe for many threads.
class OfficeDirectory {
 public:
  // `store` must outlive it.
  explicit OfficeDirectory(Store* store) : store_(store) {}

  // The office; read from the store the first time, where nothing lags behind, for writes rest on it. NOT_FOUND.
  Task<absl::StatusOr<std::shared_ptr<const OfficeFacts>>> Find(std::string office, Limits limits);

  // The day it is in an office at `now`. NOT_FOUND.
  Task<absl::StatusOr<absl::CivilDay>> Today(std::string office, absl::Time now, Limits limits);

  // The office if it is known already, else null: for a caller that wants to spare itself the coroutine.
  std::shared_ptr<const OfficeFacts> Known(const std::string& office) const;

 private:
  Store* const store_;
  mutable std::shared_mutex mutex_;
  std::map<std::string, std::shared_ptr<const OfficeFacts>> known_;
};

}  // namespace amparo::cases
