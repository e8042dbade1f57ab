// amparo.cases.v1.OperationService: plans police operations and records what came of them, each for those on its
// need-to-know list only.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/operation.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/acts.h"
#include "services/case/api/operation_acts.h"
#include "services/case/domain/compartment_store.h"
#include "services/case/domain/operation.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in operation.proto.
class OperationApi {
 public:
  // Both must outlive it.
  OperationApi(Store* store, CompartmentStore* compartments) : store_(store), compartments_(compartments) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::Operation>> CreateOperation(rpc::CallContext& context, v1::CreateOperationRequest request);
  Task<absl::StatusOr<v1::Operation>> GetOperation(rpc::CallContext& context, v1::GetOperationRequest request);
  Task<absl::StatusOr<v1::ListOperationsResponse>> ListOperations(rpc::CallContext& context,
                                                                  v1::ListOperationsRequest request);
  Task<absl::StatusOr<v1::Operation>> UpdateOperation(rpc::CallContext& context, v1::UpdateOperationRequest request);
  Task<absl::StatusOr<v1::Operation>> ApproveOperation(rpc::CallContext& context, v1::ApproveOperationRequest request);
  Task<absl::StatusOr<v1::Operation>> RecordSiteOutcome(rpc::CallContext& context,
                                                        v1::RecordSiteOutcomeRequest request);
  Task<absl::StatusOr<v1::Operation>> RecordFreedPerson(rpc::CallContext& context,
                                                        v1::RecordFreedPersonRequest request);
  Task<absl::StatusOr<v1::Operation>> RecordArrest(rpc::CallContext& context, v1::RecordArrestRequest request);
  Task<absl::StatusOr<v1::Operation>> AnalyzeSiteFailure(rpc::CallContext& context,
                                                         v1::AnalyzeSiteFailureRequest request);
  Task<absl::StatusOr<v1::Operation>> CorrectSiteOutcome(rpc::CallContext& context,
                                                         v1::CorrectSiteOutcomeRequest request);
  Task<absl::StatusOr<v1::Operation>> StrikeFreedPerson(rpc::CallContext& context,
                                                        v1::StrikeFreedPersonRequest request);
  Task<absl::StatusOr<v1::Operation>> StrikeArrest(rpc::CallContext& context, v1::StrikeArrestRequest request);
  Task<absl::StatusOr<v1::Operation>> CancelOperation(rpc::CallContext& context, v1::CancelOperationRequest request);

 private:
  // Strikes out an entry that the request names by its number, by `strike`.
  template <typename Request>
  Task<absl::StatusOr<v1::Operation>> StrikeEntry(rpc::CallContext* context, Request request,
                                                  Decision<Operation> (*strike)(Operation, int, EntryStrike));
  // Carries out an act and shows what came of it.
  Task<absl::StatusOr<v1::Operation>> Carry(rpc::CallContext* context, ActPlan plan);
  // The operation as the request wants to read it: as it is, as it was, or as a version of its plan said.
  Task<absl::StatusOr<Record>> ContentOf(rpc::CallContext* context, const SeenOperation* seen, OperationName name,
                                         std::optional<absl::Time> at, int32_t plan_version);

  Store* const store_;
  CompartmentStore* const compartments_;
};

}  // namespace amparo::cases
