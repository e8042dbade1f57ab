// The fields of messages that the contract marks as sensitive.
#pragma once

#include <map>
#include <string>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace amparo::cases {

// Sensitive fields by where they stand, such as "CreateCase case.narrative.reporter".
using SensitiveFields = std::map<std::string, const google::protobuf::FieldDescriptor*>;

// The birth dates and other sensitive days that FillSensitive gives, as text.
inline constexpr char kCanaryDay[] = "1987-03-19";

// Gives every sensitive field of `message`, and of what is set in it, a value: texts `canary`, days kCanaryDay. What is
// set, and what is output only, stays; of alternatives where one is set, the others stay unset.
void FillSensitive(const std::string& canary, google::protobuf::Message& message);

// Adds the sensitive fields that are set in `message`, which stands at `place`.
void AddSensitiveIn(const google::protobuf::Message& message, const std::string& place, SensitiveFields& fields);

// Adds the sensitive fields that a message of this type at `place` may be sent with: none that is output only.
void AddSensitiveSent(const google::protobuf::Descriptor& type, const std::string& place, SensitiveFields& fields);

// Adds the sensitive fields that an answer of this type at `place` may hold.
void AddSensitiveAnswered(const google::protobuf::Descriptor& type, const std::string& place, SensitiveFields& fields);

}  // namespace amparo::cases
