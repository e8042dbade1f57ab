#include "common/testing/certificates.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

#include <atomic>
#include <cstdio>

#include "common/base/check.h"
#include "common/base/identity_names.h"
#include "common/base/strings.h"

namespace amparo::testing {
namespace {

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
};
using KeyPtr = std::unique_ptr<EVP_PKEY, Free>;
using CertificatePtr = std::unique_ptr<X509, Free>;

constexpr long kSecondsValid = 24 * 3600;

void AddExtension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  AMPARO_CHECK(extension != nullptr, "the extension's value is well-formed");
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

CertificatePtr NewCertificate(EVP_PKEY* key, const std::string& common_name) {
  static std::atomic<long> serial{1};
  CertificatePtr certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial.fetch_add(1));
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kSecondsValid);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1, 0);
  return certificate;
}

// At once whole: gRPC ends the process when it looks at a certificate that is just being written.
template <typename Write>
void WriteFile(const std::filesystem::path& path, Write write) {
  const std::string fresh = path.string() + ".new";
  std::FILE* file = std::fopen(fresh.c_str(), "w");
  AMPARO_CHECK(file != nullptr, "the test's folder can be written");
  AMPARO_CHECK(write(file) == 1, "PEM can be written");
  std::fclose(file);
  std::filesystem::rename(fresh, path);
}

std::filesystem::path NewFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "amparo-ca-XXXXXX").string();
  AMPARO_CHECK(mkdtemp(pattern.data()) != nullptr, "a temporary folder can be made");
  return pattern;
}

}  // namespace

struct TestCa::Key {
  KeyPtr key;
  CertificatePtr certificate;
};

TestCa::TestCa() : folder_(NewFolder()), key_(std::make_unique<Key>()) {
  key_->key.reset(EVP_EC_gen("P-256"));
  key_->certificate = NewCertificate(key_->key.get(), "Amparo test authority");
  X509* certificate = key_->certificate.get();
  X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
  AddExtension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE");
  AddExtension(certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
  AddExtension(certificate, certificate, NID_subject_key_identifier, "hash");
  X509_sign(certificate, key_->key.get(), EVP_sha256());
  WriteFile(folder_ / "ca.pem", [certificate](std::FILE* file) { return PEM_write_X509(file, certificate); });
}

TestCa::~TestCa() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

config::v1::Tls TestCa::Issue(std::string_view name) const {
  return IssueFor(name, StrCat("URI:", kIdentityPrefix, name, ",DNS:localhost,IP:127.0.0.1"));
}

config::v1::Tls TestCa::IssueFor(std::string_view file_stem, std::string_view subject_alt_names) const {
  const KeyPtr key(EVP_EC_gen("P-256"));
  const CertificatePtr certificate = NewCertificate(key.get(), std::string(file_stem));
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(key_->certificate.get()));
  AddExtension(certificate.get(), key_->certificate.get(), NID_subject_alt_name, std::string(subject_alt_names));
  AddExtension(certificate.get(), key_->certificate.get(), NID_ext_key_usage, "serverAuth,clientAuth");
  X509_sign(certificate.get(), key_->key.get(), EVP_sha256());
  config::v1::Tls tls;
  tls.set_ca_file((folder_ / "ca.pem").string());
  tls.set_cert_file((folder_ / StrCat(file_stem, ".pem")).string());
  tls.set_key_file((folder_ / StrCat(file_stem, ".key")).string());
  WriteFile(tls.cert_file(), [&](std::FILE* file) { return PEM_write_X509(file, certificate.get()); });
  WriteFile(tls.key_file(), [&](std::FILE* file) {
    return PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
  return tls;
}

}  // namespace amparo::testing
