// The offices that a caller sees, for answers that are made of all of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The offices a caller may see, nullopt for all; there need not be such offices.
std::optional<std::vector<std::string>> VisibleTo(const access::Caller& caller);

// The ids of those that there are, in order. FAILED_PRECONDITION TOO_MANY_OFFICES for more than `most`. `store` and
// `context` outlive the task.
Task<absl::StatusOr<std::vector<std::string>>> VisibleOffices(Store* store, rpc::CallContext* context,
                                                              std::size_t most);

}  // namespace amparo::cases
