// amparo.cases.v1.PartyService: the people of cases. What identifies them is sealed before it is kept.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/party.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in party.proto.
class PartyApi {
 public:
  // Both must outlive it.
  PartyApi(Store* store, OfficeDirectory* offices) : store_(store), offices_(offices) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::Party>> CreateParty(rpc::CallContext& context, v1::CreatePartyRequest request);
  Task<absl::StatusOr<v1::Party>> GetParty(rpc::CallContext& context, v1::GetPartyRequest request);
  Task<absl::StatusOr<v1::ListPartiesResponse>> ListParties(rpc::CallContext& context, v1::ListPartiesRequest request);
  Task<absl::StatusOr<v1::Party>> UpdateParty(rpc::CallContext& context, v1::UpdatePartyRequest request);

 private:
  Store* const store_;
  OfficeDirectory* const offices_;
};

}  // namespace amparo::cases
