// The names of other records that a record which comes from elsewhere says.
#pragma once

#include <string>
#include <string_view>

#include "common/base/strings.h"
#include "services/case/domain/names.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// Notes in `field` a text that is no name of type N in the office.
template <typename N>
void RequireNameIn(std::string_view text, const std::string& office, std::string_view field, Violations& found) {
  const auto name = ParseName<N>(text);
  found.Require(name && name->office == office, field,
                StrCat("must be the name of a ", KindWord(N::kKind), " of the same office"));
}

}  // namespace amparo::cases
