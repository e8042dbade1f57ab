// What the timeline of a case asks of the database: the journal of its records.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "services/case/domain/names.h"

namespace amparo::cases {

// One version of a record, as the journal keeps it.
struct JournalRow {
  // Its number in the feed.
  int64_t seq = 0;
  Kind kind = Kind::kCase;
  std::string name;
  int64_t version = 0;
  absl::Time time;
  // Who made it and by which RPC, as the audit trail has it; empty when it has not.
  std::string actor;
  std::string method;
  // The record after the change, as Record::body.
  std::string body;
};

// Which rows of the journal.
struct JournalQuery {
  CaseName of;
  // The cases that were merged into it, as it is to be told.
  std::vector<Uuid> members;
  // Their people, as they are to be told.
  std::vector<Uuid> people;
  // The records of these kinds: the case itself, what stands under it, its people, links of these and of their roles
  // (kLink), distinctions of the case and of these, and links that other cases of the office have to it (kCaseLink).
  // Operations come by name only.
  std::vector<Kind> kinds;
  // Besides these: operations of the case, and of its members, that are there for whoever asks.
  std::vector<OperationName> operations;
  // Only what was entered by then.
  std::optional<absl::Time> by;
  // Only what stands in the feed up to this number.
  std::optional<int64_t> up_to;
  // The most rows to answer.
  int32_t most = 0;
};

// The journal of cases. Safe to call from any thread.
class TimelineStore {
 public:
  virtual ~TimelineStore() = default;

  // The rows, in the order of the feed, which for each record is that of its versions.
  virtual Task<absl::StatusOr<std::vector<JournalRow>>> Journal(JournalQuery query, Limits limits) = 0;

  // The last number of the feed: everything up to it is committed, and nothing comes there any more.
  virtual Task<absl::StatusOr<int64_t>> Head(Limits limits) = 0;
};

}  // namespace amparo::cases
