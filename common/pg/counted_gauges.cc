#include "common/pg/counted_gauges.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "common/base/task.h"

namespace amparo::pg {

// Lives as long as a count is under way, even when the gauges are gone.
struct CountedGauges::State {
  explicit State(CountedGaugesOptions given) : options(std::move(given)), rest(options.fresh) {}

  // True when the caller is the one to have it counted now.
  bool Claim(absl::Time now) {
    const std::lock_guard lock(mutex);
    if (counting || now - asked < rest) return false;
    counting = true;
    asked = now;
    return true;
  }

  absl::Status Read(Transaction& transaction, absl::Time now) {
    {
      const std::lock_guard lock(mutex);
      began = absl::Now();
    }
    AMPARO_ASSIGN_OR_RETURN(Counted found, options.count(transaction, now));
    const std::lock_guard lock(mutex);
    counted = std::move(found);
    return absl::OkStatus();
  }

  // Only what the database worked on it counts: waiting for workers, or for a database that is away, costs nobody.
  void Release() {
    const std::lock_guard lock(mutex);
    rest = std::max(options.fresh, (absl::Now() - began) / kShare);
    began = absl::InfiniteFuture();
    counting = false;
  }

  std::vector<obs::Sample> SamplesOf(const std::string& family) {
    const std::lock_guard lock(mutex);
    const auto found = counted.find(family);
    return found == counted.end() ? std::vector<obs::Sample>() : found->second;
  }

  static Task<void> Count(std::shared_ptr<State> state, Workers* workers, absl::Time now) {
    std::function<absl::Status(Transaction&)> read = [state, now](Transaction& transaction) {
      return state->Read(transaction, now);
    };
    // A count that fails leaves the last one standing; the database's own metrics say that it is away.
    (void)co_await workers->RunStatus(state->options.name, std::move(read), Limits::For(state->options.longest));
    state->Release();
  }

  const CountedGaugesOptions options;
  std::mutex mutex;
  Counted counted;
  absl::Time asked = absl::InfinitePast();
  absl::Time began = absl::InfiniteFuture();
  absl::Duration rest;
  bool counting = false;
};

CountedGauges::CountedGauges(CountedGaugesOptions options, Workers& workers, const Clock& clock,
                             obs::Registry& registry)
    : registry_(registry) {
  const auto state = std::make_shared<State>(std::move(options));
  Refresh(state, workers, clock);
  for (const auto& [name, help] : state->options.families) {
    const auto read = [state, family = name, &workers, &clock] {
      Refresh(state, workers, clock);
      return state->SamplesOf(family);
    };
    registry_.AddGaugesCallback(name, help, read, this);
  }
}

CountedGauges::~CountedGauges() {
  registry_.RemoveCallbacks(this);
}

void CountedGauges::Refresh(const std::shared_ptr<State>& state, Workers& workers, const Clock& clock) {
  const absl::Time now = clock.Now();
  if (state->Claim(now)) Start(State::Count(state, &workers, now), [] {});
}

}  // namespace amparo::pg
