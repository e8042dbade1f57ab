// The service's database: implements domain/store.h over PostgreSQL. Reads are pipelined, acts are committed in groups,
// reveals write their audit row first.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/base/clock.h"
#include "common/crypto/envelope.h"
#include "common/idempotency/run_act.h"
#include "common/pg/reader.h"
#include "common/pg/rows.h"
#include "common/pg/writer.h"
#include "services/case/domain/store.h"
#include "services/case/store/sealing.h"

namespace amparo::cases {

// What the store works with; all of it must outlive the store.
struct PgStoreParts {
  // For reads whose answers may lag behind.
  pg::Reader* reads = nullptr;
  // For reads that a write rests on: must see what is committed.
  pg::Reader* decides = nullptr;
  pg::Writer* writer = nullptr;
  const crypto::Envelope* envelope = nullptr;
  const Clock* clock = nullptr;
};

class PgStore final : public Store {
 public:
  explicit PgStore(PgStoreParts parts) : parts_(parts) {}

  Task<absl::StatusOr<Record>> Get(RecordKey key, Limits limits) override;
  Task<absl::StatusOr<std::vector<Record>>> BatchGet(Kind kind, std::string office, std::vector<Uuid> ids,
                                                     Limits limits) override;
  Task<absl::StatusOr<std::vector<Listed>>> List(ListQuery query, Limits limits) override;
  Task<absl::StatusOr<std::vector<Record>>> ListOffices(std::string after,
                                                        std::optional<std::vector<std::string>> visible, int32_t limit,
                                                        Limits limits) override;
  Task<absl::StatusOr<Revealed>> Reveal(RecordKey key, RevealStamp stamp, Limits limits) override;
  Task<absl::StatusOr<std::string>> Run(ActPlan plan, Limits limits) override;

 private:
  // One record, nullopt when there is none.
  Task<absl::StatusOr<std::optional<Record>>> Find(pg::Reader* reader, RecordKey key, Limits limits);
  // The data key of a subject, nullopt when there is none.
  Task<absl::StatusOr<std::optional<StoredKey>>> FindKey(std::string office, Uuid subject, Limits limits);
  // How far an act is: what it is to change, once decided, and how often it was tried.
  struct Progress {
    RecordKey key;
    int attempts = 0;
  };
  // Reads, lets `plan` decide, and makes the statement. Both outlive the act.
  Task<absl::StatusOr<idempotency::Attempt>> Prepare(const ActPlan* plan, Progress* progress, Limits limits);
  // Seals the secret of `change` into its body; answers the data key if it had to be made. A new record's key is looked
  // for only when the act did not take effect at first: ids that are given twice are rare.
  Task<absl::StatusOr<std::optional<feed::NewDataKey>>> SealSecret(Change* change, const Found* found,
                                                                   const ActPlan* plan, int attempts, Limits limits);

  const PgStoreParts parts_;
};

}  // namespace amparo::cases
