#include "services/case/convert/basic_bytes.h"

#include <cstddef>
#include <cstdint>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"

namespace amparo::cases {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;
using google::protobuf::io::CodedOutputStream;

// The most bytes that the tag and the length of a field take.
constexpr std::size_t kLongestHead = 10;

void AppendText(int field, std::string_view text, std::string& out) {
  uint8_t head[kLongestHead];
  uint8_t* end = WireFormatLite::WriteTagToArray(field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED, head);
  end = CodedOutputStream::WriteVarint32ToArray(static_cast<uint32_t>(text.size()), end);
  out.append(head, end);
  out.append(text);
}

}  // namespace

std::optional<std::string> BasicBytes(std::string_view body, const BasicFields& fields, std::string_view etag) {
  CodedInputStream in(reinterpret_cast<const uint8_t*>(body.data()), static_cast<int>(body.size()));
  std::string out;
  out.reserve(body.size() + kLongestHead + etag.size());
  // Up to here `body` was taken over or left out; what lies between this and the next field left out is copied at once.
  std::size_t done = 0;
  std::size_t begin = 0;
  while (const uint32_t tag = in.ReadTag()) {
    if (!WireFormatLite::SkipField(&in, tag)) return std::nullopt;
    const auto end = static_cast<std::size_t>(in.CurrentPosition());
    const int field = WireFormatLite::GetTagFieldNumber(tag);
    if (field == fields.sealed || field == fields.etag) {
      out.append(body.substr(done, begin - done));
      done = end;
    }
    begin = end;
  }
  if (!in.ConsumedEntireMessage()) return std::nullopt;
  out.append(body.substr(done));
  AppendText(fields.etag, etag, out);
  return out;
}

}  // namespace amparo::cases
