// amparo.scheduling.v1.HearingService.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/scheduling/v1/hearing.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/scheduling/clients/case_service.h"
#include "services/scheduling/domain/store.h"

namespace amparo::scheduling {

// The contract is in hearing.proto.
class HearingApi {
 public:
  // Both must outlive the API, and the API the server.
  HearingApi(Store& store, CaseService& cases) : store_(store), cases_(cases) {}

  // All RPCs, to be given to the server.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::Hearing>> ScheduleHearing(rpc::CallContext& context, v1::ScheduleHearingRequest request);
  Task<absl::StatusOr<v1::Hearing>> GetHearing(rpc::CallContext& context, v1::GetHearingRequest request);
  Task<absl::StatusOr<v1::ListHearingsResponse>> ListHearings(rpc::CallContext& context,
                                                              v1::ListHearingsRequest request);
  Task<absl::StatusOr<v1::Hearing>> HoldHearing(rpc::CallContext& context, v1::HoldHearingRequest request);
  Task<absl::StatusOr<v1::AdjournHearingResponse>> AdjournHearing(rpc::CallContext& context,
                                                                  v1::AdjournHearingRequest request);
  Task<absl::StatusOr<v1::Hearing>> VacateHearing(rpc::CallContext& context, v1::VacateHearingRequest request);

 private:
  // GetHearing with a `read_time`.
  Task<absl::StatusOr<v1::Hearing>> GetHearingAt(rpc::CallContext* context, v1::GetHearingRequest request);

  // The hearing to enter, once its case is known to be open and its court's zone is known.
  Task<absl::StatusOr<Hearing>> MakeHearing(const rpc::CallContext* context, const Hearing* draft);

  // OK when whoever came is a party of the hearing's matter; the case service is asked about parties of other cases.
  Task<absl::Status> PermitAttendance(const rpc::CallContext* context, const Hearing* hearing);

  // The same of an adjourned hearing; and that its matter is open, when it goes on.
  Task<absl::Status> PermitAdjournment(const rpc::CallContext* context, const Adjourned* adjourned);

  Store& store_;
  CaseService& cases_;
};

}  // namespace amparo::scheduling
