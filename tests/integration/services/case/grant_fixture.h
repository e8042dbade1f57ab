// What the tests of grants share: two offices, and short ways to give roles, to take them back and to list them, also
// for people.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "amparo/cases/v1/grant.grpc.pb.h"
#include "tests/integration/services/case/court_test.h"

namespace amparo::cases {

using GrantStub = v1::GrantService::Stub;

// To whom roles are given.
inline constexpr char kWorker[] = "spiffe://amparo/people/s.worker";

class GrantTest : public ::testing::Test {
 protected:
  GrantTest() {
    service_.OpenOffice("cebu");
    service_.OpenOffice("la-paz");
  }

  GrantStub& As(const std::string& caller) {
    std::unique_ptr<GrantStub>& stub = stubs_[caller];
    if (stub == nullptr) stub = service_.StubOf<v1::GrantService>(caller);
    return *stub;
  }

  // A request to give the worker a role in Cebu, at a moment of its own.
  v1::CreateGrantRequest Request(options::v1::Role role = options::v1::ROLE_SOCIAL_WORKER,
                                 const std::string& principal = kWorker) {
    service_.clock().Advance(absl::Milliseconds(1));
    v1::CreateGrantRequest request;
    request.set_parent("offices/cebu");
    request.mutable_grant()->set_principal(principal);
    request.mutable_grant()->set_role(role);
    request.mutable_grant()->set_reason("a new colleague");
    return request;
  }
  // The same, in force between two times from now.
  v1::CreateGrantRequest RequestFor(absl::Duration start, absl::Duration end) {
    v1::CreateGrantRequest request = Request();
    const absl::Time now = service_.clock().Now();
    SetTimestamp(now + start, request.mutable_grant()->mutable_start_time());
    if (end != absl::InfiniteDuration()) SetTimestamp(now + end, request.mutable_grant()->mutable_end_time());
    return request;
  }
  absl::StatusOr<v1::Grant> Give(const v1::CreateGrantRequest& request, const std::string& by = "supervisor") {
    return Call(As(by), &GrantStub::CreateGrant, request);
  }
  v1::Grant Given(const v1::CreateGrantRequest& request, const std::string& by = "everyone") {
    const absl::StatusOr<v1::Grant> grant = Give(request, by);
    EXPECT_THAT(grant, IsOk());
    return grant.value_or(v1::Grant());
  }
  absl::StatusOr<v1::Grant> Read(const std::string& name, std::optional<absl::Time> at = std::nullopt,
                                 const std::string& by = "auditor") {
    v1::GetGrantRequest request;
    request.set_name(name);
    if (at) SetTimestamp(*at, request.mutable_read_time());
    return Call(As(by), &GrantStub::GetGrant, request);
  }
  absl::StatusOr<v1::Grant> Revoke(const std::string& name, const std::string& by = "supervisor",
                                   const std::string& reason = "has left", const std::string& etag = "") {
    service_.clock().Advance(absl::Milliseconds(1));
    v1::RevokeGrantRequest request;
    request.set_name(name);
    request.set_reason(reason);
    request.set_etag(etag);
    return Call(As(by), &GrantStub::RevokeGrant, request);
  }
  // The names that a list gives, page by page; that of Cebu unless the request says another.
  std::vector<std::string> Listed(v1::ListGrantsRequest request, const std::string& by = "auditor") {
    if (request.parent().empty()) request.set_parent("offices/cebu");
    std::vector<std::string> names;
    do {
      const auto page = Call(As(by), &GrantStub::ListGrants, request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      for (const v1::Grant& grant : page->grants()) names.push_back(grant.name());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }
  static v1::ListGrantsRequest All() {
    v1::ListGrantsRequest request;
    request.set_show_ended(true);
    return request;
  }
  // What stands over all offices.
  static v1::ListGrantsRequest Everywhere() {
    v1::ListGrantsRequest request;
    request.set_parent("offices/-");
    return request;
  }

  // What is answered to a person who asks through the front desk, with a token of theirs.
  template <typename Request, typename Response>
  absl::StatusOr<Response> CallAs(std::string_view subject,
                                  grpc::Status (GrantStub::*method)(grpc::ClientContext*, const Request&, Response*),
                                  const Request& request) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    service_.test_people().CallAs(subject, context);
    Response response;
    const grpc::Status status = (As("front-desk").*method)(&context, request, &response);
    if (!status.ok()) return errors::FromGrpc(status);
    return response;
  }

  // With clients of Cebu alone: who runs the services, and who takes batches.
  CaseService service_{
      std::vector<config::v1::Principal>{testing::MakePrincipal("cebu-ops", {options::v1::ROLE_OPS}, {"cebu"}),
                                         testing::MakePrincipal("cebu-batch", {options::v1::ROLE_BATCH}, {"cebu"})}};
  std::map<std::string, std::unique_ptr<GrantStub>> stubs_;
};

}  // namespace amparo::cases
