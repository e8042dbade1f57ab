#include "services/cli/dynamic_call.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include "common/base/strings.h"
#include "common/errors/grpc_status.h"

namespace amparo::cli {
namespace {

using google::protobuf::Message;

std::unique_ptr<Message> New(const google::protobuf::Descriptor* type) {
  return std::unique_ptr<Message>(google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

// One call through a completion queue of its own, each step awaited.
class Steps {
 public:
  Steps(std::shared_ptr<grpc::Channel> channel, const std::string& method, grpc::ClientContext& context)
      : stub_(std::move(channel)), call_(stub_.PrepareCall(&context, method, &queue_)) {}

  bool Start() {
    call_->StartCall(this);
    return Done();
  }

  bool Write(const Message& message) {
    grpc::ByteBuffer bytes;
    bool own = false;
    if (!grpc::SerializationTraits<Message>::Serialize(message, &bytes, &own).ok()) return false;
    call_->Write(bytes, this);
    return Done();
  }

  bool WritesDone() {
    call_->WritesDone(this);
    return Done();
  }

  bool Read(grpc::ByteBuffer& bytes) {
    call_->Read(&bytes, this);
    return Done();
  }

  grpc::Status Finish() {
    grpc::Status status;
    call_->Finish(&status, this);
    Done();
    return status;
  }

 private:
  bool Done() {
    void* tag = nullptr;
    bool ok = false;
    return queue_.Next(&tag, &ok) && ok;
  }

  grpc::CompletionQueue queue_;
  grpc::GenericStub stub_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
};

}  // namespace

std::unique_ptr<Message> NewRequest(const Method& method) {
  return New(method.descriptor->input_type());
}

absl::Status CallDynamically(std::shared_ptr<grpc::Channel> channel, const Method& method, grpc::ClientContext& context,
                             const NextRequest& next, const TakeResponse& take) {
  const auto& descriptor = *method.descriptor;
  Steps steps(std::move(channel), StrCat("/", descriptor.service()->full_name(), "/", descriptor.name()), context);
  bool open = steps.Start();
  // A request that cannot be made ends the call: what was sent of a stream is told as far as the service took it.
  try {
    while (const std::unique_ptr<Message> request = open ? next() : nullptr) {
      open = steps.Write(*request);
      if (!descriptor.client_streaming()) break;
    }
  } catch (...) {
    context.TryCancel();
    steps.Finish();
    throw;
  }
  if (open) steps.WritesDone();
  grpc::ByteBuffer bytes;
  while (steps.Read(bytes)) {
    const std::unique_ptr<Message> response = New(descriptor.output_type());
    const grpc::Status parsed = grpc::SerializationTraits<Message>::Deserialize(&bytes, response.get());
    if (!parsed.ok()) return errors::FromGrpc(parsed);
    take(*response);
  }
  return errors::FromGrpc(steps.Finish());
}

}  // namespace amparo::cli
