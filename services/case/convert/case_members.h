// References from one resource of a case to another, and days as lists are ordered by them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/check.h"
#include "common/base/strings.h"
#include "services/case/domain/names.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// The id of the resource that `text` names; notes a violation of `field` unless it is a Name of the case `parent`.
template <typename Name>
Uuid MemberOf(const CaseName& parent, std::string_view text, std::string_view field, Violations& violations) {
  const std::optional<Name> name = ParseName<Name>(text);
  const bool fits =
      violations.Require(name && name->parent() == parent, field,
                         StrCat("must be the name of one of the ", KindCollection(Name::kKind), " of the same case"));
  return fits ? name->id : Uuid();
}

// The same for a reference that may be absent.
template <typename Name>
std::optional<Uuid> OptionalMemberOf(const CaseName& parent, std::string_view text, std::string_view field,
                                     Violations& violations) {
  if (text.empty()) return std::nullopt;
  return MemberOf<Name>(parent, text, field, violations);
}

// The name of a resource of the same case, "" for none.
template <typename Name, typename Own>
std::string MemberName(const Own& own, const std::optional<Uuid>& id) {
  return id ? ToString(Name{own.office, own.case_id, *id}) : std::string();
}

// The name that a stored resource has. The bytes were written by us: anything else is a fault of the program.
template <typename Name, typename Message>
Name StoredName(const Message& stored) {
  std::optional<Name> name = ParseName<Name>(stored.name());
  AMPARO_CHECK(name.has_value(), "a stored resource has a name");
  return *std::move(name);
}

// A day as the time that lists are ordered by: its midnight in UTC, whatever the office's zone.
inline absl::Time DayTime(absl::CivilDay day) {
  return absl::FromCivil(day, absl::UTCTimeZone());
}

}  // namespace amparo::cases
