// amparo.cases.v1.CaseLinkService: what cases have to do with each other.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/case_link.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in case_link.proto.
class CaseLinkApi {
 public:
  // Both must outlive it.
  CaseLinkApi(Store* store, OfficeDirectory* offices) : store_(store), offices_(offices) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::CaseLink>> CreateCaseLink(rpc::CallContext& context, v1::CreateCaseLinkRequest request);
  Task<absl::StatusOr<rpc::Encoded<v1::CaseLink>>> GetCaseLink(rpc::CallContext& context,
                                                               v1::GetCaseLinkRequest request);
  Task<absl::StatusOr<v1::ListCaseLinksResponse>> ListCaseLinks(rpc::CallContext& context,
                                                                v1::ListCaseLinksRequest request);
  Task<absl::StatusOr<v1::CaseLink>> WithdrawCaseLink(rpc::CallContext& context, v1::WithdrawCaseLinkRequest request);

 private:
  Store* const store_;
  OfficeDirectory* const offices_;
};

}  // namespace amparo::cases
