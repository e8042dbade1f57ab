// amparo.cases.v1.ExportService: the records of an office, as a stream that can be resumed.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "amparo/cases/v1/export.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/compartment_store.h"
#include "services/case/domain/export_store.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What the API works with; all of it must outlive it.
struct ExportParts {
  ExportStore* exports = nullptr;
  Store* store = nullptr;
  CompartmentStore* compartments = nullptr;
  OfficeDirectory* offices = nullptr;
};

// The handler; what it promises stands in export.proto. What stays sealed is copied by a thread of its own and only
// passed on here; what is opened is read page by page, audited, and sent. Operations are never copied: they are listed,
// as ListOperations lists them.
class ExportApi {
 public:
  explicit ExportApi(ExportParts parts) : parts_(parts) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::Status> ExportOffice(rpc::CallContext& context, v1::ExportOfficeRequest request,
                                  rpc::ServerStream<v1::ExportOfficeResponse>& out);

 private:
  // One export on its way.
  struct Export {
    ExportScope scope;
    // What is asked for, in order.
    std::vector<Kind> kinds;
    ExportPlace place;
    // Which export the resume tokens belong to.
    std::string arguments;
    std::string reason;
    bool full = false;
  };
  using Out = rpc::ServerStream<v1::ExportOfficeResponse>;

  // Reads the request. INVALID_ARGUMENT, NOT_FOUND.
  Task<absl::StatusOr<Export>> Begin(rpc::CallContext* context, const v1::ExportOfficeRequest* request);
  // Each sends what is left of its part; the place moves on with what was sent.
  Task<absl::Status> SendSealed(rpc::CallContext* context, Export* run, Out* out);
  Task<absl::Status> SendOpened(rpc::CallContext* context, Export* run, Out* out);
  Task<absl::Status> SendPagesOf(rpc::CallContext* context, Kind kind, Export* run, Out* out);
  Task<absl::Status> SendOperations(rpc::CallContext* context, Export* run, Out* out);

  const ExportParts parts_;
};

}  // namespace amparo::cases
