// amparo.cases.v1.GoalService: the goals of care plans.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/goal.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/care_plan.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in goal.proto.
class GoalApi {
 public:
  // Both must outlive it.
  GoalApi(Store* store, OfficeDirectory* offices) : store_(store), offices_(offices) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::Goal>> CreateGoal(rpc::CallContext& context, v1::CreateGoalRequest request);
  Task<absl::StatusOr<rpc::Encoded<v1::Goal>>> GetGoal(rpc::CallContext& context, v1::GetGoalRequest request);
  Task<absl::StatusOr<v1::ListGoalsResponse>> ListGoals(rpc::CallContext& context, v1::ListGoalsRequest request);
  Task<absl::StatusOr<v1::Goal>> UpdateGoal(rpc::CallContext& context, v1::UpdateGoalRequest request);
  Task<absl::StatusOr<v1::Goal>> AchieveGoal(rpc::CallContext& context, v1::GoalActRequest request);
  Task<absl::StatusOr<v1::Goal>> AbandonGoal(rpc::CallContext& context, v1::GoalActRequest request);

 private:
  // The act that ends a goal as `state`.
  Task<absl::StatusOr<v1::Goal>> End(rpc::CallContext* context, v1::GoalActRequest request, GoalState state);

  Store* const store_;
  OfficeDirectory* const offices_;
};

}  // namespace amparo::cases
