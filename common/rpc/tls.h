// Mutual TLS, always: the credentials of servers and of channels from the same three files. The files are watched:
// certificates, keys and authorities that are replaced hold for every connection made a second or two later, without a
// restart; connections that stand go on. A file is replaced by renaming another onto it: gRPC ends the process when it
// looks at a certificate or key that is empty because it is just being written.
#pragma once

#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>

#include <memory>

#include "absl/status/statusor.h"
#include "amparo/config/v1/service.pb.h"

namespace amparo::rpc {

// Credentials of a server that takes only callers whose certificate the authority signed (TLS 1.2 or later).
// NOT_FOUND, naming the file, when one cannot be read; INVALID_ARGUMENT when it holds something else, or the key is not
// the certificate's.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> ServerCredentials(const config::v1::Tls& tls);

// Credentials of a caller, who takes only a server that the authority signed for the name it called. Errors as above.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> ChannelCredentials(const config::v1::Tls& tls);

}  // namespace amparo::rpc
