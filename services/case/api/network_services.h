// The services of the suspects' network: venues and links, organizations, assets, and the network as a whole.
#pragma once

#include <vector>

#include "common/rpc/service_binding.h"
#include "services/case/api/asset_api.h"
#include "services/case/api/network_analysis_api.h"
#include "services/case/api/network_api.h"
#include "services/case/api/office_directory.h"
#include "services/case/api/organization_api.h"
#include "services/case/domain/network_store.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What it is made of outlives it.
class NetworkServices {
 public:
  NetworkServices(Store* store, NetworkStore* network, OfficeDirectory* offices)
      : links_(store, offices),
        organizations_(store, offices),
        assets_(store, network, offices),
        analysis_(store, network) {}

  // Adds the services, bound to this object.
  void AddTo(std::vector<rpc::ServiceBinding>& bindings) {
    bindings.push_back(links_.Binding());
    bindings.push_back(organizations_.Binding());
    bindings.push_back(assets_.Binding());
    bindings.push_back(analysis_.Binding());
  }

 private:
  NetworkApi links_;
  OrganizationApi organizations_;
  AssetApi assets_;
  NetworkAnalysisApi analysis_;
};

}  // namespace amparo::cases
