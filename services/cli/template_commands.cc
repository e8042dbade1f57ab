// amparo task templates|apply|date|remind: what makes tasks, and who is reminded of them.
#include <cstdlib>
#include <memory>

#include "absl/strings/str_join.h"
#include "amparo/cases/v1/reminder.grpc.pb.h"
#include "amparo/cases/v1/task_service.grpc.pb.h"
#include "services/cli/context.h"
#include "services/cli/following.h"
#include "services/cli/lookup.h"
#include "services/cli/task_table.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace v1 = cases::v1;

// "5 working days after first-charge", "10 days after document-requested of medical-certificate".
std::string WhenText(const v1::TaskTemplateItem& item) {
  const bool working = item.day_count() == v1::DAY_COUNT_WORKING;
  const int days = std::abs(item.offset_days());
  return Counted(days, working ? "working day" : "day") + (item.offset_days() < 0 ? " before " : " after ") +
         ShortName(*v1::ReferenceKind_descriptor(), "REFERENCE_KIND_", item.reference()) +
         (item.document_kind().empty() ? "" : " of " + item.document_kind());
}

// "stops, 30 days", "runs on, never": what stops the clock, and by how much it can be extended.
std::string ClockText(const v1::TaskTemplateItem& item) {
  const int days = item.most_extension_days();
  return std::string(item.stops_while_inactive() ? "stops" : "runs on") + ", " +
         (days == 0 ? "never" : Counted(days, "day"));
}

void AddTemplates(CLI::App& tasks, Context& context) {
  struct Options {
    std::string office, date;
  };
  auto* templates = tasks.add_subcommand("templates", "List the templates of tasks that an office has");
  auto options = std::make_shared<Options>();
  templates->add_option("--office", options->office, "The office, such as cebu")->required();
  templates->add_option("--date", options->date, "Only the versions that apply on this day, YYYY-MM-DD");
  templates->footer("Example: amparo task templates --office cebu");
  templates->callback([options, &context] {
    Connection& connection = context.connection();
    v1::TaskService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::ListTaskTemplatesRequest request;
    request.set_parent(OfficeName(options->office));
    if (!options->date.empty()) *request.mutable_effective_date() = DateFrom(options->date, "--date");
    const auto answer =
        connection.Call(stub, &v1::TaskService::Stub::ListTaskTemplates, request, "listing the templates");
    Table table({"template", "version", "from", "crimes", "reviewed", "item", "when", "rest_extension", "title"});
    for (const v1::TaskTemplate& one : answer.templates()) {
      for (const v1::TaskTemplateItem& item : one.items()) {
        table.Add(Json{{"template", one.template_id()},
                       {"version", one.version()},
                       {"from", TextOf(one.effective_date())},
                       {"crimes", absl::StrJoin(one.crime_types(), " ")},
                       {"reviewed", one.reviewed()},
                       {"item", item.code()},
                       {"when", WhenText(item)},
                       {"rest_extension", ClockText(item)},
                       {"title", item.title()}});
      }
    }
    context.Print(table);
  });
}

void AddApply(CLI::App& tasks, Context& context) {
  struct Options {
    std::string the_case, id, request_id;
    int version = 0;
  };
  auto* apply =
      tasks.add_subcommand("apply", "Apply a template to a case: its tasks are made, each when its day is known");
  auto options = std::make_shared<Options>();
  apply->add_option("case", options->the_case, "offices/OFFICE/cases/ID, or OFFICE/CASE-NUMBER")->required();
  apply->add_option("--template", options->id, "Such as child-victims-first")->required();
  apply->add_option("--template-version", options->version, "Default: the one that applies today");
  AddRequestId(*apply, options->request_id);
  apply->footer("Example: amparo task apply cebu/CEB-2014-007 --template child-victims-first");
  apply->callback([options, &context] {
    Connection& connection = context.connection();
    v1::TaskService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::ApplyTaskTemplateRequest request;
    request.set_name(CaseName(connection, options->the_case));
    request.set_template_id(options->id);
    request.set_version(options->version);
    request.set_request_id(RequestIdOr(options->request_id));
    const auto answer =
        connection.Call(stub, &v1::TaskService::Stub::ApplyTaskTemplate, request, "applying the template");
    Table table = TaskTable();
    for (const v1::Task& task : answer.tasks()) table.Add(TaskRow(task));
    context.PrintResource(answer, table);
    if (context.format() == Format::kTable) {
      context.out() << "\n"
                    << answer.existing() << " there before, " << answer.waiting() << " waiting for their day, "
                    << answer.cancelled() << " of an older version cancelled\n";
    }
  });
}

void AddDate(CLI::App& tasks, Context& context) {
  struct Options {
    std::string the_case, kind, day, reason, request_id;
    bool never_was = false;
  };
  auto* date = tasks.add_subcommand("date", "Enter, move or take back a day that tasks hang on");
  auto options = std::make_shared<Options>();
  date->add_option("case", options->the_case, "offices/OFFICE/cases/ID, or OFFICE/CASE-NUMBER")->required();
  date->add_option("--kind", options->kind, "operation, arrest, arraignment, trial-start or rescue")->required();
  auto* day = date->add_option("--date", options->day, "The day, YYYY-MM-DD");
  date->add_flag("--never-was", options->never_was, "There was no such day: take it back")->excludes(day);
  date->add_option("--reason", options->reason, "Why; required to move it or to take it back");
  AddRequestId(*date, options->request_id);
  date->footer("Example: amparo task date cebu/CEB-2014-007 --kind arraignment --date 2014-12-01");
  date->callback([options, &context] {
    Connection& connection = context.connection();
    v1::TaskService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::SetReferenceDateRequest request;
    request.set_name(CaseName(connection, options->the_case));
    request.set_kind(static_cast<v1::ReferenceKind>(
        EnumFrom(*v1::ReferenceKind_descriptor(), "REFERENCE_KIND_", options->kind, "--kind")));
    request.set_never_was(options->never_was);
    if (!options->never_was) *request.mutable_date() = DateFrom(options->day, "--date");
    request.set_reason(options->reason);
    request.set_request_id(RequestIdOr(options->request_id));
    const auto record = connection.Call(stub, &v1::TaskService::Stub::SetReferenceDate, request, "entering the day");
    Table table({"kind", "date", "recorder"});
    for (const v1::ReferenceDate& one : record.reference_dates()) {
      table.Add(Json{{"kind", ShortName(*v1::ReferenceKind_descriptor(), "REFERENCE_KIND_", one.kind())},
                     {"date", TextOf(one.date())},
                     {"recorder", one.recorder()}});
    }
    context.PrintResource(record, table);
  });
}

struct RemindOptions {
  std::string office, assignee, role, token;
  int days = 7;
  bool follow = false;
};

// A line a reminder, as it comes; true as long as somebody reads.
bool PrintReminders(Context& context, const v1::WatchRemindersResponse& answer) {
  for (const v1::Reminder& one : answer.reminders()) {
    Json row = TaskRow(one.task());
    row["urgency"] = ShortName(*v1::Urgency_descriptor(), "URGENCY_", one.urgency());
    if (context.format() == Format::kJson) {
      context.out() << row.dump() << "\n";
      continue;
    }
    std::vector<std::string> cells;
    for (const char* column : {"urgency", "due_date", "who", "title", "name"})
      cells.push_back(CellText(row.at(column)));
    context.out() << CsvLine(cells);
  }
  for (const std::string& name : answer.gone()) {
    if (context.format() == Format::kJson) {
      context.out() << Json{{"gone", name}}.dump() << "\n";
    } else {
      context.out() << CsvLine({"gone", "", "", "", name});
    }
  }
  return static_cast<bool>(context.out().flush());
}

void Remind(const RemindOptions& options, Context& context) {
  Connection& connection = context.connection();
  v1::ReminderService::Stub stub(connection.ChannelTo(Service::kCase));
  v1::WatchRemindersRequest request;
  request.set_parent(OfficeName(options.office));
  request.set_assignee(options.assignee);
  if (!options.role.empty()) {
    request.set_role(
        static_cast<options::v1::Role>(EnumFrom(*options::v1::Role_descriptor(), "ROLE_", options.role, "--role")));
  }
  request.set_horizon_days(options.days);
  request.set_start_token(options.token);
  grpc::ClientContext call;
  Following following(call, options.follow);
  std::string token;
  const auto take = [&](const v1::WatchRemindersResponse& answer) {
    if (!PrintReminders(context, answer)) return false;
    if (!answer.token().empty()) token = answer.token();
    return options.follow || !answer.caught_up();
  };
  const absl::Status ended = ReadWhile(call, *stub.WatchReminders(&call, request), take);
  following.End(context.err(), token, ended, "watching the reminders");
}

void AddRemind(CLI::App& tasks, Context& context) {
  auto* remind = tasks.add_subcommand("remind", "Print what is overdue and what is due soon, a line each");
  auto options = std::make_shared<RemindOptions>();
  remind->add_option("--office", options->office, "The office, such as cebu")->required();
  remind->add_option("--assignee", options->assignee, "Only those of this principal");
  remind->add_option("--role", options->role, "Only those of this role; with --assignee those of either");
  remind->add_option("--days", options->days, "So many days ahead")->capture_default_str();
  remind->add_option("--from", options->token, "Only what came since: the token that an earlier call ended with");
  remind->add_flag("--follow,-f", options->follow, "Go on as tasks change and nights pass, until interrupted");
  remind->footer("Example: amparo task remind --office cebu --role attorney --days 3");
  remind->callback([options, &context] { Remind(*options, context); });
}

}  // namespace

void AddTemplateCommands(CLI::App& tasks, Context& context) {
  AddTemplates(tasks, context);
  AddApply(tasks, context);
  AddDate(tasks, context);
  AddRemind(tasks, context);
}

}  // namespace amparo::cli
