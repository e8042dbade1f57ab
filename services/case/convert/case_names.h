// What belongs to a case is known there by its id: between the names of the contract and the ids of the domain. And the
// times of entry that the parts of a resource have.
#pragma once

#include <string>
#include <string_view>

#include "services/case/convert/values.h"
#include "services/case/domain/names.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// The id in a name that must be one of type N in the case `parent`; notes a violation and answers nil otherwise.
template <typename N>
Uuid IdInCase(std::string_view text, const CaseName& parent, std::string_view field, Violations& violations) {
  const auto name = ParseName<N>(text);
  const bool fits =
      violations.Require(name && name->parent() == parent, field, "must be the name of one in the same case");
  return fits ? name->id : Uuid();
}

// The same where it may be absent: nil for an empty text.
template <typename N>
Uuid OptionalIdInCase(std::string_view text, const CaseName& parent, std::string_view field, Violations& violations) {
  return text.empty() ? Uuid() : IdInCase<N>(text, parent, field, violations);
}

// The name of what has this id in a case; empty for nil.
template <typename N>
std::string NameInCaseOf(const CaseName& parent, const Uuid& id) {
  return id.IsNil() ? std::string() : ToString(N{parent.office, parent.id, id});
}

// The time of entry of a part; the infinite past when it has none yet.
template <typename Part>
absl::Time EntryTimeFrom(const Part& part) {
  return part.has_record_time() ? TimeFrom(part.record_time()) : absl::InfinitePast();
}

// Writes it, unless there is none yet.
template <typename Part>
void SetEntryTime(absl::Time time, Part& part) {
  if (time != absl::InfinitePast()) SetTimestamp(time, part.mutable_record_time());
}

}  // namespace amparo::cases
