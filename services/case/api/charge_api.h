// amparo.cases.v1.ChargeService: what the accused are charged with and what the courts say.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/charge.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/charge_act.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in charge.proto.
class ChargeApi {
 public:
  // All must outlive it.
  ChargeApi(Store* store, OfficeDirectory* offices, TaskTemplateStore* templates)
      : store_(store), offices_(offices), templates_(templates) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::Charge>> CreateCharge(rpc::CallContext& context, v1::CreateChargeRequest request);
  Task<absl::StatusOr<rpc::Encoded<v1::Charge>>> GetCharge(rpc::CallContext& context, v1::GetChargeRequest request);
  Task<absl::StatusOr<v1::ListChargesResponse>> ListCharges(rpc::CallContext& context, v1::ListChargesRequest request);
  Task<absl::StatusOr<v1::Charge>> AmendCharge(rpc::CallContext& context, v1::AmendChargeRequest request);
  Task<absl::StatusOr<v1::Charge>> ReplaceCharge(rpc::CallContext& context, v1::ReplaceChargeRequest request);
  Task<absl::StatusOr<v1::Charge>> EnterPlea(rpc::CallContext& context, v1::EnterPleaRequest request);
  Task<absl::StatusOr<v1::Charge>> RecordInterimOrder(rpc::CallContext& context, v1::RecordInterimOrderRequest request);
  Task<absl::StatusOr<v1::Charge>> RecordVerdict(rpc::CallContext& context, v1::RecordVerdictRequest request);
  Task<absl::StatusOr<v1::Charge>> ImposeSentence(rpc::CallContext& context, v1::ImposeSentenceRequest request);
  Task<absl::StatusOr<v1::Charge>> CorrectRuling(rpc::CallContext& context, v1::CorrectRulingRequest request);
  Task<absl::StatusOr<v1::Charge>> CorrectPlea(rpc::CallContext& context, v1::CorrectPleaRequest request);
  Task<absl::StatusOr<v1::CaseStandings>> GetCaseStandings(rpc::CallContext& context,
                                                           v1::GetCaseStandingsRequest request);

 private:
  ChargeActParts parts() const { return {.store = store_, .offices = offices_}; }
  // For acts that may set the day of the first charge.
  DatedActParts dated_parts() const { return {store_, offices_, templates_}; }

  Store* const store_;
  OfficeDirectory* const offices_;
  TaskTemplateStore* const templates_;
};

}  // namespace amparo::cases
