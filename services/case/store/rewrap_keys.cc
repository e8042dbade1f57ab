#include "services/case/store/rewrap_keys.h"

#include <memory>
#include <pqxx/pqxx>
#include <string>
#include <utility>

#include "common/base/limits.h"
#include "common/base/status_macros.h"
#include "common/feed/blocking.h"
#include "services/case/store/people_statements.h"
#include "services/case/store/sealing.h"
#include "services/case/store/work_statements.h"

namespace amparo::cases {
namespace {

// So few that whoever waits for one of their rows does not notice.
constexpr int64_t kRewrappedAtOnce = 200;
constexpr absl::Duration kRewrapPatience = absl::Minutes(1);

// How far a rotation is: the last key it has looked at, and what it has done.
struct RewrapProgress {
  std::string office;
  Uuid subject;
  int64_t rewrapped = 0;
  bool finished = false;
};

// One batch, after the key that `progress` stands at.
absl::Status RewrapBatch(pg::Transaction& transaction, const crypto::Envelope& envelope, const std::string& current_id,
                         RewrapProgress& progress) {
  const Texts from = {progress.office, progress.subject.ToString(), current_id, std::to_string(kRewrappedAtOnce)};
  const pqxx::result rows = Execute(transaction, kKeysToRewrap, from);
  for (const pqxx::row& row : rows) {
    const std::string office = row[0].c_str();
    const Uuid subject = IdIn(row[1]);
    AMPARO_ASSIGN_OR_RETURN(const crypto::DataKey anew,
                            envelope.Rewrap(kSchema, office, subject, BytesIn(row[2]), row[3].c_str()));
    Execute(transaction, kKeyRewrap, {office, subject.ToString(), BytesText(anew.wrapped), anew.wrapping_key_id});
    progress.office = office;
    progress.subject = subject;
    ++progress.rewrapped;
  }
  progress.finished = static_cast<int64_t>(rows.size()) < kRewrappedAtOnce;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<int64_t> RewrapKeys(pg::Workers& workers, const crypto::Envelope& envelope,
                                   const std::string& current_id) {
  RewrapProgress progress;
  while (!progress.finished) {
    // A batch may run more than once, and the last time counts: each begins where the one before it ended.
    const auto next = std::make_shared<RewrapProgress>();
    std::function<absl::Status(pg::Transaction&)> batch = [next, before = progress, &envelope,
                                                           current_id](pg::Transaction& transaction) {
      *next = before;
      return RewrapBatch(transaction, envelope, current_id, *next);
    };
    AMPARO_RETURN_IF_ERROR(
        feed::RunBlocking(workers, kKeysToRewrap.name, std::move(batch), Limits::For(kRewrapPatience)));
    progress = *next;
  }
  return progress.rewrapped;
}

}  // namespace amparo::cases
