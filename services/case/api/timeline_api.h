// amparo.cases.v1.TimelineService: everything that happened to a case.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/timeline.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/compartment_store.h"
#include "services/case/domain/store.h"
#include "services/case/domain/timeline_store.h"

namespace amparo::cases {

// The handlers; what each promises stands in timeline.proto.
class TimelineApi {
 public:
  // All must outlive it.
  TimelineApi(Store* store, CompartmentStore* compartments, TimelineStore* journal, OfficeDirectory* offices)
      : store_(store), compartments_(compartments), journal_(journal), offices_(offices) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::ListTimelineResponse>> ListTimeline(rpc::CallContext& context,
                                                              v1::ListTimelineRequest request);

 private:
  Store* const store_;
  CompartmentStore* const compartments_;
  TimelineStore* const journal_;
  OfficeDirectory* const offices_;
};

}  // namespace amparo::cases
