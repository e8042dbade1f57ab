// A named SQL text. Stores keep theirs as `inline constexpr Statement kGetCase{"get_case", "SELECT ..."}`, in one list.
#pragma once

#include <string_view>

namespace amparo::pg {

// One parameterised SQL statement ($1, $2 ...). Both texts live as long as the program. `name` is unique within a
// database session (at most 60 characters) and is what metrics, logs and prepared statements call it.
struct Statement {
  std::string_view name;
  std::string_view sql;
  // Why it is about all offices; empty = it names the one it is about (office is the key by which rows are spread and
  // seen). Only a reason lifts that rule.
  std::string_view all_offices = {};
};

}  // namespace amparo::pg
