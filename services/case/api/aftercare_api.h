// amparo.cases.v1.AftercareService: the tracks of survivors, their progress and their restoration.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/aftercare.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/catalogue_directory.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/aftercare.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in aftercare.proto.
class AftercareApi {
 public:
  // All must outlive it.
  AftercareApi(Store* store, OfficeDirectory* offices, CatalogueDirectory* catalogue)
      : store_(store), offices_(offices), catalogue_(catalogue) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::Aftercare>> CreateAftercare(rpc::CallContext& context, v1::CreateAftercareRequest request);
  Task<absl::StatusOr<rpc::Encoded<v1::Aftercare>>> GetAftercare(rpc::CallContext& context,
                                                                 v1::GetAftercareRequest request);
  Task<absl::StatusOr<v1::ListAftercaresResponse>> ListAftercares(rpc::CallContext& context,
                                                                  v1::ListAftercaresRequest request);
  Task<absl::StatusOr<v1::Aftercare>> UpdateAftercare(rpc::CallContext& context, v1::UpdateAftercareRequest request);
  Task<absl::StatusOr<v1::Aftercare>> StartAftercare(rpc::CallContext& context, v1::AftercareActRequest request);
  Task<absl::StatusOr<v1::CheckRestorationResponse>> CheckRestoration(rpc::CallContext& context,
                                                                      v1::CheckRestorationRequest request);
  Task<absl::StatusOr<v1::Aftercare>> RecordRestoration(rpc::CallContext& context, v1::AftercareActRequest request);
  Task<absl::StatusOr<v1::Aftercare>> RecordRevictimization(rpc::CallContext& context, v1::AftercareActRequest request);
  Task<absl::StatusOr<v1::Aftercare>> ReopenAftercare(rpc::CallContext& context, v1::AftercareActRequest request);
  Task<absl::StatusOr<v1::Aftercare>> EndAftercare(rpc::CallContext& context, v1::EndAftercareRequest request);
  Task<absl::StatusOr<v1::Progress>> GetProgress(rpc::CallContext& context, v1::GetProgressRequest request);

 private:
  // An act by a rule alone.
  template <typename Request>
  Task<absl::StatusOr<v1::Aftercare>> Move(rpc::CallContext* context, Request request, AftercareAct act);

  Store* const store_;
  OfficeDirectory* const offices_;
  CatalogueDirectory* const catalogue_;
};

}  // namespace amparo::cases
