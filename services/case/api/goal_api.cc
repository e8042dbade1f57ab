#include "services/case/api/goal_api.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "common/rpc/resource_id.h"
#include "services/case/api/care.h"
#include "services/case/api/reads.h"
#include "services/case/convert/care_plan_convert.h"

namespace amparo::cases {
namespace {

// What a new goal is made of. It lives on its own: works outlive their callers.
struct NewGoal {
  Goal value;
  // With the note.
  v1::Goal wanted;
  absl::CivilDay today;
  absl::Time now;
};

absl::StatusOr<std::string> SetGoal(Work& work, const NewGoal& asked) {
  Goal value = asked.value;
  const CarePlanName plan_name{value.name.office, value.name.case_id, value.plan};
  // The case is locked first, as everywhere.
  AMPARO_RETURN_IF_ERROR(Need(work, KeyOf(plan_name.parent())).status());
  AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, KeyOf(plan_name)));
  AMPARO_ASSIGN_OR_RETURN(const CarePlan plan, CareValue(record, &CarePlanFromStored));
  const PartyName survivor{value.name.office, value.name.case_id, plan.party};
  AMPARO_ASSIGN_OR_RETURN(const Care care, LockCare(work, survivor, InCare(), "goals are set"));
  if (const auto refusal = RefuseUnlessActive(plan)) return ToStatus(*refusal, ToString(plan.name));
  value.party = plan.party;
  value.subject = care.subject;
  value.state = GoalState::kOpen;
  if (value.responsible.empty()) value.responsible = plan.author;
  Violations found("goal.");
  found.Require(value.date >= plan.date, "date", "must not be before the day of the plan");
  CheckGoal(value, asked.today, found);
  AMPARO_RETURN_IF_ERROR(ToStatus(found));
  return WriteCare(work, NewCare(value, asked.now, asked.wanted));
}

// Takes over the fields of an open goal that the mask names.
absl::Status TakeGoal(const Update<v1::Goal>& update, absl::CivilDay today, Goal& value) {
  if (const auto refusal = RefuseUnlessOpen(value)) return ToStatus(*refusal, ToString(value.name));
  const v1::Goal& wanted = update.wanted;
  Violations found("goal.");
  if (update.mask.Has("title")) value.title = wanted.title();
  if (update.mask.Has("responsible")) value.responsible = wanted.responsible();
  if (update.mask.Has("target_date")) {
    value.target_date = RequiredDay(wanted.has_target_date(), wanted.target_date(), "target_date", found);
  }
  CheckGoal(value, today, found);
  CheckCareNote(wanted.note(), found);
  return ToStatus(found);
}

}  // namespace

rpc::ServiceBinding GoalApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.GoalService");
  binding.Unary<&GoalApi::CreateGoal>("CreateGoal", this)
      .Unary<&GoalApi::GetGoal>("GetGoal", this)
      .Unary<&GoalApi::ListGoals>("ListGoals", this)
      .Unary<&GoalApi::UpdateGoal>("UpdateGoal", this)
      .Unary<&GoalApi::AchieveGoal>("AchieveGoal", this)
      .Unary<&GoalApi::AbandonGoal>("AbandonGoal", this);
  return binding;
}

Task<absl::StatusOr<v1::Goal>> GoalApi::CreateGoal(rpc::CallContext& context, v1::CreateGoalRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName parent, RequireName<CaseName>(context, request.parent(), "parent"));
  NewGoal asked;
  asked.now = context.clock().Now();
  asked.wanted = request.goal();
  AMPARO_CO_ASSIGN_OR_RETURN(asked.today, co_await offices_->Today(parent.office, asked.now, context.limits()));
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  const GoalName name{parent.office, parent.id, rpc::GivenOrNewId(request.goal_id(), "goal_id", asked.now, violations)};
  Violations found("goal.");
  asked.value = GoalFromRequest(request.goal(), name, asked.today, found);
  CheckCareNote(request.goal().note(), found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActStamp stamp = StampOf(context, parent.office, request.request_id(), request);
  WorkBody body = [asked = std::move(asked)](Work& work) { return SetGoal(work, asked); };
  co_return co_await RunWork<v1::Goal>(store_, &context, std::move(stamp), std::move(body));
}

Task<absl::StatusOr<rpc::Encoded<v1::Goal>>> GoalApi::GetGoal(rpc::CallContext& context, v1::GetGoalRequest request) {
  return GetByView<GoalName, v1::Goal>(store_, &context, request);
}

Task<absl::StatusOr<v1::ListGoalsResponse>> GoalApi::ListGoals(rpc::CallContext& context,
                                                               v1::ListGoalsRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(ListQuery query, CaseQuery(context, request.parent(), Kind::kGoal));
  errors::FieldViolations violations;
  ReadCareFilters(request, v1::GoalState_IsValid, {"responsible", request.responsible()}, query, violations);
  const std::optional<CarePlanName> plan = ParseName<CarePlanName>(request.care_plan());
  violations.Require(request.care_plan().empty() || (plan && plan->office == query.office), "care_plan",
                     "must be the name of a plan of the same office");
  query.filters.push_back(plan ? Value(plan->id) : Value());
  Violations found;
  const auto due = OptionalDay(request.has_due_date(), request.due_date(), "due_date", found);
  AddViolations(found, violations);
  query.filters.push_back(due ? Value(*due) : Value());
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query), &v1::ListGoalsResponse::add_goals,
                              std::move(violations));
}

Task<absl::StatusOr<v1::Goal>> GoalApi::UpdateGoal(rpc::CallContext& context, v1::UpdateGoalRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(
      const Update<v1::Goal> update,
      ReadUpdate<GoalName>(context, request, request.goal(), "goal", {"title", "target_date", "responsible", "note"}));
  const Target& target = update.target;
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(target.key.office, target.now, context.limits()));
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  ActPlan plan = CareUpdatePlan(std::move(stamp), update, &GoalFromStored,
                                [&update, today](Goal& value) { return TakeGoal(update, today, value); });
  co_return co_await RunAct<v1::Goal>(store_, &context, std::move(plan));
}

Task<absl::StatusOr<v1::Goal>> GoalApi::AchieveGoal(rpc::CallContext& context, v1::GoalActRequest request) {
  return End(&context, std::move(request), GoalState::kAchieved);
}

Task<absl::StatusOr<v1::Goal>> GoalApi::AbandonGoal(rpc::CallContext& context, v1::GoalActRequest request) {
  return End(&context, std::move(request), GoalState::kAbandoned);
}

Task<absl::StatusOr<v1::Goal>> GoalApi::End(rpc::CallContext* context, v1::GoalActRequest request, GoalState state) {
  errors::FieldViolations violations;
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<GoalName>(*context, request, violations));
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(target.key.office, target.now, context->limits()));
  Violations found;
  const GoalEnd end{state, ActDay(request, today, found), request.reason()};
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActStamp stamp = StampOf(*context, target.key.office, request.request_id(), request);
  Rule<Goal> rule = [end, today](Goal goal) { return EndGoal(std::move(goal), end, today); };
  ActPlan plan = CareRulePlan(std::move(stamp), target, &GoalFromStored, std::move(rule));
  co_return co_await RunAct<v1::Goal>(store_, context, std::move(plan));
}

}  // namespace amparo::cases
