// Acts of several records: domain/store.h's Work over one libpqxx transaction.
#pragma once

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "common/base/task.h"
#include "common/crypto/blind_index.h"
#include "common/crypto/envelope.h"
#include "common/pg/workers.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What seals a work's secrets, and hides what its people are found by and its request is known by; both outlive the
// transaction, which may outlive the task.
struct WorkKeys {
  const crypto::Envelope* envelope = nullptr;
  const crypto::BlindIndex* index = nullptr;
};

// Runs `body` in `transaction`, then appends its changes to the feed (feed::Append). `written` becomes the key of the
// record that was last written, or that could not be. Throws as libpqxx does.
absl::StatusOr<std::string> RunPgWork(pg::Transaction& transaction, const WorkKeys& keys, const ActStamp& stamp,
                                      const WorkBody& body, RecordKey& written);

// What is done in the same transaction before the work; its error ends it.
using WorkPrelude = std::function<absl::Status(pg::Transaction&)>;

// The whole of Store::RunWork over `workers`, with a prelude or none.
Task<absl::StatusOr<std::string>> RunWorkJob(pg::Workers& workers, WorkKeys keys, ActStamp stamp, WorkPrelude prelude,
                                             WorkBody body, Limits limits);

}  // namespace amparo::cases
