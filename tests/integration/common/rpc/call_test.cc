// What the wrapper does around a unary call: deadlines, cancelling, admission, the barrier, the log and the metrics.
#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <future>
#include <nlohmann/json.hpp>
#include <sstream>

#include "common/errors/errors.h"
#include "common/errors/grpc_status.h"
#include "common/rpc/bytes.h"
#include "echo_service.h"

namespace amparo::rpctest {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

absl::Status CallEcho(EchoServer& server, grpc::ClientContext& context) {
  EchoRequest request;
  request.set_text("cebu");
  EchoResponse response;
  return errors::FromGrpc(server.Stub()->Echo(&context, request, &response));
}

absl::Status CallFail(EchoServer& server, const std::string& text) {
  EchoRequest request;
  request.set_text(text);
  EchoResponse response;
  return errors::FromGrpc(server.Stub()->Fail(Context().get(), request, &response));
}

// A call of Wait that goes on in the background.
class Waiting {
 public:
  Waiting(EchoServer& server, std::chrono::milliseconds after)
      : context(Context(after)), stub_(server.Stub()), status_(std::async(std::launch::async, [this] {
          EchoResponse response;
          return errors::FromGrpc(stub_->Wait(context.get(), EchoRequest(), &response));
        })) {}

  absl::Status Status() { return status_.get(); }

  std::unique_ptr<grpc::ClientContext> context;

 private:
  std::unique_ptr<EchoService::Stub> stub_;
  std::future<absl::Status> status_;
};

json LastLine(EchoServer& server) {
  std::istringstream text(server.fixture.LogText());
  std::string line;
  std::string last = "{}";
  while (std::getline(text, line)) last = line;
  return json::parse(last);
}

config::v1::Limits Deadlines(absl::Duration standard, absl::Duration most) {
  config::v1::Limits limits;
  for (auto* bounds : {limits.mutable_interactive(), limits.mutable_batch()}) {
    bounds->mutable_default_deadline()->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(standard)));
    bounds->mutable_max_deadline()->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(most)));
  }
  return limits;
}

TEST(Deadline, ACallersOwnIsPassedOnLessTwentyMilliseconds) {
  EchoServer server;
  ASSERT_TRUE(CallEcho(server, *Context(std::chrono::milliseconds(5'000))).ok());
  EXPECT_LE(server.api.remaining(), absl::Milliseconds(4'980));
  EXPECT_GT(server.api.remaining(), absl::Milliseconds(3'000));
}

TEST(Deadline, AbsentItIsTheDefault) {
  EchoServer server;
  grpc::ClientContext none;
  ASSERT_TRUE(CallEcho(server, none).ok());
  EXPECT_LE(server.api.remaining(), absl::Seconds(10));
  EXPECT_GT(server.api.remaining(), absl::Seconds(8));
}

TEST(Deadline, TooLongItIsTheLongestAllowed) {
  EchoServer server;
  ASSERT_TRUE(CallEcho(server, *Context(std::chrono::hours(5))).ok());
  EXPECT_LE(server.api.remaining(), absl::Seconds(60));
}

TEST(Deadline, ACallWithoutOneEndsAtTheDefault) {
  EchoServer server(Deadlines(absl::Milliseconds(100), absl::Milliseconds(200)));
  grpc::ClientContext none;
  EchoResponse response;
  const absl::Status status = errors::FromGrpc(server.Stub()->Wait(&none, EchoRequest(), &response));
  EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(errors::Reason(status), errors::kDeadlineExceeded) << "the server itself has answered";
}

TEST(Deadline, ACallWithALongOneEndsAtTheLongestAllowed) {
  EchoServer server(Deadlines(absl::Milliseconds(100), absl::Milliseconds(200)));
  const absl::Status status = Waiting(server, std::chrono::milliseconds(60'000)).Status();
  EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded);
}

TEST(Deadline, ExpiredCallsReleaseWhatTheyHeld) {
  EchoServer server;
  EXPECT_EQ(Waiting(server, std::chrono::milliseconds(200)).Status().code(), absl::StatusCode::kDeadlineExceeded);
  // The handler was resumed by the cancelling, so its line is written.
  const auto give_up = std::chrono::steady_clock::now() + kPatience;
  while (LastLine(server).value("method", "") != "Wait" && std::chrono::steady_clock::now() < give_up)
    std::this_thread::yield();
  EXPECT_EQ(LastLine(server)["code"], "DeadlineExceeded");
}

TEST(Deadline, WithNextToNothingLeftACallIsRefused) {
  EchoServer server;
  // 20 ms are shaved off: what is left of 22 ms is too little whatever the wire takes.
  EXPECT_EQ(Waiting(server, std::chrono::milliseconds(22)).Status().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_FALSE(server.api.gate.waiting.try_acquire());
}

TEST(Cancel, ReachesTheHandler) {
  EchoServer server;
  Waiting call(server, std::chrono::milliseconds(60'000));
  ASSERT_TRUE(server.api.gate.waiting.try_acquire_for(kPatience));
  call.context->TryCancel();
  EXPECT_EQ(call.Status().code(), absl::StatusCode::kCancelled);
  const auto give_up = std::chrono::steady_clock::now() + kPatience;
  while (LastLine(server).value("method", "") != "Wait" && std::chrono::steady_clock::now() < give_up)
    std::this_thread::yield();
  EXPECT_EQ(LastLine(server)["code"], "Canceled");
}

TEST(Admission, PastTheBoundACallIsRefusedAtOnceAndOthersAreNot) {
  config::v1::Limits limits;
  limits.mutable_batch()->set_in_flight(2);
  EchoServer server(limits);
  Waiting first(server, std::chrono::milliseconds(60'000));
  Waiting second(server, std::chrono::milliseconds(60'000));
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(server.api.gate.waiting.try_acquire_for(kPatience));
  const absl::Status refused = Waiting(server, std::chrono::milliseconds(60'000)).Status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(refused.GetPayload("type.googleapis.com/google.rpc.RetryInfo").has_value());
  EXPECT_TRUE(CallEcho(server, *Context()).ok()) << "another class of work has room";
  EXPECT_THAT(server.fixture.registry().Text(), HasSubstr("amparo_calls_in_flight{work_class=\"batch\"} 2"));
  server.api.gate.Open();
  EXPECT_TRUE(first.Status().ok());
  EXPECT_TRUE(second.Status().ok());
  EXPECT_THAT(server.fixture.registry().Text(), HasSubstr("amparo_calls_in_flight{work_class=\"batch\"} 0"));
}

// A call that failed unexpectedly was answered so, and has its line.
void ExpectHidden(EchoServer& server, const absl::Status& status, const std::string& how) {
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal) << how;
  EXPECT_THAT(status.ToString(), Not(HasSubstr("secret"))) << how;
  EXPECT_NE(errors::MetadataValue(status, "error_id"), "") << how;
  const json line = LastLine(server);
  EXPECT_EQ(line["level"], "ERROR") << how;
  EXPECT_EQ(line["error_id"], errors::MetadataValue(status, "error_id")) << how;
  EXPECT_NE(line["cause"], "") << how;
}

TEST(Barrier, AnExceptionIsInternalWithAnIdThatOnlyTheLogExplains) {
  EchoServer server;
  for (const std::string how : {"throw", "throw int", "unexpected"}) {
    ExpectHidden(server, CallFail(server, how), how);
  }
  EXPECT_THAT(server.fixture.LogText(), HasSubstr("the secret of offices/cebu"));
}

TEST(Barrier, AnExceptionOfAServerStreamIsHiddenAfterWhatItSent) {
  EchoServer server;
  const auto stub = server.Stub();
  for (const int count : {0, 3}) {
    EchoRequest request;
    request.set_text("throw");
    request.set_count(count);
    const auto context = Context();
    const auto reader = stub->Count(context.get(), request);
    EchoResponse response;
    int sent = 0;
    while (reader->Read(&response)) ++sent;
    EXPECT_EQ(sent, count);
    ExpectHidden(server, errors::FromGrpc(reader->Finish()), "Count");
    EXPECT_THAT(LastLine(server)["cause"].get<std::string>(), HasSubstr("the secret of offices/cebu"));
  }
}

TEST(Barrier, AnExceptionOfAClientStreamIsHidden) {
  EchoServer server;
  const auto stub = server.Stub();
  const auto context = Context();
  EchoResponse response;
  const auto writer = stub->Collect(context.get(), &response);
  EchoRequest request;
  ASSERT_TRUE(writer->Write(request));
  request.set_text("throw");
  ASSERT_TRUE(writer->Write(request));
  ExpectHidden(server, errors::FromGrpc(writer->Finish()), "Collect");
  EXPECT_THAT(LastLine(server)["cause"].get<std::string>(), HasSubstr("the secret of offices/cebu"));
}

TEST(Errors, DetailsReachTheCaller) {
  EchoServer server;
  const absl::Status status = CallFail(server, "");
  EXPECT_EQ(status, errors::FailedPrecondition("CASE_CLOSED", "offices/cebu/cases/1", "the case is closed"));
}

TEST(Requests, BytesThatAreNoMessageAreInvalid) {
  EchoServer server;
  grpc::GenericStub stub(server.fixture.Channel("intake"));
  for (const std::string& bytes : {std::string("\xff\xff\xff"), std::string("\x0a\x02\xc3\x28")}) {
    const grpc::ByteBuffer request = rpc::WrapBytes(bytes);
    grpc::ByteBuffer response;
    std::promise<grpc::Status> done;
    const auto context = Context();
    stub.UnaryCall(context.get(), "/amparo.rpctest.EchoService/Echo", {}, &request, &response,
                   [&done](grpc::Status status) { done.set_value(std::move(status)); });
    const absl::Status status = errors::FromGrpc(done.get_future().get());
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(errors::Reason(status), "MALFORMED_REQUEST");
  }
}

TEST(Requests, AMessageAboveTheBoundIsRefused) {
  config::v1::Limits limits;
  limits.set_max_receive_bytes(10'000);
  EchoServer server(limits);
  EchoRequest request;
  request.set_text(std::string(20'000, 'x'));
  EchoResponse response;
  EXPECT_EQ(server.Stub()->Echo(Context().get(), request, &response).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST(Log, OneLineACallWithWhatOperatorsNeedAndNoPayload) {
  EchoServer server;
  const auto context = Context();
  context->AddMetadata("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  ASSERT_TRUE(CallEcho(server, *context).ok());
  EXPECT_EQ(server.api.trace_id(), "4bf92f3577b34da6a3ce929d0e0e4736");
  const json line = LastLine(server);
  EXPECT_EQ(line["event"], "call");
  EXPECT_EQ(line["trace_id"], "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_EQ(line["service"], "amparo.rpctest.EchoService");
  EXPECT_EQ(line["method"], "Echo");
  EXPECT_EQ(line["caller"], "spiffe://amparo/intake");
  EXPECT_EQ(line["code"], "OK");
  EXPECT_EQ(line["office"], "cebu");
  EXPECT_GE(line["duration_ms"].get<double>(), 0);
  EXPECT_FALSE(line.contains("text"));
}

TEST(Log, ARefusedCallHasALineToo) {
  EchoServer server;
  EchoResponse response;
  server.Stub("stranger")->Echo(Context().get(), EchoRequest(), &response);
  const json line = LastLine(server);
  EXPECT_EQ(line["caller"], "unknown");
  EXPECT_EQ(line["code"], "Unauthenticated");
  EXPECT_EQ(line["reason"], "UNAUTHENTICATED");
}

TEST(Metrics, CountCallsByMethodAndCode) {
  EchoServer server;
  ASSERT_TRUE(CallEcho(server, *Context()).ok());
  EXPECT_FALSE(CallFail(server, "").ok());
  const std::string text = server.fixture.registry().Text();
  const std::string of_echo = R"(grpc_method="Echo",grpc_service="amparo.rpctest.EchoService",grpc_type="unary")";
  const std::string of_fail = R"(grpc_method="Fail",grpc_service="amparo.rpctest.EchoService",grpc_type="unary")";
  EXPECT_THAT(text, HasSubstr("grpc_server_started_total{" + of_echo + "} 1"));
  EXPECT_THAT(text, HasSubstr("grpc_server_handled_total{grpc_code=\"OK\"," + of_echo + "} 1"));
  EXPECT_THAT(text, HasSubstr("grpc_server_handled_total{grpc_code=\"FailedPrecondition\"," + of_fail + "} 1"));
  EXPECT_THAT(text, HasSubstr("grpc_server_handling_seconds_count{" + of_echo + "} 1"));
}

TEST(Load, ManyCallsAtOnceAllGetTheirOwnAnswer) {
  EchoServer server;
  const auto stub = server.Stub();
  std::vector<std::thread> callers;
  std::atomic<int> right{0};
  for (int caller = 0; caller < 8; ++caller) {
    callers.emplace_back([&stub, &right, caller] {
      for (int i = 0; i < 100; ++i) {
        EchoRequest request;
        request.set_text(std::to_string(caller) + "/" + std::to_string(i));
        EchoResponse response;
        if (stub->Echo(Context().get(), request, &response).ok() && response.text() == request.text()) ++right;
      }
    });
  }
  for (auto& caller : callers) caller.join();
  EXPECT_EQ(right, 800);
}

}  // namespace
}  // namespace amparo::rpctest
