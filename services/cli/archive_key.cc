#include "services/cli/archive_key.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <fstream>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "common/base/strings.h"
#include "common/base/text.h"
#include "services/cli/failure.h"

namespace amparo::cli {
namespace {

constexpr std::size_t kShortestPassphrase = 12;
constexpr std::string_view kKeyFileLabel = "amparo-archive-1";

// What scrypt costs: 32 MiB and about a tenth of a second.
constexpr uint64_t kScryptN = 1 << 15, kScryptR = 8, kScryptP = 1;
constexpr uint64_t kScryptMemory = uint64_t{64} << 20;

std::string FirstLine(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string line;
  if (!in || !std::getline(in, line)) throw Failure(kUsage, StrCat(path, ": cannot be read"));
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

crypto::Key FromPassphrase(const std::string& path, std::string_view salt) {
  const std::string passphrase = FirstLine(path);
  if (CountCodePoints(passphrase).value_or(0) < kShortestPassphrase) {
    throw Failure(kUsage, StrCat(path, ": the passphrase must have at least 12 characters"));
  }
  crypto::Key key;
  if (EVP_PBE_scrypt(passphrase.data(), passphrase.size(), Bytes(salt), salt.size(), kScryptN, kScryptR, kScryptP,
                     kScryptMemory, key.data(), crypto::Key::kSize) != 1) {
    throw Failure(kFailed, "the cryptographic library failed");
  }
  return key;
}

crypto::Key FromKeyFile(const std::string& path, std::string_view salt) {
  const std::string line = FirstLine(path);
  const bool hex =
      line.size() == 2 * crypto::Key::kSize && line.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
  if (!hex) throw Failure(kUsage, StrCat(path, ": must have one line of 64 hex digits"));
  const std::string master = absl::HexStringToBytes(line);
  const std::string message = StrCat(kKeyFileLabel, salt);
  crypto::Key key;
  unsigned int size = 0;
  if (HMAC(EVP_sha256(), master.data(), static_cast<int>(master.size()), Bytes(message), message.size(), key.data(),
           &size) == nullptr) {
    throw Failure(kFailed, "the cryptographic library failed");
  }
  return key;
}

}  // namespace

KeyDerivation DerivationOf(const ArchiveSecret& secret) {
  if (secret.passphrase_file.empty() == secret.key_file.empty()) {
    throw Failure(kUsage, "an archive needs one of --passphrase-file and --key-file");
  }
  return secret.key_file.empty() ? KeyDerivation::kPassphrase : KeyDerivation::kKeyFile;
}

crypto::Key ArchiveKey(const ArchiveSecret& secret, KeyDerivation derivation, std::string_view salt) {
  if (DerivationOf(secret) != derivation) {
    throw Failure(kUsage, derivation == KeyDerivation::kPassphrase ? "the archive was made with a passphrase"
                                                                   : "the archive was made with a key file");
  }
  return derivation == KeyDerivation::kPassphrase ? FromPassphrase(secret.passphrase_file, salt)
                                                  : FromKeyFile(secret.key_file, salt);
}

}  // namespace amparo::cli
