// amparo aftercare plan|goal: what is planned with a survivor.
#include <memory>

#include "absl/strings/str_split.h"
#include "amparo/cases/v1/care_plan.grpc.pb.h"
#include "amparo/cases/v1/goal.grpc.pb.h"
#include "common/base/strings.h"
#include "services/cli/care_options.h"
#include "services/cli/context.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace v1 = cases::v1;

// "mental-wellbeing:2015-03-01:Sleeps through the night": a goal's domain, target date and title.
v1::Goal GoalFrom(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits(':', 2));
  if (parts.size() != 3) {
    throw Failure(kUsage, StrCat("--goal: \"", text, "\" is not DOMAIN:YYYY-MM-DD:TITLE"));
  }
  v1::Goal goal;
  goal.set_domain(
      static_cast<v1::CareDomain>(EnumFrom(*v1::CareDomain_descriptor(), "CARE_DOMAIN_", parts[0], "--goal")));
  *goal.mutable_target_date() = DateFrom(parts[1], "--goal");
  goal.set_title(parts[2]);
  return goal;
}

Table GoalTable() {
  return Table({"state", "domain", "target", "title", "name"});
}

Json GoalRow(const v1::Goal& goal) {
  return Json{{"state", ShortName(*v1::GoalState_descriptor(), "GOAL_STATE_", goal.state())},
              {"domain", DomainText(goal.domain())},
              {"target", TextOf(goal.target_date())},
              {"title", goal.title()},
              {"name", goal.name()}};
}

void AddPlan(CLI::App& aftercare, Context& context) {
  struct Options {
    CareOptions care;
    std::vector<std::string> goals;
    std::string note;
  };
  auto* plan = aftercare.add_subcommand("plan", "Make a plan with goals; it supersedes the survivor's last one");
  auto options = std::make_shared<Options>();
  AddCareOptions(*plan, options->care, "the plan was made");
  plan->add_option("--goal", options->goals,
                   "DOMAIN:YYYY-MM-DD:TITLE, the date being the target; repeat. DOMAIN: " +
                       ChoicesOf(*v1::CareDomain_descriptor(), "CARE_DOMAIN_"));
  plan->add_option("--note", options->note, "The plan in words; encrypted");
  plan->footer(
      "Example: amparo aftercare plan cebu/CEB-2014-007/Maria --goal \"economic-empowerment:2015-06-01:Back at "
      "school\"");
  plan->callback([options, &context] {
    Connection& connection = context.connection();
    std::vector<v1::Goal> goals;
    for (const std::string& goal : options->goals) goals.push_back(GoalFrom(goal));
    const Survivor survivor = FindSurvivor(connection, options->care);
    const std::string request_id = RequestIdOr(options->care.request_id);
    v1::CarePlanService::Stub plans(connection.ChannelTo(Service::kCase));
    v1::CreateCarePlanRequest request;
    request.set_parent(survivor.parent);
    request.set_request_id(request_id);
    request.mutable_care_plan()->set_party(survivor.party);
    request.mutable_care_plan()->set_note(options->note);
    *request.mutable_care_plan()->mutable_date() = DayOf(connection, options->care, survivor);
    const auto made = connection.Call(plans, &v1::CarePlanService::Stub::CreateCarePlan, request, "entering the plan");
    v1::GoalService::Stub stub(connection.ChannelTo(Service::kCase));
    Table table = GoalTable();
    for (std::size_t i = 0; i < goals.size(); ++i) {
      v1::CreateGoalRequest set;
      set.set_parent(survivor.parent);
      set.set_request_id(UuidFromKey(StrCat(request_id, "/goal/", i)));
      *set.mutable_goal() = goals[i];
      set.mutable_goal()->set_care_plan(made.name());
      *set.mutable_goal()->mutable_date() = made.date();
      table.Add(GoalRow(connection.Call(stub, &v1::GoalService::Stub::CreateGoal, set, "setting a goal")));
    }
    context.Print(table);
    if (context.format() == Format::kTable) context.out() << "\nplan " << made.name() << "\n";
  });
}

void AddGoal(CLI::App& aftercare, Context& context) {
  struct Options {
    std::string goal, state, reason, date, request_id;
  };
  auto* end = aftercare.add_subcommand("goal", "Say what became of a goal");
  auto options = std::make_shared<Options>();
  end->add_option("goal", options->goal, "offices/OFFICE/cases/ID/goals/ID")->required();
  end->add_option("--state", options->state, "achieved, abandoned")
      ->required()
      ->check(CLI::IsMember({"achieved", "abandoned"}));
  end->add_option("--reason", options->reason, "Why; required when it was abandoned");
  end->add_option("--date", options->date, "The day, YYYY-MM-DD; default: today in the office");
  AddRequestId(*end, options->request_id);
  end->footer("Example: amparo aftercare goal offices/cebu/cases/ID/goals/ID --state achieved");
  end->callback([options, &context] {
    Connection& connection = context.connection();
    v1::GoalService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::GoalActRequest request;
    request.set_name(options->goal);
    request.set_reason(options->reason);
    request.set_request_id(RequestIdOr(options->request_id));
    if (!options->date.empty()) *request.mutable_effective_date() = DateFrom(options->date, "--date");
    const auto method =
        options->state == "achieved" ? &v1::GoalService::Stub::AchieveGoal : &v1::GoalService::Stub::AbandonGoal;
    const auto goal = connection.Call(stub, method, request, "ending the goal");
    Table table = GoalTable();
    table.Add(GoalRow(goal));
    context.PrintResource(goal, table);
  });
}

}  // namespace

void AddPlanCommands(CLI::App& aftercare, Context& context) {
  AddPlan(aftercare, context);
  AddGoal(aftercare, context);
}

}  // namespace amparo::cli
