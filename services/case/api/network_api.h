// amparo.cases.v1.NetworkService: venues, and the links of the network.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/network.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in network.proto.
class NetworkApi {
 public:
  // Both must outlive it.
  NetworkApi(Store* store, OfficeDirectory* offices) : store_(store), offices_(offices) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::Venue>> CreateVenue(rpc::CallContext& context, v1::CreateVenueRequest request);
  Task<absl::StatusOr<rpc::Encoded<v1::Venue>>> GetVenue(rpc::CallContext& context, v1::GetVenueRequest request);
  Task<absl::StatusOr<v1::ListVenuesResponse>> ListVenues(rpc::CallContext& context, v1::ListVenuesRequest request);
  Task<absl::StatusOr<v1::Venue>> UpdateVenue(rpc::CallContext& context, v1::UpdateVenueRequest request);
  Task<absl::StatusOr<v1::Venue>> WithdrawVenue(rpc::CallContext& context, v1::WithdrawVenueRequest request);
  Task<absl::StatusOr<v1::Link>> CreateLink(rpc::CallContext& context, v1::CreateLinkRequest request);
  Task<absl::StatusOr<rpc::Encoded<v1::Link>>> GetLink(rpc::CallContext& context, v1::GetLinkRequest request);
  Task<absl::StatusOr<v1::ListLinksResponse>> ListLinks(rpc::CallContext& context, v1::ListLinksRequest request);
  Task<absl::StatusOr<v1::Link>> EndLink(rpc::CallContext& context, v1::EndLinkRequest request);
  Task<absl::StatusOr<v1::Link>> WithdrawLink(rpc::CallContext& context, v1::WithdrawLinkRequest request);

 private:
  Store* const store_;
  OfficeDirectory* const offices_;
};

}  // namespace amparo::cases
