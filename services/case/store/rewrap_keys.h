// The rotation of wrapping keys: what is sealed stays as it is, only the data keys are wrapped anew.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "common/crypto/envelope.h"
#include "common/pg/workers.h"

namespace amparo::cases {

// Wraps every data key of the schema that is not wrapped with the ring's current key by that key; answers how many
// there were. It works in batches, each of its own transaction: services go on meanwhile, and one that was broken off
// goes on where it was. `current_id` is the ring's; the old keys must be in the envelope's ring too.
// FAILED_PRECONDITION WRAPPING_KEY_MISSING naming the id of one that is not.
absl::StatusOr<int64_t> RewrapKeys(pg::Workers& workers, const crypto::Envelope& envelope,
                                   const std::string& current_id);

}  // namespace amparo::cases
