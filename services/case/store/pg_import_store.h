// Implements domain/import_store.h over PostgreSQL: one transaction a whole case.
#pragma once

#include "common/crypto/envelope.h"
#include "common/pg/workers.h"
#include "services/case/domain/import_store.h"

namespace amparo::cases {

class PgImportStore final : public ImportStore {
 public:
  // Both must outlive it.
  PgImportStore(pg::Workers* workers, const crypto::Envelope* envelope) : workers_(workers), envelope_(envelope) {}

  Task<absl::StatusOr<ImportEffect>> Import(WholeCase whole, Limits limits) override;

 private:
  pg::Workers* const workers_;
  const crypto::Envelope* const envelope_;
};

}  // namespace amparo::cases
