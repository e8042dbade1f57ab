#include "services/case/domain/break_glass.h"

#include <utility>

namespace amparo::cases {

void CheckBreakGlassMinutes(int minutes, Violations& violations) {
  violations.Require(minutes >= 1 && minutes <= kMostBreakGlassMinutes, "minutes", "must be 1 to 60");
}

Decision<BreakGlass> GrantBreakGlass(BreakGlass request, std::string_view granter, int minutes, absl::Time now) {
  Violations violations;
  CheckBreakGlassMinutes(minutes, violations);
  if (!violations.empty()) return violations;
  if (request.state != BreakGlassState::kRequested) {
    return Refusal{"BREAK_GLASS_GRANTED", "the request was granted before; ask again"};
  }
  if (request.requester == granter) {
    return Refusal{"REQUESTER_GRANTS", "a request is granted by somebody other than who made it"};
  }
  if (now >= request.request_time + kBreakGlassPatience) {
    return Refusal{"BREAK_GLASS_LAPSED", "the request was made more than a day ago; ask again"};
  }
  request.state = BreakGlassState::kGranted;
  request.granter = std::string(granter);
  request.grant_time = now;
  request.expire_time = now + absl::Minutes(minutes);
  return request;
}

CompartmentNotice NoticeOf(const BreakGlass& granted) {
  CompartmentNotice notice;
  notice.kind = NoticeKind::kBreakGlass;
  notice.time = granted.grant_time.value_or(granted.request_time);
  notice.principal = granted.requester;
  notice.granted_by = granted.granter;
  notice.reason = granted.reason;
  notice.until = granted.expire_time;
  notice.break_glass = granted.name.id;
  return notice;
}

}  // namespace amparo::cases
