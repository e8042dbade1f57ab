#include "services/statistics/ingest/fact_sink.h"

#include <utility>

#include "common/base/check.h"
#include "common/base/status_macros.h"
#include "services/statistics/ingest/event_facts.h"

namespace amparo::statistics {

void MemoryKeeper::Apply(const std::vector<Fact>& facts) {
  std::lock_guard lock(mutex_);
  board_.Apply(facts);
}

absl::Status MemoryKeeper::Reload(const Limits& limits) {
  std::lock_guard lock(mutex_);
  AMPARO_ASSIGN_OR_RETURN(Facts facts, store_.Load(limits));
  board_.Replace(std::move(facts));
  return absl::OkStatus();
}

absl::Status FactSink::Reset(pg::Transaction& transaction) {
  return store_.Clear(transaction, kinds_);
}

absl::Status FactSink::Apply(pg::Transaction& transaction, const feed::Events& events) {
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Fact> facts, FactsFromEvents(events));
  return store_.Upsert(transaction, facts);
}

void FactSink::Applied(const feed::Events& events) {
  const absl::StatusOr<std::vector<Fact>> facts = FactsFromEvents(events);
  AMPARO_CHECK(facts.ok(), "events that were applied to the database can be read");
  keeper_.Apply(*facts);
}

absl::Status FactSink::Reload(const Limits& limits) {
  return keeper_.Reload(limits);
}

}  // namespace amparo::statistics
