#include "services/case/convert/kind_message.h"

#include "absl/strings/ascii.h"
#include "common/base/check.h"
#include "common/base/strings.h"
#include "services/case/convert/sealed.h"

namespace amparo::cases {
namespace {

const google::protobuf::Descriptor& TypeOf(Kind kind) {
  const auto* type = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(MessageNameOf(kind));
  AMPARO_CHECK(type != nullptr, "every kind of record has a message");
  return *type;
}

}  // namespace

std::string MessageNameOf(Kind kind) {
  std::string name = "amparo.cases.v1.";
  bool begins = true;
  for (const char c : KindWord(kind)) {
    if (c != '_') name += begins ? absl::ascii_toupper(static_cast<unsigned char>(c)) : c;
    begins = c == '_';
  }
  return name;
}

absl::StatusOr<std::unique_ptr<google::protobuf::Message>> OpenedMessage(Kind kind, const Record& record) {
  const google::protobuf::Descriptor& type = TypeOf(kind);
  std::unique_ptr<google::protobuf::Message> message(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
  const SealedField field = FindSealed(type);
  if (!message->ParseFromString(record.body)) return absl::InternalError("a stored resource is malformed");
  if (field) message->GetReflection()->ClearField(message.get(), field.sealed);
  if (record.secret && !SetSecret(*record.secret, field, *message)) {
    return absl::InternalError("what was sealed is malformed");
  }
  return message;
}

std::string SealedPathOf(Kind kind) {
  const SealedField field = FindSealed(TypeOf(kind));
  return field ? field.plain->name() : "";
}

}  // namespace amparo::cases
