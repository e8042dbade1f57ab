// amparo.cases.v1.LifecycleService: how cases end, and how long they took.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/lifecycle.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/closure.h"
#include "services/case/domain/store.h"
#include "services/case/domain/task_template.h"

namespace amparo::cases {

// The handlers; what each promises stands in lifecycle.proto.
class LifecycleApi {
 public:
  // All must outlive it.
  LifecycleApi(Store* store, OfficeDirectory* offices, TaskTemplateStore* templates)
      : store_(store), offices_(offices), templates_(templates) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::Case>> RequestClosure(rpc::CallContext& context, v1::ClosureActRequest request);
  Task<absl::StatusOr<v1::Case>> ApproveClosure(rpc::CallContext& context, v1::ClosureActRequest request);
  Task<absl::StatusOr<v1::Case>> RejectClosure(rpc::CallContext& context, v1::ClosureActRequest request);
  Task<absl::StatusOr<v1::Case>> WithdrawClosure(rpc::CallContext& context, v1::ClosureActRequest request);
  Task<absl::StatusOr<v1::CaseClock>> GetCaseClock(rpc::CallContext& context, v1::GetCaseClockRequest request);

 private:
  // What a word does to a case.
  using ClosureRule = Decision<Case> (*)(Case, const ClosureInput&, const ChargeFacts&, absl::Time now);

  Task<absl::StatusOr<v1::Case>> Say(rpc::CallContext* context, v1::ClosureActRequest request, ClosureAct act,
                                     ClosureRule rule);

  Store* const store_;
  OfficeDirectory* const offices_;
  TaskTemplateStore* const templates_;
};

}  // namespace amparo::cases
