// The rows of an import on their way: gathered in groups, checked one by one, reported in order.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "amparo/cases/v1/import.pb.h"
#include "common/rpc/call_context.h"
#include "services/case/api/import_group.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/import_store.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// Rows that are entered together: each another case.
using ImportGroup = EntryGroup<v1::ImportCasesRequest>;

// The row as the store takes it. INVALID_ARGUMENT with everything that is wrong with it, which `found` then has too.
absl::StatusOr<WholeCase> CheckedRow(const rpc::CallContext& context, const v1::ImportCasesRequest& row,
                                     const OfficeFacts& office, std::vector<Violation>& found);

// What the caller is told of rows at the end.
class ImportReport : public EntryReport<v1::ImportCasesResponse> {
 public:
  // Reports a row: its effect, or why it was rejected and the fault that keeps it.
  void Add(const v1::ImportCasesRequest& row, const absl::StatusOr<ImportEffect>& effect, const std::string& fault);
};

}  // namespace amparo::cases
