// amparo.cases.v1.FlagService: what everybody who opens a case must see first.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/flag.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in flag.proto.
class FlagApi {
 public:
  // Both must outlive it.
  FlagApi(Store* store, OfficeDirectory* offices) : store_(store), offices_(offices) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::Flag>> RaiseFlag(rpc::CallContext& context, v1::RaiseFlagRequest request);
  Task<absl::StatusOr<rpc::Encoded<v1::Flag>>> GetFlag(rpc::CallContext& context, v1::GetFlagRequest request);
  Task<absl::StatusOr<v1::ListFlagsResponse>> ListFlags(rpc::CallContext& context, v1::ListFlagsRequest request);
  Task<absl::StatusOr<v1::Flag>> LowerFlag(rpc::CallContext& context, v1::LowerFlagRequest request);

 private:
  Store* const store_;
  OfficeDirectory* const offices_;
};

}  // namespace amparo::cases
