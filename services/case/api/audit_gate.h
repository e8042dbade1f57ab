// What auditors may be told of.
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "common/base/task.h"
#include "common/rpc/call_context.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/compartment_store.h"

namespace amparo::cases {

// The gate of AuditService: the trail of an office that exists, and that of a compartment to who is on the need-to-know
// list of its operation; for everyone else a compartment is NOT_FOUND, as one that does not exist. What is told of
// exposure to auditors who are on no list is CompartmentService.ExposureReport's. Both must outlive it.
std::function<Task<absl::Status>(rpc::CallContext* context, std::string office, std::string compartment)> AuditGate(
    OfficeDirectory* offices, CompartmentStore* compartments);

}  // namespace amparo::cases
