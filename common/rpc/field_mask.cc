#include "common/rpc/field_mask.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_join.h"
#include "common/base/strings.h"

namespace amparo::rpc {

UpdateMask UpdateMask::Parse(const google::protobuf::FieldMask& mask, std::initializer_list<std::string_view> allowed,
                             errors::FieldViolations& violations) {
  UpdateMask result;
  const std::set<std::string, std::less<>> known(allowed.begin(), allowed.end());
  violations.Require(!mask.paths().empty(), "update_mask", "must name at least one field");
  for (const auto& path : mask.paths()) {
    if (path == "*") {
      result.paths_ = known;
    } else if (violations.Require(
                   known.count(path) > 0, "update_mask",
                   StrCat("names \"", path, "\"; what can be changed is ", absl::StrJoin(known, ", ")))) {
      result.paths_.insert(path);
    }
  }
  return result;
}

}  // namespace amparo::rpc
