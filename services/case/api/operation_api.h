// amparo.cases.v1.OperationService: plans police operations and records what came of them.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/operation.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/rule_act.h"
#include "services/case/domain/operation.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in operation.proto.
class OperationApi {
 public:
  // `store` must outlive it.
  explicit OperationApi(Store* store) : store_(store) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::Operation>> CreateOperation(rpc::CallContext& context, v1::CreateOperationRequest request);
  Task<absl::StatusOr<v1::Operation>> GetOperation(rpc::CallContext& context, v1::GetOperationRequest request);
  Task<absl::StatusOr<v1::ListOperationsResponse>> ListOperations(rpc::CallContext& context,
                                                                  v1::ListOperationsRequest request);
  Task<absl::StatusOr<v1::Operation>> ApproveOperation(rpc::CallContext& context, v1::ApproveOperationRequest request);
  Task<absl::StatusOr<v1::Operation>> RecordSiteOutcome(rpc::CallContext& context,
                                                        v1::RecordSiteOutcomeRequest request);
  Task<absl::StatusOr<v1::Operation>> CancelOperation(rpc::CallContext& context, v1::CancelOperationRequest request);

 private:
  Task<absl::StatusOr<v1::Operation>> RunRule(rpc::CallContext& context, ActStamp stamp, Target target,
                                              Rule<Operation> rule);

  Store* const store_;
};

}  // namespace amparo::cases
