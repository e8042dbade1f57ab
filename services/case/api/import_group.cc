#include "services/case/api/import_group.h"

#include <algorithm>
#include <string_view>

#include "common/base/strings.h"

namespace amparo::cases {
namespace {

// What may be said of one rejected row.
constexpr std::size_t kMostToldOfRow = 1000;

// The beginning of `text`, at most `most` bytes of it, whole characters only.
std::string Beginning(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return std::string(text.substr(0, most));
}

}  // namespace

bool EndsTheCall(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kFailedPrecondition:
      return false;
    default:
      return true;
  }
}

std::string ToldOf(const absl::Status& why, std::size_t& left_to_tell) {
  std::string told = Beginning(FromAbsl(why.message()), std::min(left_to_tell, kMostToldOfRow));
  left_to_tell -= told.size();
  return told;
}

}  // namespace amparo::cases
