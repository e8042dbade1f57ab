#include "services/scheduling/api/court_api.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/resource_id.h"
#include "services/scheduling/api/support.h"
#include "services/scheduling/convert/court.h"

namespace amparo::scheduling {
namespace {

// A resource as its caller gave it, once its office is known to exist.
template <typename Resource>
Task<absl::StatusOr<Resource>> InOffice(CaseService* cases, const rpc::CallContext* context, const Resource* resource) {
  AMPARO_CO_RETURN_IF_ERROR(co_await cases->RequireOffice(*context, resource->key.office));
  co_return *resource;
}

}  // namespace

rpc::ServiceBinding CourtApi::Binding() {
  rpc::ServiceBinding binding("amparo.scheduling.v1.CourtService");
  binding.Unary<&CourtApi::CreateCourt>("CreateCourt", this)
      .Unary<&CourtApi::GetCourt>("GetCourt", this)
      .Unary<&CourtApi::ListCourts>("ListCourts", this)
      .Unary<&CourtApi::CreateTravelTime>("CreateTravelTime", this)
      .Unary<&CourtApi::GetTravelTime>("GetTravelTime", this)
      .Unary<&CourtApi::ListTravelTimes>("ListTravelTimes", this);
  return binding;
}

Task<absl::StatusOr<v1::Court>> CourtApi::CreateCourt(rpc::CallContext& context, v1::CreateCourtRequest request) {
  errors::FieldViolations wrong;
  const absl::Time now = context.clock().Now();
  Court court = CourtFromProto(request.court());
  court.key.office = ParentOffice(request.parent(), wrong);
  court.key.id = rpc::GivenOrNewId(request.court_id(), "court_id", now, wrong);
  MarkEntered(court, now);
  Note(CheckCourt(court), "court.", wrong);
  const Store::Make<Court> make = [&] { return InOffice(&cases_, &context, &court); };
  AMPARO_CO_ASSIGN_OR_RETURN(const Court entered, co_await Enter(&store_, &Store::CreateCourt, &context, &request,
                                                                 court.key.office, wrong, make));
  co_return ToProto(entered);
}

Task<absl::StatusOr<v1::Court>> CourtApi::GetCourt(rpc::CallContext& context, v1::GetCourtRequest request) {
  return Read(&store_, &Store::GetCourt, Collection::kCourts, "court", &context, std::move(request));
}

Task<absl::StatusOr<v1::ListCourtsResponse>> CourtApi::ListCourts(rpc::CallContext& context,
                                                                  v1::ListCourtsRequest request) {
  errors::FieldViolations wrong;
  ListQuery query = ReadPage(request, wrong);
  return List(&store_, &Store::ListCourts, &cases_, &context, std::move(request), std::move(query),
              &v1::ListCourtsResponse::add_courts, std::move(wrong));
}

Task<absl::StatusOr<v1::TravelTime>> CourtApi::CreateTravelTime(rpc::CallContext& context,
                                                                v1::CreateTravelTimeRequest request) {
  errors::FieldViolations wrong;
  const absl::Time now = context.clock().Now();
  TravelTime travel_time = TravelTimeFromProto(request.travel_time());
  travel_time.key.office = ParentOffice(request.parent(), wrong);
  travel_time.key.id = rpc::GivenOrNewId(request.travel_time_id(), "travel_time_id", now, wrong);
  MarkEntered(travel_time, now);
  Note(CheckTravelTime(travel_time), "travel_time.", wrong);
  const Store::Make<TravelTime> make = [&] { return InOffice(&cases_, &context, &travel_time); };
  AMPARO_CO_ASSIGN_OR_RETURN(const TravelTime entered, co_await Enter(&store_, &Store::CreateTravelTime, &context,
                                                                      &request, travel_time.key.office, wrong, make));
  co_return ToProto(entered);
}

Task<absl::StatusOr<v1::TravelTime>> CourtApi::GetTravelTime(rpc::CallContext& context,
                                                             v1::GetTravelTimeRequest request) {
  return Read(&store_, &Store::GetTravelTime, Collection::kTravelTimes, "travel time", &context, std::move(request));
}

Task<absl::StatusOr<v1::ListTravelTimesResponse>> CourtApi::ListTravelTimes(rpc::CallContext& context,
                                                                            v1::ListTravelTimesRequest request) {
  errors::FieldViolations wrong;
  ListQuery query = ReadPage(request, wrong);
  return List(&store_, &Store::ListTravelTimes, &cases_, &context, std::move(request), std::move(query),
              &v1::ListTravelTimesResponse::add_travel_times, std::move(wrong));
}

}  // namespace amparo::scheduling
