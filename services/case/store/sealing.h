// Seals what identifies people into a record's body and opens it again: a data key a subject (the record itself, or the
// person it speaks of), the sealed bytes bound to table, office, row and field.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "common/crypto/blind_index.h"
#include "common/crypto/envelope.h"
#include "common/feed/act.h"
#include "common/pg/reader.h"
#include "common/pg/rows.h"
#include "services/case/domain/store.h"
#include "services/case/store/tables.h"

namespace amparo::cases {

// The schema that rows and keys belong to.
inline constexpr std::string_view kSchema = "cases";

// A data key as the database has it.
struct StoredKey {
  // Nothing when it was erased: then nothing is opened or sealed for its subject any more.
  std::optional<std::string> wrapped;
  std::string wrapping_key_id;
};
// From these two columns of a row, the first of them `column`.
StoredKey StoredKeyIn(const pg::Row& row, int column);

// What `body` holds sealed; nullopt when nothing. Malformed bytes hold nothing.
std::optional<std::string> SealedIn(const Table& table, std::string_view body);

// Whose data key seals the secret of `change`.
Uuid SubjectOf(const Change& change);

// True for the first version of a record that seals under a key of its own.
bool IsNewSubject(const Change& change);

// Fills the columns of `change` that say what its record is found by, from its terms: tokens in the space of the
// office.
void IndexInto(const crypto::BlindIndex& index, Change& change);

// Seals the secret of `change` under its subject's data key, which is made when `stored` is absent and then answered,
// and appends it to the body as the table's sealed field (a later field of a message replaces an earlier one).
// FAILED_PRECONDITION DATA_KEY_ERASED.
absl::StatusOr<std::optional<feed::NewDataKey>> SealInto(const crypto::Envelope& envelope,
                                                         const std::optional<StoredKey>& stored, Change& change);

// Opens what SealInto sealed for the record `key` under the data key of `subject`; nullopt when that was erased.
// DATA_LOSS when it was altered or moved.
absl::StatusOr<std::optional<std::string>> OpenSealed(const crypto::Envelope& envelope, const RecordKey& key,
                                                      const Uuid& subject, const StoredKey& stored,
                                                      std::string_view sealed);

// Opens what records of one kind and office hold sealed, each into its secret; those whose key was erased stay without.
// All that is pointed to must outlive the task.
Task<absl::Status> OpenEach(pg::Reader* reader, const crypto::Envelope* envelope, std::string office, Kind kind,
                            std::vector<Record*> records, Limits limits);

}  // namespace amparo::cases
