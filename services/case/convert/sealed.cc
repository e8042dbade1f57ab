#include "services/case/convert/sealed.h"

#include "common/base/check.h"

namespace amparo::cases {
namespace {

using google::protobuf::FieldDescriptor;

constexpr std::string_view kPrefix = "sealed_";

bool IsMessage(const FieldDescriptor* field) {
  return field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
}

}  // namespace

SealedField FindSealed(const google::protobuf::Descriptor& type) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* const sealed = type.field(i);
    if (!sealed->name().starts_with(kPrefix)) continue;
    const FieldDescriptor* const plain = type.FindFieldByName(sealed->name().substr(kPrefix.size()));
    AMPARO_CHECK(plain != nullptr, "what is sealed has a plain form");
    return {sealed, plain};
  }
  return {};
}

std::optional<std::string> SecretIn(const google::protobuf::Message& message, const SealedField& field) {
  if (!field) return std::nullopt;
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::string secret = IsMessage(field.plain) ? reflection.GetMessage(message, field.plain).SerializeAsString()
                                              : reflection.GetString(message, field.plain);
  if (secret.empty()) return std::nullopt;
  return secret;
}

bool SetSecret(const std::string& secret, const SealedField& field, google::protobuf::Message& message) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  if (IsMessage(field.plain)) return reflection.MutableMessage(&message, field.plain)->ParseFromString(secret);
  reflection.SetString(&message, field.plain, secret);
  return true;
}

}  // namespace amparo::cases
