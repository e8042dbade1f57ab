// The ids that callers may give what they make.
#pragma once

#include <string_view>

#include "absl/time/time.h"
#include "common/base/uuid.h"
#include "common/errors/errors.h"

namespace amparo::rpc {

// The id in `given`, or a new one for `now` when that is empty. Notes a violation of `field` and answers the nil UUID
// when it can be nobody's id, or is of version 6: those are made by the service alone (NewHiddenId).
Uuid GivenOrNewId(std::string_view given, std::string_view field, absl::Time now, errors::FieldViolations& violations);

// A new id for what not everybody may know is there. An id that a caller gives may turn out to be taken, which says
// that there is something: so `given` must be empty (else a violation of `field` is noted), and no id that callers may
// give to anything else is ever one of these.
Uuid NewHiddenId(std::string_view given, std::string_view field, absl::Time now, errors::FieldViolations& violations);

}  // namespace amparo::rpc
