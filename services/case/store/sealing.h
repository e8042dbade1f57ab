// Seals what identifies people into a record's body and opens it again: a data key a subject (the record's own id), the
// sealed bytes bound to table, office, row and field.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/crypto/envelope.h"
#include "common/feed/act.h"
#include "services/case/domain/store.h"
#include "services/case/store/tables.h"

namespace amparo::cases {

// The schema that rows and keys belong to.
inline constexpr std::string_view kSchema = "cases";

// A data key as the database has it.
struct StoredKey {
  std::string wrapped;
  std::string wrapping_key_id;
};

// True when `body` holds something sealed. Malformed bytes hold nothing.
bool HasSealed(const Table& table, std::string_view body);

// What `body` holds sealed; nullopt when nothing.
std::optional<std::string> SealedIn(const Table& table, std::string_view body);

// Seals `plain` for the record `key` under its data key, which is made when `stored` is absent and then answered, and
// appends it to `body` as the table's sealed field (a later field of a message replaces an earlier one).
absl::StatusOr<std::optional<feed::NewDataKey>> SealInto(const crypto::Envelope& envelope, const RecordKey& key,
                                                         const std::optional<StoredKey>& stored, std::string_view plain,
                                                         std::string& body);

// Opens what SealInto sealed. DATA_LOSS when it was altered or moved.
absl::StatusOr<std::string> OpenSealed(const crypto::Envelope& envelope, const RecordKey& key, const StoredKey& stored,
                                       std::string_view sealed);

}  // namespace amparo::cases
