#include "services/case/store/pg_import_store.h"

#include <functional>
#include <memory>
#include <span>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "common/pg/sqlstate.h"
#include "services/case/store/tables.h"

namespace amparo::cases {
namespace {

// What a violated constraint means to the caller who wanted to import `name`.
absl::Status Explain(const absl::Status& status, const CaseName& name) {
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

// True for what one of the cases brought about, as against what is wrong with the database or the caller's time.
bool IsOfACase(const absl::Status& status) {
  return absl::IsAlreadyExists(status) || absl::IsNotFound(status) || absl::IsFailedPrecondition(status) ||
         absl::IsInvalidArgument(status);
}

// Some of the cases of a call: from one index up to another.
struct Stretch {
  std::size_t begin = 0;
  std::size_t end = 0;

  std::size_t size() const { return end - begin; }
};

}  // namespace

Task<absl::StatusOr<ImportEffects>> PgImportStore::Import(std::vector<WholeCase> wholes, Limits limits) {
  // Jobs may outlive this coroutine when its caller goes away.
  const auto shared = std::make_shared<const std::vector<WholeCase>>(std::move(wholes));
  ImportEffects effects(shared->size(), ImportEffect::kUnchanged);
  // What fails together is tried again in halves, until who is at fault stands alone.
  std::vector<Stretch> waiting;
  if (!shared->empty()) waiting.push_back({0, shared->size()});
  while (!waiting.empty()) {
    const Stretch stretch = waiting.back();
    waiting.pop_back();
    std::function<absl::StatusOr<ImportEffects>(pg::Transaction&)> job = [shared, stretch,
                                                                          keys = keys_](pg::Transaction& transaction) {
      return RunImport(transaction, keys, std::span(*shared).subspan(stretch.begin, stretch.size()));
    };
    absl::StatusOr<ImportEffects> done = co_await workers_->Run<ImportEffects>("import_cases", std::move(job), limits);
    if (done.ok()) {
      std::move(done->begin(), done->end(), effects.begin() + static_cast<std::ptrdiff_t>(stretch.begin));
      continue;
    }
    const absl::Status why = Explain(done.status(), (*shared)[stretch.begin].name);
    if (!IsOfACase(why)) co_return why;
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

}  // namespace amparo::cases
