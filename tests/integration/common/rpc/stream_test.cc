// Streams in both directions: order, flow control, cancelling, malformed messages.
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "common/errors/errors.h"
#include "common/errors/grpc_status.h"
#include "common/rpc/bytes.h"
#include "echo_service.h"

namespace amparo::rpctest {
namespace {

EchoRequest Counting(int count, int size) {
  EchoRequest request;
  request.set_count(count);
  request.set_size(size);
  return request;
}

TEST(ServerStream, AllMessagesComeInOrder) {
  EchoServer server;
  const auto stub = server.Stub();
  const auto context = Context();
  const auto reader = stub->Count(context.get(), Counting(1'000, 100));
  EchoResponse response;
  int next = 0;
  while (reader->Read(&response)) {
    EXPECT_EQ(response.count(), next++);
    EXPECT_EQ(response.text().size(), 100u);
  }
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_EQ(next, 1'000);
}

TEST(ServerStream, AnEmptyStreamIsOk) {
  EchoServer server;
  const auto stub = server.Stub();
  const auto context = Context();
  const auto reader = stub->Count(context.get(), Counting(0, 0));
  EchoResponse response;
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_TRUE(reader->Finish().ok());
}

TEST(ServerStream, AReaderThatIsSlowHoldsTheHandlerBack) {
  constexpr int kMessages = 2'000;
  EchoServer server;
  const auto stub = server.Stub();
  const auto context = Context(std::chrono::milliseconds(60'000));
  // 128 MB in all: far more than the buffers on the way hold.
  const auto reader = stub->Count(context.get(), Counting(kMessages, 64 << 10));
  EchoResponse response;
  ASSERT_TRUE(reader->Read(&response));
  // Wait until the writer stands still: it writes nothing more while nobody reads.
  const auto give_up = std::chrono::steady_clock::now() + kPatience;
  int before = -1;
  while (server.api.written != before && std::chrono::steady_clock::now() < give_up) {
    before = server.api.written;
    EXPECT_FALSE(server.api.ended.try_acquire_for(std::chrono::milliseconds(300)));
  }
  EXPECT_LT(server.api.written, kMessages / 2);
  int read = 1;
  while (reader->Read(&response)) ++read;
  EXPECT_EQ(read, kMessages);
  EXPECT_TRUE(reader->Finish().ok());
}

TEST(ServerStream, ACallerThatGoesAwayEndsTheHandler) {
  EchoServer server;
  const auto stub = server.Stub();
  const auto context = Context(std::chrono::milliseconds(60'000));
  const auto reader = stub->Count(context.get(), Counting(1'000'000, 64 << 10));
  EchoResponse response;
  ASSERT_TRUE(reader->Read(&response));
  context->TryCancel();
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  ASSERT_TRUE(server.api.ended.try_acquire_for(kPatience));
  EXPECT_EQ(server.api.last_end.code(), absl::StatusCode::kCancelled);
}

TEST(ServerStream, OurOwnDeadlineEndsAWriteThatNobodyReads) {
  config::v1::Limits limits;
  limits.mutable_feed()->mutable_max_deadline()->set_nanos(300'000'000);
  limits.mutable_feed()->mutable_default_deadline()->set_nanos(300'000'000);
  EchoServer server(limits);
  const auto stub = server.Stub();
  grpc::ClientContext no_deadline;
  const auto reader = stub->Count(&no_deadline, Counting(1'000'000, 64 << 10));
  ASSERT_TRUE(server.api.ended.try_acquire_for(kPatience));
  EXPECT_EQ(server.api.last_end.code(), absl::StatusCode::kDeadlineExceeded);
}

TEST(ServerStream, AFeedHasNoDeadlineOfItsOwn) {
  EchoServer server;
  const auto stub = server.Stub();
  grpc::ClientContext context;
  const auto reader = stub->Watch(&context, EchoRequest());
  EchoResponse response;
  ASSERT_TRUE(reader->Read(&response));
  ASSERT_TRUE(server.api.gate.waiting.try_acquire_for(kPatience));
  context.TryCancel();
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  ASSERT_TRUE(server.api.ended.try_acquire_for(kPatience));
}

TEST(ClientStream, AllMessagesAreRead) {
  EchoServer server;
  const auto stub = server.Stub();
  const auto context = Context();
  EchoResponse response;
  const auto writer = stub->Collect(context.get(), &response);
  for (int i = 0; i < 1'000; ++i) {
    EchoRequest request;
    request.set_text(std::to_string(i % 10));
    ASSERT_TRUE(writer->Write(request));
  }
  writer->WritesDone();
  ASSERT_TRUE(writer->Finish().ok());
  EXPECT_EQ(response.count(), 1'000);
  EXPECT_EQ(response.text().substr(0, 12), "012345678901");
}

TEST(ClientStream, AnEmptyStreamIsOk) {
  EchoServer server;
  const auto stub = server.Stub();
  const auto context = Context();
  EchoResponse response;
  const auto writer = stub->Collect(context.get(), &response);
  writer->WritesDone();
  EXPECT_TRUE(writer->Finish().ok());
  EXPECT_EQ(response.count(), 0);
}

TEST(ClientStream, AHandlerMayHaveEnoughBeforeTheEnd) {
  EchoServer server;
  const auto stub = server.Stub();
  const auto context = Context();
  EchoResponse response;
  const auto writer = stub->Collect(context.get(), &response);
  EchoRequest request;
  request.set_text("enough");
  ASSERT_TRUE(writer->Write(request));
  // Writes fail sooner or later, once the answer is here.
  while (writer->Write(request)) {
  }
  EXPECT_EQ(errors::Reason(errors::FromGrpc(writer->Finish())), "ENOUGH");
}

TEST(ClientStream, ACallerThatGoesAwayEndsTheHandler) {
  EchoServer server;
  const auto stub = server.Stub();
  const auto context = Context(std::chrono::milliseconds(60'000));
  EchoResponse response;
  const auto writer = stub->Collect(context.get(), &response);
  ASSERT_TRUE(writer->Write(EchoRequest()));
  context->TryCancel();
  EXPECT_EQ(writer->Finish().error_code(), grpc::StatusCode::CANCELLED);
  ASSERT_TRUE(server.api.ended.try_acquire_for(kPatience));
  EXPECT_EQ(server.api.last_end.code(), absl::StatusCode::kCancelled);
}

TEST(ClientStream, BytesThatAreNoMessageAreInvalid) {
  EchoServer server;
  grpc::GenericStub stub(server.fixture.Channel("intake"));
  // A client of bytes: writes one malformed message and reads the status.
  class Reactor : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
   public:
    void Begin() {
      StartWriteLast(&message_, grpc::WriteOptions());
      StartCall();
    }
    void OnDone(const grpc::Status& status) override { done.set_value(status); }
    std::promise<grpc::Status> done;

   private:
    grpc::ByteBuffer message_ = rpc::WrapBytes("\xff\xff\xff");
  };
  const auto context = Context();
  Reactor reactor;
  stub.PrepareBidiStreamingCall(context.get(), "/amparo.rpctest.EchoService/Collect", {}, &reactor);
  reactor.Begin();
  EXPECT_EQ(reactor.done.get_future().get().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST(ClientStream, OurOwnDeadlineEndsAReadThatBeginsAfterIt) {
  config::v1::Limits limits;
  limits.mutable_batch()->mutable_max_deadline()->set_nanos(300'000'000);
  limits.mutable_batch()->mutable_default_deadline()->set_nanos(300'000'000);
  EchoServer server(limits);
  const auto stub = server.Stub();
  grpc::ClientContext no_deadline;
  EchoResponse response;
  const auto writer = stub->Collect(&no_deadline, &response);
  EchoRequest request;
  request.set_text("deaf");
  ASSERT_TRUE(writer->Write(request));
  ASSERT_TRUE(server.api.over.try_acquire_for(kPatience));
  // A whole call later the timer is done with that deadline.
  const auto context = Context();
  EchoResponse echoed;
  (void)stub->Echo(context.get(), EchoRequest(), &echoed);
  server.api.gate.Open();
  // The caller is silent: nothing but the deadline ends the read.
  EXPECT_TRUE(server.api.ended.try_acquire_for(kPatience));
  EXPECT_EQ(server.api.last_end.code(), absl::StatusCode::kDeadlineExceeded);
  no_deadline.TryCancel();
  (void)writer->Finish();
}

}  // namespace
}  // namespace amparo::rpctest
