// amparo task list|add|done|cancel|reopen|assign|extend, and with template_commands.cc templates|apply|date|remind
#include <memory>

#include "amparo/cases/v1/task_service.grpc.pb.h"
#include "services/cli/context.h"
#include "services/cli/lookup.h"
#include "services/cli/task_table.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace v1 = cases::v1;
using TaskStub = v1::TaskService::Stub;

// A role by its short name; 0 for none.
options::v1::Role RoleFrom(const std::string& text) {
  if (text.empty()) return options::v1::ROLE_UNSPECIFIED;
  return static_cast<options::v1::Role>(EnumFrom(*options::v1::Role_descriptor(), "ROLE_", text, "--role"));
}

void PrintTask(Context& context, const v1::Task& task) {
  Table table = TaskTable();
  table.Add(TaskRow(task));
  context.PrintResource(task, table);
}

void AddTaskList(CLI::App& tasks, Context& context) {
  struct Options {
    std::string office, the_case, assignee, role, from, to;
    std::vector<std::string> states;
    bool overdue = false;
    Limit limit;
  };
  auto* list = tasks.add_subcommand("list", "List the tasks of an office, or of a case");
  auto options = std::make_shared<Options>();
  auto* of = list->add_option_group("of", "Whose");
  of->add_option("--office", options->office, "The office, such as cebu");
  of->add_option("--case", options->the_case, "offices/OFFICE/cases/ID, or OFFICE/CASE-NUMBER");
  of->require_option(1);
  list->add_option("--state", options->states,
                   "Only these (several with commas): " + ChoicesOf(*v1::TaskState_descriptor(), "TASK_STATE_"))
      ->delimiter(',');
  list->add_option("--assignee", options->assignee, "Only those of this principal");
  list->add_option("--role", options->role, "Only those of this role, such as paralegal");
  list->add_option("--due-from", options->from, "Only those due on this day or after, YYYY-MM-DD");
  list->add_option("--due-to", options->to, "Only those due on this day or before, YYYY-MM-DD");
  list->add_flag("--overdue", options->overdue, "Only those that are overdue");
  AddLimit(*list, options->limit);
  list->footer("Example: amparo task list --office cebu --role attorney --overdue");
  list->callback([options, &context] {
    Connection& connection = context.connection();
    TaskStub stub(connection.ChannelTo(Service::kCase));
    v1::ListTasksRequest request;
    request.set_parent(options->office.empty() ? CaseName(connection, options->the_case)
                                               : OfficeName(options->office) + "/cases/-");
    for (const std::string& state : options->states) {
      request.add_states(
          static_cast<v1::TaskState>(EnumFrom(*v1::TaskState_descriptor(), "TASK_STATE_", state, "--state")));
    }
    request.set_assignee(options->assignee);
    request.set_role(RoleFrom(options->role));
    if (!options->from.empty()) *request.mutable_due_from() = DateFrom(options->from, "--due-from");
    if (!options->to.empty()) *request.mutable_due_to() = DateFrom(options->to, "--due-to");
    request.set_overdue(options->overdue);
    Table table = TaskTable();
    const bool more = EachPage(connection, stub, &TaskStub::ListTasks, request, context.Most(options->limit),
                               "listing tasks", [&table](const v1::ListTasksResponse& page) {
                                 for (const auto& task : page.tasks()) table.Add(TaskRow(task));
                                 return page.tasks_size();
                               });
    context.PrintList(table, options->limit, more);
  });
}

void AddTask(CLI::App& tasks, Context& context) {
  struct Options {
    std::string the_case, title, due, assignee, role, request_id;
  };
  auto* add = tasks.add_subcommand("add", "Enter a task");
  auto options = std::make_shared<Options>();
  add->add_option("case", options->the_case, "offices/OFFICE/cases/ID, or OFFICE/CASE-NUMBER")->required();
  add->add_option("--title", options->title, "What is to be done, without anything that identifies a person")
      ->required();
  add->add_option("--due", options->due, "The last day on which it is in time, YYYY-MM-DD")->required();
  add->add_option("--assignee", options->assignee, "Who is to do it: a principal; this or --role");
  add->add_option("--role", options->role, "Whoever has this role, such as paralegal");
  AddRequestId(*add, options->request_id);
  add->footer(
      "Example: amparo task add cebu/CEB-2014-007 --title \"Ask for the birth certificate\" --due 2014-12-20 "
      "--role paralegal");
  add->callback([options, &context] {
    Connection& connection = context.connection();
    TaskStub stub(connection.ChannelTo(Service::kCase));
    v1::CreateTaskRequest request;
    request.set_parent(CaseName(connection, options->the_case));
    request.set_request_id(RequestIdOr(options->request_id));
    v1::Task& task = *request.mutable_task();
    task.set_title(options->title);
    task.set_assignee(options->assignee);
    task.set_role(RoleFrom(options->role));
    *task.mutable_due_date() = DateFrom(options->due, "--due");
    PrintTask(context, connection.Call(stub, &TaskStub::CreateTask, request, "entering the task"));
  });
}

using TaskActMethod = grpc::Status (TaskStub::*)(grpc::ClientContext*, const v1::TaskActRequest&, v1::Task*);

void AddTaskAct(CLI::App& tasks, Context& context, const std::string& name, const std::string& what,
                const std::string& footer, TaskActMethod method) {
  struct Options {
    std::string task, reason, date, request_id;
  };
  auto* act = tasks.add_subcommand(name, what);
  auto options = std::make_shared<Options>();
  act->add_option("task", options->task, "offices/OFFICE/cases/ID/tasks/ID")->required();
  act->add_option("--reason", options->reason, "Why, or what came of it; required to cancel and to reopen");
  act->add_option("--date", options->date, "The day, YYYY-MM-DD; default: today in the office");
  AddRequestId(*act, options->request_id);
  act->footer(footer);
  act->callback([options, &context, method] {
    Connection& connection = context.connection();
    TaskStub stub(connection.ChannelTo(Service::kCase));
    v1::TaskActRequest request;
    request.set_name(options->task);
    request.set_reason(options->reason);
    request.set_request_id(RequestIdOr(options->request_id));
    if (!options->date.empty()) *request.mutable_date() = DateFrom(options->date, "--date");
    PrintTask(context, connection.Call(stub, method, request, "moving the task"));
  });
}

void AddExtend(CLI::App& tasks, Context& context) {
  struct Options {
    std::string task, count, reason, date, request_id;
    int days = 0;
  };
  auto* extend = tasks.add_subcommand("extend", "Extend the deadline of a task");
  auto options = std::make_shared<Options>();
  extend->add_option("task", options->task, "offices/OFFICE/cases/ID/tasks/ID")->required();
  extend->add_option("--days", options->days, "By so many days")->required()->check(CLI::Range(1, 3650));
  extend->add_option(
      "--count", options->count,
      "How they are counted; default: as its template does: " + ChoicesOf(*v1::DayCount_descriptor(), "DAY_COUNT_"));
  extend->add_option("--reason", options->reason, "Why, such as the court's order")->required();
  extend->add_option("--date", options->date, "The day it was extended, YYYY-MM-DD; default: today in the office");
  AddRequestId(*extend, options->request_id);
  extend->footer(
      "Example: amparo task extend offices/cebu/cases/ID/tasks/ID --days 15 --count working --reason \"order of 3 "
      "May\"");
  extend->callback([options, &context] {
    Connection& connection = context.connection();
    TaskStub stub(connection.ChannelTo(Service::kCase));
    v1::ExtendTaskRequest request;
    request.set_name(options->task);
    request.set_days(options->days);
    if (!options->count.empty()) {
      request.set_day_count(
          static_cast<v1::DayCount>(EnumFrom(*v1::DayCount_descriptor(), "DAY_COUNT_", options->count, "--count")));
    }
    request.set_reason(options->reason);
    request.set_request_id(RequestIdOr(options->request_id));
    if (!options->date.empty()) *request.mutable_date() = DateFrom(options->date, "--date");
    PrintTask(context, connection.Call(stub, &TaskStub::ExtendTask, request, "extending the deadline"));
  });
}

void AddAssign(CLI::App& tasks, Context& context) {
  struct Options {
    std::string task, assignee, role, reason, request_id;
  };
  auto* assign = tasks.add_subcommand("assign", "Give a task to somebody else");
  auto options = std::make_shared<Options>();
  assign->add_option("task", options->task, "offices/OFFICE/cases/ID/tasks/ID")->required();
  assign->add_option("--assignee", options->assignee, "Who is to do it: a principal; this or --role");
  assign->add_option("--role", options->role, "Whoever has this role, such as paralegal");
  assign->add_option("--reason", options->reason, "Why");
  AddRequestId(*assign, options->request_id);
  assign->footer("Example: amparo task assign offices/cebu/cases/ID/tasks/ID --role paralegal");
  assign->callback([options, &context] {
    Connection& connection = context.connection();
    TaskStub stub(connection.ChannelTo(Service::kCase));
    v1::ReassignTaskRequest request;
    request.set_name(options->task);
    request.set_assignee(options->assignee);
    request.set_role(RoleFrom(options->role));
    request.set_reason(options->reason);
    request.set_request_id(RequestIdOr(options->request_id));
    PrintTask(context, connection.Call(stub, &TaskStub::ReassignTask, request, "giving the task away"));
  });
}

}  // namespace

void AddTaskCommands(CLI::App& app, Context& context) {
  auto* tasks = app.add_subcommand(
                       "task", "Tasks: list, add, done, cancel, reopen, assign, extend, templates, apply, date, remind")
                    ->require_subcommand(1);
  AddTaskList(*tasks, context);
  AddTask(*tasks, context);
  AddTaskAct(*tasks, context, "done", "Note that a task was done",
             "Example: amparo task done offices/cebu/cases/ID/tasks/ID", &TaskStub::CompleteTask);
  AddTaskAct(*tasks, context, "cancel", "Note that a task is not to be done",
             "Example: amparo task cancel offices/cebu/cases/ID/tasks/ID --reason \"the court has it\"",
             &TaskStub::CancelTask);
  AddTaskAct(*tasks, context, "reopen", "Note that a task is to be done after all",
             "Example: amparo task reopen offices/cebu/cases/ID/tasks/ID --reason \"sent back by the registry\"",
             &TaskStub::ReopenTask);
  AddAssign(*tasks, context);
  AddExtend(*tasks, context);
  AddTemplateCommands(*tasks, context);
}

}  // namespace amparo::cli
