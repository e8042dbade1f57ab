// Making a call again that broke off, when it may be: by request ids, offsets or content it is known as the same.
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"

namespace amparo::cli {

// True for what may be over a moment later.
bool MayPass(const absl::Status& status);

// Calls `attempt` until it succeeds. Failures that may pass are waited out, longer each time; after six in a row the
// last one is thrown, and any other at once.
void Retry(const std::string& doing, const std::function<absl::Status()>& attempt);

}  // namespace amparo::cli
