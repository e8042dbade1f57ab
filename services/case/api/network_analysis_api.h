// amparo.cases.v1.NetworkAnalysisService: the suspects' network as a whole.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "amparo/cases/v1/network_analysis.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "common/rpc/streams.h"
#include "services/case/domain/network_store.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in network_analysis.proto.
class NetworkAnalysisApi {
 public:
  // Both must outlive it.
  NetworkAnalysisApi(Store* store, NetworkStore* network) : store_(store), network_(network) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::GetNetworkResponse>> GetNetwork(rpc::CallContext& context, v1::GetNetworkRequest request);
  Task<absl::StatusOr<v1::FindPathResponse>> FindPath(rpc::CallContext& context, v1::FindPathRequest request);
  Task<absl::StatusOr<v1::FindSharedVenuesResponse>> FindSharedVenues(rpc::CallContext& context,
                                                                      v1::FindSharedVenuesRequest request);
  Task<absl::StatusOr<v1::TraceMovesResponse>> TraceMoves(rpc::CallContext& context, v1::TraceMovesRequest request);
  Task<absl::Status> ExportNetwork(rpc::CallContext& context, v1::ExportNetworkRequest request,
                                   rpc::ServerStream<v1::ExportNetworkResponse>& out);

 private:
  // All links of an office that count. NOT_FOUND for the office.
  Task<absl::StatusOr<NetworkFound>> WholeOffice(rpc::CallContext* context, std::string office, LinkFilter filter);

  Store* const store_;
  NetworkStore* const network_;
};

}  // namespace amparo::cases
