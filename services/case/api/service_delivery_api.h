// amparo.cases.v1.ServiceDeliveryService: services given to survivors.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/service_delivery.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/catalogue_directory.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in service_delivery.proto.
class ServiceDeliveryApi {
 public:
  // All must outlive it.
  ServiceDeliveryApi(Store* store, OfficeDirectory* offices, CatalogueDirectory* catalogue)
      : store_(store), offices_(offices), catalogue_(catalogue) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::ServiceDelivery>> CreateServiceDelivery(rpc::CallContext& context,
                                                                  v1::CreateServiceDeliveryRequest request);
  Task<absl::StatusOr<rpc::Encoded<v1::ServiceDelivery>>> GetServiceDelivery(rpc::CallContext& context,
                                                                             v1::GetServiceDeliveryRequest request);
  Task<absl::StatusOr<v1::ListServiceDeliveriesResponse>> ListServiceDeliveries(
      rpc::CallContext& context, v1::ListServiceDeliveriesRequest request);
  Task<absl::StatusOr<v1::ServiceDelivery>> VoidServiceDelivery(rpc::CallContext& context,
                                                                v1::VoidServiceDeliveryRequest request);

 private:
  Store* const store_;
  OfficeDirectory* const offices_;
  CatalogueDirectory* const catalogue_;
};

}  // namespace amparo::cases
