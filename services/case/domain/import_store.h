// What an import asks of the database: whole cases, each in one transaction.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// A whole case, checked and ready to be written.
struct WholeCase {
  // Who imports; no request id: the content itself says whether it came before (`fingerprint`).
  ActStamp stamp;
  CaseName name;
  ChargeFacts charges;
  // What must exist already.
  std::vector<VenueName> venues_needed;
  // The first versions of all its resources: the case first, each before those that refer to it. A venue that exists
  // already is left as it is.
  std::vector<Change> changes;
};

// What an import did.
enum class ImportEffect { kCreated, kUnchanged };

// Writes whole cases. Safe to call from any thread.
class ImportStore {
 public:
  virtual ~ImportStore() = default;

  // Enters `whole` in one transaction: all of it, or nothing. UNCHANGED when a case of this name was imported with the
  // same fingerprint. Errors: ALREADY_EXISTS for a case that came with other content or by another way, and for any
  // other resource that exists; NOT_FOUND for a venue that is needed; what `common/pg` answers for a database that is
  // away, slow or overloaded.
  virtual Task<absl::StatusOr<ImportEffect>> Import(WholeCase whole, Limits limits) = 0;
};

}  // namespace amparo::cases
