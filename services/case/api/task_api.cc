#include "services/case/api/task_api.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "common/rpc/resource_id.h"
#include "services/case/api/acts.h"
#include "services/case/api/reads.h"
#include "services/case/api/task_changes.h"
#include "services/case/convert/enums.h"
#include "services/case/convert/task_convert.h"

namespace amparo::cases {
namespace {

// In the order of the table's filters (store/tables.cc): states, assignee, role, first and last due date.
std::vector<Value> TaskFilters(const v1::ListTasksRequest& request, absl::CivilDay today,
                               errors::FieldViolations& violations) {
  std::vector<Value> filters(5);
  std::vector<int64_t> states;
  for (const int state : request.states()) {
    violations.Require(state != 0 && v1::TaskState_IsValid(state), "states", "must be states of tasks");
    states.push_back(state);
  }
  violations.Require(states.empty() || !request.overdue(), "states", "must be empty with overdue");
  if (request.overdue()) states.push_back(v1::TASK_STATE_OPEN);
  if (!states.empty()) filters[0] = std::move(states);
  Violations found;
  found.RequireText(request.assignee(), {0, 200}, "assignee");
  found.Require(request.role() == 0 || IsCaseRole(request.role()), "role",
                "must be a role of people who work on cases");
  const auto from = OptionalDay(request.has_due_from(), request.due_from(), "due_from", found);
  auto to = OptionalDay(request.has_due_to(), request.due_to(), "due_to", found);
  AddViolations(found, violations);
  if (request.overdue()) to = std::min(to.value_or(today - 1), today - 1);
  if (!request.assignee().empty()) filters[1] = request.assignee();
  if (request.role() != 0) filters[2] = static_cast<int64_t>(request.role());
  if (from) filters[3] = *from;
  if (to) filters[4] = *to;
  return filters;
}

// What only some requests say of an act.
void ReadActDetails(const v1::ReassignTaskRequest& request, TaskActInput& input, Violations& violations) {
  input.assignee = AssigneeFrom(request.assignee(), request.role(), violations);
}
void ReadActDetails(const v1::ExtendTaskRequest& request, TaskActInput& input, Violations& violations) {
  violations.Require(v1::DayCount_IsValid(request.day_count()), "day_count", "must be one of its values");
  input.extension = {.days = request.days(), .count = static_cast<DayCount>(request.day_count())};
}
void ReadActDetails(const v1::TaskActRequest&, TaskActInput&, Violations&) {}

// A task to be entered; `found` are its case and, if it is about one, the person.
absl::StatusOr<Change> EnteredTask(const CaseTask& value, absl::Time now, const Found& found) {
  AMPARO_RETURN_IF_ERROR(RequireNotMerged(*found[0], KeyOf(value.name.parent())));
  AMPARO_RETURN_IF_ERROR(RequireOpen(*found[0]));
  Change change = NewResource<v1::Task>(value, now);
  change.guard = OpenGuard(value.name.case_id);
  return change;
}

CaseName CaseOf(const Target& task) {
  return {task.key.office, task.key.case_id};
}

}  // namespace

void SetOverdue(absl::CivilDay today, v1::Task& task) {
  task.set_overdue(TaskFromStored(task).OverdueOn(today));
}

rpc::ServiceBinding TaskApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.TaskService");
  binding.Unary<&TaskApi::ListTaskTemplates>("ListTaskTemplates", this)
      .Unary<&TaskApi::ApplyTaskTemplate>("ApplyTaskTemplate", this)
      .Unary<&TaskApi::SetReferenceDate>("SetReferenceDate", this)
      .Unary<&TaskApi::CreateTask>("CreateTask", this)
      .Unary<&TaskApi::GetTask>("GetTask", this)
      .Unary<&TaskApi::ListTasks>("ListTasks", this)
      .Unary<&TaskApi::UpdateTask>("UpdateTask", this)
      .Unary<&TaskApi::ReassignTask>("ReassignTask", this)
      .Unary<&TaskApi::CompleteTask>("CompleteTask", this)
      .Unary<&TaskApi::CancelTask>("CancelTask", this)
      .Unary<&TaskApi::ExtendTask>("ExtendTask", this)
      .Unary<&TaskApi::ReopenTask>("ReopenTask", this);
  return binding;
}

Task<absl::StatusOr<v1::ListTaskTemplatesResponse>> TaskApi::ListTaskTemplates(rpc::CallContext& context,
                                                                               v1::ListTaskTemplatesRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  AMPARO_CO_ASSIGN_OR_RETURN(const auto office, co_await offices_->Find(parent.office, context.limits()));
  Violations found;
  TaskTemplateScope scope;
  scope.office = parent.office;
  scope.country_code = office->country_code;
  scope.date = OptionalDay(request.has_effective_date(), request.effective_date(), "effective_date", found);
  AMPARO_CO_RETURN_IF_ERROR(ToStatus(found));
  AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<TaskTemplate> all,
                             co_await templates_->ListTaskTemplates(context.limits()));
  v1::ListTaskTemplatesResponse response;
  for (const TaskTemplate& one : TaskTemplatesFor(all, scope)) ToProto(one, *response.add_templates());
  co_return response;
}

Task<absl::StatusOr<v1::ApplyTaskTemplateResponse>> TaskApi::ApplyTaskTemplate(rpc::CallContext& context,
                                                                               v1::ApplyTaskTemplateRequest request) {
  errors::FieldViolations violations;
  Applying asked;
  AMPARO_CO_ASSIGN_OR_RETURN(asked.target, TargetOf<CaseName>(context, request, violations));
  const CaseName name{asked.target.key.office, asked.target.key.id};
  AMPARO_CO_ASSIGN_OR_RETURN(const auto office, co_await offices_->Find(name.office, context.limits()));
  const absl::CivilDay today = office->Today(asked.target.now);
  Violations found;
  const absl::CivilDay date =
      OptionalDay(request.has_effective_date(), request.effective_date(), "effective_date", found).value_or(today);
  found.Require(date <= today, "effective_date", "must not be in the future");
  found.Require(!request.template_id().empty(), "template_id", "is required");
  found.Require(request.version() >= 0, "version", "must not be negative");
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_ASSIGN_OR_RETURN(asked.following, co_await FollowingFor(dated_parts(), &context, name, asked.target.now));
  TaskTemplateScope scope;
  scope.office = name.office;
  scope.country_code = office->country_code;
  const std::vector<TaskTemplate> of_office = TaskTemplatesFor(asked.following.templates, scope);
  AMPARO_CO_ASSIGN_OR_RETURN(asked.from, ChosenTemplate(of_office, request.template_id(), request.version(), date));
  asked.applied = {.id = asked.from.id,
                   .version = asked.from.version,
                   .date = date,
                   .recorder = asked.following.recorder,
                   .record_time = asked.target.now};
  ActStamp stamp = StampOf(context, name.office, request.request_id(), request);
  WorkBody body = [asked = std::move(asked)](Work& work) { return AppliedToCase(work, asked); };
  co_return co_await RunWork<v1::ApplyTaskTemplateResponse>(store_, &context, std::move(stamp), std::move(body));
}

Task<absl::StatusOr<v1::Case>> TaskApi::SetReferenceDate(rpc::CallContext& context,
                                                         v1::SetReferenceDateRequest request) {
  errors::FieldViolations violations;
  EnteringDate asked;
  AMPARO_CO_ASSIGN_OR_RETURN(asked.target, TargetOf<CaseName>(context, request, violations));
  const CaseName name{asked.target.key.office, asked.target.key.id};
  Violations found;
  asked.entered.kind = EnumFrom<ReferenceKind>(request.kind(), v1::ReferenceKind_IsValid, "kind", found);
  if (request.never_was()) {
    found.Require(!request.has_date(), "date", "must not be given with never_was");
  } else {
    asked.entered.date = RequiredDay(request.has_date(), request.date(), "date", found);
  }
  asked.entered.recorder = context.caller().identity();
  asked.entered.record_time = asked.target.now;
  asked.entered.reason = request.reason();
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_ASSIGN_OR_RETURN(asked.following, co_await FollowingFor(dated_parts(), &context, name, asked.target.now));
  ActStamp stamp = StampOf(context, name.office, request.request_id(), request);
  WorkBody body = [asked = std::move(asked)](Work& work) { return EnteredDate(work, asked); };
  co_return co_await RunWork<v1::Case>(store_, &context, std::move(stamp), std::move(body));
}

Task<absl::StatusOr<v1::Task>> TaskApi::CreateTask(rpc::CallContext& context, v1::CreateTaskRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName parent, RequireName<CaseName>(context, request.parent(), "parent"));
  TaskActInput begun;
  begun.act = TaskAct::kCreate;
  begun.now = context.clock().Now();
  begun.recorder = context.caller().identity();
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(parent.office, begun.now, context.limits()));
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  const TaskName name{parent.office, parent.id, rpc::GivenOrNewId(request.task_id(), "task_id", begun.now, violations)};
  Violations wrong;
  begun.date = OptionalDay(request.has_date(), request.date(), "date", wrong).value_or(today);
  wrong.Require(begun.date <= today, "date", "must not be in the future");
  Violations of_task("task.");
  CaseTask value = TaskFromRequest(request.task(), name, of_task);
  CheckTask(value, of_task);
  wrong.Append(std::move(of_task).Take());
  AddViolations(wrong, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  value = BeginTask(std::move(value), begun);
  std::vector<RecordKey> rests_on(1, KeyOf(parent));
  if (value.party) rests_on.push_back(KeyOf(PartyName{parent.office, parent.id, *value.party}));
  ActStamp stamp = StampOf(context, parent.office, request.request_id(), request);
  Decide decide = [value, now = begun.now](const Found& found) { return EnteredTask(value, now, found); };
  ActPlan plan = NewPlan(std::move(stamp), std::move(rests_on), std::move(decide));
  co_return co_await RunAct<v1::Task>(store_, &context, std::move(plan));
}

Task<absl::StatusOr<v1::Task>> TaskApi::GetTask(rpc::CallContext& context, v1::GetTaskRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const TaskName name, RequireName<TaskName>(context, request.name(), "name"));
  errors::FieldViolations violations;
  const std::optional<absl::Time> at = ReadTimeOf(context, request, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await store_->Get(KeyOf(name), at, context.limits()));
  const absl::Time seen = at.value_or(context.clock().Now());
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today, co_await offices_->Today(name.office, seen, context.limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(v1::Task task, BasicOf<v1::Task>(record));
  SetOverdue(today, task);
  co_return task;
}

Task<absl::StatusOr<v1::ListTasksResponse>> TaskApi::ListTasks(rpc::CallContext& context,
                                                               v1::ListTasksRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(ListQuery query, CaseQuery(context, request.parent(), Kind::kTask));
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(query.office, context.clock().Now(), context.limits()));
  errors::FieldViolations violations;
  query.filters = TaskFilters(request, today, violations);
  AMPARO_CO_ASSIGN_OR_RETURN(v1::ListTasksResponse response,
                             co_await ListPage(store_, &context, std::move(request), std::move(query),
                                               &v1::ListTasksResponse::add_tasks, std::move(violations)));
  for (v1::Task& task : *response.mutable_tasks()) SetOverdue(today, task);
  co_return response;
}

Task<absl::StatusOr<v1::Task>> TaskApi::UpdateTask(rpc::CallContext& context, v1::UpdateTaskRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Update<v1::Task> update,
                             ReadUpdate<TaskName>(context, request, request.task(), "task", {"title", "due_date"}));
  const Target& target = update.target;
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(target.key.office, target.now, context.limits()));
  Violations found;
  TaskActInput reschedule;
  reschedule.act = TaskAct::kReschedule;
  reschedule.date = today;
  reschedule.now = target.now;
  reschedule.recorder = context.caller().identity();
  reschedule.reason = request.reason();
  if (update.mask.Has("due_date")) {
    reschedule.due_date = RequiredDay(update.wanted.has_due_date(), update.wanted.due_date(), "task.due_date", found);
    CheckTaskAct(reschedule, today, found);
  }
  AMPARO_CO_RETURN_IF_ERROR(ToStatus(found));
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  Decide decide = [&update, reschedule](const Found& facts) { return UpdatedTask(update, reschedule, *facts[0]); };
  ActPlan plan = ChangePlan(std::move(stamp), target, std::move(decide));
  co_return co_await RunAct<v1::Task>(store_, &context, std::move(plan));
}

Task<absl::StatusOr<v1::Task>> TaskApi::ReassignTask(rpc::CallContext& context, v1::ReassignTaskRequest request) {
  return Act(&context, std::move(request), TaskAct::kReassign);
}

Task<absl::StatusOr<v1::Task>> TaskApi::CompleteTask(rpc::CallContext& context, v1::TaskActRequest request) {
  return Act(&context, std::move(request), TaskAct::kComplete);
}

Task<absl::StatusOr<v1::Task>> TaskApi::CancelTask(rpc::CallContext& context, v1::TaskActRequest request) {
  return Act(&context, std::move(request), TaskAct::kCancel);
}

Task<absl::StatusOr<v1::Task>> TaskApi::ReopenTask(rpc::CallContext& context, v1::TaskActRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(AskedAct asked, co_await ReadTaskAct(&context, std::move(request), TaskAct::kReopen));
  const CaseName the_case = CaseOf(asked.target);
  AMPARO_CO_ASSIGN_OR_RETURN(TaskFollowing following,
                             co_await FollowingFor(dated_parts(), &context, the_case, asked.target.now));
  ClockAct reopening{asked.target, std::move(asked.input), std::move(following)};
  WorkBody body = [reopening = std::move(reopening)](Work& work) { return ReopenedTask(work, reopening); };
  co_return co_await RunWork<v1::Task>(store_, &context, std::move(asked.stamp), std::move(body));
}

Task<absl::StatusOr<v1::Task>> TaskApi::ExtendTask(rpc::CallContext& context, v1::ExtendTaskRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(AskedAct asked, co_await ReadTaskAct(&context, std::move(request), TaskAct::kExtend));
  const CaseName the_case = CaseOf(asked.target);
  AMPARO_CO_ASSIGN_OR_RETURN(TaskFollowing following,
                             co_await FollowingFor(dated_parts(), &context, the_case, asked.target.now));
  ClockAct extending{asked.target, std::move(asked.input), std::move(following)};
  WorkBody body = [extending = std::move(extending)](Work& work) { return ExtendedTask(work, extending); };
  co_return co_await RunWork<v1::Task>(store_, &context, std::move(asked.stamp), std::move(body));
}

template <typename Request>
Task<absl::StatusOr<TaskApi::AskedAct>> TaskApi::ReadTaskAct(rpc::CallContext* context, Request request, TaskAct act) {
  errors::FieldViolations violations;
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<TaskName>(*context, request, violations));
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(target.key.office, target.now, context->limits()));
  Violations found;
  TaskActInput input;
  input.act = act;
  input.date = OptionalDay(request.has_date(), request.date(), "date", found).value_or(today);
  input.now = target.now;
  input.recorder = context->caller().identity();
  input.reason = request.reason();
  ReadActDetails(request, input, found);
  CheckTaskAct(input, today, found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActStamp stamp = StampOf(*context, target.key.office, request.request_id(), request);
  AskedAct asked{target, std::move(input), std::move(stamp)};
  co_return asked;
}

// What is to be done can be ended in a case that is closed, but not begun.
template <typename Request>
Task<absl::StatusOr<v1::Task>> TaskApi::Act(rpc::CallContext* context, Request request, TaskAct act) {
  AMPARO_CO_ASSIGN_OR_RETURN(AskedAct asked, co_await ReadTaskAct(context, std::move(request), act));
  Decide decide = [input = std::move(asked.input)](const Found& found) { return MovedTask(input, *found[0]); };
  ActPlan plan = ChangePlan(std::move(asked.stamp), asked.target, std::move(decide));
  co_return co_await RunAct<v1::Task>(store_, context, std::move(plan));
}

}  // namespace amparo::cases
