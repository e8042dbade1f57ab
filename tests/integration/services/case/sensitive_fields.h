// The fields of messages that the contract marks as sensitive.
#pragma once

#include <set>
#include <string>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace amparo::cases {

using SensitiveFields = std::set<const google::protobuf::FieldDescriptor*>;

// The birth dates and other sensitive days that FillSensitive gives, as text.
inline constexpr char kCanaryDay[] = "1987-03-19";

// Gives every sensitive field of `message`, and of what is set in it, a value: texts `canary`, days kCanaryDay. What is
// set, and what is output only, stays; of alternatives where one is set, the others stay unset.
void FillSensitive(const std::string& canary, google::protobuf::Message& message);

// Adds the sensitive fields that are set in `message`.
void AddSensitiveIn(const google::protobuf::Message& message, SensitiveFields& fields);

// Adds the sensitive fields that messages of this type may hold.
void AddSensitiveOf(const google::protobuf::Descriptor& type, SensitiveFields& fields);

}  // namespace amparo::cases
