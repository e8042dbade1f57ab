// One transaction of an import of records: of one office and of whichever kinds, each entered by its own act.
#pragma once

#include <span>

#include "absl/status/statusor.h"
#include "common/pg/workers.h"
#include "services/case/domain/import_store.h"
#include "services/case/store/pg_work.h"

namespace amparo::cases {

// Enters `records`, each another of the office of `stamp`, in `transaction`, in their order; answers what became of
// each. Records that were imported before are told and change nothing. Any other trouble with one is the answer for all
// of them, and the transaction is to be rolled back. `written` becomes the key of the record that was last written, or
// that could not be. Throws as libpqxx does; may be run again.
absl::StatusOr<ImportEffects> RunRecordImport(pg::Transaction& transaction, const WorkKeys& keys, const ActStamp& stamp,
                                              std::span<const WholeRecord> records, absl::Time now, RecordKey& written);

}  // namespace amparo::cases
