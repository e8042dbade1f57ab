// The wrapping keys: what the data keys in PostgreSQL are wrapped with. They come from a file outside the database.
//
// A line is `id:key`, the key 32 bytes in base64 or hex; empty lines and lines that begin with # are skipped. The first
// key is the current one: new data keys are wrapped with it. To rotate, put a new line on top and keep the old ones as
// long as anything is wrapped with them.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/crypto/secret.h"

namespace amparo::crypto {

// Wrapping keys by id. Immutable; safe for many threads.
class KeyRing {
 public:
  // Reads the file. NOT_FOUND when it cannot be read, PERMISSION_DENIED when others may read it too, INVALID_ARGUMENT
  // naming the line (never its text) for anything but keys, a repeated id, or no key at all.
  static absl::StatusOr<KeyRing> Load(const std::string& path);

  // Reads the text of such a file; `path` is named in errors.
  static absl::StatusOr<KeyRing> Parse(std::string_view text, std::string_view path);

  // The id new data keys are wrapped under.
  const std::string& current_id() const { return keys_.front().first; }

  // The ids of all keys, the current one first.
  std::vector<std::string> ids() const;

  // The key with this id; null when there is none.
  const Key* Find(std::string_view id) const;

 private:
  explicit KeyRing(std::vector<std::pair<std::string, Key>> keys) : keys_(std::move(keys)) {}

  std::vector<std::pair<std::string, Key>> keys_;
};

}  // namespace amparo::crypto
