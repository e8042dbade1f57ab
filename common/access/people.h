// People who call: each comes through a workload that may speak for people, with a token of their own, and may do what
// their grants say. Nothing of the workload's own roles is theirs.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/access/access.h"
#include "common/access/grant_board.h"
#include "common/access/token_verifier.h"
#include "common/base/clock.h"

namespace amparo::access {

// A person as a call found them when it began.
struct Session {
  TokenClaims claims;
  std::shared_ptr<const Account> account;
  // GrantBoard::changes() before the account was read.
  uint64_t changes = 0;
};

// Safe to use from many threads. What it is made of must outlive it.
class People {
 public:
  People(TokenVerifier& tokens, GrantBoard& grants, const Clock& clock)
      : tokens_(tokens), grants_(grants), clock_(clock) {}

  // Who shows `token`. UNAUTHENTICATED as TokenVerifier::Verify, UNAVAILABLE GRANTS_STALE.
  absl::StatusOr<std::shared_ptr<const Session>> Admit(std::string_view token) const;

  // OK while a call that began with `session` may go on, `allowed` being the roles that may make it: every such role
  // that the person had then, they have still. Else why it must end: PERMISSION_DENIED GRANT_REVOKED, UNAUTHENTICATED
  // TOKEN_EXPIRED or KEY_WITHDRAWN, UNAVAILABLE GRANTS_STALE.
  absl::Status Standing(const Session& session, RoleSet allowed) const;

  // True when no grant has changed since the session began.
  bool Unchanged(const Session& session) const { return grants_.changes() == session.changes; }

 private:
  TokenVerifier& tokens_;
  GrantBoard& grants_;
  const Clock& clock_;
};

}  // namespace amparo::access
