// JSON that others wrote, read more strictly than its standard asks: what two readers could understand differently is
// refused.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace amparo::access {

using Json = nlohmann::json;

// The object that `text` is. Null for anything else: no JSON, another value, a member given twice in any object of it,
// more than 16 objects and arrays within each other, a NUL byte.
Json ParseObject(std::string_view text);

// The string that `object` has under `name`; null when it has none there.
const std::string* StringIn(const Json& object, const char* name);

// True when `object` has just this string under `name`.
bool Says(const Json& object, const char* name, std::string_view value);

}  // namespace amparo::access
