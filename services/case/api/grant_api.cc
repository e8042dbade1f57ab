#include "services/case/api/grant_api.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "amparo/options/v1/options.pb.h"
#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "common/rpc/resource_id.h"
#include "services/case/api/listing.h"
#include "services/case/api/pages_across.h"
#include "services/case/api/reads.h"
#include "services/case/convert/grant_convert.h"

namespace amparo::cases {
namespace {

// The caller, by the roles in the office that they speak of.
GrantGiver GiverIn(const rpc::CallContext& context, std::string_view office) {
  return {.identity = context.caller().identity(), .ops = context.caller().RolesIn(office).Has(options::v1::ROLE_OPS)};
}

// Grants of an office that stand at `time`, as far as their ends go. In the order of the table's filters
// (store/tables.cc).
ListQuery StandingGrants(std::string_view office, std::string_view principal, absl::Time time) {
  ListQuery query;
  query.kind = Kind::kGrant;
  query.office = std::string(office);
  query.filters.resize(3);
  if (!principal.empty()) query.filters[0] = std::string(principal);
  query.filters[1] = time;
  return query;
}

// ALREADY_EXISTS while another grant of the same person, role and office stands whose time overlaps.
absl::Status RequireNoOther(Work& work, const RoleGrant& value) {
  ListQuery query = StandingGrants(value.name.office, value.principal, *value.start_time);
  query.filters[2] = static_cast<int64_t>(value.role);
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Record> others, ListAll(work, std::move(query)));
  for (const Record& other : others) {
    AMPARO_ASSIGN_OR_RETURN(const v1::Grant message, MessageIn<v1::Grant>(other));
    if (!Overlap(GrantFromStored(message), value)) continue;
    return errors::AlreadyExists(KindWord(Kind::kGrant), ToString(value.name), "grant.role");
  }
  return absl::OkStatus();
}

// Enters a grant; answers it. NOT_FOUND for the office; what RefuseGrant and RequireNoOther say.
absl::StatusOr<std::string> EnterGrant(Work& work, const RoleGrant& asked, const GrantGiver& by, absl::Time now) {
  // Stays locked: of two who give the same role to the same person at once, the second finds what the first gave.
  const RecordKey office = KeyOf(OfficeName{asked.name.office});
  AMPARO_RETURN_IF_ERROR(Need(work, office).status());
  if (const auto refusal = RefuseGrant(asked, by, now)) return ToStatus(*refusal, NameOf(office));
  const RoleGrant value = BeginGrant(asked, by.identity, now);
  AMPARO_RETURN_IF_ERROR(RequireNoOther(work, value));
  return Written(work, ChangeTo(value, 1, now, v1::Grant()));
}

// Revokes a grant; answers it. One that is revoked stays as it is.
absl::StatusOr<std::string> RevokeIn(Work& work, const Target& target, const GrantRevocation& revocation,
                                     const GrantGiver& by) {
  AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, target.key));
  const std::string name = NameOf(target.key);
  AMPARO_RETURN_IF_ERROR(CheckEtag(target.etag, record, name));
  AMPARO_ASSIGN_OR_RETURN(v1::Grant message, MessageIn<v1::Grant>(record));
  const RoleGrant value = GrantFromStored(message);
  if (const auto refusal = RefuseGrantRevocation(value, by)) return ToStatus(*refusal, name);
  if (value.revocation) return Basic(std::move(message), record.version).SerializeAsString();
  return Written(work, ChangeTo(RevokedGrant(value, revocation), record.version + 1, target.now, std::move(message)));
}

}  // namespace

rpc::ServiceBinding GrantApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.GrantService");
  binding.Unary<&GrantApi::CreateGrant>("CreateGrant", this)
      .Unary<&GrantApi::GetGrant>("GetGrant", this)
      .Unary<&GrantApi::ListGrants>("ListGrants", this)
      .Unary<&GrantApi::RevokeGrant>("RevokeGrant", this);
  return binding;
}

Task<absl::StatusOr<v1::Grant>> GrantApi::CreateGrant(rpc::CallContext& context, v1::CreateGrantRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  const absl::Time now = context.clock().Now();
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  const GrantName name{parent.office, rpc::GivenOrNewId(request.grant_id(), "grant_id", now, violations)};
  Violations found("grant.");
  const RoleGrant value = GrantFromRequest(request.grant(), name, found);
  CheckGrant(value, found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActStamp stamp = StampOf(context, parent.office, request.request_id(), request);
  WorkBody body = [value, by = GiverIn(context, parent.office), now](Work& work) {
    return EnterGrant(work, value, by, now);
  };
  co_return co_await RunWork<v1::Grant>(store_, &context, std::move(stamp), std::move(body));
}

Task<absl::StatusOr<rpc::Encoded<v1::Grant>>> GrantApi::GetGrant(rpc::CallContext& context,
                                                                 v1::GetGrantRequest request) {
  return GetBasic<GrantName, v1::Grant>(store_, &context, request);
}

Task<absl::StatusOr<v1::ListGrantsResponse>> GrantApi::ListGrants(rpc::CallContext& context,
                                                                  v1::ListGrantsRequest request) {
  const bool of_all = request.parent() == kAllOffices;
  OfficeName parent;
  if (!of_all) {
    AMPARO_CO_ASSIGN_OR_RETURN(parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  }
  errors::FieldViolations violations;
  violations.Require(request.principal().empty() || IsPersonIdentity(request.principal()), "principal",
                     "must be the identity of a person, spiffe://amparo/people/...");
  ListQuery query = StandingGrants(parent.office, request.principal(), context.clock().Now());
  if (request.show_ended()) query.filters[1] = std::monostate();
  if (of_all) {
    co_return co_await ListPageAcross(store_, &context, std::move(request), std::move(query),
                                      &v1::ListGrantsResponse::add_grants, std::move(violations));
  }
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                              &v1::ListGrantsResponse::add_grants, std::move(violations));
}

Task<absl::StatusOr<v1::Grant>> GrantApi::RevokeGrant(rpc::CallContext& context, v1::RevokeGrantRequest request) {
  GrantRevocation revocation;
  revocation.revoker = context.caller().identity();
  revocation.reason = request.reason();
  Violations found;
  CheckGrantRevocation(revocation, found);
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<GrantName>(context, request, found));
  revocation.time = target.now;
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  WorkBody body = [target, revocation, by = GiverIn(context, target.key.office)](Work& work) {
    return RevokeIn(work, target, revocation, by);
  };
  co_return co_await RunWork<v1::Grant>(store_, &context, std::move(stamp), std::move(body));
}

}  // namespace amparo::cases
