#include "common/rpc/tls.h"

#include <string>

#include "common/base/status_macros.h"
#include "common/config/config.h"

namespace amparo::rpc {

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> ServerCredentials(const config::v1::Tls& tls) {
  AMPARO_ASSIGN_OR_RETURN(std::string authority, config::ReadFile(tls.ca_file()));
  AMPARO_ASSIGN_OR_RETURN(std::string certificate, config::ReadFile(tls.cert_file()));
  AMPARO_ASSIGN_OR_RETURN(std::string key, config::ReadFile(tls.key_file()));
  grpc::SslServerCredentialsOptions options(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  options.pem_root_certs = std::move(authority);
  options.pem_key_cert_pairs.push_back({std::move(key), std::move(certificate)});
  return grpc::SslServerCredentials(options);
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> ChannelCredentials(const config::v1::Tls& tls) {
  grpc::SslCredentialsOptions options;
  AMPARO_ASSIGN_OR_RETURN(options.pem_root_certs, config::ReadFile(tls.ca_file()));
  AMPARO_ASSIGN_OR_RETURN(options.pem_cert_chain, config::ReadFile(tls.cert_file()));
  AMPARO_ASSIGN_OR_RETURN(options.pem_private_key, config::ReadFile(tls.key_file()));
  return grpc::SslCredentials(options);
}

}  // namespace amparo::rpc
