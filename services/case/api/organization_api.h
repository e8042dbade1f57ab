// amparo.cases.v1.OrganizationService: the organizations of the suspects' network.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/organization.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in organization.proto.
class OrganizationApi {
 public:
  // Both must outlive it.
  OrganizationApi(Store* store, OfficeDirectory* offices) : store_(store), offices_(offices) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::Organization>> CreateOrganization(rpc::CallContext& context,
                                                            v1::CreateOrganizationRequest request);
  Task<absl::StatusOr<rpc::Encoded<v1::Organization>>> GetOrganization(rpc::CallContext& context,
                                                                       v1::GetOrganizationRequest request);
  Task<absl::StatusOr<v1::ListOrganizationsResponse>> ListOrganizations(rpc::CallContext& context,
                                                                        v1::ListOrganizationsRequest request);
  Task<absl::StatusOr<v1::Organization>> UpdateOrganization(rpc::CallContext& context,
                                                            v1::UpdateOrganizationRequest request);
  Task<absl::StatusOr<v1::Organization>> WithdrawOrganization(rpc::CallContext& context,
                                                              v1::WithdrawOrganizationRequest request);

 private:
  Store* const store_;
  OfficeDirectory* const offices_;
};

}  // namespace amparo::cases
