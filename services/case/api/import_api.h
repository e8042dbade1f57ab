// amparo.cases.v1.ImportService: takes in whole cases that were kept elsewhere, row by row.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "amparo/cases/v1/import.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/import_rows.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/import_store.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handler; what it promises stands in import.proto. Rows are entered in groups; the next group is read when the one
// before is committed, so a fast caller waits. The first group is one row and each is twice as large as the one before:
// who sends little is soon answered, who sends much costs few statements.
class ImportApi {
 public:
  // All must outlive it.
  ImportApi(ImportStore* store, Store* records, OfficeDirectory* offices)
      : store_(store), records_(records), offices_(offices) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::ImportCasesResponse>> ImportCases(rpc::CallContext& context,
                                                            rpc::ClientStream<v1::ImportCasesRequest>& rows);

 private:
  // Enters the rows of a group, all of one office, and reports each. Errors are why the call cannot go on.
  Task<absl::Status> Enter(rpc::CallContext* context, const ImportGroup* group, ImportReport* report);
  // The office that rows belong to.
  Task<absl::StatusOr<std::shared_ptr<const OfficeFacts>>> OfficeOf(rpc::CallContext* context, std::string parent);

  ImportStore* const store_;
  Store* const records_;
  OfficeDirectory* const offices_;
};

}  // namespace amparo::cases
