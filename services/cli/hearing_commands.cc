// amparo hearing schedule|list|courts, and with hearing_acts.cc hold|adjourn|vacate
#include <memory>

#include "amparo/scheduling/v1/court.grpc.pb.h"
#include "amparo/scheduling/v1/hearing.grpc.pb.h"
#include "services/cli/context.h"
#include "services/cli/hearing_table.h"
#include "services/cli/lookup.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace sched = scheduling::v1;
using sched::HearingService;

void AddSchedule(CLI::App& hearings, Context& context) {
  struct Options {
    std::string case_name, court, start, purpose = "trial", request_id;
    int minutes = 60;
    std::vector<std::string> staff;
  };
  auto* schedule = hearings.add_subcommand("schedule", "Put a hearing on the calendar");
  auto options = std::make_shared<Options>();
  schedule->add_option("--case", options->case_name, "offices/OFFICE/cases/ID, or OFFICE/CASE-NUMBER")->required();
  schedule->add_option("--court", options->court, "offices/OFFICE/courts/ID (amparo hearing courts)")->required();
  schedule->add_option("--start", options->start, "When, in the court's zone: YYYY-MM-DDTHH:MM; or RFC 3339")
      ->required();
  schedule
      ->add_option("--purpose", options->purpose,
                   "What for: " + ChoicesOf(*sched::HearingPurpose_descriptor(), "HEARING_PURPOSE_"))
      ->capture_default_str();
  schedule->add_option("--minutes", options->minutes, "How long: 5 to 720")->capture_default_str();
  schedule
      ->add_option("--staff", options->staff,
                   "Who of the office must be there, such as spiffe://amparo/people/x (several with commas)")
      ->delimiter(',');
  AddRequestId(*schedule, options->request_id);
  schedule->footer(
      "Example: amparo hearing schedule --case la-paz/LPZ-2012-003 --court offices/la-paz/courts/ID --start "
      "2014-12-15T09:00");
  schedule->callback([options, &context] {
    Connection& connection = context.connection();
    HearingService::Stub stub(connection.ChannelTo(Service::kScheduling));
    sched::ScheduleHearingRequest request;
    sched::Hearing& hearing = *request.mutable_hearing();
    hearing.set_case_(CaseName(connection, options->case_name));
    hearing.set_court(options->court);
    hearing.set_purpose(static_cast<sched::HearingPurpose>(
        EnumFrom(*sched::HearingPurpose_descriptor(), "HEARING_PURPOSE_", options->purpose, "--purpose")));
    *hearing.mutable_start_time() = TimeFrom(options->start, ZoneOfCourt(connection, options->court), "--start");
    hearing.mutable_duration()->set_seconds(60 * static_cast<int64_t>(options->minutes));
    hearing.mutable_required_staff()->Assign(options->staff.begin(), options->staff.end());
    request.set_parent(OfficeOf(hearing.case_()));
    request.set_request_id(RequestIdOr(options->request_id));
    const auto scheduled =
        connection.Call(stub, &HearingService::Stub::ScheduleHearing, request, "scheduling the hearing");
    context.PrintResource(scheduled, TableOf(scheduled));
  });
}

void AddHearingList(CLI::App& hearings, Context& context) {
  struct Options {
    std::string office, case_name, court, day;
    std::vector<std::string> states;
    Limit limit;
  };
  auto* list = hearings.add_subcommand("list", "List an office's hearings by start");
  auto options = std::make_shared<Options>();
  list->add_option("--office", options->office, "The office, such as la-paz")->required();
  list->add_option("--case", options->case_name, "Only of this case: offices/OFFICE/cases/ID, or OFFICE/CASE-NUMBER");
  list->add_option("--court", options->court, "Only at this court: offices/OFFICE/courts/ID (amparo hearing courts)");
  list->add_option("--day", options->day, "Only on this day, YYYY-MM-DD, in the court's zone");
  list->add_option(
          "--state", options->states,
          "Only these (several with commas): " + ChoicesOf(*sched::HearingState_descriptor(), "HEARING_STATE_"))
      ->delimiter(',');
  AddLimit(*list, options->limit);
  list->footer("Example: amparo hearing list --office la-paz --state adjourned --format csv");
  list->callback([options, &context] {
    Connection& connection = context.connection();
    HearingService::Stub stub(connection.ChannelTo(Service::kScheduling));
    sched::ListHearingsRequest request;
    request.set_parent(OfficeName(options->office));
    request.set_court(options->court);
    if (!options->case_name.empty()) {
      request.set_case_(CaseName(connection, options->case_name));
    }
    if (!options->day.empty()) {
      *request.mutable_day() = DateFrom(options->day, "--day");
    }
    for (const std::string& state : options->states) {
      request.add_states(static_cast<sched::HearingState>(
          EnumFrom(*sched::HearingState_descriptor(), "HEARING_STATE_", state, "--state")));
    }
    Table table = HearingTable();
    const bool more =
        EachPage(connection, stub, &HearingService::Stub::ListHearings, request, context.Most(options->limit),
                 "listing hearings", [&table](const sched::ListHearingsResponse& page) {
                   for (const auto& hearing : page.hearings()) {
                     table.Add(HearingRow(hearing));
                   }
                   return page.hearings_size();
                 });
    context.PrintList(table, options->limit, more);
  });
}

void AddCourts(CLI::App& hearings, Context& context) {
  auto* courts = hearings.add_subcommand("courts", "List an office's courts");
  auto office = std::make_shared<std::string>();
  courts->add_option("--office", *office, "The office, such as la-paz")->required();
  courts->footer("Example: amparo hearing courts --office la-paz");
  courts->callback([office, &context] {
    Connection& connection = context.connection();
    sched::CourtService::Stub stub(connection.ChannelTo(Service::kScheduling));
    sched::ListCourtsRequest request;
    request.set_parent(OfficeName(*office));
    Table table({"display_name", "city", "time_zone", "name"});
    EachPage(connection, stub, &sched::CourtService::Stub::ListCourts, request, 0, "listing courts",
             [&table](const sched::ListCourtsResponse& page) {
               for (const auto& court : page.courts()) {
                 table.Add(Json{{"display_name", court.display_name()},
                                {"city", court.city()},
                                {"time_zone", court.time_zone()},
                                {"name", court.name()}});
               }
               return page.courts_size();
             });
    context.Print(table);
  });
}

}  // namespace

void AddHearingCommands(CLI::App& app, Context& context) {
  auto* hearings =
      app.add_subcommand("hearing", "Hearings: schedule, hold, adjourn, vacate, list, courts")->require_subcommand(1);
  AddSchedule(*hearings, context);
  AddHearingActs(*hearings, context);
  AddHearingList(*hearings, context);
  AddCourts(*hearings, context);
}

}  // namespace amparo::cli
