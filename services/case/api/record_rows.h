// The records of an import on their way: gathered in groups, and reported in order.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/import.pb.h"
#include "services/case/api/import_group.h"
#include "services/case/domain/import_store.h"

namespace amparo::cases {

// Records that are entered together.
using RecordGroup = EntryGroup<v1::ImportRecordsRequest>;

// What the caller is told of records at the end.
class RecordReport : public EntryReport<v1::ImportRecordsResponse> {
 public:
  // Reports a record: its effect, or why it was rejected.
  void Add(const v1::ImportRecordsRequest& record, const absl::StatusOr<ImportEffect>& effect);
};

}  // namespace amparo::cases
