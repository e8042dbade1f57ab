// A keyed blind index: what is sealed can be found by what it says, without being opened, and without the database
// learning what that is. Each term (a word of a name, its sound, a piece of it) becomes a token, HMAC-SHA-256 under a
// key that PostgreSQL never sees, cut to 64 bits; a search makes the tokens of its own terms and asks for those.
//
// Whoever has the database and not the key learns which records share a term and how common each term is, no more: and
// nothing across spaces, since the space (the office) is part of what is hashed. Cut to 64 bits, two terms in a space
// of millions still practically never meet; a hit is opened and compared anyway.
//
// The same keys, by others made of them, stand for whole texts: a fingerprint tells whether a text is the one that came
// before, and whoever has the database alone cannot try texts against it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/crypto/key_ring.h"

namespace amparo::crypto {

// Makes tokens. Immutable; safe for many threads.
class BlindIndex {
 public:
  // The first key of the ring is the one that is written with; a search asks under all of them, so that an index can be
  // made anew while it serves.
  explicit BlindIndex(KeyRing ring);

  // The id of the key that is written with: kept beside the tokens.
  const std::string& current_id() const { return ring_.current_id(); }

  // The tokens of `terms` in `space` under the current key, ascending, each once.
  std::vector<int64_t> Tokens(std::string_view space, const std::vector<std::string>& terms) const;

  // The same under each key of the ring, the current one first.
  std::vector<std::vector<int64_t>> TokensOfAllKeys(std::string_view space,
                                                    const std::vector<std::string>& terms) const;

  // What is kept of `text` to know it by: HMAC-SHA-256, 32 bytes, under each key of the ring, the current one first.
  // The first is written; a text is known by any of them, as long as the key that it came under is in the ring.
  std::vector<std::string> Fingerprints(std::string_view text) const;

 private:
  KeyRing ring_;
  // Made of those of the ring, in their order.
  std::vector<Key> fingerprint_keys_;
};

}  // namespace amparo::crypto
