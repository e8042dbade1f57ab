// Who gets in: certificates, identities, roles, offices.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "common/errors/errors.h"
#include "common/errors/grpc_status.h"
#include "common/rpc/channel.h"
#include "echo_service.h"

namespace amparo::rpctest {
namespace {

using ::testing::HasSubstr;

absl::Status EchoBy(EchoService::Stub& stub, const std::string& text = "cebu") {
  EchoRequest request;
  request.set_text(text);
  EchoResponse response;
  const auto context = Context();
  return errors::FromGrpc(stub.Echo(context.get(), request, &response));
}

TEST(Access, ARoleOfTheRuleGetsIn) {
  EchoServer server;
  EXPECT_TRUE(EchoBy(*server.Stub("intake")).ok());
}

TEST(Access, AnotherRoleIsDenied) {
  EchoServer server;
  const absl::Status status = EchoBy(*server.Stub("auditor"));
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(errors::Reason(status), errors::kPermissionDenied);
}

TEST(Access, AGoodCertificateThatNobodyKnowsIsUnauthenticated) {
  EchoServer server;
  EXPECT_EQ(EchoBy(*server.Stub("stranger")).code(), absl::StatusCode::kUnauthenticated);
}

TEST(Access, ACertificateWithoutOrWithTwoIdentitiesIsUnauthenticated) {
  EchoServer server;
  for (const std::string_view names :
       {"DNS:localhost", "URI:spiffe://amparo/intake,URI:spiffe://amparo/auditor", "URI:https://amparo/intake"}) {
    const auto stub =
        EchoService::NewStub(server.fixture.ChannelWith(server.fixture.authority().IssueFor("odd", names)));
    EXPECT_EQ(EchoBy(*stub).code(), absl::StatusCode::kUnauthenticated) << names;
  }
}

TEST(Access, StreamsAreGuardedToo) {
  EchoServer server;
  const auto stub = server.Stub("auditor");
  const auto context = Context();
  const auto reader = stub->Count(context.get(), EchoRequest());
  EchoResponse response;
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::PERMISSION_DENIED);
}

TEST(Access, ACertificateOfAnotherAuthorityDoesNotConnect) {
  EchoServer server;
  const testing::TestCa other;
  config::v1::Tls tls = other.Issue("intake");
  // It trusts the server, but the server does not trust it.
  tls.set_ca_file(server.fixture.authority().Issue("x").ca_file());
  EXPECT_EQ(EchoBy(*EchoService::NewStub(server.fixture.ChannelWith(tls))).code(), absl::StatusCode::kUnavailable);
}

TEST(Access, NoCertificateDoesNotConnect) {
  EchoServer server;
  grpc::SslCredentialsOptions options;
  std::ifstream authority(server.fixture.authority().Issue("x").ca_file());
  options.pem_root_certs.assign(std::istreambuf_iterator<char>(authority), {});
  const auto channel = grpc::CreateChannel(server.fixture.address(), grpc::SslCredentials(options));
  EXPECT_EQ(EchoBy(*EchoService::NewStub(channel)).code(), absl::StatusCode::kUnavailable);
}

TEST(Access, PlainTextDoesNotConnect) {
  EchoServer server;
  const auto channel = grpc::CreateChannel(server.fixture.address(), grpc::InsecureChannelCredentials());
  EXPECT_EQ(EchoBy(*EchoService::NewStub(channel)).code(), absl::StatusCode::kUnavailable);
}

TEST(Access, WhatACallerMayNotSeeIsNotFound) {
  EchoServer server;
  EXPECT_TRUE(EchoBy(*server.Stub("cebu"), "cebu").ok());
  const absl::Status status = EchoBy(*server.Stub("cebu"), "la-paz");
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(errors::MetadataValue(status, "name"), "offices/la-paz");
}

TEST(Binding, AnRpcWithoutARuleCannotBeServed) {
  EchoApi api;
  rpc::ServiceBinding binding("amparo.rpctest.UnmarkedService");
  binding.Unary<&EchoApi::Echo>("Echo", &api);
  EXPECT_THAT(std::string(binding.Build().status().message()),
              HasSubstr("amparo.rpctest.UnmarkedService.Echo has no option"));
}

TEST(Binding, EveryMethodIsBoundOnceToItsOwnShape) {
  EchoApi api;
  const auto fault = [](const rpc::ServiceBinding& binding) { return std::string(binding.Build().status().message()); };
  EXPECT_THAT(fault(rpc::ServiceBinding("amparo.rpctest.NoService")), HasSubstr("no service amparo.rpctest.NoService"));
  rpc::ServiceBinding partial("amparo.rpctest.EchoService");
  partial.Unary<&EchoApi::Echo>("Echo", &api);
  EXPECT_THAT(fault(partial), HasSubstr("EchoService.Wait is not bound"));
  EXPECT_THAT(fault(api.Binding().Unary<&EchoApi::Echo>("Shout", &api)), HasSubstr("no method Shout"));
  EXPECT_THAT(fault(api.Binding().Unary<&EchoApi::Echo>("Echo", &api)), HasSubstr("Echo is bound twice"));
  EXPECT_THAT(fault(rpc::ServiceBinding("amparo.rpctest.EchoService").Unary<&EchoApi::Echo>("Count", &api)),
              HasSubstr("Count is bound to a handler of another shape"));
}

}  // namespace
}  // namespace amparo::rpctest
