#include "services/scheduling/api/court_api.h"

#include <utility>

#include "common/base/status_macros.h"
#include "services/scheduling/api/support.h"
#include "services/scheduling/convert/court.h"

namespace amparo::scheduling {
namespace {

// A checked resource, once its office is known to exist.
template <typename Resource>
Task<absl::StatusOr<Resource>> InOffice(CaseService* cases, const rpc::CallContext* context, const Resource* resource) {
  AMPARO_CO_RETURN_IF_ERROR(co_await cases->RequireOffice(*context, resource->key.office));
  co_return *resource;
}

// Dates a resource that is to be entered.
template <typename Resource>
void Stamp(Resource& resource, Key key, absl::Time now) {
  resource.key = std::move(key);
  resource.version = 1;
  resource.create_time = now;
  resource.update_time = now;
}

// What a list of an office's records is asked for, one record beyond the page to know whether another follows.
template <typename Request>
absl::StatusOr<EntryQuery> QueryOf(rpc::CallContext& context, const Request& request) {
  errors::FieldViolations wrong;
  EntryQuery query;
  query.office = ParentOffice(request.parent(), wrong);
  query.limit = rpc::PageSize(request.page_size(), kStandardPage, kLargestPage, wrong) + 1;
  query.after = ReadPosition(request, wrong);
  AMPARO_RETURN_IF_ERROR(wrong.ToStatus());
  AMPARO_RETURN_IF_ERROR(context.RequireOffice(query.office, "office", request.parent()));
  return query;
}

// Cuts the record beyond the page; the token that goes on, empty on the last page.
template <typename Request, typename Resource>
std::string CutPage(const Request& request, const EntryQuery& query, std::vector<Resource>& page) {
  if (page.size() < static_cast<size_t>(query.limit)) return "";
  page.pop_back();
  return TokenAfter(request, {page.back().create_time, page.back().key.id});
}

}  // namespace

rpc::ServiceBinding CourtApi::Binding() {
  rpc::ServiceBinding binding("amparo.scheduling.v1.CourtService");
  binding.Unary<&CourtApi::CreateCourt>("CreateCourt", this)
      .Unary<&CourtApi::GetCourt>("GetCourt", this)
      .Unary<&CourtApi::ListCourts>("ListCourts", this)
      .Unary<&CourtApi::CreateTravelTime>("CreateTravelTime", this)
      .Unary<&CourtApi::ListTravelTimes>("ListTravelTimes", this);
  return binding;
}

Task<absl::StatusOr<v1::Court>> CourtApi::CreateCourt(rpc::CallContext& context, v1::CreateCourtRequest request) {
  errors::FieldViolations wrong;
  const absl::Time now = context.clock().Now();
  const std::string office = ParentOffice(request.parent(), wrong);
  Court court = CourtFromProto(request.court());
  Stamp(court, {office, GivenOrNewId(request.court_id(), "court_id", now, wrong)}, now);
  Note(CheckCourt(court), "court.", wrong);
  ActStamp stamp = StampOf(context, office, request, request.request_id(), wrong);
  AMPARO_CO_RETURN_IF_ERROR(wrong.ToStatus());
  AMPARO_CO_RETURN_IF_ERROR(context.RequireOffice(office, "office", request.parent()));
  const Store::Make<Court> make = [&] { return InOffice(&cases_, &context, &court); };
  AMPARO_CO_ASSIGN_OR_RETURN(const Court created,
                             co_await store_.CreateCourt(std::move(stamp), make, context.limits()));
  co_return ToProto(created);
}

Task<absl::StatusOr<v1::Court>> CourtApi::GetCourt(rpc::CallContext& context, v1::GetCourtRequest request) {
  errors::FieldViolations wrong;
  const Key key = NamedKey(Collection::kCourts, request.name(), wrong);
  AMPARO_CO_RETURN_IF_ERROR(wrong.ToStatus());
  AMPARO_CO_RETURN_IF_ERROR(context.RequireOffice(key.office, "court", request.name()));
  AMPARO_CO_ASSIGN_OR_RETURN(const Court court, co_await store_.GetCourt(key, context.limits()));
  co_return ToProto(court);
}

Task<absl::StatusOr<v1::ListCourtsResponse>> CourtApi::ListCourts(rpc::CallContext& context,
                                                                  v1::ListCourtsRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const EntryQuery query, QueryOf(context, request));
  AMPARO_CO_ASSIGN_OR_RETURN(std::vector<Court> page, co_await store_.ListCourts(query, context.limits()));
  v1::ListCourtsResponse response;
  response.set_next_page_token(CutPage(request, query, page));
  for (const Court& court : page) *response.add_courts() = ToProto(court);
  co_return response;
}

Task<absl::StatusOr<v1::TravelTime>> CourtApi::CreateTravelTime(rpc::CallContext& context,
                                                                v1::CreateTravelTimeRequest request) {
  errors::FieldViolations wrong;
  const absl::Time now = context.clock().Now();
  const std::string office = ParentOffice(request.parent(), wrong);
  TravelTime travel_time = TravelTimeFromProto(request.travel_time());
  Stamp(travel_time, {office, GivenOrNewId(request.travel_time_id(), "travel_time_id", now, wrong)}, now);
  Note(CheckTravelTime(travel_time), "travel_time.", wrong);
  ActStamp stamp = StampOf(context, office, request, request.request_id(), wrong);
  AMPARO_CO_RETURN_IF_ERROR(wrong.ToStatus());
  AMPARO_CO_RETURN_IF_ERROR(context.RequireOffice(office, "office", request.parent()));
  const Store::Make<TravelTime> make = [&] { return InOffice(&cases_, &context, &travel_time); };
  AMPARO_CO_ASSIGN_OR_RETURN(const TravelTime created,
                             co_await store_.CreateTravelTime(std::move(stamp), make, context.limits()));
  co_return ToProto(created);
}

Task<absl::StatusOr<v1::ListTravelTimesResponse>> CourtApi::ListTravelTimes(rpc::CallContext& context,
                                                                            v1::ListTravelTimesRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const EntryQuery query, QueryOf(context, request));
  AMPARO_CO_ASSIGN_OR_RETURN(std::vector<TravelTime> page, co_await store_.ListTravelTimes(query, context.limits()));
  v1::ListTravelTimesResponse response;
  response.set_next_page_token(CutPage(request, query, page));
  for (const TravelTime& travel_time : page) *response.add_travel_times() = ToProto(travel_time);
  co_return response;
}

}  // namespace amparo::scheduling
