#include "services/case/convert/organization_convert.h"

#include "services/case/convert/case_members.h"
#include "services/case/convert/enums.h"
#include "services/case/convert/network_convert.h"

namespace amparo::cases {

static_assert(static_cast<int>(OrganizationKind::kOther) == v1::ORGANIZATION_KIND_OTHER);

Organization OrganizationFromRequest(const v1::Organization& request, const OrganizationName& name,
                                     Violations& violations) {
  return {.name = name,
          .kind = EnumFrom<OrganizationKind>(request.kind(), v1::OrganizationKind_IsValid, "kind", violations),
          .pseudonym = request.pseudonym()};
}

Organization OrganizationFromStored(const v1::Organization& stored) {
  Violations none;
  Organization value = OrganizationFromRequest(stored, StoredName<OrganizationName>(stored), none);
  AMPARO_CHECK(none.empty(), "a stored organization is well formed");
  value.withdrawal = WithdrawalFrom(stored.has_withdrawal(), stored.withdrawal());
  return value;
}

void ToProto(const Organization& value, v1::Organization& out) {
  out.set_name(ToString(value.name));
  out.set_kind(static_cast<v1::OrganizationKind>(value.kind));
  out.set_pseudonym(value.pseudonym);
  out.clear_withdrawal();
  if (value.withdrawal) SetWithdrawal(*value.withdrawal, *out.mutable_withdrawal());
}

std::vector<Value> ColumnsOf(const Organization& value) {
  return {static_cast<int64_t>(value.kind), WithdrawTimeOf(value.withdrawal)};
}

}  // namespace amparo::cases
