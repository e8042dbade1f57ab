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
  // The version read; 0 for a list.
  int64_t version = 0;
  // Of an operation: the version of its plan that was read; else 0.
  int64_t plan_version = 0;
  // The compartment whose chain its row belongs to; empty = that of the record.
  std::string compartment = {};
};

// One call that reads sensitive data of one office.
struct ReadRecord {
  std::string office;
  // The compartment whose chain the rows belong to unless their item says another, the name of an operation; empty =
  // the office's own (chain.h).
  std::string compartment = {};
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

// $1 office, $2 ids, $3 time, $4 caller, $5 method, $6 names, $7 versions, $8 fields, $9 reason, $10 trace id, $11
// compartments, $12 plan versions. Rows take their numbers from where acts take them, and hold its lock as these do.
inline constexpr pg::Statement kRecordRead{
    "audit_record_read",
    "WITH head AS (UPDATE feed_head SET audited = audited + cardinality($2::uuid[]) "
    "RETURNING audited - cardinality($2::uuid[]) AS base) "
    "INSERT INTO audit (office, id, seq, compartment, audit_time, caller, method, name, version, plan_version, action, "
    "fields, reason, trace_id) "
    "SELECT $1, item.id, base + item.number, item.compartment, $3, $4, $5, item.name, item.version, item.plan_version, "
    "'READ', $8, $9, $10 FROM head, unnest($2::uuid[], $6::text[], $7::bigint[], $11::text[], $12::bigint[]) "
    "WITH ORDINALITY AS item (id, name, version, compartment, plan_version, number)"};

// The named statements of this part.
inline constexpr std::array kStatements = {kRecordRead};

// Writes the rows and answers once they are committed; unless it answers OK, the sensitive data must not leave.
Task<absl::Status> RecordRead(pg::Writer& writer, ReadRecord record, Limits limits);

}  // namespace amparo::audit
