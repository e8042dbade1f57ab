// Who makes a call: the workload whose certificate it shows, or the person whose token it carries.
#pragma once

#include <grpcpp/server_context.h>

#include <memory>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/access/access.h"

namespace amparo::access {
class People;
struct Session;
}  // namespace amparo::access

namespace amparo::rpc {

// The metadata key that a person's token comes under, as "Bearer <token>" (RFC 6750).
inline constexpr std::string_view kAuthorizationHeader = "authorization";

// Who makes a call.
struct Identity {
  // Null for a certificate that names nobody who is known.
  const access::Workload* workload = nullptr;
  // Set for a person, who comes through the workload.
  std::shared_ptr<const access::Session> session;

  // The call's maker as a rule that allows `allowed` meets them; there must be a workload.
  access::Caller ToCaller(access::RoleSet allowed) const;
  // Their account; there must be a workload.
  const access::Account& account() const;
};

// The workload that the certificate of the call names.
const access::Workload* WorkloadOf(const grpc::CallbackServerContext& context, const access::Directory& directory);

// The person whose token the call through `workload` carries; null when it carries none, so that it is the workload's
// own. UNAUTHENTICATED for a token that is not good, for two, for another scheme, through a workload that does not
// speak for people, and where people are not known (`people` null): a call with a token is never the workload's own.
// UNAVAILABLE GRANTS_STALE.
absl::StatusOr<std::shared_ptr<const access::Session>> SessionOf(const grpc::CallbackServerContext& context,
                                                                 const access::Workload& workload,
                                                                 const access::People* people);

}  // namespace amparo::rpc
