// The ids that callers may give what they make.
#pragma once

#include <string_view>

#include "absl/time/time.h"
#include "common/base/uuid.h"
#include "common/errors/errors.h"

namespace amparo::rpc {

// The id in `given`, or a new one for `now` when that is empty. Notes a violation of `field` and answers the nil UUID
// when it can be nobody's id.
Uuid GivenOrNewId(std::string_view given, std::string_view field, absl::Time now, errors::FieldViolations& violations);

}  // namespace amparo::rpc
