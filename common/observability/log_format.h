// How records of the log become lines of JSON. Internal to the log.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "common/observability/log.h"

namespace amparo::obs {

// Appends the line of a call, newline included.
void AppendCallLine(std::string& out, const CallRecord& record);

// Appends the line of an event, newline included.
void AppendEventLine(std::string& out, absl::Time time, Level level, std::string_view event,
                     const std::vector<Field>& fields);

}  // namespace amparo::obs
