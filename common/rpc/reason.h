// Why a caller asks. Any call may say so in its metadata; it is kept in the audit rows of what the call reads.
#pragma once

#include <grpcpp/support/string_ref.h>

#include <map>
#include <string>

#include "absl/status/statusor.h"

namespace amparo::rpc {

// The metadata's key: for printable ASCII, and (bytes, which gRPC encodes) for any UTF-8 text.
inline constexpr char kReasonKey[] = "amparo-reason";
inline constexpr char kReasonBytesKey[] = "amparo-reason-bin";

// The reason in a call's metadata; empty when there is none. INVALID_ARGUMENT for more than one, and for one that is no
// text of 1 to 500 characters.
absl::StatusOr<std::string> ReasonIn(const std::multimap<grpc::string_ref, grpc::string_ref>& metadata);

}  // namespace amparo::rpc
