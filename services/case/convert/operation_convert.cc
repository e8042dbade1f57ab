#include "services/case/convert/operation_convert.h"

#include <string>

#include "common/base/check.h"
#include "common/base/strings.h"
#include "services/case/convert/enums.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(OperationState::kCancelled) == v1::OPERATION_STATE_CANCELLED);
static_assert(static_cast<int>(SiteOutcome::kAborted) == v1::SITE_OUTCOME_ABORTED);

std::string SitePath(int index, std::string_view field) {
  return StrCat("sites[", index, "].", field);
}

Uuid VenueOf(const v1::OperationSite& site, const std::string& office, int index, Violations& violations) {
  const auto venue = ParseName<VenueName>(site.venue());
  const bool fits = violations.Require(venue && venue->office == office, SitePath(index, "venue"),
                                       "must be the name of a venue of the same office");
  return fits ? venue->id : Uuid();
}

std::optional<Uuid> FollowedBy(const v1::Operation& request, const OperationName& name, Violations& violations) {
  if (request.follows().empty()) return std::nullopt;
  const auto followed = ParseName<OperationName>(request.follows());
  const bool fits = violations.Require(followed && followed->parent() == name.parent() && followed->id != name.id,
                                       "follows", "must be the name of another operation of the same case");
  return fits ? std::optional(followed->id) : std::nullopt;
}

OperationSite WholeSiteFrom(const v1::OperationSite& site, const OperationSite& planned, int index,
                            Violations& violations) {
  OperationSite whole = planned;
  whole.outcome =
      EnumFrom<SiteOutcome>(site.outcome(), v1::SiteOutcome_IsValid, SitePath(index, "outcome"), violations);
  whole.adults_rescued = site.adults_rescued();
  whole.minors_rescued = site.minors_rescued();
  whole.arrests = site.arrests();
  return whole;
}

// What a caller's and a stored operation say in the same way.
void TakePeople(const v1::Operation& from, Operation& operation) {
  operation.planner = from.planner();
  operation.approver = from.approver();
  operation.cancel_reason = from.cancel_reason();
}

}  // namespace

Operation OperationFromRequest(const v1::Operation& request, const OperationName& name, Violations& violations) {
  Operation operation;
  operation.name = name;
  operation.start_time = RequiredTime(request.has_start_time(), request.start_time(), "start_time", violations);
  operation.partner_unit = request.partner_unit();
  for (int i = 0; i < request.sites_size(); ++i) {
    operation.sites.push_back({.number = i + 1, .venue = VenueOf(request.sites(i), name.office, i, violations)});
  }
  operation.follows = FollowedBy(request, name, violations);
  return operation;
}

Operation WholeOperationFrom(const v1::Operation& request, const OperationName& name, Violations& violations) {
  Operation operation = OperationFromRequest(request, name, violations);
  operation.state = EnumFrom<OperationState>(request.state(), v1::OperationState_IsValid, "state", violations);
  for (int i = 0; i < request.sites_size(); ++i) {
    operation.sites[i] = WholeSiteFrom(request.sites(i), operation.sites[i], i, violations);
  }
  TakePeople(request, operation);
  return operation;
}

Operation OperationFromStored(const v1::Operation& stored) {
  const auto name = ParseName<OperationName>(stored.name());
  AMPARO_CHECK(name.has_value(), "a stored operation has a name");
  Violations none;
  Operation operation = WholeOperationFrom(stored, *name, none);
  AMPARO_CHECK(none.empty(), "a stored operation is well formed");
  return operation;
}

SiteReport SiteReportFrom(const v1::RecordSiteOutcomeRequest& request, Violations& violations) {
  return {.site = request.site(),
          .outcome = EnumFrom<SiteOutcome>(request.outcome(), v1::SiteOutcome_IsValid, "outcome", violations),
          .adults_rescued = request.adults_rescued(),
          .minors_rescued = request.minors_rescued(),
          .arrests = request.arrests()};
}

void ToProto(const Operation& value, v1::Operation& out) {
  out.set_name(ToString(value.name));
  out.set_state(static_cast<v1::OperationState>(value.state));
  SetTimestamp(value.start_time, out.mutable_start_time());
  out.set_partner_unit(value.partner_unit);
  out.clear_sites();
  for (const OperationSite& site : value.sites) {
    v1::OperationSite& added = *out.add_sites();
    added.set_number(site.number);
    added.set_venue(ToString(VenueName{value.name.office, site.venue}));
    added.set_outcome(static_cast<v1::SiteOutcome>(site.outcome));
    added.set_adults_rescued(site.adults_rescued);
    added.set_minors_rescued(site.minors_rescued);
    added.set_arrests(site.arrests);
  }
  out.clear_follows();
  if (value.follows) out.set_follows(ToString(OperationName{value.name.office, value.name.case_id, *value.follows}));
  out.set_planner(value.planner);
  out.set_approver(value.approver);
  out.set_cancel_reason(value.cancel_reason);
}

std::vector<Value> ColumnsOf(const Operation& value) {
  return {static_cast<int64_t>(value.state), value.start_time};
}

}  // namespace amparo::cases
