#include "services/case/convert/grant_convert.h"

#include <optional>

#include "amparo/options/v1/options.pb.h"
#include "common/base/check.h"
#include "services/case/convert/case_members.h"
#include "services/case/convert/enums.h"
#include "services/case/convert/values.h"

namespace amparo::cases {

static_assert(static_cast<int>(GrantedRole::kOps) == options::v1::ROLE_OPS);
static_assert(static_cast<int>(GrantedRole::kOps) + 1 == options::v1::ROLE_SERVICE);

namespace {

std::optional<absl::Time> GrantTime(bool present, const google::protobuf::Timestamp& time, std::string_view field,
                                    Violations& violations) {
  if (!present) return std::nullopt;
  return RequiredTime(present, time, field, violations);
}

Value OptionalTimeColumn(const std::optional<absl::Time>& time) {
  return time ? Value(*time) : Value();
}

}  // namespace

RoleGrant GrantFromRequest(const v1::Grant& request, const GrantName& name, Violations& violations) {
  RoleGrant value;
  value.name = name;
  value.principal = request.principal();
  value.role = EnumFrom<GrantedRole>(request.role(), options::v1::Role_IsValid, "role", violations);
  value.start_time = GrantTime(request.has_start_time(), request.start_time(), "start_time", violations);
  value.end_time = GrantTime(request.has_end_time(), request.end_time(), "end_time", violations);
  value.reason = request.reason();
  return value;
}

RoleGrant GrantFromStored(const v1::Grant& stored) {
  Violations none;
  RoleGrant value = GrantFromRequest(stored, StoredName<GrantName>(stored), none);
  AMPARO_CHECK(none.empty(), "a stored grant is well formed");
  value.granter = stored.granter();
  if (stored.has_revoke_time()) {
    value.revocation = GrantRevocation{TimeFrom(stored.revoke_time()), stored.revoker(), stored.revoke_reason()};
  }
  return value;
}

void ToProto(const RoleGrant& value, v1::Grant& out) {
  out.set_name(ToString(value.name));
  out.set_principal(value.principal);
  out.set_role(static_cast<options::v1::Role>(value.role));
  out.clear_start_time();
  if (value.start_time) SetTimestamp(*value.start_time, out.mutable_start_time());
  out.clear_end_time();
  if (value.end_time) SetTimestamp(*value.end_time, out.mutable_end_time());
  out.set_reason(value.reason);
  out.set_granter(value.granter);
  out.clear_revoke_time();
  out.clear_revoker();
  out.clear_revoke_reason();
  if (!value.revocation) return;
  SetTimestamp(value.revocation->time, out.mutable_revoke_time());
  out.set_revoker(value.revocation->revoker);
  out.set_revoke_reason(value.revocation->reason);
}

std::vector<Value> ColumnsOf(const RoleGrant& value) {
  const std::optional<absl::Time> revoke_time = value.revocation ? std::optional(value.revocation->time) : std::nullopt;
  return {value.principal, static_cast<int64_t>(value.role), OptionalTimeColumn(value.start_time),
          OptionalTimeColumn(value.end_time), OptionalTimeColumn(revoke_time)};
}

}  // namespace amparo::cases
