// amparo.cases.v1.ImportService: takes in whole cases that were kept elsewhere, row by row.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/import.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/import_store.h"

namespace amparo::cases {

// The handler; what it promises stands in import.proto. One row is in memory at a time: the next is read when the one
// before is committed, so a fast caller waits.
class ImportApi {
 public:
  // Both must outlive it.
  ImportApi(ImportStore* store, OfficeDirectory* offices) : store_(store), offices_(offices) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::ImportCasesResponse>> ImportCases(rpc::CallContext& context,
                                                            rpc::ClientStream<v1::ImportCasesRequest>& rows);

 private:
  // Enters one row. Errors are why it is rejected, or why the call cannot go on (see EndsTheCall in the body).
  Task<absl::StatusOr<ImportEffect>> ImportRow(rpc::CallContext* context, const v1::ImportCasesRequest* row);

  ImportStore* const store_;
  OfficeDirectory* const offices_;
};

}  // namespace amparo::cases
