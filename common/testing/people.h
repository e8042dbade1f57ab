// People who may call a server of a test: their tokens and their grants, without a service that keeps them.
#pragma once

#include <grpcpp/client_context.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "amparo/config/v1/service.pb.h"
#include "common/access/people.h"
#include "common/base/clock.h"
#include "common/testing/temp_folder.h"
#include "common/testing/tokens.h"

namespace amparo::testing {

// Give it to RpcServer. Grants are fresh until Forget.
class TestPeople {
 public:
  // The workload that speaks for people, to be among the server's principals: spiffe://amparo/front-desk. It has no
  // role itself.
  static config::v1::Principal FrontDesk();
  static constexpr std::string_view kFrontDesk = "front-desk";

  // `clock` dates the grants and the tokens, and must outlive this.
  explicit TestPeople(const Clock& clock);

  access::People& people() { return people_; }
  access::GrantBoard& board() { return board_; }
  const TokenIssuer& issuer() const { return issuer_; }

  // Gives `subject` a role in an office, from now on and until `end`; answers the grant's name.
  std::string Give(std::string_view subject, access::Role role, std::string_view office,
                   absl::Time end = absl::InfiniteFuture());
  // Takes it back.
  void Revoke(const std::string& grant);
  // From now on nobody has proved that the grants are fresh, and none is held.
  void Forget();
  // Trusts no key any more but one that nobody has.
  void WithdrawKey();

  // A token of `subject` made now.
  std::string Token(std::string_view subject, absl::Duration lifetime = absl::Minutes(30)) const;
  // Has the call of `context` be that of who shows `token`.
  static void Show(grpc::ClientContext& context, std::string_view token);
  // The same for a new token of `subject`.
  void CallAs(std::string_view subject, grpc::ClientContext& context) const { Show(context, Token(subject)); }

 private:
  const Clock& clock_;
  TempFolder folder_;
  TokenIssuer issuer_;
  std::unique_ptr<access::TokenVerifier> verifier_;
  access::GrantBoard board_;
  access::People people_;
  int64_t given_ = 0;
  std::map<std::string, access::Grant> given_grants_;  // by name, as they stand
};

}  // namespace amparo::testing
