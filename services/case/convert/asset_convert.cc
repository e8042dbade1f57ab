#include "services/case/convert/asset_convert.h"

#include "services/case/convert/case_members.h"
#include "services/case/convert/enums.h"
#include "services/case/convert/network_convert.h"

namespace amparo::cases {

static_assert(static_cast<int>(AssetKind::kBankAccount) == v1::ASSET_KIND_BANK_ACCOUNT);

Asset AssetFromRequest(const v1::Asset& request, const AssetName& name, Violations& violations) {
  return {.name = name,
          .kind = EnumFrom<AssetKind>(request.kind(), v1::AssetKind_IsValid, "kind", violations),
          .pseudonym = request.pseudonym()};
}

Asset AssetFromStored(const v1::Asset& stored) {
  Violations none;
  Asset value = AssetFromRequest(stored, StoredName<AssetName>(stored), none);
  AMPARO_CHECK(none.empty(), "a stored asset is well formed");
  value.withdrawal = WithdrawalFrom(stored.has_withdrawal(), stored.withdrawal());
  return value;
}

void ToProto(const Asset& value, v1::Asset& out) {
  out.set_name(ToString(value.name));
  out.set_kind(static_cast<v1::AssetKind>(value.kind));
  out.set_pseudonym(value.pseudonym);
  out.clear_withdrawal();
  if (value.withdrawal) SetWithdrawal(*value.withdrawal, *out.mutable_withdrawal());
}

std::vector<Value> ColumnsOf(const Asset& value) {
  return {static_cast<int64_t>(value.kind), WithdrawTimeOf(value.withdrawal), std::monostate(), std::monostate()};
}

}  // namespace amparo::cases
