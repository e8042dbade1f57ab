#include "common/testing/raw_call.h"

#include <chrono>
#include <utility>

#include "common/base/strings.h"
#include "common/errors/grpc_status.h"
#include "common/rpc/bytes.h"
#include "common/testing/people.h"

namespace amparo::testing {
namespace {

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

OpenCall::OpenCall(const std::shared_ptr<grpc::Channel>& channel, const google::protobuf::MethodDescriptor& method,
                   std::string_view token)
    : stub_(channel) {
  context_.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(2));
  if (!token.empty()) TestPeople::Show(context_, token);
  stream_ = stub_.PrepareCall(&context_, StrCat("/", method.service()->full_name(), "/", method.name()), &queue_);
  stream_->StartCall(this);
  Step();
}

OpenCall::~OpenCall() {
  if (finished_) return;
  Leave();
  (void)Finish();
}

bool OpenCall::Write(const std::string& request) {
  stream_->Write(rpc::WrapBytes(request), this);
  return Step();
}

void OpenCall::WritesDone() {
  stream_->WritesDone(this);
  Step();
}

bool OpenCall::Read(std::string& response) {
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

void OpenCall::Leave() {
  context_.TryCancel();
}

absl::Status OpenCall::Finish() {
  finished_ = true;
  grpc::Status status;
  stream_->Finish(&status, this);
  Step();
  return errors::FromGrpc(status);
}

bool OpenCall::Step() {
  void* tag = nullptr;
  bool ok = false;
  return queue_.Next(&tag, &ok) && ok;
}

RawAnswer RawCall(const std::shared_ptr<grpc::Channel>& channel, const google::protobuf::MethodDescriptor& method,
                  const std::vector<std::string>& requests, std::string_view token) {
  RawAnswer answer;
  OpenCall call(channel, method, token);
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
