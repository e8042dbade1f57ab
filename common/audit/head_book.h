// The file of heads (head_line.h): appended to, never changed. It is opened anew for each append, so that it may be
// moved away and a new one begun.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/audit/head_line.h"
#include "common/crypto/ed25519.h"

namespace amparo::audit {

// Some lines of the file, in order.
struct LinesPiece {
  // Without their line ends.
  std::vector<std::string> lines;
  // Where the next piece begins.
  int64_t next = 0;
};

// The lines of `path` from byte `from` on and below byte `to`, a bounded number of them; none at the end. NOT_FOUND
// when the file cannot be read.
absl::StatusOr<LinesPiece> ReadLines(const std::string& path, int64_t from, int64_t to);

// The file and the keys it is signed with. Safe for many threads but for appends, of which there may be one at a time.
class HeadBook {
 public:
  // Makes the file when it is not there. UNAVAILABLE when it cannot be appended to.
  static absl::StatusOr<HeadBook> Open(std::string path, crypto::SigningKey key,
                                       std::vector<crypto::VerifyingKey> former_keys = {});

  // Signs the lines and appends them, on disk when it answers OK. UNAVAILABLE.
  absl::Status Append(std::span<const HeadLine> lines, absl::Time now) const;

  // The last SealedTo of the file that a known key signed; 0 when there is none. Reads from the end, in bounded memory:
  // FAILED_PRECONDITION when a line on the way there is longer than any of ours.
  absl::StatusOr<int64_t> LastSealed() const;

  // How many bytes it has; 0 when it is not there.
  int64_t size() const;

  const std::string& path() const { return path_; }
  std::span<const crypto::VerifyingKey> keys() const { return keys_; }

 private:
  HeadBook(std::string path, crypto::SigningKey key, std::vector<crypto::VerifyingKey> keys)
      : path_(std::move(path)), key_(std::move(key)), keys_(std::move(keys)) {}

  std::string path_;
  crypto::SigningKey key_;
  std::vector<crypto::VerifyingKey> keys_;
};

}  // namespace amparo::audit
