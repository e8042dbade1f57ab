#include "common/audit/head_keeper.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "common/audit/chain_sql.h"
#include "common/base/status_macros.h"

namespace amparo::audit {
namespace {

// How many rows one Write looks at: an instance whose file is new has the whole trail before it.
constexpr int64_t kRowsTold = 250'000;

}  // namespace

void HeadKeeper::Keep(const Heads& before, const Heads& heads) {
  const std::lock_guard lock(mutex_);
  for (const auto& [chain, head] : heads) {
    const auto [at, first] = kept_.try_emplace(chain, head);
    if (first) continue;
    const auto base = before.find(chain);
    // What lies before a later base was sealed on by another instance.
    const bool agrees =
        base != before.end() && (base->second.number > at->second.number || base->second.hash == at->second.hash);
    if (!agrees) contradicted_.push_back(at->second);
    at->second = head;
  }
}

absl::StatusOr<int64_t> HeadKeeper::Write(pg::Transaction& transaction, absl::Time now) {
  while (true) {
    std::unique_lock lock(mutex_);
    const int64_t written = written_;
    lock.unlock();
    const int64_t sealed = ReadSealState(transaction).sealed;
    // Less than was written is another database, restored or cut; an empty file was begun anew: all of it is told.
    const int64_t from = sealed < written || book_.size() == 0 ? 0 : written;
    Growth growth;
    growth.sealed = std::min(sealed, from + kRowsTold);
    if (growth.sealed > from) {
      growth.missing = MissingBetween(transaction, from, growth.sealed);
      growth.heads = ReadHeads(transaction, ChainsBetween(transaction, from, growth.sealed));
    }
    lock.lock();
    // Another has told of it meanwhile.
    if (written_ != written) continue;
    AMPARO_RETURN_IF_ERROR(AppendAll(growth, now));
    behind_ = growth.sealed < sealed;
    return book_.size();
  }
}

absl::Status HeadKeeper::WriteKept(absl::Time now) {
  const std::lock_guard lock(mutex_);
  // A file that was begun anew lacks the others: the next Write tells of all.
  if (book_.size() == 0) written_ = 0;
  return AppendAll({written_, {}, {}}, now);
}

absl::Status HeadKeeper::AppendAll(const Growth& growth, absl::Time now) {
  std::vector<HeadLine> lines(growth.missing.begin(), growth.missing.end());
  std::vector<Head> heads = contradicted_;
  for (const auto& [chain, head] : kept_) heads.push_back(head);
  for (const auto& [chain, head] : growth.heads) {
    const auto kept = kept_.find(chain);
    if (kept == kept_.end() || kept->second.number < head.number) heads.push_back(head);
  }
  // Whoever puts in a row with such a name keeps nobody else's head inside.
  std::erase_if(heads, [](const Head& head) { return !CanBeWritten(head.chain); });
  lines.insert(lines.end(), heads.begin(), heads.end());
  if (lines.empty() && growth.sealed == written_) return absl::OkStatus();
  lines.emplace_back(SealedTo{growth.sealed});
  AMPARO_RETURN_IF_ERROR(book_.Append(lines, now));
  written_ = growth.sealed;
  kept_.clear();
  contradicted_.clear();
  heads_written_ += static_cast<int64_t>(heads.size());
  for (const NumberRange& range : growth.missing) rows_missing_ += range.last - range.first + 1;
  return absl::OkStatus();
}

}  // namespace amparo::audit
