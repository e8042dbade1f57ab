// amparo.cases.v1.GrantService: the roles of people.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/grant.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/acts.h"
#include "services/case/domain/grant.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in grant.proto.
class GrantApi {
 public:
  // `store` must outlive it.
  explicit GrantApi(Store* store) : store_(store) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::Grant>> CreateGrant(rpc::CallContext& context, v1::CreateGrantRequest request);
  Task<absl::StatusOr<rpc::Encoded<v1::Grant>>> GetGrant(rpc::CallContext& context, v1::GetGrantRequest request);
  Task<absl::StatusOr<v1::ListGrantsResponse>> ListGrants(rpc::CallContext& context, v1::ListGrantsRequest request);
  Task<absl::StatusOr<v1::Grant>> RevokeGrant(rpc::CallContext& context, v1::RevokeGrantRequest request);

 private:
  Store* const store_;
};

}  // namespace amparo::cases
