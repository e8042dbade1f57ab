// Calls to other services as coroutines make them.
#include <gtest/gtest.h>

#include <thread>

#include "absl/time/clock.h"
#include "common/base/task.h"
#include "common/errors/errors.h"
#include "common/rpc/channel.h"
#include "echo_service.h"

namespace amparo::rpctest {
namespace {

constexpr char kEcho[] = "/amparo.rpctest.EchoService/Echo";
constexpr char kWait[] = "/amparo.rpctest.EchoService/Wait";
constexpr char kFail[] = "/amparo.rpctest.EchoService/Fail";
constexpr char kFailToChange[] = "/amparo.rpctest.EchoService/FailToChange";

EchoRequest Saying(const std::string& text) {
  EchoRequest request;
  request.set_text(text);
  return request;
}

rpc::Client ClientOf(EchoServer& server) {
  const auto channel = rpc::MakeChannel({.address = server.fixture.address(),
                                         .tls = server.fixture.authority().Issue("intake"),
                                         .services = {"amparo.rpctest.EchoService"}});
  EXPECT_TRUE(channel.ok()) << channel.status();
  return rpc::Client(*channel);
}

TEST(Client, AnswersWithTheMessageAndPassesTheTraceOn) {
  EchoServer server;
  rpc::Client client = ClientOf(server);
  const auto trace = obs::TraceContext::New();
  const auto response =
      SyncWait(client.Unary<EchoResponse>(kEcho, Saying("cebu"), Limits::For(absl::Seconds(10)), trace));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->text(), "cebu");
  EXPECT_EQ(server.api.trace_id(), trace.TraceIdHex());
  EXPECT_LT(server.api.remaining(), absl::Seconds(10));
}

TEST(Client, RemoteErrorsKeepTheirDetails) {
  EchoServer server;
  rpc::Client client = ClientOf(server);
  const auto response =
      SyncWait(client.Unary<EchoResponse>(kFail, Saying(""), Limits::For(absl::Seconds(10)), obs::TraceContext::New()));
  EXPECT_EQ(response.status(), errors::FailedPrecondition("CASE_CLOSED", "offices/cebu/cases/1", "the case is closed"));
}

TEST(Client, SafeCallsAreRetriedWhileThePeerIsUnavailable) {
  EchoServer server;
  rpc::Client client = ClientOf(server);
  const auto response = SyncWait(
      client.Unary<EchoResponse>(kFail, Saying("flaky"), Limits::For(absl::Seconds(10)), obs::TraceContext::New()));
  EXPECT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(server.api.attempts, 3);
}

TEST(Client, OtherCallsAreNotRetried) {
  EchoServer server;
  rpc::Client client = ClientOf(server);
  const auto response = SyncWait(client.Unary<EchoResponse>(kFailToChange, Saying("flaky"),
                                                            Limits::For(absl::Seconds(10)), obs::TraceContext::New()));
  EXPECT_EQ(errors::Reason(response.status()), "FLAKY");
  EXPECT_EQ(server.api.attempts, 1);
}

TEST(Client, AChannelThatWasToldOfNoServiceRetriesNothing) {
  EchoServer server;
  rpc::Client client(server.fixture.Channel("intake"));
  const auto response = SyncWait(
      client.Unary<EchoResponse>(kFail, Saying("flaky"), Limits::For(absl::Seconds(10)), obs::TraceContext::New()));
  EXPECT_EQ(errors::Reason(response.status()), "FLAKY");
  EXPECT_EQ(server.api.attempts, 1);
}

TEST(Client, ADeadlineEndsTheCall) {
  EchoServer server;
  rpc::Client client = ClientOf(server);
  const auto response = SyncWait(
      client.Unary<EchoResponse>(kWait, Saying(""), Limits::For(absl::Milliseconds(200)), obs::TraceContext::New()));
  EXPECT_EQ(response.status().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST(Client, CancellingTheLimitsCancelsTheCall) {
  EchoServer server;
  rpc::Client client = ClientOf(server);
  std::stop_source stop;
  std::thread canceller([&] {
    EXPECT_TRUE(server.api.gate.waiting.try_acquire_for(kPatience));
    stop.request_stop();
  });
  const Limits limits{absl::Now() + absl::Seconds(60), stop.get_token()};
  const auto response = SyncWait(client.Unary<EchoResponse>(kWait, Saying(""), limits, obs::TraceContext::New()));
  EXPECT_EQ(response.status().code(), absl::StatusCode::kCancelled);
  canceller.join();
  // What was cancelled before it began does not begin.
  const auto again = SyncWait(client.Unary<EchoResponse>(kEcho, Saying(""), limits, obs::TraceContext::New()));
  EXPECT_EQ(again.status().code(), absl::StatusCode::kCancelled);
}

TEST(Client, APeerThatIsNotThereIsUnavailable) {
  const testing::TestCa authority;
  const auto channel = rpc::MakeChannel({.address = "127.0.0.1:1", .tls = authority.Issue("intake")});
  ASSERT_TRUE(channel.ok());
  rpc::Client client(*channel);
  const auto response =
      SyncWait(client.Unary<EchoResponse>(kEcho, Saying(""), Limits::For(absl::Seconds(5)), obs::TraceContext::New()));
  EXPECT_EQ(response.status().code(), absl::StatusCode::kUnavailable);
}

TEST(MakeChannel, UnknownServicesAndMissingFilesAreNamed) {
  const testing::TestCa authority;
  EXPECT_EQ(rpc::MakeChannel({.address = "127.0.0.1:1", .tls = authority.Issue("x"), .services = {"amparo.NoService"}})
                .status()
                .code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(rpc::MakeChannel({.address = "127.0.0.1:1"}).status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace amparo::rpctest
