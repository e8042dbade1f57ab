#include "services/case/store/case_gauges.h"

#include <array>
#include <atomic>
#include <mutex>
#include <pqxx/pqxx>
#include <string>

#include "common/base/task.h"
#include "services/case/domain/case.h"
#include "services/case/store/statements.h"

namespace amparo::cases {
namespace {

constexpr std::size_t kStages = static_cast<std::size_t>(Stage::kDeclined) + 1;
constexpr absl::Duration kLongest = absl::Seconds(30);

}  // namespace

// Lives as long as a count is under way, even when the gauges are gone.
struct CaseGauges::Counts {
  std::array<std::atomic<int64_t>, kStages> by_stage{};
  std::mutex mutex;
  absl::Time asked = absl::InfinitePast();
  bool counting = false;

  // True when the caller is the one to count now.
  bool Claim(absl::Time now) {
    const std::lock_guard lock(mutex);
    if (counting || now - asked < kFresh) return false;
    counting = true;
    asked = now;
    return true;
  }

  void Release() {
    const std::lock_guard lock(mutex);
    counting = false;
  }

  absl::Status Read(pg::Transaction& transaction) {
    std::array<int64_t, kStages> found{};
    for (const pqxx::row row : transaction.exec(std::string(kCountStages.sql))) {
      found.at(row[0].as<std::size_t>()) = row[1].as<int64_t>();
    }
    for (std::size_t stage = 0; stage < kStages; ++stage) by_stage[stage] = found[stage];
    return absl::OkStatus();
  }

  static Task<void> Count(std::shared_ptr<Counts> counts, pg::Workers* workers) {
    std::function<absl::Status(pg::Transaction&)> read = [counts](pg::Transaction& transaction) {
      return counts->Read(transaction);
    };
    // A count that fails leaves the last one standing; the database's own metrics say that it is away.
    (void)co_await workers->RunStatus(kCountStages.name, std::move(read), Limits::For(kLongest));
    counts->Release();
  }
};

CaseGauges::CaseGauges(pg::Workers& workers, const Clock& clock, obs::Registry& registry) : registry_(registry) {
  const auto counts = std::make_shared<Counts>();
  Refresh(counts, workers, clock);
  for (std::size_t stage = 1; stage < kStages; ++stage) {
    const auto read = [counts, stage, &workers, &clock] {
      Refresh(counts, workers, clock);
      return static_cast<double>(counts->by_stage[stage].load(std::memory_order_relaxed));
    };
    registry_.AddGaugeCallback("amparo_cases", "Cases in each stage, of all offices.",
                               {{"stage", std::string(StageWord(static_cast<Stage>(stage)))}}, read, this);
  }
}

CaseGauges::~CaseGauges() {
  registry_.RemoveCallbacks(this);
}

void CaseGauges::Refresh(const std::shared_ptr<Counts>& counts, pg::Workers& workers, const Clock& clock) {
  if (counts->Claim(clock.Now())) Start(Counts::Count(counts, &workers), [] {});
}

}  // namespace amparo::cases
