// The answers of a server stream, read while those before are still being worked on. gRPC lets a server send a long
// message as a whole only once somebody reads it: who asks for the next only when done with the last has the server and
// itself wait for each other in turns.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/client_callback.h>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message_lite.h"

namespace amparo::rpc {

// One call, for one thread that reads it:
//   rpc::ReadAhead answers(channel, "/amparo.cases.v1.FeedService/Export", &context, request);
//   while (answers.Read(response)) ...
//   const absl::Status status = answers.Finish();
class ReadAhead final : private grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  // So many messages wait to be asked for; then the server is held back.
  static constexpr std::size_t kMostAhead = 2;

  // Starts the server stream `path` ("/package.Service/Method"); `context` must outlive this.
  ReadAhead(std::shared_ptr<grpc::Channel> channel, const std::string& path, grpc::ClientContext* context,
            const google::protobuf::MessageLite& request);
  // Cancels the call if it still goes on, and waits for its end.
  ~ReadAhead() override;
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

  // Waits for the next message; false at the end, whatever ended it.
  bool Read(google::protobuf::MessageLite& message);

  // How the call ended: the server's status, or INTERNAL when an answer was no message of its type. What still comes is
  // waited for and thrown away: cancel the context first to be rid of it.
  absl::Status Finish();

 private:
  void OnReadDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;

  grpc::ClientContext* const context_;
  grpc::GenericStub stub_;
  const grpc::ByteBuffer request_;
  // gRPC's while a read is under way.
  grpc::ByteBuffer incoming_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<grpc::ByteBuffer> waiting_;
  // A read is under way, or was the last.
  bool reading_ = true;
  // Nothing more comes.
  bool ended_ = false;
  // Nobody asks for messages any more.
  bool unwanted_ = false;
  bool malformed_ = false;
  bool done_ = false;
  grpc::Status status_;
};

}  // namespace amparo::rpc
