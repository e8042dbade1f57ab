#include "services/case/convert/appeal_convert.h"

#include "common/base/check.h"
#include "common/base/strings.h"
#include "services/case/convert/case_names.h"
#include "services/case/convert/enums.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(Appellant::kAutomaticReview) == v1::APPELLANT_AUTOMATIC_REVIEW);
static_assert(static_cast<int>(AppealState::kWithdrawn) == v1::APPEAL_STATE_WITHDRAWN);

}  // namespace

Appeal AppealFromRequest(const v1::Appeal& request, const AppealName& name, Violations& violations) {
  const CaseName parent = name.parent();
  Appeal appeal;
  appeal.name = name;
  appeal.appellant = EnumFrom<Appellant>(request.appellant(), v1::Appellant_IsValid, "appellant", violations);
  appeal.party = OptionalIdInCase<PartyName>(request.party(), parent, "party", violations);
  for (int i = 0; i < request.charges_size(); ++i) {
    appeal.charges.push_back(IdInCase<ChargeName>(request.charges(i), parent, StrCat("charges[", i, "]"), violations));
  }
  appeal.file_date = RequiredDay(request.has_file_date(), request.file_date(), "file_date", violations);
  appeal.court = request.court();
  return appeal;
}

Appeal AppealFromStored(const v1::Appeal& stored) {
  const auto name = ParseName<AppealName>(stored.name());
  AMPARO_CHECK(name.has_value(), "a stored appeal has a name");
  Violations none;
  Appeal appeal = AppealFromRequest(stored, *name, none);
  for (const v1::AppealDecision& decision : stored.decisions()) {
    appeal.decisions.push_back(DecisionFrom(decision, name->parent(), none));
  }
  appeal.withdraw_date = OptionalDay(stored.has_withdraw_date(), stored.withdraw_date(), "withdraw_date", none);
  AMPARO_CHECK(none.empty(), "a stored appeal is well formed");
  return appeal;
}

void ToProto(const Appeal& value, v1::Appeal& out) {
  const CaseName parent = value.name.parent();
  out.set_name(ToString(value.name));
  out.set_appellant(static_cast<v1::Appellant>(value.appellant));
  out.set_party(NameInCaseOf<PartyName>(parent, value.party));
  out.clear_charges();
  for (const Uuid& id : value.charges) out.add_charges(NameInCaseOf<ChargeName>(parent, id));
  SetDate(value.file_date, out.mutable_file_date());
  out.set_court(value.court);
  out.set_state(static_cast<v1::AppealState>(value.state()));
  out.clear_decisions();
  for (const AppealDecision& decision : value.decisions) SetDecision(decision, parent, out.add_decisions());
  out.clear_withdraw_date();
  if (value.withdraw_date) SetDate(*value.withdraw_date, out.mutable_withdraw_date());
}

std::vector<Value> ColumnsOf(const Appeal& value) {
  return {static_cast<int64_t>(value.state()), static_cast<int64_t>(value.appellant)};
}

}  // namespace amparo::cases
