// The operations in a case's timeline: those whose need-to-know list the caller is on, and the receipts of what is told
// of them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "amparo/cases/v1/timeline.pb.h"
#include "common/rpc/call_context.h"
#include "services/case/api/operation_sight.h"
#include "services/case/domain/compartment_store.h"
#include "services/case/domain/timeline.h"

namespace amparo::cases {

// What a caller sees of a case's operations, by name.
using SeenOperations = std::map<std::string, SeenOperation>;

// The operations of some cases of an office that the caller sees by their lists.
Task<absl::StatusOr<SeenOperations>> SeenOperationsOf(CompartmentStore* store, rpc::CallContext* context,
                                                      std::string office, std::vector<Uuid> cases);

// True for an entry that only keepers are told: who was put on the list, who froze it.
bool ForKeepersOnly(const SeenOperations& seen, std::string_view caller, const TimelineEntry& entry);

// Gives the entries of operations on a page their details, as the caller sees them now. All outlive the task.
Task<absl::Status> AddOperationDetails(CompartmentStore* store, rpc::CallContext* context, const SeenOperations* seen,
                                       v1::ListTimelineResponse* page);

// Leaves a receipt for each operation that a page tells of, then makes sure that all of them are still the caller's to
// see. Nothing leaves unless it answers OK. NOT_FOUND; ABORTED RECORD_CHANGED.
Task<absl::Status> LeaveTimelineReceipts(CompartmentStore* store, rpc::CallContext* context, std::string office,
                                         const SeenOperations* seen, std::string reason,
                                         const v1::ListTimelineResponse* page);

}  // namespace amparo::cases
