// Services given to survivors: home visits, therapy, accompaniment and what else the table of kinds has.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "services/case/domain/assessment.h"
#include "services/case/domain/catalogue.h"
#include "services/case/domain/decision.h"
#include "services/case/domain/names.h"

namespace amparo::cases {

// Whether a service counts. The numbers are those of the protos and of the database.
enum class ServiceDeliveryState { kUnspecified = 0, kDelivered = 1, kVoid = 2 };

// A service without its note, which is sealed.
struct ServiceDelivery {
  ServiceDeliveryName name = {};
  // The survivor.
  Uuid party = {};
  // Whose data key seals the note.
  Uuid subject = {};
  // A code of the table of kinds.
  std::string kind = {};
  absl::CivilDay date = {};
  std::string staff = {};
  int duration_minutes = 0;
  // The goal it serves.
  std::optional<Uuid> goal = std::nullopt;
  // The hearing it belongs to, which the scheduling service keeps.
  std::string hearing = {};
  ServiceDeliveryState state = ServiceDeliveryState::kUnspecified;
  std::string void_reason = {};
};

// Notes what is wrong with a service: a kind that the catalogue lacks, a day, staff, a duration of not 1 to 1440
// minutes, a hearing that is no name of a hearing of the office.
void CheckServiceDelivery(const ServiceDelivery& value, const Catalogue& catalogue, const CareFrame& frame,
                          Violations& violations);

// The service taken back. Refused SERVICE_DELIVERY_VOID. Violation: the reason's length (1 to 1000).
Decision<ServiceDelivery> VoidServiceDelivery(ServiceDelivery value, std::string_view reason);

}  // namespace amparo::cases
