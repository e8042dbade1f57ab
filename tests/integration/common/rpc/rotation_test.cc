// Certificates that are replaced while a server runs, and files that hold none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "common/rpc/channel.h"
#include "common/testing/eventually.h"
#include "echo_service.h"

namespace amparo::rpctest {
namespace {

using testing::Eventually;
using ::testing::HasSubstr;

// The certificate that the server shows on a new connection; empty when there is none.
std::string ShownBy(EchoServer& server, const config::v1::Tls& caller) {
  const auto stub = EchoService::NewStub(server.fixture.ChannelWith(caller));
  const auto context = Context();
  EchoRequest request;
  request.set_text("cebu");
  EchoResponse response;
  if (!stub->Echo(context.get(), request, &response).ok()) return "";
  const auto shown = context->auth_context()->FindPropertyValues("x509_pem_cert");
  return shown.empty() ? "" : std::string(shown.front().data(), shown.front().size());
}

TEST(Rotation, AServerShowsItsNewCertificateWithoutARestart) {
  EchoServer server;
  const config::v1::Tls caller = server.fixture.authority().Issue("intake");
  const std::string before = ShownBy(server, caller);
  ASSERT_THAT(before, HasSubstr("BEGIN CERTIFICATE"));
  server.fixture.authority().Issue("server");
  EXPECT_TRUE(Eventually([&] {
    const std::string now = ShownBy(server, caller);
    return !now.empty() && now != before;
  }));
}

TEST(Rotation, AServerTrustsItsNewAuthorityAndNoLongerTheOld) {
  EchoServer server;
  const testing::TestCa next;
  const config::v1::Tls old_caller = server.fixture.authority().Issue("intake");
  config::v1::Tls new_caller = next.Issue("intake");
  // Both go on trusting the server, whose own certificate stays.
  config::v1::Tls kept = next.Issue("kept");
  const std::string old_authority = kept.key_file() + ".old-authority";
  std::filesystem::copy_file(old_caller.ca_file(), old_authority);
  config::v1::Tls old_one = old_caller;
  old_one.set_ca_file(old_authority);
  const std::string new_authority = new_caller.ca_file();
  new_caller.set_ca_file(old_authority);
  EXPECT_EQ(ShownBy(server, new_caller), "");
  EXPECT_NE(ShownBy(server, old_one), "");
  std::filesystem::copy_file(new_authority, old_caller.ca_file() + ".new");
  std::filesystem::rename(old_caller.ca_file() + ".new", old_caller.ca_file());
  EXPECT_TRUE(Eventually([&] { return !ShownBy(server, new_caller).empty(); }));
  EXPECT_EQ(ShownBy(server, old_one), "");
}

TEST(Files, ThatHoldNoCertificateOrAnotherKeyAreNamedAtOnce) {
  const testing::TestCa authority;
  const config::v1::Tls good = authority.Issue("intake");
  const auto fault = [](const config::v1::Tls& tls) {
    const absl::Status status = rpc::MakeChannel({.address = "127.0.0.1:1", .tls = tls}).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    return std::string(status.message());
  };
  const std::string empty = good.key_file() + ".empty";
  std::ofstream(empty) << "";
  config::v1::Tls tls = good;
  tls.set_ca_file(empty);
  EXPECT_THAT(fault(tls), HasSubstr(empty));
  tls = good;
  tls.set_cert_file(good.key_file());
  EXPECT_THAT(fault(tls), HasSubstr("holds no certificate"));
  tls = good;
  tls.set_key_file(good.cert_file());
  EXPECT_THAT(fault(tls), HasSubstr("holds no private key"));
  tls = good;
  tls.set_key_file(authority.Issue("auditor").key_file());
  EXPECT_THAT(fault(tls), HasSubstr("is not the key of"));
}

}  // namespace
}  // namespace amparo::rpctest
