// A digest that tells whether two requests ask for the same. Internal to request ids and page tokens.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "google/protobuf/message.h"

namespace amparo::rpc {

// SHA-256 (32 bytes) of `text`.
std::string Sha256(std::string_view text);

// SHA-256 over `prefix` and the canonical bytes of `request` with the named top-level fields cleared (those it has).
std::string DigestWithout(std::string_view prefix, const google::protobuf::Message& request,
                          std::initializer_list<std::string_view> fields);

}  // namespace amparo::rpc
