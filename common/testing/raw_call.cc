#include "common/testing/raw_call.h"

#include <grpcpp/completion_queue.h>
#include <grpcpp/generic/generic_stub.h>

#include <chrono>
#include <utility>

#include "common/base/strings.h"
#include "common/errors/grpc_status.h"
#include "common/rpc/bytes.h"

namespace amparo::testing {
namespace {

// One call, each step of which is waited for.
class OneCall {
 public:
  OneCall(const std::shared_ptr<grpc::Channel>& channel, const std::string& path) : stub_(channel) {
    context_.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    stream_ = stub_.PrepareCall(&context_, path, &queue_);
    stream_->StartCall(this);
    Step();
  }

  bool Write(const std::string& request) {
    stream_->Write(rpc::WrapBytes(request), this);
    return Step();
  }
  void WritesDone() {
    stream_->WritesDone(this);
    Step();
  }
  bool Read(std::string& response) {
    grpc::ByteBuffer bytes;
    stream_->Read(&bytes, this);
    std::vector<grpc::Slice> slices;
    if (!Step() || !bytes.Dump(&slices).ok()) return false;
    response.clear();
    for (const grpc::Slice& slice : slices) {
      response.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
    }
    return true;
  }
  void Leave() { context_.TryCancel(); }
  absl::Status Finish() {
    grpc::Status status;
    stream_->Finish(&status, this);
    Step();
    return errors::FromGrpc(status);
  }

 private:
  // Waits for the one step that was begun; false when it failed.
  bool Step() {
    void* tag = nullptr;
    bool ok = false;
    return queue_.Next(&tag, &ok) && ok;
  }

  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> stream_;
};

// True for a response that says `caught_up`.
bool CaughtUp(const google::protobuf::Descriptor& type, const std::string& response) {
  const google::protobuf::FieldDescriptor* field = type.FindFieldByName("caught_up");
  if (field == nullptr) return false;
  const std::unique_ptr<google::protobuf::Message> message = NewMessage(type);
  return message->ParseFromString(response) && message->GetReflection()->GetBool(*message, field);
}

}  // namespace

std::unique_ptr<google::protobuf::Message> NewMessage(const google::protobuf::Descriptor& type) {
  return std::unique_ptr<google::protobuf::Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

RawAnswer RawCall(const std::shared_ptr<grpc::Channel>& channel, const google::protobuf::MethodDescriptor& method,
                  const std::vector<std::string>& requests) {
  RawAnswer answer;
  OneCall call(channel, StrCat("/", method.service()->full_name(), "/", method.name()));
  for (const std::string& request : requests) {
    // The service may have answered before it heard all.
    if (!call.Write(request)) break;
  }
  call.WritesDone();
  std::string response;
  bool left = false;
  while (!left && call.Read(response)) {
    left = CaughtUp(*method.output_type(), response);
    answer.responses.push_back(std::move(response));
  }
  if (left) call.Leave();
  answer.status = call.Finish();
  if (left) answer.status = absl::OkStatus();
  return answer;
}

}  // namespace amparo::testing
