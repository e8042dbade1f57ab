// The operations of a case, or of an office, that somebody is on the need-to-know list of.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "amparo/cases/v1/operation.pb.h"
#include "common/errors/errors.h"
#include "common/rpc/call_context.h"
#include "services/case/domain/compartment_store.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// Notes what is wrong with why an operation is read: its length (0 to 500).
void CheckReadReason(std::string_view reason, errors::FieldViolations& violations);

// The whole of ListOperations: a page, with a receipt for each operation on it. All of it is read again once these are
// committed, and shown anew if anything changed. NOT_FOUND for the parent; ABORTED RECORD_CHANGED when something always
// did. BASIC unless `full`. Everything outlives the task.
Task<absl::StatusOr<v1::ListOperationsResponse>> ListSeen(Store* store, CompartmentStore* compartments,
                                                          rpc::CallContext* context, v1::ListOperationsRequest request,
                                                          bool full = false);

}  // namespace amparo::cases
