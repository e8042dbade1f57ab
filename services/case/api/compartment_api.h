// amparo.cases.v1.CompartmentService: keeps the need-to-know lists of operations, freezes them, breaks the glass, and
// reports who could have known.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "amparo/cases/v1/compartment.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/operation_acts.h"
#include "services/case/domain/compartment_store.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in compartment.proto.
class CompartmentApi {
 public:
  // Both must outlive it.
  CompartmentApi(Store* store, CompartmentStore* compartments) : store_(store), compartments_(compartments) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::Operation>> AddReader(rpc::CallContext& context, v1::AddReaderRequest request);
  Task<absl::StatusOr<v1::Operation>> RemoveReader(rpc::CallContext& context, v1::RemoveReaderRequest request);
  Task<absl::StatusOr<v1::Compartment>> FreezeCompartment(rpc::CallContext& context,
                                                          v1::FreezeCompartmentRequest request);
  Task<absl::StatusOr<v1::Compartment>> UnfreezeCompartment(rpc::CallContext& context,
                                                            v1::UnfreezeCompartmentRequest request);
  Task<absl::StatusOr<v1::BreakGlass>> RequestBreakGlass(rpc::CallContext& context,
                                                         v1::RequestBreakGlassRequest request);
  Task<absl::StatusOr<v1::BreakGlass>> GrantBreakGlass(rpc::CallContext& context, v1::GrantBreakGlassRequest request);
  Task<absl::StatusOr<rpc::Encoded<v1::BreakGlass>>> GetBreakGlass(rpc::CallContext& context,
                                                                   v1::GetBreakGlassRequest request);
  Task<absl::StatusOr<v1::ListBreakGlassesResponse>> ListBreakGlasses(rpc::CallContext& context,
                                                                      v1::ListBreakGlassesRequest request);
  Task<absl::StatusOr<v1::ExposureReportResponse>> ExposureReport(rpc::CallContext& context,
                                                                  v1::ExposureReportRequest request);

 private:
  // Carries out an act on the list of an operation, and shows what came of it.
  Task<absl::StatusOr<v1::Operation>> Keep(rpc::CallContext* context, ActStamp stamp, OperationAct act);
  // The operation whose exposure the caller may be told of.
  Task<absl::StatusOr<v1::Operation>> Reportable(rpc::CallContext* context, OperationName name);
  // Every receipt of an operation up to `as_of`, in order.
  Task<absl::StatusOr<std::vector<ReadReceipt>>> AllReceipts(rpc::CallContext* context, OperationName name,
                                                             absl::Time as_of);

  Store* const store_;
  CompartmentStore* const compartments_;
};

}  // namespace amparo::cases
