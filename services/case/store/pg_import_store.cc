#include "services/case/store/pg_import_store.h"

#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "common/pg/sqlstate.h"
#include "services/case/store/acts.h"
#include "services/case/store/record_run.h"
#include "services/case/store/tables.h"

namespace amparo::cases {
namespace {

// What a violated constraint means to the caller who wanted to import `name`.
absl::Status ExplainCase(const absl::Status& status, const CaseName& name) {
  if (errors::Reason(status) != pg::kReasonUniqueViolation) return status;
  const std::string constraint = pg::ConstraintOf(status);
  for (const Table& table : Tables()) {
    for (const UniqueKey& unique : table.unique_keys) {
      if (unique.constraint == constraint) return errors::AlreadyExists("case", ToString(name), unique.field);
    }
    if (constraint == StrCat(KindWord(table.kind), "_pkey") && table.kind != Kind::kCase) {
      return errors::Make(absl::StatusCode::kAlreadyExists, errors::kAlreadyExists,
                          StrCat("a ", KindWord(table.kind), " of the row exists already in the office"),
                          {{"name", ToString(name)}});
    }
  }
  return errors::AlreadyExists("case", ToString(name));
}

// True for what one of the cases or records brought about, as against what is wrong with the database or the caller's
// time.
bool IsOfOne(const absl::Status& status) {
  return absl::IsAlreadyExists(status) || absl::IsNotFound(status) || absl::IsFailedPrecondition(status) ||
         absl::IsInvalidArgument(status);
}

// Some of what a call brings: from one index up to another.
struct Stretch {
  std::size_t begin = 0;
  std::size_t end = 0;

  std::size_t size() const { return end - begin; }
};

// Enters a stretch in a transaction. It may outlive who waits for it.
using StretchJob = std::function<absl::StatusOr<ImportEffects>(pg::Transaction&, Stretch)>;
// What a failure means when it is that of the first of a stretch.
using ExplainFirst = std::function<absl::Status(const absl::Status&, std::size_t first)>;

// Enters `count` cases or records. What fails together is tried again in halves, until who is at fault stands alone.
// `name` lives as long as the program.
Task<absl::StatusOr<ImportEffects>> EnterInHalves(pg::Workers* workers, std::string_view name, std::size_t count,
                                                  StretchJob enter, ExplainFirst explain, Limits limits) {
  ImportEffects effects(count, ImportEffect::kUnchanged);
  std::vector<Stretch> waiting;
  if (count > 0) waiting.push_back({0, count});
  while (!waiting.empty()) {
    const Stretch stretch = waiting.back();
    waiting.pop_back();
    std::function<absl::StatusOr<ImportEffects>(pg::Transaction&)> job =
        [enter, stretch](pg::Transaction& transaction) { return enter(transaction, stretch); };
    absl::StatusOr<ImportEffects> done = co_await workers->Run<ImportEffects>(name, std::move(job), limits);
    if (done.ok()) {
      std::move(done->begin(), done->end(), effects.begin() + static_cast<std::ptrdiff_t>(stretch.begin));
      continue;
    }
    const absl::Status why = explain(done.status(), stretch.begin);
    if (!IsOfOne(why)) co_return why;
    if (stretch.size() == 1) {
      effects[stretch.begin] = why;
      continue;
    }
    const std::size_t middle = stretch.begin + stretch.size() / 2;
    waiting.push_back({middle, stretch.end});
    waiting.push_back({stretch.begin, middle});
  }
  co_return effects;
}

}  // namespace

Task<absl::StatusOr<ImportEffects>> PgImportStore::Import(std::vector<WholeCase> wholes, Limits limits) {
  // Jobs may outlive this coroutine when its caller goes away.
  const auto shared = std::make_shared<const std::vector<WholeCase>>(std::move(wholes));
  StretchJob enter = [shared, keys = keys_](pg::Transaction& transaction, Stretch stretch) {
    return RunImport(transaction, keys, std::span(*shared).subspan(stretch.begin, stretch.size()));
  };
  ExplainFirst explain = [shared](const absl::Status& status, std::size_t first) {
    return ExplainCase(status, (*shared)[first].name);
  };
  absl::StatusOr<ImportEffects> effects =
      co_await EnterInHalves(workers_, "import_cases", shared->size(), std::move(enter), std::move(explain), limits);
  co_return effects;
}

Task<absl::StatusOr<ImportEffects>> PgImportStore::ImportRecords(ActStamp stamp, std::vector<WholeRecord> records,
                                                                 absl::Time now, Limits limits) {
  const auto shared = std::make_shared<const std::vector<WholeRecord>>(std::move(records));
  // The record that a failure is about: stretches are entered one after the other.
  const auto written = std::make_shared<RecordKey>();
  const WorkKeys keys{keys_.envelope, keys_.index};
  StretchJob enter = [shared, written, keys, stamp, now](pg::Transaction& transaction, Stretch stretch) {
    *written = (*shared)[stretch.begin].key;
    return RunRecordImport(transaction, keys, stamp, std::span(*shared).subspan(stretch.begin, stretch.size()), now,
                           *written);
  };
  ExplainFirst explain = [written](const absl::Status& status, std::size_t) {
    return cases::Explain(status, *written);
  };
  absl::StatusOr<ImportEffects> effects =
      co_await EnterInHalves(workers_, "import_records", shared->size(), std::move(enter), std::move(explain), limits);
  co_return effects;
}

}  // namespace amparo::cases
