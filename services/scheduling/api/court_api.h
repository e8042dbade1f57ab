// amparo.scheduling.v1.CourtService.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "amparo/scheduling/v1/court.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/scheduling/clients/case_service.h"
#include "services/scheduling/domain/store.h"

namespace amparo::scheduling {

// The contract is in court.proto.
class CourtApi {
 public:
  // Both must outlive the API, and the API the server.
  CourtApi(Store& store, CaseService& cases) : store_(store), cases_(cases) {}

  // All RPCs, to be given to the server.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::Court>> CreateCourt(rpc::CallContext& context, v1::CreateCourtRequest request);
  Task<absl::StatusOr<v1::Court>> GetCourt(rpc::CallContext& context, v1::GetCourtRequest request);
  Task<absl::StatusOr<v1::ListCourtsResponse>> ListCourts(rpc::CallContext& context, v1::ListCourtsRequest request);
  Task<absl::StatusOr<v1::TravelTime>> CreateTravelTime(rpc::CallContext& context, v1::CreateTravelTimeRequest request);
  Task<absl::StatusOr<v1::TravelTime>> GetTravelTime(rpc::CallContext& context, v1::GetTravelTimeRequest request);
  Task<absl::StatusOr<v1::ListTravelTimesResponse>> ListTravelTimes(rpc::CallContext& context,
                                                                    v1::ListTravelTimesRequest request);

 private:
  Store& store_;
  CaseService& cases_;
};

}  // namespace amparo::scheduling
