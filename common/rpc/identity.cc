#include "common/rpc/identity.h"

#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "common/access/people.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"

namespace amparo::rpc {
namespace {

constexpr std::string_view kScheme = "Bearer ";

std::string_view Viewed(grpc::string_ref text) {
  return {text.data(), text.size()};
}

// What follows the scheme, whose name has no case (RFC 9110); nullopt when it is another.
std::optional<std::string_view> TokenIn(std::string_view header) {
  if (!absl::StartsWithIgnoreCase(ToAbsl(header), ToAbsl(kScheme))) return std::nullopt;
  return header.substr(kScheme.size());
}

}  // namespace

access::Caller Identity::ToCaller(access::RoleSet allowed) const {
  if (session) return access::Caller(session->account, allowed);
  // Workloads outlive calls; a count that all threads share would be felt.
  return access::Caller(std::shared_ptr<const access::Account>(std::shared_ptr<void>(), &workload->account), allowed);
}

const access::Account& Identity::account() const {
  return session ? *session->account : workload->account;
}

const access::Workload* WorkloadOf(const grpc::CallbackServerContext& context, const access::Directory& directory) {
  const auto peer = context.auth_context();
  if (peer == nullptr || !peer->IsPeerAuthenticated()) return nullptr;
  // gRPC sets it only when the certificate has exactly one URI and that is a SPIFFE id.
  const auto identities = peer->FindPropertyValues("peer_spiffe_id");
  return identities.size() == 1 ? directory.Find(Viewed(identities.front())) : nullptr;
}

absl::StatusOr<std::shared_ptr<const access::Session>> SessionOf(const grpc::CallbackServerContext& context,
                                                                 const access::Workload& workload,
                                                                 const access::People* people) {
  const grpc::string_ref key(kAuthorizationHeader.data(), kAuthorizationHeader.size());
  const auto [first, last] = context.client_metadata().equal_range(key);
  if (first == last) return nullptr;
  if (std::next(first) != last) return errors::Unauthenticated("the call carries more than one token");
  if (people == nullptr) return errors::Unauthenticated("people are not known here: no token is taken");
  if (!workload.speaks_for_people) {
    return errors::Unauthenticated(StrCat(workload.account.identity(), " does not speak for people"));
  }
  const std::optional<std::string_view> token = TokenIn(Viewed(first->second));
  if (!token) return errors::Unauthenticated("the authorization of the call must be \"Bearer <token>\"");
  return people->Admit(*token);
}

}  // namespace amparo::rpc
