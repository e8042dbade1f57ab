// Passing a failure up in one line, in plain functions and in coroutines.
#pragma once

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define AMPARO_STATUS_CONCAT_INNER(a, b) a##b
#define AMPARO_STATUS_CONCAT(a, b) AMPARO_STATUS_CONCAT_INNER(a, b)

#define AMPARO_RETURN_IF_ERROR_WITH(return_keyword, expression) \
  do {                                                          \
    ::absl::Status amparo_status = (expression);                \
    if (!amparo_status.ok()) [[unlikely]]                       \
      return_keyword amparo_status;                             \
  } while (false)

#define AMPARO_ASSIGN_OR_RETURN_WITH(return_keyword, holder, target, expression) \
  auto holder = (expression);                                                    \
  if (!holder.ok()) [[unlikely]]                                                 \
    return_keyword std::move(holder).status();                                   \
  target = *std::move(holder)

// Returns the status of `expression` from the function unless it is OK.
#define AMPARO_RETURN_IF_ERROR(expression) AMPARO_RETURN_IF_ERROR_WITH(return, expression)

// AMPARO_ASSIGN_OR_RETURN(auto value, MakeValue()): the value, or the function returns the status.
#define AMPARO_ASSIGN_OR_RETURN(target, expression) \
  AMPARO_ASSIGN_OR_RETURN_WITH(return, AMPARO_STATUS_CONCAT(amparo_result_, __COUNTER__), target, expression)

// The same inside a coroutine; `expression` may contain co_await.
#define AMPARO_CO_RETURN_IF_ERROR(expression) AMPARO_RETURN_IF_ERROR_WITH(co_return, expression)
#define AMPARO_CO_ASSIGN_OR_RETURN(target, expression) \
  AMPARO_ASSIGN_OR_RETURN_WITH(co_return, AMPARO_STATUS_CONCAT(amparo_result_, __COUNTER__), target, expression)
