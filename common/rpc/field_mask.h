// Update masks (AIP-134): which fields of a resource an update changes.
#pragma once

#include <initializer_list>
#include <set>
#include <string>
#include <string_view>

#include "common/errors/errors.h"
#include "google/protobuf/field_mask.pb.h"

namespace amparo::rpc {

// The paths of an update mask, each at most once.
class UpdateMask {
 public:
  // Notes a violation of "update_mask" for an empty mask and for each path that is not in `allowed`. "*" stands for all
  // of `allowed`.
  static UpdateMask Parse(const google::protobuf::FieldMask& mask, std::initializer_list<std::string_view> allowed,
                          errors::FieldViolations& violations);

  // True when the update changes `path`.
  bool Has(std::string_view path) const { return paths_.find(path) != paths_.end(); }

 private:
  std::set<std::string, std::less<>> paths_;
};

}  // namespace amparo::rpc
