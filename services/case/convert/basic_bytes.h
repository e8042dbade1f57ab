// Answers made of the bytes of a record alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace amparo::cases {

// Which fields of a message a BASIC answer is made by.
struct BasicFields {
  // The number of what is sealed and left out; 0 = nothing is.
  int sealed = 0;
  // The number of `etag`, which the answer has and the record has not.
  int etag = 0;
};

// The resource in `body` as BASIC answers have it: without what is sealed, and with `etag`. Fields are taken over whole
// and not looked into: the body was serialized by us. nullopt when it is no sequence of fields.
std::optional<std::string> BasicBytes(std::string_view body, const BasicFields& fields, std::string_view etag);

}  // namespace amparo::cases
