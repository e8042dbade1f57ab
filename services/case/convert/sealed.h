// What is sealed of a resource. By the contract's convention that is at most one of its fields: `sealed_x` is the
// sealed form of `x`, which is a text or a message. `sealed_x` travels in records, feeds and exports and never in an
// answer; `x` travels in requests and audited answers and is never kept.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace amparo::cases {

// The two fields of a type; both null when nothing of it is sealed.
struct SealedField {
  const google::protobuf::FieldDescriptor* sealed = nullptr;
  const google::protobuf::FieldDescriptor* plain = nullptr;

  explicit operator bool() const { return sealed != nullptr; }
};

// Finds the fields by their names.
SealedField FindSealed(const google::protobuf::Descriptor& type);

// The plaintext in a message as it will be sealed; nothing when it says nothing.
std::optional<std::string> SecretIn(const google::protobuf::Message& message, const SealedField& field);

// Puts an opened plaintext into a message; false when its bytes are none of it.
bool SetSecret(const std::string& secret, const SealedField& field, google::protobuf::Message& message);

// The fields of a type, found once.
template <typename Message>
const SealedField& SealedFieldOf() {
  static const SealedField field = FindSealed(*Message::descriptor());
  return field;
}

// The plaintext of a resource.
template <typename Message>
std::optional<std::string> SecretOf(const Message& message) {
  return SecretIn(message, SealedFieldOf<Message>());
}

// Takes what is sealed out of a resource.
template <typename Message>
void ClearSealed(Message& message) {
  const SealedField& field = SealedFieldOf<Message>();
  if (field) message.GetReflection()->ClearField(&message, field.sealed);
}

// Takes the plaintext out of a resource.
template <typename Message>
void ClearSecret(Message& message) {
  const SealedField& field = SealedFieldOf<Message>();
  if (field) message.GetReflection()->ClearField(&message, field.plain);
}

}  // namespace amparo::cases
