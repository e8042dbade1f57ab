#include "services/scheduling/domain/hearing.h"

namespace amparo::scheduling {

std::string_view StateName(HearingState state) {
  switch (state) {
    case HearingState::kScheduled:
      return "SCHEDULED";
    case HearingState::kHeld:
      return "HELD";
    case HearingState::kAdjourned:
      return "ADJOURNED";
    case HearingState::kVacated:
      return "VACATED";
    case HearingState::kUnspecified:
      break;
  }
  return "UNSPECIFIED";
}

}  // namespace amparo::scheduling
