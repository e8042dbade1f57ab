// One transaction of an import: whole cases of one office, written by one statement a kind, whatever their number.
#pragma once

#include <span>

#include "absl/status/statusor.h"
#include "common/crypto/blind_index.h"
#include "common/crypto/envelope.h"
#include "common/pg/workers.h"
#include "services/case/domain/import_store.h"

namespace amparo::cases {

// What an import seals with, and hides what it is found and known by.
struct ImportKeys {
  const crypto::Envelope* envelope = nullptr;
  const crypto::BlindIndex* index = nullptr;
};

// Enters `wholes`, cases of one office and each another, in `transaction`; answers what became of each. Cases that were
// imported before are told and change nothing. Any other trouble with one is the answer for all of them, and the
// transaction is to be rolled back: ALREADY_EXISTS, NOT_FOUND. Throws as libpqxx does; may be run again.
absl::StatusOr<ImportEffects> RunImport(pg::Transaction& transaction, const ImportKeys& keys,
                                        std::span<const WholeCase> wholes);

}  // namespace amparo::cases
