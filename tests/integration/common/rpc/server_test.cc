// The server's life: health, reflection, a port in use, shutting down.
#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <future>

#include "common/config/config.h"
#include "common/errors/errors.h"
#include "common/errors/grpc_status.h"
#include "common/rpc/channel.h"
#include "common/testing/raw_call.h"
#include "echo_service.h"
#include "google/protobuf/descriptor.pb.h"

namespace amparo::rpctest {
namespace {

using ::testing::HasSubstr;

// What grpc.health.v1.Health/Check answers for a service: the status's number, or an error. Health is told by bytes
// here, since its proto is gRPC's own.
absl::StatusOr<int> Health(EchoServer& server, const std::string& service, std::string_view caller) {
  grpc::GenericStub stub(server.fixture.Channel(caller));
  // HealthCheckRequest{service} and HealthCheckResponse{status}: field 1 of each.
  const grpc::ByteBuffer request = rpc::WrapBytes(
      service.empty() ? std::string() : "\x0a" + std::string(1, static_cast<char>(service.size())) + service);
  grpc::ByteBuffer response;
  std::promise<grpc::Status> done;
  const auto context = Context();
  stub.UnaryCall(context.get(), "/grpc.health.v1.Health/Check", {}, &request, &response,
                 [&done](grpc::Status status) { done.set_value(std::move(status)); });
  const grpc::Status status = done.get_future().get();
  if (!status.ok()) return errors::FromGrpc(status);
  grpc::Slice bytes;
  EXPECT_TRUE(response.DumpToSingleSlice(&bytes).ok());
  return bytes.size() == 2 ? bytes.begin()[1] : 0;
}

constexpr int kServing = 1;
constexpr int kNotServing = 2;

TEST(Health, IsToldForTheServerAndEachServiceToAnyCertificate) {
  EchoServer server;
  for (const std::string_view caller : {"intake", "auditor", "stranger"}) {
    EXPECT_EQ(*Health(server, "", caller), kServing);
    EXPECT_EQ(*Health(server, "amparo.rpctest.EchoService", caller), kServing);
  }
  EXPECT_EQ(Health(server, "amparo.rpctest.NoService", "intake").status().code(), absl::StatusCode::kNotFound);
}

TEST(Health, AServiceCanBeTakenOut) {
  EchoServer server;
  server.fixture.server().SetServing("amparo.rpctest.EchoService", false);
  EXPECT_EQ(*Health(server, "amparo.rpctest.EchoService", "intake"), kNotServing);
  server.fixture.server().SetServing("amparo.rpctest.EchoService", true);
  EXPECT_EQ(*Health(server, "amparo.rpctest.EchoService", "intake"), kServing);
}

TEST(Health, AnswersWhileEveryOtherCallIsRefused) {
  config::v1::Limits limits;
  limits.mutable_batch()->set_in_flight(1);
  EchoServer server(limits);
  const auto stub = server.Stub();
  const auto context = Context();
  EchoResponse response;
  auto waiting = std::async(std::launch::async, [&] { return stub->Wait(context.get(), EchoRequest(), &response); });
  ASSERT_TRUE(server.api.gate.waiting.try_acquire_for(kPatience));
  EXPECT_EQ(*Health(server, "", "intake"), kServing);
  server.api.gate.Open();
  EXPECT_TRUE(waiting.get().ok());
}

TEST(Start, APortInUseIsNamed) {
  EchoServer server;
  EchoApi api;
  obs::Registry registry;
  const SystemClock clock;
  config::v1::ServiceConfig config;
  config.set_listen_address(server.fixture.address());
  *config.mutable_tls() = server.fixture.authority().Issue("second");
  config::ApplyDefaults(config);
  const auto second = rpc::Server::Start({config, &clock, &registry, nullptr}, {api.Binding()});
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(second.status().message()), HasSubstr(server.fixture.address()));
}

TEST(Start, AMissingCertificateIsNamed) {
  EchoApi api;
  obs::Registry registry;
  const SystemClock clock;
  config::v1::ServiceConfig config;
  config.set_listen_address("127.0.0.1:0");
  config.mutable_tls()->set_ca_file("/nowhere/ca.pem");
  config::ApplyDefaults(config);
  const auto server = rpc::Server::Start({config, &clock, &registry, nullptr}, {api.Binding()});
  EXPECT_THAT(std::string(server.status().message()), HasSubstr("/nowhere/ca.pem"));
}

TEST(Shutdown, StreamsGetTheirResumeTokenAndAFinalStatus) {
  EchoServer server;
  const auto stub = server.Stub();
  grpc::ClientContext context;
  const auto reader = stub->Watch(&context, EchoRequest());
  EchoResponse response;
  ASSERT_TRUE(reader->Read(&response));
  ASSERT_TRUE(server.api.gate.waiting.try_acquire_for(kPatience));
  auto shutdown = std::async(std::launch::async, [&] { server.fixture.server().Shutdown(); });
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.text(), "resume token");
  EXPECT_FALSE(reader->Read(&response));
  const absl::Status status = errors::FromGrpc(reader->Finish());
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(errors::Reason(status), errors::kShuttingDown);
  EXPECT_EQ(shutdown.wait_for(std::chrono::seconds(10)), std::future_status::ready);
}

TEST(Shutdown, CallsInFlightFinish) {
  EchoServer server;
  const auto stub = server.Stub();
  const auto context = Context();
  EchoRequest request;
  request.set_text("in flight");
  EchoResponse response;
  auto call = std::async(std::launch::async, [&] { return stub->Wait(context.get(), request, &response); });
  ASSERT_TRUE(server.api.gate.waiting.try_acquire_for(kPatience));
  std::promise<void> begun;
  const std::stop_callback on_begin(server.fixture.server().shutting_down(), [&begun] { begun.set_value(); });
  auto shutdown = std::async(std::launch::async, [&] { server.fixture.server().Shutdown(); });
  begun.get_future().get();
  server.api.gate.Open();
  EXPECT_TRUE(call.get().ok());
  EXPECT_EQ(response.text(), "in flight");
  EXPECT_EQ(shutdown.wait_for(std::chrono::seconds(10)), std::future_status::ready);
}

TEST(Shutdown, WhatDoesNotEndIsCancelledWithinTenSeconds) {
  EchoServer server;
  const auto stub = server.Stub();
  grpc::ClientContext context;
  const auto reader = stub->Count(&context, [] {
    EchoRequest request;
    request.set_count(1'000'000);
    request.set_size(64 << 10);
    return request;
  }());
  EchoResponse response;
  ASSERT_TRUE(reader->Read(&response));
  const auto begun = std::chrono::steady_clock::now();
  server.fixture.server().Shutdown(absl::Milliseconds(500));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10));
  EXPECT_TRUE(server.api.ended.try_acquire_for(kPatience));
}

// A stream of a service that is gRPC's own, as far as a call must know it.
const google::protobuf::MethodDescriptor& StreamOf(const std::string& package, const std::string& name,
                                                   const std::string& stream) {
  static google::protobuf::DescriptorPool pool;
  google::protobuf::FileDescriptorProto file;
  file.set_name(package + ".proto");
  file.set_package(package);
  file.add_message_type()->set_name("Bytes");
  google::protobuf::ServiceDescriptorProto& service = *file.add_service();
  service.set_name(name);
  google::protobuf::MethodDescriptorProto& method = *service.add_method();
  method.set_name(stream);
  method.set_input_type("." + package + ".Bytes");
  method.set_output_type("." + package + ".Bytes");
  method.set_server_streaming(true);
  // The same again is the same file.
  return *pool.BuildFile(file)->service(0)->method(0);
}

TEST(Shutdown, WhoWatchesItsHealthIsToldThatItServesNoMore) {
  EchoServer server;
  testing::OpenCall watch(server.fixture.Channel("intake"), StreamOf("grpc.health.v1", "Health", "Watch"));
  ASSERT_TRUE(watch.Write(""));
  watch.WritesDone();
  const auto told = [&watch] {
    std::string bytes;
    return watch.Read(bytes) && bytes.size() == 2 ? static_cast<int>(bytes[1]) : 0;
  };
  EXPECT_EQ(told(), kServing);
  auto shutdown = std::async(std::launch::async, [&server] { server.fixture.server().Shutdown(); });
  EXPECT_EQ(told(), kNotServing);
  watch.Leave();
  EXPECT_EQ(shutdown.wait_for(std::chrono::seconds(10)), std::future_status::ready);
}

TEST(Reflection, TellsTheContractInDebugBuildsOnly) {
  EchoServer server;
  testing::OpenCall call(server.fixture.Channel("intake"),
                         StreamOf("grpc.reflection.v1alpha", "ServerReflection", "ServerReflectionInfo"));
  // ServerReflectionRequest{list_services: "*"}: field 7.
  call.Write("\x3a\x01*");
  call.WritesDone();
  std::string services;
  const bool told = call.Read(services);
#ifdef AMPARO_REFLECTION
  ASSERT_TRUE(told);
  EXPECT_THAT(services, HasSubstr("amparo.rpctest.EchoService"));
  EXPECT_TRUE(call.Finish().ok());
#else
  EXPECT_FALSE(told);
  EXPECT_EQ(call.Finish().code(), absl::StatusCode::kUnimplemented);
#endif
}

// What main of a service does, in a process of its own: signals are blocked before there are threads.
[[noreturn]] void ServeAndBeTerminated() {
  rpc::BlockShutdownSignals();
  bool logged = false;
  {
    EchoServer server;
    ::kill(::getpid(), SIGTERM);
    server.fixture.server().ServeUntilSignal();
    logged = server.fixture.LogText().find("\"event\":\"shutting down\"") != std::string::npos;
  }
  std::exit(logged ? 0 : 1);
}

TEST(ServeUntilSignalDeathTest, EndsOnSigterm) {
  // A fresh process, not a fork of this one with its threads lost.
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(ServeAndBeTerminated(), ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace amparo::rpctest
