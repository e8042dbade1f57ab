// amparo.cases.v1.ImportFaultService: rows of imports that were rejected, and what became of them.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/import_fault.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in import_fault.proto.
class ImportFaultApi {
 public:
  // It must outlive this.
  explicit ImportFaultApi(Store* store) : store_(store) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<rpc::Encoded<v1::ImportFault>>> GetImportFault(rpc::CallContext& context,
                                                                     v1::GetImportFaultRequest request);
  Task<absl::StatusOr<v1::ListImportFaultsResponse>> ListImportFaults(rpc::CallContext& context,
                                                                      v1::ListImportFaultsRequest request);
  Task<absl::StatusOr<v1::ImportFault>> ResolveImportFault(rpc::CallContext& context,
                                                           v1::ResolveImportFaultRequest request);

 private:
  Store* const store_;
};

}  // namespace amparo::cases
