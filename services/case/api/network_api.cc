#include "services/case/api/network_api.h"

#include <memory>
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "common/rpc/resource_id.h"
#include "services/case/api/acts.h"
#include "services/case/api/network_changes.h"
#include "services/case/api/reads.h"
#include "services/case/convert/network_convert.h"

namespace amparo::cases {
namespace {

absl::StatusOr<Change> UpdatedVenue(const Update<v1::Venue>& update, const Record& record, absl::CivilDay today) {
  const auto check = [today](const Venue& value, const v1::Venue& message, Violations& found) {
    CheckVenue(value, message.address(), today, found);
  };
  return UpdatedInNetwork(update, record, "venue", &VenueFromRequest, &VenueFromStored, check);
}

}  // namespace

rpc::ServiceBinding NetworkApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.NetworkService");
  binding.Unary<&NetworkApi::CreateVenue>("CreateVenue", this)
      .Unary<&NetworkApi::GetVenue>("GetVenue", this)
      .Unary<&NetworkApi::ListVenues>("ListVenues", this)
      .Unary<&NetworkApi::UpdateVenue>("UpdateVenue", this)
      .Unary<&NetworkApi::WithdrawVenue>("WithdrawVenue", this)
      .Unary<&NetworkApi::CreateLink>("CreateLink", this)
      .Unary<&NetworkApi::GetLink>("GetLink", this)
      .Unary<&NetworkApi::ListLinks>("ListLinks", this)
      .Unary<&NetworkApi::EndLink>("EndLink", this)
      .Unary<&NetworkApi::WithdrawLink>("WithdrawLink", this);
  return binding;
}

Task<absl::StatusOr<v1::Venue>> NetworkApi::CreateVenue(rpc::CallContext& context, v1::CreateVenueRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  const auto office = co_await offices_->Find(parent.office, context.limits());
  AMPARO_CO_RETURN_IF_ERROR(office.status());
  const absl::Time now = context.clock().Now();
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  Violations found("venue.");
  const Venue venue = VenueFromRequest(
      request.venue(), VenueName{parent.office, rpc::GivenOrNewId(request.venue_id(), "venue_id", now, violations)},
      found);
  CheckVenue(venue, request.venue().address(), (*office)->Today(now), found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActPlan act;
  act.stamp = StampOf(context, parent.office, request.request_id(), request);
  act.decide = [&venue, &request, now](const Found&) -> absl::StatusOr<Change> {
    return NewResource<v1::Venue>(venue, now, SecretOf(request.venue()));
  };
  co_return co_await RunAct<v1::Venue>(store_, &context, std::move(act));
}

Task<absl::StatusOr<rpc::Encoded<v1::Venue>>> NetworkApi::GetVenue(rpc::CallContext& context,
                                                                   v1::GetVenueRequest request) {
  return GetByView<VenueName, v1::Venue>(store_, &context, request);
}

Task<absl::StatusOr<v1::ListVenuesResponse>> NetworkApi::ListVenues(rpc::CallContext& context,
                                                                    v1::ListVenuesRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  ListQuery query;
  query.kind = Kind::kVenue;
  query.office = parent.office;
  query.filters.resize(1);
  if (!request.show_withdrawn()) query.filters[0] = true;
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                              &v1::ListVenuesResponse::add_venues);
}

Task<absl::StatusOr<v1::Venue>> NetworkApi::UpdateVenue(rpc::CallContext& context, v1::UpdateVenueRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Update<v1::Venue> update,
                             ReadUpdate<VenueName>(context, request, request.venue(), "venue",
                                                   {"kind", "pseudonym", "city", "address", "close_date"}));
  const Target& target = update.target;
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(target.key.office, target.now, context.limits()));
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  Decide decide = [update, today](const Found& found) { return UpdatedVenue(update, *found[0], today); };
  ActPlan plan = ChangePlan(std::move(stamp), target, std::move(decide));
  co_return co_await RunAct<v1::Venue>(store_, &context, std::move(plan));
}

Task<absl::StatusOr<v1::Venue>> NetworkApi::WithdrawVenue(rpc::CallContext& context, v1::WithdrawVenueRequest request) {
  return WithdrawByWork<VenueName>(store_, &context, std::move(request), &VenueFromStored);
}

Task<absl::StatusOr<v1::Link>> NetworkApi::CreateLink(rpc::CallContext& context, v1::CreateLinkRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  const auto office = co_await offices_->Find(parent.office, context.limits());
  AMPARO_CO_RETURN_IF_ERROR(office.status());
  const absl::Time now = context.clock().Now();
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  Violations found("link.");
  const Link link = LinkFromRequest(
      request.link(), LinkName{parent.office, rpc::GivenOrNewId(request.link_id(), "link_id", now, violations)}, found);
  CheckLink(link, (*office)->Today(now), found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActStamp stamp = StampOf(context, parent.office, request.request_id(), request);
  WorkBody body = [link, now](Work& work) { return LinkEndsIn(work, link, now); };
  co_return co_await RunWork<v1::Link>(store_, &context, std::move(stamp), std::move(body));
}

Task<absl::StatusOr<rpc::Encoded<v1::Link>>> NetworkApi::GetLink(rpc::CallContext& context,
                                                                 v1::GetLinkRequest request) {
  return GetBasic<LinkName, v1::Link>(store_, &context, request);
}

Task<absl::StatusOr<v1::ListLinksResponse>> NetworkApi::ListLinks(rpc::CallContext& context,
                                                                  v1::ListLinksRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  errors::FieldViolations violations;
  ListQuery query;
  query.kind = Kind::kLink;
  query.office = parent.office;
  query.filters.resize(2);
  if (!request.end().empty()) {
    const auto end = LinkEndFrom(request.end(), parent.office);
    violations.Require(end.has_value(), "end",
                       "must be the name of a person, party, venue, organization, asset or case of the same office");
    if (end) query.filters[0] = FilterTextOf(*end);
  }
  if (!request.show_withdrawn()) query.filters[1] = true;
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query), &v1::ListLinksResponse::add_links,
                              std::move(violations));
}

Task<absl::StatusOr<v1::Link>> NetworkApi::EndLink(rpc::CallContext& context, v1::EndLinkRequest request) {
  errors::FieldViolations violations;
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<LinkName>(context, request, violations));
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(target.key.office, target.now, context.limits()));
  Violations found;
  const absl::CivilDay end_date =
      OptionalDay(request.has_end_date(), request.end_date(), "end_date", found).value_or(today);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  Decide decide = [target, end_date, today](const Found& facts) {
    const Rule<Link> rule = [&](Link link) { return EndedOn(std::move(link), end_date, today); };
    return ChangeByRule(target, *facts[0], &LinkFromStored, rule);
  };
  ActPlan plan = ChangePlan(std::move(stamp), target, std::move(decide));
  co_return co_await RunAct<v1::Link>(store_, &context, std::move(plan));
}

Task<absl::StatusOr<v1::Link>> NetworkApi::WithdrawLink(rpc::CallContext& context, v1::WithdrawLinkRequest request) {
  return WithdrawByWork<LinkName>(store_, &context, std::move(request), &LinkFromStored);
}

}  // namespace amparo::cases
