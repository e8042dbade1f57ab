// amparo.cases.v1.OfficeService: opens, reads, lists and changes offices.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/office.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/domain/holiday.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in office.proto.
class OfficeApi {
 public:
  // Both must outlive it.
  OfficeApi(Store* store, HolidayStore* holidays) : store_(store), holidays_(holidays) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::Office>> CreateOffice(rpc::CallContext& context, v1::CreateOfficeRequest request);
  Task<absl::StatusOr<rpc::Encoded<v1::Office>>> GetOffice(rpc::CallContext& context, v1::GetOfficeRequest request);
  Task<absl::StatusOr<v1::ListOfficesResponse>> ListOffices(rpc::CallContext& context, v1::ListOfficesRequest request);
  Task<absl::StatusOr<v1::Office>> UpdateOffice(rpc::CallContext& context, v1::UpdateOfficeRequest request);
  Task<absl::StatusOr<v1::Office>> SetHoliday(rpc::CallContext& context, v1::SetHolidayRequest request);
  Task<absl::StatusOr<v1::Office>> RemoveHoliday(rpc::CallContext& context, v1::RemoveHolidayRequest request);
  Task<absl::StatusOr<v1::ListHolidaysResponse>> ListHolidays(rpc::CallContext& context,
                                                              v1::ListHolidaysRequest request);

 private:
  // Changes the days of the office that a request names.
  template <typename Request>
  Task<absl::StatusOr<v1::Office>> ChangeHolidays(rpc::CallContext* context, Request request);

  Store* const store_;
  HolidayStore* const holidays_;
};

}  // namespace amparo::cases
