#include "common/rpc/digest.h"

#include <memory>

#include "common/base/sha256.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace amparo::rpc {
namespace {

// Map entries in the order of their keys, so that equal requests have equal bytes.
void AppendCanonical(std::string& out, const google::protobuf::Message& message) {
  google::protobuf::io::StringOutputStream stream(&out);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
}

}  // namespace

std::string Sha256(std::string_view text) {
  return Sha256Of(text);
}

std::string DigestWithout(std::string_view prefix, const google::protobuf::Message& request,
                          std::initializer_list<std::string_view> fields) {
  const std::unique_ptr<google::protobuf::Message> copy(request.New());
  copy->CopyFrom(request);
  for (const std::string_view name : fields) {
    const auto* field = copy->GetDescriptor()->FindFieldByName(std::string(name));
    if (field != nullptr) copy->GetReflection()->ClearField(copy.get(), field);
  }
  // The zero byte keeps prefix and body apart.
  std::string text(prefix);
  text += '\0';
  AppendCanonical(text, *copy);
  return Sha256(text);
}

}  // namespace amparo::rpc
