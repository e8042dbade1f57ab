// The service's database: implements domain/store.h and domain/compartment_store.h over PostgreSQL. Reads are
// pipelined, acts are committed in groups, reveals write their audit row first.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/clock.h"
#include "common/crypto/blind_index.h"
#include "common/crypto/envelope.h"
#include "common/idempotency/run_act.h"
#include "common/pg/reader.h"
#include "common/pg/rows.h"
#include "common/pg/workers.h"
#include "common/pg/writer.h"
#include "services/case/domain/compartment_store.h"
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
  // For acts of several records.
  pg::Workers* workers = nullptr;
  const crypto::Envelope* envelope = nullptr;
  const Clock* clock = nullptr;
  // For what people and cases are found by, and requests are known by.
  const crypto::BlindIndex* index = nullptr;
};

class PgStore final : public Store, public CompartmentStore {
 public:
  explicit PgStore(PgStoreParts parts) : parts_(parts) {}

  Task<absl::StatusOr<Record>> Get(RecordKey key, std::optional<absl::Time> at, Limits limits) override;
  Task<absl::StatusOr<VersionedBody>> Read(RecordKey key, std::optional<absl::Time> at, Freshness freshness,
                                           Limits limits) override;
  Task<absl::StatusOr<Record>> GetLatest(RecordKey key, Limits limits) override;
  Task<absl::StatusOr<std::vector<Record>>> BatchGet(Kind kind, std::string office, std::vector<Uuid> ids,
                                                     Limits limits) override;
  Task<absl::StatusOr<std::vector<Listed>>> List(ListQuery query, Limits limits) override;
  Task<absl::StatusOr<std::vector<Record>>> ListOffices(std::string after,
                                                        std::optional<std::vector<std::string>> visible, int32_t limit,
                                                        Limits limits) override;
  Task<absl::StatusOr<Revealed>> Reveal(RecordKey key, std::optional<absl::Time> at, RevealStamp stamp,
                                        Limits limits) override;
  Task<absl::StatusOr<std::string>> Run(ActPlan plan, Limits limits) override;
  Task<absl::StatusOr<std::string>> RunWork(ActStamp stamp, WorkBody body, Limits limits) override;
  std::string Fingerprint(std::string_view text) const override;

  // Compartments (pg_compartments.cc).
  Task<absl::StatusOr<Record>> Open(OperationName name, Limits limits) override;
  Task<absl::StatusOr<Record>> OpenAt(OperationName name, absl::Time at, Limits limits) override;
  Task<absl::StatusOr<Record>> OpenVersion(OperationName name, int64_t version, Limits limits) override;
  Task<absl::StatusOr<std::vector<Listed>>> OpenList(ListQuery query, Limits limits) override;
  Task<absl::Status> LeaveReceipts(ReceiptStamp stamp, std::vector<Shown> shown, Limits limits) override;
  Task<absl::StatusOr<std::vector<ReadReceipt>>> Receipts(OperationName name, int64_t after, absl::Time as_of,
                                                          int32_t limit, Limits limits) override;
  Task<absl::StatusOr<bool>> BrokeGlass(OperationName name, std::string principal, absl::Time now,
                                        Limits limits) override;

 private:
  // One record, nullopt when there is none.
  Task<absl::StatusOr<std::optional<Record>>> Find(pg::Reader* reader, RecordKey key, Limits limits);
  // One record; NOT_FOUND. The same query, but no coroutine around another: it is what most calls are.
  Task<absl::StatusOr<Record>> Need(pg::Reader* reader, RecordKey key, Limits limits);
  // One record as it was recorded at `at`; NOT_FOUND. Of its times it has only the last change's.
  Task<absl::StatusOr<Record>> FindAt(pg::Reader* reader, RecordKey key, absl::Time at, Limits limits);
  // A page of records, in order.
  Task<absl::StatusOr<std::vector<Listed>>> ListBy(pg::Reader* reader, ListQuery query, Limits limits);
  // Opens what is sealed of `record`, which outlives it.
  Task<absl::Status> OpenInto(RecordKey key, Record* record, Limits limits);
  // The data key of a subject, nullopt when it never had one.
  Task<absl::StatusOr<std::optional<StoredKey>>> FindKey(std::string office, Uuid subject, Limits limits);
  // How far an act is: what it is to change, once decided, and how often it was tried.
  struct Progress {
    RecordKey key;
    int attempts = 0;
  };
  // Reads, lets `plan` decide, and makes the statement. Both outlive the act.
  Task<absl::StatusOr<idempotency::Attempt>> Prepare(const ActPlan* plan, Progress* progress, Limits limits);
  // Seals the secret of `change` into its body; answers the data key if it had to be made. The key of a new record that
  // is its own subject is looked for only when the act did not take effect at first: ids that are given twice are rare.
  Task<absl::StatusOr<std::optional<feed::NewDataKey>>> SealSecret(Change* change, int attempts, Limits limits);

  const PgStoreParts parts_;
};

}  // namespace amparo::cases
