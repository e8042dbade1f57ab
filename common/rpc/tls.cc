#include "common/rpc/tls.h"

#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

#include "common/base/file.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/config/config.h"

namespace amparo::rpc {
namespace {

using grpc::experimental::CertificateProviderInterface;
using grpc::experimental::FileWatcherCertificateProvider;
using grpc::experimental::TlsCredentialsOptions;

// A rotation seen half, the new certificate with the old key, is whole at the next look.
constexpr unsigned int kLookEverySeconds = 1;

template <typename T, void (*release)(T*)>
struct Free {
  void operator()(T* object) const { release(object); }
};
using Bio = std::unique_ptr<BIO, Free<BIO, BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Free<X509, X509_free>>;
using PrivateKey = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY, EVP_PKEY_free>>;

Bio Pem(const std::string& text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

Certificate ParseCertificate(const std::string& text) {
  return Certificate(PEM_read_bio_X509(Pem(text).get(), nullptr, nullptr, nullptr));
}

// A key under a passphrase is none here: nobody is there to type it.
PrivateKey ParseKey(const std::string& text) {
  const auto no_passphrase = [](char*, int, int, void*) { return 0; };
  return PrivateKey(PEM_read_bio_PrivateKey(Pem(text).get(), nullptr, no_passphrase, nullptr));
}

// gRPC tells of files that it cannot use at each handshake only; a process that starts with them must fail at once.
absl::Status CheckFiles(const config::v1::Tls& tls) {
  AMPARO_ASSIGN_OR_RETURN(const std::string authority, ReadFile(tls.ca_file()));
  AMPARO_ASSIGN_OR_RETURN(const std::string chain, ReadFile(tls.cert_file()));
  AMPARO_ASSIGN_OR_RETURN(const std::string key, ReadFile(tls.key_file()));
  if (!ParseCertificate(authority)) return absl::InvalidArgumentError(StrCat(tls.ca_file(), " holds no certificate"));
  const Certificate certificate = ParseCertificate(chain);
  if (!certificate) return absl::InvalidArgumentError(StrCat(tls.cert_file(), " holds no certificate"));
  const PrivateKey private_key = ParseKey(key);
  if (!private_key) return absl::InvalidArgumentError(StrCat(tls.key_file(), " holds no private key"));
  if (X509_check_private_key(certificate.get(), private_key.get()) != 1) {
    return absl::InvalidArgumentError(StrCat(tls.key_file(), " is not the key of ", tls.cert_file()));
  }
  return absl::OkStatus();
}

std::shared_ptr<CertificateProviderInterface> Watched(const config::v1::Tls& tls) {
  return std::make_shared<FileWatcherCertificateProvider>(tls.key_file(), tls.cert_file(), tls.ca_file(),
                                                          kLookEverySeconds);
}

// Both ends show a certificate and check the other's.
void WatchBoth(TlsCredentialsOptions& options) {
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> ServerCredentials(const config::v1::Tls& tls) {
  AMPARO_RETURN_IF_ERROR(CheckFiles(tls));
  grpc::experimental::TlsServerCredentialsOptions options(Watched(tls));
  WatchBoth(options);
  options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  return grpc::experimental::TlsServerCredentials(options);
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> ChannelCredentials(const config::v1::Tls& tls) {
  AMPARO_RETURN_IF_ERROR(CheckFiles(tls));
  grpc::experimental::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(Watched(tls));
  WatchBoth(options);
  return grpc::experimental::TlsCredentials(options);
}

}  // namespace amparo::rpc
