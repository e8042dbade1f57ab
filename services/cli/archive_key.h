// The key of an archive: from a passphrase, or from a file with a key, anew for each archive.
#pragma once

#include <CLI/CLI.hpp>

#include <cstdint>
#include <string>
#include <string_view>

#include "common/crypto/secret.h"

namespace amparo::cli {

// What an archive is sealed with. Exactly one is given.
struct ArchiveSecret {
  // A file whose first line is the passphrase, at least 12 characters.
  std::string passphrase_file;
  // A file of one line: 64 hex digits, 32 bytes of randomness.
  std::string key_file;
};

// How the key follows from the secret: stands in the archive, before everything that is sealed.
enum class KeyDerivation : uint8_t { kPassphrase = 1, kKeyFile = 2 };

// 16 random bytes that make the key of one archive another than that of the next.
inline constexpr std::size_t kArchiveSaltBytes = 16;

// Reads the secret and derives the key of the archive with this salt: scrypt (N 32768, r 8, p 1) of a passphrase,
// HMAC-SHA-256 under a key of a file. A Failure when the secret cannot be read, or is of the other kind than the
// archive asks for.
crypto::Key ArchiveKey(const ArchiveSecret& secret, KeyDerivation derivation, std::string_view salt);

// Which derivation a secret is for. A Failure unless exactly one is given.
KeyDerivation DerivationOf(const ArchiveSecret& secret);

// Adds --passphrase-file and --key-file to a command.
void AddArchiveSecret(CLI::App& command, ArchiveSecret& secret);

}  // namespace amparo::cli
