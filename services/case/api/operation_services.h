// The services of operations and of their compartments, wired together.
#pragma once

#include <vector>

#include "common/rpc/service_binding.h"
#include "services/case/api/compartment_api.h"
#include "services/case/api/operation_api.h"

namespace amparo::cases {

// Both over one store.
class OperationServices {
 public:
  // Both must outlive it.
  OperationServices(Store* store, CompartmentStore* compartments)
      : operations_(store, compartments), compartments_(store, compartments) {}

  // Adds the services' methods, bound to this object.
  void AddTo(std::vector<rpc::ServiceBinding>& bindings) {
    bindings.push_back(operations_.Binding());
    bindings.push_back(compartments_.Binding());
  }

 private:
  OperationApi operations_;
  CompartmentApi compartments_;
};

}  // namespace amparo::cases
