// What an import leaves behind besides cases: a fault for each row that was rejected, and an end to the faults of rows
// that came again and were entered.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "amparo/cases/v1/import.pb.h"
#include "common/rpc/call_context.h"
#include "services/case/domain/store.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// A row that was rejected, and why.
struct RejectedRow {
  const v1::ImportCasesRequest* row = nullptr;
  absl::Status why;
  // Field by field, where it is told so.
  std::vector<Violation> violations;
};

// Whether a row's `row` and `source` can be kept: their bounds. Notes what is wrong.
void CheckRowLabels(const v1::ImportCasesRequest& row, Violations& violations);

// Keeps the rejected rows of `office` and resolves the faults of those that were `entered`, all in one transaction;
// answers the name of each rejected row's fault, in order; "" for one whose labels cannot be kept. What the rows are
// outlives the task.
Task<absl::StatusOr<std::vector<std::string>>> SettleRows(Store* store, rpc::CallContext* context, std::string office,
                                                          std::vector<RejectedRow> rejected,
                                                          std::vector<const v1::ImportCasesRequest*> entered);

}  // namespace amparo::cases
