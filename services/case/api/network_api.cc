#include "services/case/api/network_api.h"

#include <memory>
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "services/case/api/record_calls.h"
#include "services/case/convert/network_convert.h"

namespace amparo::cases {

rpc::ServiceBinding NetworkApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.NetworkService");
  binding.Unary<&NetworkApi::CreateVenue>("CreateVenue", this)
      .Unary<&NetworkApi::GetVenue>("GetVenue", this)
      .Unary<&NetworkApi::ListVenues>("ListVenues", this)
      .Unary<&NetworkApi::CreateLink>("CreateLink", this)
      .Unary<&NetworkApi::GetLink>("GetLink", this)
      .Unary<&NetworkApi::ListLinks>("ListLinks", this);
  return binding;
}

Task<absl::StatusOr<v1::Venue>> NetworkApi::CreateVenue(rpc::CallContext& context, v1::CreateVenueRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  const absl::Time now = context.clock().Now();
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  Violations found("venue.");
  const Venue venue = VenueFromRequest(
      request.venue(), VenueName{parent.office, IdFrom(request.venue_id(), "venue_id", now, violations)}, found);
  CheckVenue(venue, request.venue().address(), found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  const auto office = co_await offices_->Find(parent.office, context.limits());
  AMPARO_CO_RETURN_IF_ERROR(office.status());
  ActPlan act;
  act.stamp = StampOf(context, parent.office, request.request_id(), request);
  act.decide = [venue, address = request.venue().address(), now](const Found&) -> absl::StatusOr<Change> {
    return NewResource<v1::Venue>(venue, now, SecretText(address));
  };
  const absl::StatusOr<std::string> answer = co_await store_->Run(std::move(act), context.limits());
  co_return ParseStored<v1::Venue>(answer);
}

Task<absl::StatusOr<v1::Venue>> NetworkApi::GetVenue(rpc::CallContext& context, v1::GetVenueRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const VenueName name, RequireName<VenueName>(context, request.name(), "name"));
  errors::FieldViolations violations;
  const bool full = WantsFull(request.view(), violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  if (!full) {
    AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await store_->Get(KeyOf(name), context.limits()));
    co_return BasicOf<v1::Venue>(record);
  }
  RevealStamp stamp = RevealStampOf(context, {"address"});
  AMPARO_CO_ASSIGN_OR_RETURN(const Revealed revealed,
                             co_await store_->Reveal(KeyOf(name), std::move(stamp), context.limits()));
  absl::StatusOr<v1::Venue> venue = BasicOf<v1::Venue>(revealed.record);
  if (venue.ok()) venue->set_address(revealed.secret.value_or(""));
  co_return venue;
}

Task<absl::StatusOr<v1::ListVenuesResponse>> NetworkApi::ListVenues(rpc::CallContext& context,
                                                                    v1::ListVenuesRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  const auto office = co_await offices_->Find(parent.office, context.limits());
  AMPARO_CO_RETURN_IF_ERROR(office.status());
  ListQuery query;
  query.kind = Kind::kVenue;
  query.office = parent.office;
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                              &v1::ListVenuesResponse::add_venues);
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
      request.link(), LinkName{parent.office, IdFrom(request.link_id(), "link_id", now, violations)}, found);
  CheckLink(link, (*office)->Today(now), found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActPlan act;
  act.stamp = StampOf(context, parent.office, request.request_id(), request);
  act.reads = {KeyOf(link.from, parent.office), KeyOf(link.to, parent.office)};
  act.decide = [link, ends = act.reads, now](const Found& facts) -> absl::StatusOr<Change> {
    for (size_t i = 0; i < ends.size(); ++i) AMPARO_RETURN_IF_ERROR(RequireFound(facts[i], ends[i]));
    return NewResource<v1::Link>(link, now);
  };
  const absl::StatusOr<std::string> answer = co_await store_->Run(std::move(act), context.limits());
  co_return ParseStored<v1::Link>(answer);
}

Task<absl::StatusOr<v1::Link>> NetworkApi::GetLink(rpc::CallContext& context, v1::GetLinkRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const LinkName name, RequireName<LinkName>(context, request.name(), "name"));
  AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await store_->Get(KeyOf(name), context.limits()));
  co_return BasicOf<v1::Link>(record);
}

Task<absl::StatusOr<v1::ListLinksResponse>> NetworkApi::ListLinks(rpc::CallContext& context,
                                                                  v1::ListLinksRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  const auto office = co_await offices_->Find(parent.office, context.limits());
  AMPARO_CO_RETURN_IF_ERROR(office.status());
  ListQuery query;
  query.kind = Kind::kLink;
  query.office = parent.office;
  query.filters.emplace_back();
  if (!request.end().empty()) {
    const auto end = LinkEndFrom(request.end(), parent.office);
    if (!end) co_return errors::InvalidField("end", "must be the name of a party or venue of the same office");
    query.filters[0] = end->id;
  }
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                              &v1::ListLinksResponse::add_links);
}

}  // namespace amparo::cases
