// amparo.cases.v1.AppealService: who appeals which charges, and what is decided on each.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/appeal.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/acts.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in appeal.proto.
class AppealApi {
 public:
  // Both must outlive it.
  AppealApi(Store* store, OfficeDirectory* offices) : store_(store), offices_(offices) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::Appeal>> FileAppeal(rpc::CallContext& context, v1::FileAppealRequest request);
  Task<absl::StatusOr<rpc::Encoded<v1::Appeal>>> GetAppeal(rpc::CallContext& context, v1::GetAppealRequest request);
  Task<absl::StatusOr<v1::ListAppealsResponse>> ListAppeals(rpc::CallContext& context, v1::ListAppealsRequest request);
  Task<absl::StatusOr<v1::Appeal>> DecideAppeal(rpc::CallContext& context, v1::DecideAppealRequest request);
  Task<absl::StatusOr<v1::Appeal>> WithdrawAppeal(rpc::CallContext& context, v1::WithdrawAppealRequest request);

 private:
  Store* const store_;
  OfficeDirectory* const offices_;
};

}  // namespace amparo::cases
