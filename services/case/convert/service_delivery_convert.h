// Services between the contract and the domain.
#pragma once

#include "amparo/cases/v1/service_delivery.pb.h"
#include "services/case/domain/service_delivery.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What a caller gives of a new service called `name`: survivor, kind, day, staff, duration, goal, hearing.
ServiceDelivery ServiceDeliveryFromRequest(const v1::ServiceDelivery& request, const ServiceDeliveryName& name,
                                           Violations& violations);

// A service as it was kept; whose key seals its note the record says (Record::subject).
ServiceDelivery ServiceDeliveryFromStored(const v1::ServiceDelivery& stored);

// Writes the domain's fields into `out`, and leaves what the domain does not know (times, sealed note) as it is.
void ToProto(const ServiceDelivery& value, v1::ServiceDelivery& out);

// The columns of the service's table beside the body (store/tables.h).
std::vector<Value> ColumnsOf(const ServiceDelivery& value);

}  // namespace amparo::cases
