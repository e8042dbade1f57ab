#include "services/case/api/support.h"

#include "absl/strings/str_split.h"
#include "common/base/strings.h"
#include "common/rpc/paging.h"
#include "common/rpc/request_id.h"

namespace amparo::cases {

void AddViolations(const Violations& found, errors::FieldViolations& violations) {
  for (const Violation& violation : found.found()) violations.Add(violation.field, violation.rule);
}

absl::Status ToStatus(const Violations& found) {
  errors::FieldViolations violations;
  AddViolations(found, violations);
  return violations.ToStatus();
}

absl::Status ToStatus(const Refusal& refusal, std::string_view name) {
  return errors::FailedPrecondition(refusal.rule, name, refusal.description);
}

ActStamp StampOf(const rpc::CallContext& context, std::string_view office, std::string_view request_id,
                 const google::protobuf::Message& request) {
  ActStamp stamp;
  stamp.office = std::string(office);
  stamp.caller = context.caller().identity();
  stamp.method = std::string(context.method());
  stamp.trace_id = context.trace().TraceIdHex();
  stamp.request_id = Uuid::Parse(request_id);
  if (stamp.request_id) stamp.fingerprint = rpc::RequestFingerprint(context.method(), request);
  return stamp;
}

RevealStamp RevealStampOf(const rpc::CallContext& context, std::vector<std::string> fields) {
  return {context.caller().identity(), std::string(context.method()), context.trace().TraceIdHex(), std::move(fields)};
}

Uuid IdFrom(std::string_view given, std::string_view field, absl::Time now, errors::FieldViolations& violations) {
  if (given.empty()) return Uuid::V7(now);
  const std::optional<Uuid> id = Uuid::Parse(given);
  if (violations.Require(id && !id->IsNil(), field, "must be a UUID")) return *id;
  return Uuid();
}

std::optional<int64_t> EtagFrom(std::string_view etag, errors::FieldViolations& violations) {
  const absl::StatusOr<std::optional<int64_t>> version = rpc::ParseEtag(etag);
  if (version.ok()) return *version;
  violations.Add("etag", "must be one that an answer had");
  return std::nullopt;
}

absl::Status CheckEtag(std::optional<int64_t> wanted, const Record& record, std::string_view name) {
  if (wanted && *wanted != record.version) return errors::EtagMismatch(name);
  return absl::OkStatus();
}

absl::Status RequireFound(const std::optional<Record>& record, const RecordKey& key) {
  if (record) return absl::OkStatus();
  return errors::NotFound(KindWord(key.kind), NameOf(key));
}

bool WantsFull(amparo::types::v1::View view, errors::FieldViolations& violations) {
  violations.Require(amparo::types::v1::View_IsValid(view), "view", "must be BASIC or FULL");
  return view == amparo::types::v1::VIEW_FULL;
}

std::string CursorOf(const Listed& last) {
  return StrCat(absl::ToUnixMicros(last.order_time), "/", last.record.id.ToString());
}

std::optional<ListQuery::After> ParseCursor(std::string_view cursor) {
  const std::size_t slash = cursor.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  int64_t micros = 0;
  const std::optional<Uuid> id = Uuid::Parse(cursor.substr(slash + 1));
  if (!id || !absl::SimpleAtoi(ToAbsl(cursor.substr(0, slash)), &micros)) return std::nullopt;
  return ListQuery::After{absl::FromUnixMicros(micros), *id};
}

std::string FinishPage(const google::protobuf::Message& request, const ListQuery& query, std::vector<Listed>& listed) {
  const std::size_t fits = static_cast<std::size_t>(query.limit) - 1;
  if (listed.size() <= fits) return "";
  listed.resize(fits);
  return rpc::MakePageToken(request, CursorOf(listed.back()));
}

}  // namespace amparo::cases
