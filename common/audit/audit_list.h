// Pages of the trail, the newest first.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "amparo/audit/v1/audit.pb.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "common/pg/reader.h"
#include "common/pg/statement.h"
#include "common/rpc/paging.h"

namespace amparo::audit {

// What is listed; empty = no such filter.
struct ListFilter {
  std::string office;
  // The rows of this compartment; empty = those of none.
  std::string compartment;
  // Of this resource and of what stands under it.
  std::string resource;
  std::string caller;
  v1::AuditAction action = v1::AUDIT_ACTION_UNSPECIFIED;
  // From this moment on.
  absl::Time start;
  // Rows before this place; the end of a page, or of the time asked for.
  rpc::Place before;
  int32_t limit = 0;
};

// The first and the last moment that PostgreSQL and callers can name: years 1 to 9999.
extern const absl::Time kFirstTime;
extern const absl::Time kLastTime;

// Reads through `reader`, which sees all that is committed. Errors are those of pg::Reader.
Task<absl::StatusOr<std::vector<v1::AuditEntry>>> ListEntries(pg::Reader* reader, ListFilter filter, Limits limits);

// The named statements of lists, for checks.
std::vector<pg::Statement> ListStatements();

}  // namespace amparo::audit
