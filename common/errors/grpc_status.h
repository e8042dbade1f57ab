// The one place where absl::Status meets grpc::Status: payloads travel as google.rpc.Status in
// `grpc-status-details-bin`.
#pragma once

#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace amparo::errors {

// For the wire; payloads of `status` become details. Call ToPublic first: nothing is hidden here.
grpc::Status ToGrpc(const absl::Status& status);

// From the wire: details become payloads again, so that Reason() works on a remote error.
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace amparo::errors
