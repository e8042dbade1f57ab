// Making a call again that broke off, when it may be: by request ids, offsets or content it is known as the same.
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"

namespace amparo::cli {

// True for what may be over a moment later.
bool MayPass(const absl::Status& status);

// Calls `attempt` until it succeeds. Failures that may pass are waited out, longer each time; after six in a row the
// last one is thrown, and any other at once. An attempt that got on, as `moved` says of the last one, ends the row:
// what is resumed where it broke may break as often as it takes.
void Retry(const std::string& doing, const std::function<absl::Status()>& attempt,
           const std::function<bool()>& moved = nullptr);

}  // namespace amparo::cli
