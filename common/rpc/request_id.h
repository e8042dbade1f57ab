// Request ids: what makes a repeated mutation harmless (AIP-155).
#pragma once

#include <string>
#include <string_view>

#include "common/errors/errors.h"
#include "google/protobuf/message.h"

namespace amparo::rpc {

// Notes a violation of field "request_id" unless it is empty or a UUID in its canonical form (36 characters, any case).
void CheckRequestId(std::string_view request_id, errors::FieldViolations& violations);

// What makes two requests the same: 32 bytes, SHA-256 over the method and the request with its `request_id` field
// cleared. `method` is "package.Service/Method". Where requests hold what identifies people it is never kept as it is
// (crypto::BlindIndex::Fingerprints): whoever has it could try names against it.
std::string RequestDigest(std::string_view method, const google::protobuf::Message& request);

}  // namespace amparo::rpc
