// amparo.cases.v1.SentenceService: what becomes of sentences, and what a person has to serve by all of them.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/sentence_service.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/charge_act.h"
#include "services/case/api/dated_act.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in sentence_service.proto.
class SentenceApi {
 public:
  // All must outlive it.
  SentenceApi(Store* store, OfficeDirectory* offices, TaskTemplateStore* templates)
      : store_(store), offices_(offices), templates_(templates) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::Charge>> CommuteSentence(rpc::CallContext& context, v1::CommuteSentenceRequest request);
  Task<absl::StatusOr<v1::RecordSentenceEventResponse>> RecordSentenceEvent(rpc::CallContext& context,
                                                                            v1::RecordSentenceEventRequest request);
  Task<absl::StatusOr<v1::Charge>> RecordPayment(rpc::CallContext& context, v1::RecordPaymentRequest request);
  Task<absl::StatusOr<v1::Charge>> CorrectPayment(rpc::CallContext& context, v1::CorrectPaymentRequest request);
  Task<absl::StatusOr<v1::EffectiveSentence>> GetEffectiveSentence(rpc::CallContext& context,
                                                                   v1::GetEffectiveSentenceRequest request);

 private:
  ChargeActParts parts() const { return {.store = store_, .offices = offices_}; }

  Store* const store_;
  OfficeDirectory* const offices_;
  TaskTemplateStore* const templates_;
};

}  // namespace amparo::cases
