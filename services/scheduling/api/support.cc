#include "services/scheduling/api/support.h"

#include "common/base/strings.h"
#include "common/rpc/request_id.h"

namespace amparo::scheduling {
namespace {

constexpr size_t kTimeBytes = 8;

// A place as the bytes of a page token: the time in microseconds, big endian, then the id.
std::string EncodePosition(const Position& position) {
  const auto micros = static_cast<uint64_t>(absl::ToUnixMicros(position.time));
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>((micros >> shift) & 0xff));
  bytes += position.id.bytes();
  return bytes;
}

// Nothing for bytes that are none, also for a time the database cannot hold: tokens come from outside.
std::optional<Position> DecodePosition(std::string_view bytes) {
  static const absl::Time kEarliest = absl::FromCivil(absl::CivilDay(1, 1, 1), absl::UTCTimeZone());
  static const absl::Time kLatest = absl::FromCivil(absl::CivilDay(10000, 1, 1), absl::UTCTimeZone());
  if (bytes.size() != kTimeBytes + Uuid::kSize) return std::nullopt;
  uint64_t micros = 0;
  for (size_t i = 0; i < kTimeBytes; ++i) micros = micros << 8 | static_cast<unsigned char>(bytes[i]);
  const absl::Time time = absl::FromUnixMicros(static_cast<int64_t>(micros));
  if (time < kEarliest || time >= kLatest) return std::nullopt;
  return Position{time, *Uuid::FromBytes(bytes.substr(kTimeBytes))};
}

}  // namespace

std::string ParentOffice(std::string_view parent, errors::FieldViolations& wrong) {
  std::optional<std::string> office = ParseOfficeName(parent);
  wrong.Require(office.has_value(), "parent", "must be an office's name: offices/{office}");
  return office ? *std::move(office) : std::string();
}

Key NamedKey(Collection collection, std::string_view name, errors::FieldViolations& wrong) {
  std::optional<Key> key = ParseName(collection, name);
  wrong.Require(key.has_value(), "name", "must be the resource's whole name, offices/{office}/.../{id} with a UUID");
  return key ? *std::move(key) : Key{};
}

void Note(const Violations& violations, std::string_view prefix, errors::FieldViolations& wrong) {
  for (const Violation& violation : violations.list()) wrong.Add(StrCat(prefix, violation.field), violation.rule);
}

absl::Status Admit(rpc::CallContext& context, std::string_view office, std::string_view type, std::string_view name,
                   const errors::FieldViolations& wrong) {
  AMPARO_RETURN_IF_ERROR(wrong.ToStatus());
  return context.RequireOffice(office, type, name);
}

ActStamp StampOf(const rpc::CallContext& context, std::string_view office, const google::protobuf::Message& request,
                 std::string_view request_id, errors::FieldViolations& wrong) {
  rpc::CheckRequestId(request_id, wrong);
  ActStamp stamp;
  stamp.office = office;
  stamp.caller = context.caller().identity();
  stamp.method = context.method();
  stamp.trace_id = context.trace().TraceIdHex();
  stamp.request_id = Uuid::Parse(request_id);
  if (stamp.request_id) stamp.fingerprint = rpc::RequestDigest(context.method(), request);
  return stamp;
}

Position PositionOf(const Record& record) {
  return {record.create_time, record.key.id};
}

Position PositionOf(const Hearing& hearing) {
  return {hearing.start_time, hearing.key.id};
}

std::optional<Position> ReadPosition(const google::protobuf::Message& request, errors::FieldViolations& wrong) {
  const std::string cursor = rpc::ReadPageToken(request, wrong);
  if (cursor.empty()) return std::nullopt;
  const std::optional<Position> position = DecodePosition(cursor);
  wrong.Require(position.has_value(), "page_token", "must be a token from an earlier answer");
  return position;
}

std::string TokenAfter(const google::protobuf::Message& request, const Position& last) {
  return rpc::MakePageToken(request, EncodePosition(last));
}

}  // namespace amparo::scheduling
