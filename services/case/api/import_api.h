// amparo.cases.v1.ImportService: takes in whole cases that were kept elsewhere, row by row, and records of every kind.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "amparo/cases/v1/import.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/catalogue_directory.h"
#include "services/case/api/import_rows.h"
#include "services/case/api/office_directory.h"
#include "services/case/api/record_entry.h"
#include "services/case/api/record_rows.h"
#include "services/case/domain/import_store.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What the API works with; all of it must outlive it.
struct ImportParts {
  ImportStore* imports = nullptr;
  Store* records = nullptr;
  OfficeDirectory* offices = nullptr;
  CatalogueStore* catalogue = nullptr;
};

// The handler; what it promises stands in import.proto. Rows are entered in groups; the next group is read when the one
// before is committed, so a fast caller waits. The first group is one row and each is larger than the one before
// (TogetherAfter): who sends little is soon answered, who sends much costs few statements.
class ImportApi {
 public:
  explicit ImportApi(ImportParts parts)
      : store_(parts.imports), records_(parts.records), offices_(parts.offices), catalogue_(parts.catalogue) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::ImportCasesResponse>> ImportCases(rpc::CallContext& context,
                                                            rpc::ClientStream<v1::ImportCasesRequest>& rows);
  Task<absl::StatusOr<v1::ImportRecordsResponse>> ImportRecords(rpc::CallContext& context,
                                                                rpc::ClientStream<v1::ImportRecordsRequest>& records);

 private:
  // Enters all that comes, in groups, and reports each; `field` is what one is called in a request that is refused.
  // Errors are why the call cannot go on.
  template <typename Request, typename Report>
  Task<absl::Status> EnterAll(rpc::CallContext* context, rpc::ClientStream<Request>* stream, const char* field,
                              Report* report);
  // Enters the rows of a group, all of one office, and reports each. Errors as of EnterAll.
  Task<absl::Status> Enter(rpc::CallContext* context, const ImportGroup* group, ImportReport* report);
  // The same of a group of records.
  Task<absl::Status> Enter(rpc::CallContext* context, const RecordGroup* group, RecordReport* report);
  // What records of an office are measured against; `context` outlives the task.
  Task<absl::StatusOr<EntryFrame>> FrameFor(rpc::CallContext* context, std::string parent);
  // The office that rows belong to.
  Task<absl::StatusOr<std::shared_ptr<const OfficeFacts>>> OfficeOf(rpc::CallContext* context, std::string parent);

  ImportStore* const store_;
  Store* const records_;
  OfficeDirectory* const offices_;
  CatalogueDirectory catalogue_;
};

}  // namespace amparo::cases
