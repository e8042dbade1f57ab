// amparo.cases.v1.OfficeService: opens, reads, lists and changes offices.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/office.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in office.proto.
class OfficeApi {
 public:
  // `store` must outlive it.
  explicit OfficeApi(Store* store) : store_(store) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::Office>> CreateOffice(rpc::CallContext& context, v1::CreateOfficeRequest request);
  Task<absl::StatusOr<v1::Office>> GetOffice(rpc::CallContext& context, v1::GetOfficeRequest request);
  Task<absl::StatusOr<v1::ListOfficesResponse>> ListOffices(rpc::CallContext& context, v1::ListOfficesRequest request);
  Task<absl::StatusOr<v1::Office>> UpdateOffice(rpc::CallContext& context, v1::UpdateOfficeRequest request);

 private:
  Store* const store_;
};

}  // namespace amparo::cases
