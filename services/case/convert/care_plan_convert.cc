#include "services/case/convert/care_plan_convert.h"

#include "services/case/convert/case_members.h"
#include "services/case/convert/enums.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(CarePlanState::kCompleted) == v1::CARE_PLAN_STATE_COMPLETED);
static_assert(static_cast<int>(GoalState::kAbandoned) == v1::GOAL_STATE_ABANDONED);

// The day that both may have.
template <typename T, typename Message>
void SetEndDate(const T& value, Message& out) {
  out.clear_end_date();
  if (value.end_date) SetDate(*value.end_date, out.mutable_end_date());
}

}  // namespace

CarePlan CarePlanFromRequest(const v1::CarePlan& request, const CarePlanName& name, Violations& violations) {
  CarePlan value;
  value.name = name;
  value.party = MemberOf<PartyName>(name.parent(), request.party(), "party", violations);
  value.date = RequiredDay(request.has_date(), request.date(), "date", violations);
  value.author = request.author();
  value.assessment = OptionalMemberOf<AssessmentName>(name.parent(), request.assessment(), "assessment", violations);
  return value;
}

Goal GoalFromRequest(const v1::Goal& request, const GoalName& name, absl::CivilDay today, Violations& violations) {
  Goal value;
  value.name = name;
  value.plan = MemberOf<CarePlanName>(name.parent(), request.care_plan(), "care_plan", violations);
  value.domain = EnumFrom<CareDomain>(request.domain(), v1::CareDomain_IsValid, "domain", violations);
  value.title = request.title();
  value.date = OptionalDay(request.has_date(), request.date(), "date", violations).value_or(today);
  value.target_date = RequiredDay(request.has_target_date(), request.target_date(), "target_date", violations);
  value.responsible = request.responsible();
  return value;
}

CarePlan CarePlanFromStored(const v1::CarePlan& stored) {
  Violations none;
  CarePlan value = CarePlanFromRequest(stored, StoredName<CarePlanName>(stored), none);
  value.state = static_cast<CarePlanState>(stored.state());
  value.end_date = OptionalDay(stored.has_end_date(), stored.end_date(), "end_date", none);
  AMPARO_CHECK(none.empty(), "a stored plan is well formed");
  return value;
}

Goal GoalFromStored(const v1::Goal& stored) {
  const auto name = StoredName<GoalName>(stored);
  Violations none;
  Goal value = GoalFromRequest(stored, name, absl::CivilDay(), none);
  value.party = MemberOf<PartyName>(name.parent(), stored.party(), "party", none);
  value.state = static_cast<GoalState>(stored.state());
  value.end_date = OptionalDay(stored.has_end_date(), stored.end_date(), "end_date", none);
  value.end_reason = stored.end_reason();
  AMPARO_CHECK(none.empty(), "a stored goal is well formed");
  return value;
}

void ToProto(const CarePlan& value, v1::CarePlan& out) {
  out.set_name(ToString(value.name));
  out.set_party(MemberName<PartyName>(value.name, value.party));
  SetDate(value.date, out.mutable_date());
  out.set_author(value.author);
  out.set_assessment(MemberName<AssessmentName>(value.name, value.assessment));
  out.set_state(static_cast<v1::CarePlanState>(value.state));
  SetEndDate(value, out);
}

void ToProto(const Goal& value, v1::Goal& out) {
  out.set_name(ToString(value.name));
  out.set_party(MemberName<PartyName>(value.name, value.party));
  out.set_care_plan(MemberName<CarePlanName>(value.name, value.plan));
  out.set_domain(static_cast<v1::CareDomain>(value.domain));
  out.set_title(value.title);
  SetDate(value.date, out.mutable_date());
  SetDate(value.target_date, out.mutable_target_date());
  out.set_responsible(value.responsible);
  out.set_state(static_cast<v1::GoalState>(value.state));
  SetEndDate(value, out);
  out.set_end_reason(value.end_reason);
}

std::vector<Value> ColumnsOf(const CarePlan& value) {
  return {value.subject, value.party, static_cast<int64_t>(value.state), value.author, DayTime(value.date)};
}

std::vector<Value> ColumnsOf(const Goal& value) {
  return {value.subject,     value.party, static_cast<int64_t>(value.state),
          value.responsible, value.plan,  value.target_date};
}

}  // namespace amparo::cases
