// amparo.cases.v1.ChargeService: what the accused are charged with and what the courts say.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/charge.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/office_directory.h"
#include "services/case/api/rule_act.h"
#include "services/case/domain/charge.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in charge.proto.
class ChargeApi {
 public:
  // Both must outlive it.
  ChargeApi(Store* store, OfficeDirectory* offices) : store_(store), offices_(offices) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::Charge>> CreateCharge(rpc::CallContext& context, v1::CreateChargeRequest request);
  Task<absl::StatusOr<v1::Charge>> GetCharge(rpc::CallContext& context, v1::GetChargeRequest request);
  Task<absl::StatusOr<v1::ListChargesResponse>> ListCharges(rpc::CallContext& context, v1::ListChargesRequest request);
  Task<absl::StatusOr<v1::Charge>> EnterPlea(rpc::CallContext& context, v1::EnterPleaRequest request);
  Task<absl::StatusOr<v1::Charge>> RecordVerdict(rpc::CallContext& context, v1::RecordVerdictRequest request);
  Task<absl::StatusOr<v1::Charge>> ImposeSentence(rpc::CallContext& context, v1::ImposeSentenceRequest request);

 private:
  // The day it is in an office. NOT_FOUND.
  Task<absl::StatusOr<absl::CivilDay>> TodayAt(std::string office, absl::Time now, Limits limits);
  // Runs an act that reads one charge (and its case) and changes the charge.
  Task<absl::StatusOr<v1::Charge>> RunPlan(rpc::CallContext& context, ActPlan act);

  Store* const store_;
  OfficeDirectory* const offices_;
};

}  // namespace amparo::cases
