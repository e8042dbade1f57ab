#include "common/audit/sealer.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "common/audit/chain_sql.h"
#include "common/base/status_macros.h"
#include "common/base/task.h"
#include "common/config/config.h"
#include "common/crypto/ed25519.h"

namespace amparo::audit {
namespace {

constexpr absl::Duration kSealPatience = absl::Seconds(30);
// A process that was told to end has 10 s for everything.
constexpr absl::Duration kLastPatience = absl::Seconds(2);
// A server that does not answer is given up this long after the end of a round, and looked for a few times a second.
constexpr absl::Duration kGiveUp = absl::Milliseconds(300);
constexpr absl::Duration kToEnd = absl::Seconds(1);
constexpr absl::Duration kBetweenTold = absl::Seconds(10);

// What of a batch can be sealed: everything before the first number whose row must be waited for.
struct Sealable {
  std::vector<Entry> entries;
  int64_t last = 0;
  std::optional<NumberRange> gap;
};

// `rows` are those that are not sealed, all of them when there are fewer than `most`; numbers in `passable` need not be
// waited for.
Sealable BeforeGap(std::vector<NumberedEntry> rows, const SealState& state, int64_t most,
                   const std::optional<NumberRange>& passable) {
  Sealable sealable{{}, state.sealed, std::nullopt};
  // False at a gap before number `next` that stops it.
  const auto go_to = [&sealable, &passable](int64_t next) {
    const NumberRange gap{sealable.last + 1, next - 1};
    const bool passes = passable && passable->first <= gap.first && gap.last <= passable->last;
    if (gap.first <= gap.last && !passes) sealable.gap = gap;
    if (!sealable.gap) sealable.last = gap.last;
    return !sealable.gap;
  };
  for (NumberedEntry& row : rows) {
    if (!go_to(row.seq)) return sealable;
    sealable.last = row.seq;
    // One that cannot be read was never written by a service: it stays outside, and verification tells of it.
    if (row.entry) sealable.entries.push_back(*std::move(row.entry));
  }
  if (static_cast<int64_t>(rows.size()) < most) go_to(state.audited + 1);
  return sealable;
}

// One batch, in one transaction; rows that have come meanwhile in `passable`, a gap that was waited for, are sealed.
SealRound SealBatch(pg::Transaction& transaction, int64_t most, const std::optional<NumberRange>& passable) {
  SealRound round;
  const SealState seen = ReadSealState(transaction);
  round.waiting = seen.audited - seen.sealed;
  if (round.waiting <= 0) return round;
  const std::optional<SealState> state = LockSealState(transaction);
  round.busy = !state;
  // What was sealed while the lock was had may lie behind the number that was seen.
  if (!state || state->audited <= state->sealed) return round;
  std::vector<NumberedEntry> rows = ReadEntries(transaction, state->sealed, state->audited, most);
  round.more = static_cast<int64_t>(rows.size()) == most;
  const Sealable sealable = BeforeGap(std::move(rows), *state, most, passable);
  round.gap = sealable.gap;
  if (sealable.last == state->sealed) return round;
  std::set<ChainName> chains;
  for (const Entry& entry : sealable.entries) chains.insert(entry.chain);
  round.before = ReadHeads(transaction, chains);
  round.heads = round.before;
  AppendLinks(transaction, Seal(sealable.entries, round.heads));
  MoveSeal(transaction, sealable.last);
  round.rows = static_cast<int64_t>(sealable.entries.size());
  round.waiting = state->audited - sealable.last;
  return round;
}

}  // namespace

SealerOptions SealerOptionsFrom(const config::v1::ServiceConfig& config, const std::string& program) {
  SealerOptions options;
  options.conninfo = config.database().write_conninfo();
  options.application_name = program + " sealer";
  options.head_interval = config::ToDuration(config.audit().head_interval());
  return options;
}

absl::StatusOr<std::shared_ptr<HeadKeeper>> OpenHeads(const config::v1::Audit& config) {
  if (config.head_file().empty() || config.signing_key_file().empty()) {
    return absl::InvalidArgumentError("audit.head_file and audit.signing_key_file are required");
  }
  AMPARO_ASSIGN_OR_RETURN(crypto::SigningKey key, crypto::SigningKey::Load(config.signing_key_file()));
  std::vector<crypto::VerifyingKey> former;
  for (const std::string& file : config.former_key_files()) {
    AMPARO_ASSIGN_OR_RETURN(crypto::VerifyingKey one, crypto::VerifyingKey::Load(file));
    former.push_back(std::move(one));
  }
  AMPARO_ASSIGN_OR_RETURN(HeadBook book, HeadBook::Open(config.head_file(), std::move(key), std::move(former)));
  AMPARO_ASSIGN_OR_RETURN(const int64_t sealed, book.LastSealed());
  return std::make_shared<HeadKeeper>(std::move(book), sealed);
}

Sealer::Sealer(SealerOptions options, std::shared_ptr<HeadKeeper> keeper, const Clock& clock)
    : options_(std::move(options)),
      keeper_(std::move(keeper)),
      clock_(clock),
      workers_({.conninfo = options_.conninfo,
                .application_name = options_.application_name,
                .threads = 1,
                // Room for the last round behind one that was cut short.
                .queue_bound = 8,
                .watchdog_grace = kGiveUp}),
      thread_(&Sealer::Loop, this) {}

Sealer::~Sealer() {
  Stop(absl::Now() + kLastPatience + kToEnd);
  if (registry_ != nullptr) registry_->RemoveCallbacks(this);
}

void Sealer::Stop(absl::Time end) {
  if (!thread_.joinable()) return;
  told_end_ = std::min(absl::Now() + kLastPatience, end - kToEnd);
  ending_.request_stop();
  thread_.join();
}

void Sealer::ExportMetrics(obs::Registry& registry) {
  registry_ = &registry;
  const auto count = [&](const char* name, const char* help, std::function<double()> read) {
    registry.AddCounterCallback(name, help, {}, std::move(read), this);
  };
  count("amparo_audit_sealed_total", "Audit rows sealed by this instance.",
        [this] { return static_cast<double>(sealed_.load(std::memory_order_relaxed)); });
  count("amparo_audit_missing_total", "Audit rows that were gone before they were sealed.",
        [this] { return static_cast<double>(keeper_->rows_missing()); });
  count("amparo_audit_heads_total", "Heads of audit chains signed and written outside the database.",
        [this] { return static_cast<double>(keeper_->heads_written()); });
  count("amparo_audit_failures_total", "Rounds of sealing, or of writing heads, that failed.",
        [this] { return static_cast<double>(failures_.load(std::memory_order_relaxed)); });
  registry.AddGaugeCallback(
      "amparo_audit_unsealed", "Audit rows that are in no chain yet.", {},
      [this] { return static_cast<double>(waiting_.load(std::memory_order_relaxed)); }, this);
}

void Sealer::Loop() {
  absl::Time heads_written = absl::InfinitePast();
  while (true) {
    // What came in while it was told to stop is sealed too.
    const bool last = ending_.stop_requested();
    if (last) end_ = told_end_;
    Tell(SealAll());
    if (last || keeper_->behind() || absl::Now() - heads_written >= options_.head_interval) {
      Tell(WriteHeads());
      heads_written = absl::Now();
    }
    if (last) return;
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, ending_.get_token(), absl::ToChronoMicroseconds(options_.poll_interval),
                      [] { return false; });
  }
}

absl::Status Sealer::SealAll() {
  while (true) {
    AMPARO_ASSIGN_OR_RETURN(const SealRound round, SealOnce());
    if (!round.more || round.rows == 0) return absl::OkStatus();
  }
}

absl::StatusOr<SealRound> Sealer::SealOnce() {
  std::function<absl::StatusOr<SealRound>(pg::Transaction&)> job =
      [most = options_.batch, passable = RipeGap()](pg::Transaction& transaction) -> absl::StatusOr<SealRound> {
    return SealBatch(transaction, most, passable);
  };
  AMPARO_ASSIGN_OR_RETURN(SealRound round,
                          SyncWait(AsTask(workers_.Run<SealRound>("audit_seal", std::move(job), RoundLimits()))));
  keeper_->Keep(round.before, round.heads);
  if (!round.busy) NoteGap(round.gap);
  sealed_ += round.rows;
  waiting_ = round.waiting;
  return round;
}

absl::Status Sealer::WriteHeads() {
  std::function<absl::Status(pg::Transaction&)> job = [keeper = keeper_,
                                                       now = clock_.Now()](pg::Transaction& transaction) {
    return keeper->Write(transaction, now).status();
  };
  const absl::Status written =
      SyncWait(AsTask(workers_.RunStatus("audit_write_heads", std::move(job), RoundLimits()))).status();
  if (written.ok()) return written;
  // Without the database, what is known without it.
  const absl::Status kept = keeper_->WriteKept(clock_.Now());
  return kept.ok() ? written : kept;
}

std::optional<NumberRange> Sealer::RipeGap() const {
  if (gap_ && absl::Now() - gap_since_ >= options_.gap_patience) return gap_;
  return std::nullopt;
}

void Sealer::NoteGap(const std::optional<NumberRange>& gap) {
  if (gap != gap_) gap_since_ = absl::Now();
  gap_ = gap;
}

void Sealer::Tell(const absl::Status& problem) {
  // What was cut short by the end is done again in the last round.
  const bool cut_short = absl::IsCancelled(problem) && ending_.stop_requested();
  if (problem.ok() || cut_short) return;
  ++failures_;
  if (!options_.on_problem || absl::Now() - told_ < kBetweenTold) return;
  told_ = absl::Now();
  options_.on_problem(problem);
}

Limits Sealer::RoundLimits() const {
  if (end_ != absl::InfiniteFuture()) return {end_, {}};
  return {absl::Now() + kSealPatience, ending_.get_token()};
}

}  // namespace amparo::audit
