// The contents of documents: how they are cut into pieces, and what an upload may send.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "absl/time/time.h"
#include "services/case/domain/names.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// The largest content, in bytes.
inline constexpr int64_t kMostContent = int64_t{1} << 30;

// A content is kept in pieces of so many bytes, the last of what is left.
inline constexpr int64_t kChunk = int64_t{256} << 10;

// The most bytes of one message of an upload: they and one piece are all that is in memory of it.
inline constexpr int64_t kMostPerMessage = int64_t{1} << 20;

// The most uploads of one document that are not finished.
inline constexpr int kMostUploads = 16;

// How long an upload of which nothing comes any more is kept.
inline constexpr absl::Duration kUploadRetention = absl::Hours(24 * 7);

// What a content is said to be before its bytes come.
struct ContentSpec {
  // In bytes.
  int64_t size = 0;
  // 32 bytes.
  std::string sha256;
  std::string media_type;
};

// A content that is attached to a document.
struct Content {
  ContentName name;
  ContentSpec spec;
  absl::Time attach_time;
};

// What is wrong with a spec.
void CheckContentSpec(const ContentSpec& spec, Violations& violations);

// The bytes that 64 lower-case hexadecimal digits stand for; nullopt for any other text. And back.
std::optional<std::string> Sha256FromHex(std::string_view hex);
std::string HexOf(std::string_view bytes);

// How many pieces a content of `size` bytes has, and how many bytes piece `number` (from 0) has.
int64_t ChunksOf(int64_t size);
int64_t SizeOfChunk(int64_t size, int64_t number);

// Puts what an upload's messages bring into whole pieces. Holds at most one message and the beginning of a piece.
class ChunkAssembler {
 public:
  // Of a content of `size` bytes, `committed` of them are kept: whole pieces.
  ChunkAssembler(int64_t size, int64_t committed) : size_(size), committed_(committed) {}

  // What Take refuses.
  struct Gap {
    // Where the bytes would have to begin at the latest.
    int64_t expected_offset = 0;
  };
  struct BeyondSize {};
  using Fault = std::variant<std::monostate, Gap, BeyondSize>;

  // Takes the bytes from `offset` on; passes over those that it has.
  Fault Take(int64_t offset, std::string_view data);

  // The whole pieces at hand, which begin at committed(); empty when there is none.
  std::string Ready() const;

  // The content is kept up to `offset` now, by this upload or by another one of the same content.
  void Commit(int64_t offset);

  int64_t committed() const { return committed_; }

 private:
  int64_t next() const { return committed_ + static_cast<int64_t>(buffer_.size()); }

  const int64_t size_;
  int64_t committed_;
  std::string buffer_;
};

}  // namespace amparo::cases
