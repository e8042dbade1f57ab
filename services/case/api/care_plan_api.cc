#include "services/case/api/care_plan_api.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "common/rpc/resource_id.h"
#include "services/case/api/care.h"
#include "services/case/api/reads.h"
#include "services/case/convert/assessment_convert.h"
#include "services/case/convert/care_plan_convert.h"

namespace amparo::cases {
namespace {

// What a new plan is made of. It lives on its own: works outlive their callers.
struct NewCarePlan {
  CarePlan value;
  // With the note.
  v1::CarePlan wanted;
  absl::CivilDay today;
  absl::Time now;

  PartyName survivor() const { return {value.name.office, value.name.case_id, value.party}; }
};

// A list of what a survivor, or a plan, has in one state.
ListQuery InState(const CarePlanName& plan, Kind kind, int64_t state, int32_t limit) {
  ListQuery query;
  query.kind = kind;
  query.office = plan.office;
  query.case_id = plan.case_id;
  query.filters = {Value(), std::vector<int64_t>(1, state), Value()};
  query.limit = limit;
  return query;
}

ListQuery OpenGoalsOf(const CarePlanName& plan, int32_t limit) {
  ListQuery query = InState(plan, Kind::kGoal, static_cast<int64_t>(GoalState::kOpen), limit);
  query.filters.emplace_back(plan.id);
  return query;
}

// The assessment that a plan answers to is one of the same survivor.
absl::Status CheckAnswered(Work& work, const CarePlan& plan) {
  if (!plan.assessment) return absl::OkStatus();
  const AssessmentName name{plan.name.office, plan.name.case_id, *plan.assessment};
  AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, KeyOf(name)));
  AMPARO_ASSIGN_OR_RETURN(const Assessment assessment, CareValue(record, &AssessmentFromStored));
  if (assessment.party == plan.party) return absl::OkStatus();
  return errors::InvalidField("care_plan.assessment", "must be an assessment of the same survivor");
}

// Ends the plan that stands; answers which it was, if there was one.
absl::StatusOr<std::optional<CarePlanName>> Supersede(Work& work, const NewCarePlan& asked) {
  ListQuery standing =
      InState(asked.value.name, Kind::kCarePlan, static_cast<int64_t>(CarePlanState::kActive), /*limit=*/1);
  standing.filters[0] = asked.value.party;
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Record> plans, work.List(standing));
  if (plans.empty()) return std::nullopt;
  AMPARO_ASSIGN_OR_RETURN(CarePlan plan, CareValue(plans.front(), &CarePlanFromStored));
  const CarePlanName name = plan.name;
  AMPARO_ASSIGN_OR_RETURN(const CarePlan ended,
                          ToStatusOr(SupersedeCarePlan(std::move(plan), asked.value.date), ToString(name)));
  AMPARO_ASSIGN_OR_RETURN(Change change, NextCare<v1::CarePlan>(ended, plans.front(), asked.now));
  AMPARO_RETURN_IF_ERROR(WriteCare(work, std::move(change)).status());
  return name;
}

// Moves the open goals of the plan `from` into the new one, page by page: what has moved is no longer in the list.
absl::Status MoveGoals(Work& work, const NewCarePlan& asked, const CarePlanName& from) {
  while (true) {
    AMPARO_ASSIGN_OR_RETURN(const std::vector<Record> goals, work.List(OpenGoalsOf(from, kMostPerPage)));
    if (goals.empty()) return absl::OkStatus();
    for (const Record& record : goals) {
      AMPARO_ASSIGN_OR_RETURN(Goal goal, CareValue(record, &GoalFromStored));
      goal.plan = asked.value.name.id;
      AMPARO_ASSIGN_OR_RETURN(Change change, NextCare<v1::Goal>(goal, record, asked.now));
      AMPARO_RETURN_IF_ERROR(WriteCare(work, std::move(change)).status());
    }
  }
}

absl::StatusOr<std::string> MakePlan(Work& work, const NewCarePlan& asked) {
  AMPARO_ASSIGN_OR_RETURN(const Care care, LockCare(work, asked.survivor(), InCare(), "plans are made"));
  Violations found("care_plan.");
  CheckCarePlan(asked.value, care.Frame(asked.today), found);
  AMPARO_RETURN_IF_ERROR(ToStatus(found));
  AMPARO_RETURN_IF_ERROR(CheckAnswered(work, asked.value));
  AMPARO_ASSIGN_OR_RETURN(const std::optional<CarePlanName> before, Supersede(work, asked));
  CarePlan value = asked.value;
  value.state = CarePlanState::kActive;
  value.subject = care.subject;
  AMPARO_ASSIGN_OR_RETURN(std::string response, WriteCare(work, NewCare(value, asked.now, asked.wanted)));
  if (before) AMPARO_RETURN_IF_ERROR(MoveGoals(work, asked, *before));
  return response;
}

absl::StatusOr<std::string> CompletePlan(Work& work, const Target& target, absl::CivilDay date) {
  AMPARO_ASSIGN_OR_RETURN(const Record record, LockTarget(work, target));
  const CarePlanName name{target.key.office, target.key.case_id, target.key.id};
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Record> open, work.List(OpenGoalsOf(name, /*limit=*/1)));
  const Rule<CarePlan> rule = [date, has_open = !open.empty()](CarePlan plan) {
    return cases::CompleteCarePlan(std::move(plan), date, has_open);
  };
  AMPARO_ASSIGN_OR_RETURN(Change change, CareByRule(target, record, &CarePlanFromStored, rule));
  return WriteCare(work, std::move(change));
}

}  // namespace

rpc::ServiceBinding CarePlanApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.CarePlanService");
  binding.Unary<&CarePlanApi::CreateCarePlan>("CreateCarePlan", this)
      .Unary<&CarePlanApi::GetCarePlan>("GetCarePlan", this)
      .Unary<&CarePlanApi::ListCarePlans>("ListCarePlans", this)
      .Unary<&CarePlanApi::CompleteCarePlan>("CompleteCarePlan", this);
  return binding;
}

Task<absl::StatusOr<v1::CarePlan>> CarePlanApi::CreateCarePlan(rpc::CallContext& context,
                                                               v1::CreateCarePlanRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName parent, RequireName<CaseName>(context, request.parent(), "parent"));
  NewCarePlan asked;
  asked.now = context.clock().Now();
  asked.wanted = request.care_plan();
  AMPARO_CO_ASSIGN_OR_RETURN(asked.today, co_await offices_->Today(parent.office, asked.now, context.limits()));
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  const CarePlanName name{parent.office, parent.id,
                          rpc::GivenOrNewId(request.care_plan_id(), "care_plan_id", asked.now, violations)};
  Violations found("care_plan.");
  asked.value = CarePlanFromRequest(request.care_plan(), name, found);
  if (asked.value.author.empty()) asked.value.author = context.caller().identity();
  CheckCarePlan(asked.value, {absl::CivilDay::min(), asked.today}, found);
  CheckCareNote(request.care_plan().note(), found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActStamp stamp = StampOf(context, parent.office, request.request_id(), request);
  WorkBody body = [asked = std::move(asked)](Work& work) { return MakePlan(work, asked); };
  co_return co_await RunWork<v1::CarePlan>(store_, &context, std::move(stamp), std::move(body));
}

Task<absl::StatusOr<rpc::Encoded<v1::CarePlan>>> CarePlanApi::GetCarePlan(rpc::CallContext& context,
                                                                          v1::GetCarePlanRequest request) {
  return GetByView<CarePlanName, v1::CarePlan>(store_, &context, request);
}

Task<absl::StatusOr<v1::ListCarePlansResponse>> CarePlanApi::ListCarePlans(rpc::CallContext& context,
                                                                           v1::ListCarePlansRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(ListQuery query, CaseQuery(context, request.parent(), Kind::kCarePlan));
  errors::FieldViolations violations;
  ReadCareFilters(request, v1::CarePlanState_IsValid, {"author", request.author()}, query, violations);
  ReadDayFilters(request, query, violations);
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                              &v1::ListCarePlansResponse::add_care_plans, std::move(violations));
}

Task<absl::StatusOr<v1::CarePlan>> CarePlanApi::CompleteCarePlan(rpc::CallContext& context,
                                                                 v1::CompleteCarePlanRequest request) {
  errors::FieldViolations violations;
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<CarePlanName>(context, request, violations));
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(target.key.office, target.now, context.limits()));
  Violations found;
  const absl::CivilDay date = ActDay(request, today, found);
  found.Require(date <= today, "effective_date", "must not be in the future");
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  WorkBody body = [target, date](Work& work) { return CompletePlan(work, target, date); };
  co_return co_await RunWork<v1::CarePlan>(store_, &context, std::move(stamp), std::move(body));
}

}  // namespace amparo::cases
