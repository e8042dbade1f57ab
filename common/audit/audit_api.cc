#include "common/audit/audit_api.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/time/clock.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/base/text.h"
#include "common/errors/errors.h"
#include "common/rpc/paging.h"

namespace amparo::audit {
namespace {

constexpr std::string_view kOffices = "offices/";
constexpr int32_t kEntriesPerPage = 50;
constexpr int32_t kMostEntriesPerPage = 1000;
constexpr size_t kMostReason = 500;
constexpr size_t kMostName = 500;
constexpr absl::Duration kStandardGrace = absl::Seconds(10);
constexpr absl::Duration kMostGrace = absl::Hours(24);
// How long a transaction of a verification goes on, and how many faults one answer has at least room for.
constexpr absl::Duration kPieceTime = absl::Milliseconds(100);
constexpr size_t kManyFaults = 500;
// A verification that finds nothing says how far it is.
constexpr absl::Duration kVerifyHeartbeat = absl::Seconds(1);

Task<absl::Status> NoGate(std::string compartment) {
  if (compartment.empty()) co_return absl::OkStatus();
  co_return errors::NotFound("operation", compartment);
}

void CheckShort(std::string_view text, std::string_view field, size_t most, errors::FieldViolations& violations) {
  const absl::Status valid = ValidateText(text, {0, most});
  if (!valid.ok()) violations.Add(field, FromAbsl(valid.message()));
}

// The moment a filter names; notes a violation of `field` for one that is none.
absl::Time TimeOf(const google::protobuf::Timestamp& timestamp, std::string_view field,
                  errors::FieldViolations& violations) {
  const absl::Time time = absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
  const bool good =
      timestamp.nanos() >= 0 && timestamp.nanos() < 1'000'000'000 && time >= kFirstTime && time <= kLastTime;
  if (violations.Require(good, field, "must be a moment of the years 1 to 9999")) return time;
  return kFirstTime;
}

// Everything of the request but its office.
ListFilter FilterOf(const v1::ListAuditEntriesRequest& request, errors::FieldViolations& violations) {
  CheckShort(request.reason(), "reason", kMostReason, violations);
  CheckShort(request.resource_name(), "resource_name", kMostName, violations);
  CheckShort(request.caller(), "caller", kMostName, violations);
  CheckShort(request.compartment(), "compartment", kMostName, violations);
  violations.Require(v1::AuditAction_IsValid(request.action()), "action", "must be READ or WRITE");
  ListFilter filter;
  filter.compartment = request.compartment();
  // All of an office stands under it.
  if (request.resource_name() != request.parent()) filter.resource = request.resource_name();
  filter.caller = request.caller();
  filter.action = request.action();
  filter.start = request.has_start_time() ? TimeOf(request.start_time(), "start_time", violations) : kFirstTime;
  const absl::Time end = request.has_end_time() ? TimeOf(request.end_time(), "end_time", violations) : kLastTime;
  filter.before = {end, Uuid()};
  filter.limit = rpc::PageSize(request.page_size(), kEntriesPerPage, kMostEntriesPerPage, violations) + 1;
  const std::string cursor = rpc::ReadPageToken(request, violations);
  if (cursor.empty()) return filter;
  const std::optional<rpc::Place> place = rpc::ParsePlace(cursor);
  violations.Require(place.has_value(), "page_token", "must come from an earlier answer of this list");
  if (place) filter.before = *place;
  return filter;
}

absl::Time TimeOf(const v1::AuditEntry& entry) {
  return absl::FromUnixSeconds(entry.audit_time().seconds()) + absl::Nanoseconds(entry.audit_time().nanos());
}

absl::Duration GraceOf(const v1::VerifyAuditRequest& request, errors::FieldViolations& violations) {
  const absl::Duration grace =
      absl::Seconds(request.unsealed_grace().seconds()) + absl::Nanoseconds(request.unsealed_grace().nanos());
  violations.Require(grace >= absl::ZeroDuration() && grace <= kMostGrace, "unsealed_grace", "must be from 0 to 1 day");
  return grace == absl::ZeroDuration() ? kStandardGrace : grace;
}

v1::AuditFaultKind ToProto(FaultKind kind) {
  switch (kind) {
    case FaultKind::kEdited:
      return v1::AUDIT_FAULT_KIND_EDITED;
    case FaultKind::kMissing:
      return v1::AUDIT_FAULT_KIND_MISSING;
    case FaultKind::kSwapped:
      return v1::AUDIT_FAULT_KIND_SWAPPED;
    case FaultKind::kLinksMissing:
      return v1::AUDIT_FAULT_KIND_LINKS_MISSING;
    case FaultKind::kCut:
      return v1::AUDIT_FAULT_KIND_CUT;
    case FaultKind::kRewritten:
      return v1::AUDIT_FAULT_KIND_REWRITTEN;
    case FaultKind::kUnsealed:
      return v1::AUDIT_FAULT_KIND_UNSEALED;
    case FaultKind::kNeverSealed:
      return v1::AUDIT_FAULT_KIND_NEVER_SEALED;
    case FaultKind::kWrongSignature:
      return v1::AUDIT_FAULT_KIND_WRONG_SIGNATURE;
    case FaultKind::kHeadsUnreadable:
      return v1::AUDIT_FAULT_KIND_HEADS_UNREADABLE;
  }
  return v1::AUDIT_FAULT_KIND_UNSPECIFIED;
}

v1::AuditFault ToProto(const Fault& fault, std::string_view office, bool withheld) {
  v1::AuditFault proto;
  proto.set_kind(ToProto(fault.kind));
  proto.set_chain_number(fault.number);
  proto.set_heads_line(fault.line);
  proto.set_description(fault.description);
  proto.set_withheld(withheld);
  if (withheld) return proto;
  proto.set_compartment(fault.compartment);
  if (fault.entry) proto.set_entry(StrCat(kOffices, office, "/auditEntries/", fault.entry->ToString()));
  return proto;
}

void SetProgress(const Verification& verification, v1::VerifyAuditResponse& response) {
  response.set_rows_verified(verification.rows());
  response.set_chains_verified(verification.chains());
  response.set_heads_verified(verification.heads());
  response.set_complete(verification.done());
}

}  // namespace

AuditApi::AuditApi(std::string service, AuditApiParts parts, Gate gate)
    : service_(std::move(service)), parts_(std::move(parts)), gate_(std::move(gate)) {}

rpc::ServiceBinding AuditApi::Binding() {
  rpc::ServiceBinding binding(service_);
  binding.Unary<&AuditApi::ListAuditEntries>("ListAuditEntries", this)
      .ServerStream<&AuditApi::VerifyAudit>("VerifyAudit", this);
  return binding;
}

rpc::Task<absl::StatusOr<std::string>> AuditApi::OpenOffice(rpc::CallContext* context, std::string name,
                                                            std::string_view field) {
  const std::string office = name.starts_with(kOffices) ? name.substr(kOffices.size()) : "";
  if (office.empty() || office.find('/') != std::string::npos || !ValidateText(office, {1, kMostName}).ok()) {
    co_return errors::InvalidField(field, "must be the name of an office, such as offices/cebu");
  }
  AMPARO_CO_RETURN_IF_ERROR(context->RequireOffice(office, "office", name));
  if (gate_) AMPARO_CO_RETURN_IF_ERROR(co_await gate_(context, office, ""));
  co_return office;
}

rpc::Task<absl::Status> AuditApi::Record(rpc::CallContext* context, std::string office, std::string compartment,
                                         std::string reason) {
  const absl::Time now = context->clock().Now();
  ReadRecord record;
  record.compartment = std::move(compartment);
  record.time = now;
  record.caller = context->caller().identity();
  record.method = std::string(context->method());
  record.reason = context->Reason(reason);
  record.trace_id = context->trace().TraceIdHex();
  record.items.push_back({Uuid::V7(now), StrCat(kOffices, office, "/auditEntries"), 0, 0});
  record.office = std::move(office);
  co_return co_await RecordRead(*parts_.writer, std::move(record), context->limits());
}

rpc::Task<absl::StatusOr<v1::ListAuditEntriesResponse>> AuditApi::ListAuditEntries(
    rpc::CallContext& context, v1::ListAuditEntriesRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(std::string office, co_await OpenOffice(&context, request.parent(), "parent"));
  errors::FieldViolations violations;
  ListFilter filter = FilterOf(request, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  if (!request.compartment().empty()) {
    rpc::Task<absl::Status> opened =
        gate_ ? gate_(&context, office, request.compartment()) : NoGate(request.compartment());
    AMPARO_CO_RETURN_IF_ERROR(co_await std::move(opened));
  }
  AMPARO_CO_RETURN_IF_ERROR(co_await Record(&context, office, request.compartment(), request.reason()));
  filter.office = std::move(office);
  const size_t fits = static_cast<size_t>(filter.limit) - 1;
  AMPARO_CO_ASSIGN_OR_RETURN(std::vector<v1::AuditEntry> entries,
                             co_await ListEntries(parts_.reader, std::move(filter), context.limits()));
  v1::ListAuditEntriesResponse response;
  if (entries.size() > fits) {
    entries.resize(fits);
    const v1::AuditEntry& last = entries.back();
    const std::optional<Uuid> id = Uuid::Parse(std::string_view(last.name()).substr(last.name().rfind('/') + 1));
    response.set_next_page_token(rpc::MakePageToken(request, rpc::PlaceCursor({TimeOf(last), id.value_or(Uuid())})));
  }
  for (v1::AuditEntry& entry : entries) *response.add_audit_entries() = std::move(entry);
  co_return response;
}

rpc::Task<absl::StatusOr<AuditApi::Piece>> AuditApi::RunPiece(Verification verification, EvidenceScope scope,
                                                              Limits limits) {
  std::function<absl::StatusOr<Piece>(pg::Transaction&)> job =
      [verification, scope, keeper = parts_.keeper](pg::Transaction& transaction) -> absl::StatusOr<Piece> {
    Piece piece{verification, {}};
    PgEvidence evidence(transaction, keeper->book(), scope);
    const absl::Time until = absl::Now() + kPieceTime;
    do {
      AMPARO_RETURN_IF_ERROR(piece.verification.Step(evidence, piece.faults));
    } while (!piece.verification.done() && piece.faults.size() < kManyFaults && absl::Now() < until);
    return piece;
  };
  co_return co_await parts_.workers->Run<Piece>("audit_verify", std::move(job), std::move(limits));
}

rpc::Task<absl::Status> AuditApi::AddFaults(rpc::CallContext* context, std::string office, std::vector<Fault> faults,
                                            v1::VerifyAuditResponse* response) {
  absl::flat_hash_map<std::string, bool> seen;
  for (const Fault& fault : faults) {
    if (!fault.compartment.empty() && !seen.contains(fault.compartment)) {
      rpc::Task<absl::Status> opened = gate_ ? gate_(context, office, fault.compartment) : NoGate(fault.compartment);
      const absl::Status status = co_await std::move(opened);
      if (!status.ok() && !absl::IsNotFound(status)) co_return status;
      seen[fault.compartment] = status.ok();
    }
    const bool withheld = !fault.compartment.empty() && !seen[fault.compartment];
    *response->add_faults() = ToProto(fault, office, withheld);
  }
  co_return absl::OkStatus();
}

rpc::Task<absl::Status> AuditApi::VerifyAudit(rpc::CallContext& context, v1::VerifyAuditRequest request,
                                              rpc::ServerStream<v1::VerifyAuditResponse>& out) {
  AMPARO_CO_ASSIGN_OR_RETURN(const std::string office, co_await OpenOffice(&context, request.name(), "name"));
  errors::FieldViolations violations;
  const absl::Duration grace = GraceOf(request, violations);
  CheckShort(request.reason(), "reason", kMostReason, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_RETURN_IF_ERROR(co_await Record(&context, office, "", request.reason()));
  const absl::Time now = context.clock().Now();
  // What this process has sealed is signed before it is looked at.
  std::function<absl::StatusOr<int64_t>(pg::Transaction&)> write =
      [keeper = parts_.keeper, now](pg::Transaction& transaction) { return keeper->Write(transaction, now); };
  AMPARO_CO_ASSIGN_OR_RETURN(const int64_t heads_end, co_await parts_.workers->Run<int64_t>(
                                                          "audit_write_heads", std::move(write), context.limits()));
  const EvidenceScope scope{office, now - grace, heads_end};
  Verification verification(office);
  absl::Time spoke = absl::Now();
  while (!verification.done()) {
    if (context.shutting_down().stop_requested()) co_return errors::ShuttingDown();
    AMPARO_CO_ASSIGN_OR_RETURN(Piece piece, co_await RunPiece(verification, scope, context.limits()));
    verification = std::move(piece.verification);
    if (piece.faults.empty() && !verification.done() && absl::Now() - spoke < kVerifyHeartbeat) continue;
    v1::VerifyAuditResponse response;
    SetProgress(verification, response);
    AMPARO_CO_RETURN_IF_ERROR(co_await AddFaults(&context, office, std::move(piece.faults), &response));
    const absl::Status sent = co_await out.Write(response);
    AMPARO_CO_RETURN_IF_ERROR(sent);
    spoke = absl::Now();
  }
  co_return absl::OkStatus();
}

}  // namespace amparo::audit
