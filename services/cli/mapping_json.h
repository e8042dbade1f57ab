// Reading a mapping's JSON strictly: a key that means nothing and a value of the wrong kind are errors that name their
// place ("case.charges[0].verdict.outcome").
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "common/base/strings.h"
#include "services/cli/failure.h"
#include "services/cli/table.h"

namespace amparo::cli {

// Ends the command: `what` is wrong at `place` of a mapping.
[[noreturn]] inline void MappingFault(const std::string& place, std::string_view what) {
  throw Failure(kUsage, StrCat("mapping: ", place, ": ", what));
}

// "place.key", or "key" at the top.
inline std::string PlaceIn(const std::string& place, std::string_view key) {
  return place.empty() ? std::string(key) : StrCat(place, ".", key);
}

// Requires an object with no keys but `known`.
inline void RequireKeys(const Json& json, const std::string& place, std::initializer_list<std::string_view> known) {
  if (!json.is_object()) MappingFault(place, "must be an object");
  for (const auto& [key, value] : json.items()) {
    bool found = false;
    for (const std::string_view one : known) found = found || one == key;
    if (!found) MappingFault(PlaceIn(place, key), "is no key of a mapping here");
  }
}

// A text.
inline std::string TextAt(const Json& json, const std::string& place) {
  if (!json.is_string()) MappingFault(place, "must be a text");
  return json.get<std::string>();
}

// The text under `key`; `otherwise` when there is none.
inline std::string TextOr(const Json& json, const std::string& place, const std::string& key,
                          const std::string& otherwise) {
  return json.contains(key) ? TextAt(json.at(key), PlaceIn(place, key)) : otherwise;
}

}  // namespace amparo::cli
