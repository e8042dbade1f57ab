#include "services/cli/health.h"

#include <grpcpp/impl/codegen/client_unary_call.h>
#include <grpcpp/impl/codegen/rpc_method.h>
#include <grpcpp/support/byte_buffer.h>

#include <vector>

namespace amparo::cli {
namespace {

// grpc.health.v1.HealthCheckResponse of a ready service: field 1, SERVING = 1.
constexpr std::string_view kServingBytes("\x08\x01", 2);

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (buffer.Dump(&slices).ok()) {
    for (const grpc::Slice& slice : slices) {
      bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
    }
  }
  return bytes;
}

}  // namespace

std::string HealthOf(Connection& connection, const std::string& address) {
  const auto channel = connection.ChannelTo(address);
  const auto call = connection.Context();
  const grpc::internal::RpcMethod method("/grpc.health.v1.Health/Check", grpc::internal::RpcMethod::NORMAL_RPC,
                                         channel);
  const grpc::ByteBuffer everything(nullptr, 0);
  grpc::ByteBuffer answer;
  const grpc::Status status = grpc::internal::BlockingUnaryCall(channel.get(), method, call.get(), everything, &answer);
  if (!status.ok()) {
    return status.error_message();
  }
  return BytesOf(answer) == kServingBytes ? kServing : "not serving";
}

}  // namespace amparo::cli
