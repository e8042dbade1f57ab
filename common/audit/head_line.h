// Lines of the file of heads: what is known of the chains, signed, outside the database. Fields are parted by tabs:
//
//   head     OFFICE  COMPARTMENT  NUMBER  HASH    TIME  KEY  SIGNATURE    the chain's hash at this number (hex)
//   sealed   SEQ                                  TIME  KEY  SIGNATURE    heads above tell of all rows up to this one
//   missing  FIRST   LAST                         TIME  KEY  SIGNATURE    rows that were gone before they were sealed
//
// TIME is RFC 3339 in UTC; KEY the id of the signing key (crypto/ed25519.h); SIGNATURE, in base64, is Ed25519's over
// the line up to the tab before it.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/audit/chain.h"
#include "common/crypto/ed25519.h"

namespace amparo::audit {

// All rows up to `seq` are sealed, and the heads of their chains were written.
struct SealedTo {
  int64_t seq = 0;
};

// No line has more bytes, its line end not counted. The names of chains, resource names of a few hundred bytes, leave
// much room in it.
inline constexpr size_t kLongestLine = 4096;

// What a line says.
using HeadLine = std::variant<Head, SealedTo, NumberRange>;

// False for names that hold control characters or are too long for a line: no service gives such.
bool CanBeWritten(const ChainName& chain);

// The signed line with its line end. INTERNAL when it cannot be signed; INVALID_ARGUMENT for a chain that cannot be
// written.
absl::StatusOr<std::string> FormatLine(const HeadLine& line, absl::Time now, const crypto::SigningKey& key);

// What a line (without its line end) says; nullopt when it is none, or none of `keys` signed it, byte for byte.
std::optional<HeadLine> ReadLine(std::string_view line, std::span<const crypto::VerifyingKey> keys);

}  // namespace amparo::audit
