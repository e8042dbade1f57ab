#include "common/rpc/reason.h"

#include <string_view>

#include "common/base/strings.h"
#include "common/base/text.h"
#include "common/errors/errors.h"

namespace amparo::rpc {
namespace {

constexpr TextBounds kReasonBounds{1, 500};

}  // namespace

absl::StatusOr<std::string> ReasonIn(const std::multimap<grpc::string_ref, grpc::string_ref>& metadata) {
  const std::size_t given = metadata.count(kReasonKey) + metadata.count(kReasonBytesKey);
  if (given == 0) return std::string();
  if (given > 1) return errors::InvalidField(kReasonKey, "must be given once");
  auto at = metadata.find(kReasonKey);
  if (at == metadata.end()) at = metadata.find(kReasonBytesKey);
  const std::string_view text(at->second.data(), at->second.size());
  const absl::Status valid = ValidateText(text, kReasonBounds);
  if (!valid.ok()) return errors::InvalidField(kReasonKey, FromAbsl(valid.message()));
  return std::string(text);
}

}  // namespace amparo::rpc
