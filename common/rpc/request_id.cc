#include "common/rpc/request_id.h"

#include <memory>

#include "common/base/uuid.h"
#include "common/rpc/digest.h"
#include "google/protobuf/descriptor.h"

namespace amparo::rpc {

void CheckRequestId(std::string_view request_id, errors::FieldViolations& violations) {
  violations.Require(request_id.empty() || Uuid::Parse(request_id).has_value(), "request_id",
                     "must be empty or a UUID such as 0190f3c2-7d1e-7abc-8def-0123456789ab");
}

std::string RequestDigest(std::string_view method, const google::protobuf::Message& request) {
  return DigestWithout(method, request, {"request_id"});
}

}  // namespace amparo::rpc
