// Implements domain/import_store.h over PostgreSQL: many cases or records a transaction, of each all or nothing.
#pragma once

#include <vector>

#include "common/crypto/blind_index.h"
#include "common/crypto/envelope.h"
#include "common/pg/workers.h"
#include "services/case/domain/import_store.h"
#include "services/case/store/import_run.h"

namespace amparo::cases {

class PgImportStore final : public ImportStore {
 public:
  // All must outlive it.
  PgImportStore(pg::Workers* workers, const crypto::Envelope* envelope, const crypto::BlindIndex* index)
      : workers_(workers), keys_{envelope, index} {}

  Task<absl::StatusOr<ImportEffects>> Import(std::vector<WholeCase> wholes, Limits limits) override;
  Task<absl::StatusOr<ImportEffects>> ImportRecords(ActStamp stamp, std::vector<WholeRecord> records, absl::Time now,
                                                    Limits limits) override;

 private:
  pg::Workers* const workers_;
  const ImportKeys keys_;
};

}  // namespace amparo::cases
