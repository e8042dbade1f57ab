#include "services/case/convert/case_link_convert.h"

#include "services/case/convert/case_members.h"
#include "services/case/convert/enums.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(CaseLinkKind::kAppealOf) == v1::CASE_LINK_KIND_APPEAL_OF);
static_assert(static_cast<int>(CaseLinkState::kWithdrawn) == v1::CASE_LINK_STATE_WITHDRAWN);

}  // namespace

CaseLink CaseLinkFromRequest(const v1::CaseLink& request, const CaseLinkName& name, absl::CivilDay today,
                             Violations& violations) {
  CaseLink value;
  value.name = name;
  value.kind = EnumFrom<CaseLinkKind>(request.kind(), v1::CaseLinkKind_IsValid, "kind", violations);
  const auto other = ParseName<CaseName>(request.other_case());
  if (violations.Require(other.has_value(), "other_case", "must be the name of a case")) value.other = *other;
  value.date = OptionalDay(request.has_date(), request.date(), "date", violations).value_or(today);
  value.reason = request.reason();
  return value;
}

CaseLink CaseLinkFromStored(const v1::CaseLink& stored) {
  Violations none;
  CaseLink value = CaseLinkFromRequest(stored, StoredName<CaseLinkName>(stored), absl::CivilDay(), none);
  AMPARO_CHECK(none.empty(), "a stored link of cases is well formed");
  value.recorder = stored.recorder();
  value.state = static_cast<CaseLinkState>(stored.state());
  if (stored.has_withdrawal()) {
    const v1::CaseLinkWithdrawal& end = stored.withdrawal();
    value.end = CaseLinkEnd{.date = DayFrom(end.effective_date()).value_or(absl::CivilDay()),
                            .record_time = TimeFrom(end.record_time()),
                            .recorder = end.recorder(),
                            .reason = end.reason()};
  }
  return value;
}

void ToProto(const CaseLink& value, v1::CaseLink& out) {
  out.set_name(ToString(value.name));
  out.set_kind(static_cast<v1::CaseLinkKind>(value.kind));
  out.set_other_case(ToString(value.other));
  SetDate(value.date, out.mutable_date());
  out.set_reason(value.reason);
  out.set_recorder(value.recorder);
  out.set_state(static_cast<v1::CaseLinkState>(value.state));
  out.clear_withdrawal();
  if (!value.end) return;
  v1::CaseLinkWithdrawal& end = *out.mutable_withdrawal();
  SetDate(value.end->date, end.mutable_effective_date());
  SetTimestamp(value.end->record_time, end.mutable_record_time());
  end.set_recorder(value.end->recorder);
  end.set_reason(value.end->reason);
}

std::vector<Value> ColumnsOf(const CaseLink& value) {
  return {static_cast<int64_t>(value.kind), static_cast<int64_t>(value.state), value.other.office, value.other.id};
}

}  // namespace amparo::cases
