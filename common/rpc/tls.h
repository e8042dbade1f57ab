// Mutual TLS, always: the credentials of servers and of channels from the same three files.
#pragma once

#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>

#include <memory>

#include "absl/status/statusor.h"
#include "amparo/config/v1/service.pb.h"

namespace amparo::rpc {

// Credentials of a server that takes only callers whose certificate the authority signed (TLS 1.2 or later).
// NOT_FOUND, naming the file, when one cannot be read.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> ServerCredentials(const config::v1::Tls& tls);

// Credentials of a caller.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> ChannelCredentials(const config::v1::Tls& tls);

}  // namespace amparo::rpc
