// Assertions that stay on in production: a broken promise of the program itself, never a caller's fault.
#pragma once

namespace amparo {

// Writes what was promised and where it was broken to stderr and ends the process.
[[noreturn]] void CheckFailed(const char* condition, const char* message, const char* file, int line);

}  // namespace amparo

// Ends the process unless `condition` holds. `message` says what was promised.
#define AMPARO_CHECK(condition, message)                              \
  do {                                                                \
    if (!(condition)) [[unlikely]] {                                  \
      ::amparo::CheckFailed(#condition, message, __FILE__, __LINE__); \
    }                                                                 \
  } while (false)
