#include "common/access/people.h"

#include <utility>

#include "common/base/identity_names.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"

namespace amparo::access {
namespace {

// True when each of the roles `allowed` that `then` has in an office, `now` has there too.
bool StillHas(const Account& now, const Account& then, RoleSet allowed) {
  for (const auto& [office, roles] : then.by_office()) {
    const RoleSet needed = roles.And(allowed);
    if (now.RolesIn(office).And(needed) != needed) return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Session>> People::Admit(std::string_view token) const {
  AMPARO_ASSIGN_OR_RETURN(TokenClaims claims, tokens_.Verify(token));
  auto session = std::make_shared<Session>();
  // Before the account: a change between the two is seen as one.
  session->changes = grants_.changes();
  AMPARO_ASSIGN_OR_RETURN(session->account, grants_.Find(StrCat(kPeoplePrefix, claims.subject), clock_.Now()));
  session->claims = std::move(claims);
  return session;
}

absl::Status People::Standing(const Session& session, RoleSet allowed) const {
  const absl::Time now = clock_.Now();
  if (now >= session.claims.expire_time) {
    return errors::Make(absl::StatusCode::kUnauthenticated, errors::kTokenExpired, "the caller's token has expired");
  }
  if (!tokens_.Trusts(session.claims)) {
    return errors::Make(absl::StatusCode::kUnauthenticated, "KEY_WITHDRAWN",
                        "the key that signed the caller's token is not trusted any more");
  }
  AMPARO_ASSIGN_OR_RETURN(const std::shared_ptr<const Account> account, grants_.Find(session.account->identity(), now));
  if (StillHas(*account, *session.account, allowed)) return absl::OkStatus();
  return errors::Make(absl::StatusCode::kPermissionDenied, "GRANT_REVOKED",
                      "a grant that the call was made by is not in force any more");
}

}  // namespace amparo::access
