// Implements domain/import_store.h over PostgreSQL: one transaction a whole case.
#pragma once

#include "common/crypto/blind_index.h"
#include "common/crypto/envelope.h"
#include "common/pg/workers.h"
#include "services/case/domain/import_store.h"

namespace amparo::cases {

class PgImportStore final : public ImportStore {
 public:
  // All must outlive it.
  PgImportStore(pg::Workers* workers, const crypto::Envelope* envelope, const crypto::BlindIndex* index)
      : workers_(workers), envelope_(envelope), index_(index) {}

  Task<absl::StatusOr<ImportEffect>> Import(WholeCase whole, Limits limits) override;

 private:
  pg::Workers* const workers_;
  const crypto::Envelope* const envelope_;
  const crypto::BlindIndex* const index_;
};

}  // namespace amparo::cases
