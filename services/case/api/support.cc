#include "services/case/api/support.h"

#include "common/base/status_macros.h"
#include "common/rpc/paging.h"
#include "common/rpc/request_id.h"

namespace amparo::cases {
namespace {

// What stands for every case in the parent of a list (AIP-159).
constexpr std::string_view kAllCases = "/cases/-";

}  // namespace

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

absl::StatusOr<ListQuery> CaseQuery(rpc::CallContext& context, std::string_view parent, Kind kind) {
  ListQuery query;
  query.kind = kind;
  if (parent.ends_with(kAllCases)) {
    parent.remove_suffix(kAllCases.size());
    AMPARO_ASSIGN_OR_RETURN(const OfficeName office, RequireName<OfficeName>(context, parent, "parent"));
    query.office = office.office;
    query.all_cases = true;
    return query;
  }
  AMPARO_ASSIGN_OR_RETURN(const CaseName of, RequireName<CaseName>(context, parent, "parent"));
  query.office = of.office;
  query.case_id = of.id;
  query.with_merged = true;
  return query;
}

ActStamp StampOf(const rpc::CallContext& context, std::string_view office, std::string_view request_id,
                 const google::protobuf::Message& request) {
  ActStamp stamp;
  stamp.office = std::string(office);
  stamp.caller = context.caller().identity();
  stamp.method = std::string(context.method());
  stamp.trace_id = context.trace().TraceIdHex();
  stamp.request_id = Uuid::Parse(request_id);
  if (stamp.request_id) stamp.digest = rpc::RequestDigest(context.method(), request);
  return stamp;
}

RevealStamp RevealStampOf(const rpc::CallContext& context, std::vector<std::string> fields) {
  return {.caller = context.caller().identity(),
          .method = std::string(context.method()),
          .trace_id = context.trace().TraceIdHex(),
          .reason = context.Reason(),
          .fields = std::move(fields)};
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

absl::Time PastTime(const google::protobuf::Timestamp& given, std::string_view field, absl::Time now,
                    errors::FieldViolations& violations) {
  Violations found;
  const absl::Time time = RequiredTime(true, given, field, found);
  found.Require(time <= now, field, "must not be in the future");
  AddViolations(found, violations);
  return found.empty() ? time : now;
}

std::string CursorOf(const Listed& last) {
  return rpc::PlaceCursor({last.order_time, last.record.id});
}

std::optional<ListQuery::After> ParseCursor(std::string_view cursor) {
  const std::optional<rpc::Place> place = rpc::ParsePlace(cursor);
  if (!place) return std::nullopt;
  return ListQuery::After{place->time, place->id};
}

std::string FinishPage(const google::protobuf::Message& request, const ListQuery& query, std::vector<Listed>& listed) {
  const std::size_t fits = static_cast<std::size_t>(query.limit) - 1;
  if (listed.size() <= fits) return "";
  listed.resize(fits);
  return rpc::MakePageToken(request, CursorOf(listed.back()));
}

}  // namespace amparo::cases
