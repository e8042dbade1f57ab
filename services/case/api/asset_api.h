// amparo.cases.v1.AssetService: the phones, vehicles and accounts of the suspects' network.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/asset.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/network_store.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in asset.proto.
class AssetApi {
 public:
  // All must outlive it.
  AssetApi(Store* store, NetworkStore* network, OfficeDirectory* offices)
      : store_(store), network_(network), offices_(offices) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::Asset>> CreateAsset(rpc::CallContext& context, v1::CreateAssetRequest request);
  Task<absl::StatusOr<rpc::Encoded<v1::Asset>>> GetAsset(rpc::CallContext& context, v1::GetAssetRequest request);
  Task<absl::StatusOr<v1::ListAssetsResponse>> ListAssets(rpc::CallContext& context, v1::ListAssetsRequest request);
  Task<absl::StatusOr<v1::FindAssetsResponse>> FindAssets(rpc::CallContext& context, v1::FindAssetsRequest request);
  Task<absl::StatusOr<v1::Asset>> UpdateAsset(rpc::CallContext& context, v1::UpdateAssetRequest request);
  Task<absl::StatusOr<v1::Asset>> WithdrawAsset(rpc::CallContext& context, v1::WithdrawAssetRequest request);

 private:
  // Makes the asset; ALREADY_EXISTS naming the one of this identifier that stands, if there is one.
  Task<absl::StatusOr<v1::Asset>> Enter(rpc::CallContext* context, v1::CreateAssetRequest request, Asset value);

  Store* const store_;
  NetworkStore* const network_;
  OfficeDirectory* const offices_;
};

}  // namespace amparo::cases
