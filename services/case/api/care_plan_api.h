// amparo.cases.v1.CarePlanService: plans made with survivors.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/care_plan.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in care_plan.proto.
class CarePlanApi {
 public:
  // Both must outlive it.
  CarePlanApi(Store* store, OfficeDirectory* offices) : store_(store), offices_(offices) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::CarePlan>> CreateCarePlan(rpc::CallContext& context, v1::CreateCarePlanRequest request);
  Task<absl::StatusOr<rpc::Encoded<v1::CarePlan>>> GetCarePlan(rpc::CallContext& context,
                                                               v1::GetCarePlanRequest request);
  Task<absl::StatusOr<v1::ListCarePlansResponse>> ListCarePlans(rpc::CallContext& context,
                                                                v1::ListCarePlansRequest request);
  Task<absl::StatusOr<v1::CarePlan>> CompleteCarePlan(rpc::CallContext& context, v1::CompleteCarePlanRequest request);

 private:
  Store* const store_;
  OfficeDirectory* const offices_;
};

}  // namespace amparo::cases
