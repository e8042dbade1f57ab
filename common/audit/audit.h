// The audit trail of reads: no audit row, no answer. Changes are recorded by their own act (feed::Act).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "common/base/uuid.h"
#include "common/pg/statement.h"
#include "common/pg/writer.h"

namespace amparo::audit {

// One resource that was read.
struct Item {
  // The id of the audit row: Uuid::V7(time).
  Uuid id;
  // The resource's name.
  std::string name;
  // The version read.
  int64_t version = 0;
};

// One call that reads sensitive data of one office.
struct ReadRecord {
  std::string office;
  absl::Time time;
  // The caller's identity.
  std::string caller;
  // "package.Service/Method".
  std::string method;
  // Why, as far as the caller said.
  std::string reason;
  // The trace of the call, in hex.
  std::string trace_id;
  // The paths of the sensitive fields the answer holds.
  std::vector<std::string> fields;
  // What was read; at least one.
  std::vector<Item> items;
};

// $1 office, $2 ids, $3 time, $4 caller, $5 method, $6 names, $7 versions, $8 fields, $9 reason, $10 trace id.
inline constexpr pg::Statement kRecordRead{
    "audit_record_read",
    "INSERT INTO audit (office, id, audit_time, caller, method, name, version, action, fields, reason, trace_id) "
    "SELECT $1, item.id, $3, $4, $5, item.name, item.version, 'READ', $8, $9, $10 "
    "FROM unnest($2::uuid[], $6::text[], $7::bigint[]) AS item (id, name, version)"};

// The named statements of this part.
inline constexpr std::array kStatements = {kRecordRead};

// Writes the rows and answers once they are committed; unless it answers OK, the sensitive data must not leave.
Task<absl::Status> RecordRead(pg::Writer& writer, ReadRecord record, Limits limits);

}  // namespace amparo::audit
