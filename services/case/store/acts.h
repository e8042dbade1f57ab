// From a change as the domain decided it to what the change feed is told of it, from a read to what the audit keeps of
// it, and from what the database refused to what that means to callers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/audit/audit.h"
#include "common/crypto/blind_index.h"
#include "common/feed/act.h"
#include "common/idempotency/request.h"
#include "services/case/domain/compartment_store.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The mutation that `stamp` tells of as it is kept: known by what stands for its digest under the keys of `index`.
idempotency::Request RequestOf(const crypto::BlindIndex& index, const ActStamp& stamp);

// The act of `change`, which is kept as `body`; it answers the request of `stamp` with the change's response.
feed::Act ActOf(const crypto::BlindIndex& index, const ActStamp& stamp, const Change& change, std::string body,
                std::optional<feed::NewDataKey> data_key);

// The read that `stamp` tells of; the caller adds what was read.
audit::ReadRecord ReadOf(std::string office, absl::Time time, RevealStamp stamp);
audit::ReadRecord ReadOf(const ReceiptStamp& stamp, std::vector<std::string> fields);

// What a violated constraint means to the caller who wanted to write `key`; any other status as it is.
absl::Status Explain(const absl::Status& status, const RecordKey& key);

}  // namespace amparo::cases
