// Server streams that are read ahead: order, flow control, every way in which they end.
#include "common/rpc/read_ahead.h"

#include <gtest/gtest.h>

#include <chrono>

#include "common/errors/errors.h"
#include "echo_service.h"
#include "google/protobuf/descriptor.pb.h"

namespace amparo::rpctest {
namespace {

constexpr char kCount[] = "/amparo.rpctest.EchoService/Count";
constexpr char kWatch[] = "/amparo.rpctest.EchoService/Watch";

EchoRequest Messages(int count, int size) {
  EchoRequest request;
  request.set_count(count);
  request.set_size(size);
  return request;
}

TEST(ReadAhead, AllMessagesComeInOrder) {
  EchoServer server;
  const auto context = Context();
  rpc::ReadAhead answers(server.fixture.Channel("intake"), kCount, context.get(), Messages(1'000, 100));
  EchoResponse response;
  int next = 0;
  while (answers.Read(response)) {
    EXPECT_EQ(response.count(), next++);
    EXPECT_EQ(response.text().size(), 100u);
  }
  EXPECT_EQ(answers.Finish(), absl::OkStatus());
  EXPECT_EQ(next, 1'000);
}

TEST(ReadAhead, AnEmptyStreamIsOk) {
  EchoServer server;
  const auto context = Context();
  rpc::ReadAhead answers(server.fixture.Channel("intake"), kCount, context.get(), Messages(0, 0));
  EchoResponse response;
  EXPECT_FALSE(answers.Read(response));
  EXPECT_FALSE(answers.Read(response));
  EXPECT_EQ(answers.Finish(), absl::OkStatus());
}

TEST(ReadAhead, AReaderThatIsSlowHoldsTheHandlerBack) {
  constexpr int kMessages = 2'000;
  EchoServer server;
  const auto context = Context(std::chrono::milliseconds(60'000));
  // 128 MB in all: far more than the buffers on the way hold.
  rpc::ReadAhead answers(server.fixture.Channel("intake"), kCount, context.get(), Messages(kMessages, 64 << 10));
  EchoResponse response;
  ASSERT_TRUE(answers.Read(response));
  const auto give_up = std::chrono::steady_clock::now() + kPatience;
  int before = -1;
  while (server.api.written != before && std::chrono::steady_clock::now() < give_up) {
    before = server.api.written;
    EXPECT_FALSE(server.api.ended.try_acquire_for(std::chrono::milliseconds(300)));
  }
  EXPECT_LT(server.api.written, kMessages / 2);
  int read = 1;
  while (answers.Read(response)) ++read;
  EXPECT_EQ(read, kMessages);
  EXPECT_EQ(answers.Finish(), absl::OkStatus());
}

TEST(ReadAhead, WhoGoesAwayWhileMessagesWaitEndsTheHandler) {
  EchoServer server;
  const auto context = Context(std::chrono::milliseconds(60'000));
  {
    rpc::ReadAhead answers(server.fixture.Channel("intake"), kCount, context.get(), Messages(1'000'000, 64 << 10));
    EchoResponse response;
    ASSERT_TRUE(answers.Read(response));
  }
  ASSERT_TRUE(server.api.ended.try_acquire_for(kPatience));
  EXPECT_EQ(server.api.last_end.code(), absl::StatusCode::kCancelled);
}

TEST(ReadAhead, ACallThatIsCancelledEndsTheWaitForTheNextMessage) {
  EchoServer server;
  grpc::ClientContext context;
  rpc::ReadAhead answers(server.fixture.Channel("intake"), kWatch, &context, EchoRequest());
  EchoResponse response;
  ASSERT_TRUE(answers.Read(response));
  ASSERT_TRUE(server.api.gate.waiting.try_acquire_for(kPatience));
  context.TryCancel();
  EXPECT_FALSE(answers.Read(response));
  EXPECT_EQ(answers.Finish().code(), absl::StatusCode::kCancelled);
}

TEST(ReadAhead, TheStatusOfTheServerComesWithItsDetails) {
  EchoServer server;
  const auto context = Context();
  rpc::ReadAhead answers(server.fixture.Channel("auditor"), kCount, context.get(), Messages(1, 1));
  EchoResponse response;
  EXPECT_FALSE(answers.Read(response));
  const absl::Status status = answers.Finish();
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_NE(errors::Reason(status), "");
}

TEST(ReadAhead, AServerThatIsNotThereIsUnavailable) {
  EchoServer server;
  const auto channel = grpc::CreateChannel("127.0.0.1:1", grpc::InsecureChannelCredentials());
  const auto context = Context();
  rpc::ReadAhead answers(channel, kCount, context.get(), Messages(1, 1));
  EchoResponse response;
  EXPECT_FALSE(answers.Read(response));
  EXPECT_EQ(answers.Finish().code(), absl::StatusCode::kUnavailable);
}

TEST(ReadAhead, AnAnswerThatIsNoMessageOfItsTypeEndsTheCall) {
  EchoServer server;
  const auto context = Context(std::chrono::milliseconds(60'000));
  // A text of an odd number of x is no file descriptor: its last field is cut off.
  rpc::ReadAhead answers(server.fixture.Channel("intake"), kCount, context.get(), Messages(1'000'000, 101));
  google::protobuf::FileDescriptorSet of_another_type;
  EXPECT_FALSE(answers.Read(of_another_type));
  EXPECT_FALSE(answers.Read(of_another_type));
  EXPECT_EQ(answers.Finish().code(), absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace amparo::rpctest
