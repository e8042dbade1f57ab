#include "services/case/domain/service_delivery.h"

#include "common/base/strings.h"
#include "services/case/domain/aftercare.h"

namespace amparo::cases {
namespace {

constexpr int kMostMinutes = 24 * 60;

// `offices/{office}/hearings/{id}`; whether it is there the scheduling service knows.
bool IsHearingOf(std::string_view hearing, std::string_view office) {
  const std::string prefix = StrCat("offices/", office, "/hearings/");
  return hearing.starts_with(prefix) && Uuid::Parse(hearing.substr(prefix.size())).has_value();
}

}  // namespace

void CheckServiceDelivery(const ServiceDelivery& value, const Catalogue& catalogue, const CareFrame& frame,
                          Violations& violations) {
  violations.Require(catalogue.HasServiceKind(value.kind), "kind", "must be a code of the table of service kinds");
  CheckCareDate(value.date, frame, "date", violations);
  CheckStaff(value.staff, true, "staff", violations);
  violations.Require(value.duration_minutes >= 1 && value.duration_minutes <= kMostMinutes, "duration_minutes",
                     "must be 1 to 1440");
  violations.Require(value.hearing.empty() || IsHearingOf(value.hearing, value.name.office), "hearing",
                     "must be the name of a hearing of the same office");
}

Decision<ServiceDelivery> VoidServiceDelivery(ServiceDelivery value, std::string_view reason) {
  Violations violations;
  CheckReason(reason, true, violations);
  if (!violations.empty()) return violations;
  if (value.state == ServiceDeliveryState::kVoid) {
    return Refusal{"SERVICE_DELIVERY_VOID", "the service was voided before"};
  }
  value.state = ServiceDeliveryState::kVoid;
  value.void_reason = std::string(reason);
  return value;
}

}  // namespace amparo::cases
