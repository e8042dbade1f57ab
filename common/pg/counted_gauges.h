// Gauges whose numbers are counted in the database: in the background, now and then, and never by who scrapes.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/observability/registry.h"
#include "common/pg/workers.h"

namespace amparo::pg {

// What a count found: the samples of each family, by its name. A family that is not named has none now.
using Counted = std::map<std::string, std::vector<obs::Sample>>;

// Which gauges, and how they are counted.
struct CountedGaugesOptions {
  // What the workers call the count; lives as long as the program.
  std::string_view name;
  // The families: their names, and what each is about.
  std::map<std::string, std::string> families;
  // Counts in one transaction, as things stand at `now`. Must hold what it captures by itself, and be bounded in what
  // it finds: each sample is a series that somebody keeps.
  std::function<absl::StatusOr<Counted>(Transaction&, absl::Time now)> count;
  // How long a count is good for, at least.
  absl::Duration fresh = absl::Seconds(15);
  // A count that is not done by then is given up.
  absl::Duration longest = absl::Seconds(30);
};

// Publishes the gauges until it goes; it counts for the first time when it comes. A scrape gets the last count at once
// and, when that is no longer fresh, has the workers count again: no scrape waits for the database, and a database that
// is away leaves the last count standing. A count that took long is repeated the more seldom, so that counting takes at
// most kShare of the time of one connection, however much there is to count.
class CountedGauges {
 public:
  static constexpr double kShare = 0.01;

  // `workers`, `clock` and `registry` must outlive this. `clock` says what is now and what is fresh.
  CountedGauges(CountedGaugesOptions options, Workers& workers, const Clock& clock, obs::Registry& registry);
  ~CountedGauges();
  CountedGauges(const CountedGauges&) = delete;
  CountedGauges& operator=(const CountedGauges&) = delete;

 private:
  struct State;

  // Counts anew unless the last count is fresh or another is under way.
  static void Refresh(const std::shared_ptr<State>& state, Workers& workers, const Clock& clock);

  obs::Registry& registry_;
};

}  // namespace amparo::pg
