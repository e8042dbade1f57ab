// amparo hearing schedule|adjourn|list
#include <memory>

#include "absl/strings/str_split.h"
#include "amparo/scheduling/v1/court.grpc.pb.h"
#include "amparo/scheduling/v1/hearing.grpc.pb.h"
#include "services/cli/context.h"
#include "services/cli/lookup.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace sched = scheduling::v1;
using sched::HearingService;

Json RowOf(const sched::Hearing& hearing) {
  Json row{{"start", TextOf(hearing.start_time())},
           {"day", TextOf(hearing.hearing_date())},
           {"state", ShortName(*sched::HearingState_descriptor(), "HEARING_STATE_", hearing.state())},
           {"purpose", ShortName(*sched::HearingPurpose_descriptor(), "HEARING_PURPOSE_", hearing.purpose())},
           {"minutes", hearing.duration().seconds() / 60},
           {"case", hearing.case_()},
           {"name", hearing.name()}};
  if (hearing.has_adjournment()) {
    row["adjourned_for"] =
        ShortName(*sched::AdjournmentReason_descriptor(), "ADJOURNMENT_REASON_", hearing.adjournment().reason());
    row["side"] = ShortName(*sched::ResponsibleSide_descriptor(), "RESPONSIBLE_SIDE_", hearing.adjournment().side());
  }
  return row;
}

Table HearingTable() {
  return Table({"start", "day", "state", "purpose", "minutes", "adjourned_for", "side", "case", "name"});
}

// The zone of a hearing's court: what a time without an offset is read in.
absl::TimeZone ZoneOfCourt(Connection& connection, const std::string& court) {
  sched::CourtService::Stub stub(connection.ChannelTo(Service::kScheduling));
  sched::GetCourtRequest request;
  request.set_name(court);
  return ZoneOf(connection.Call(stub, &sched::CourtService::Stub::GetCourt, request, "reading the court").time_zone());
}

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
  schedule->add_option("--purpose", options->purpose, "What for, such as trial, testimony, verdict")
      ->capture_default_str();
  schedule->add_option("--minutes", options->minutes, "How long")->capture_default_str();
  schedule->add_option("--staff", options->staff, "Principals who must be there")->delimiter(',');
  schedule->add_option("--request-id", options->request_id, "A UUID: the same again gives the first answer");
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
    request.set_parent(OfficeName(OfficeId(hearing.case_())));
    request.set_request_id(options->request_id.empty() ? NewUuid() : options->request_id);
    const auto scheduled =
        connection.Call(stub, &HearingService::Stub::ScheduleHearing, request, "scheduling the hearing");
    Table table = HearingTable();
    table.Add(RowOf(scheduled));
    context.PrintResource(scheduled, table);
  });
}

// "parent:half:40.50BOB": who had come, how much of the day was lost, and the wages.
sched::Attendance AttendanceFrom(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, ':');
  if (parts.size() > 3) {
    throw Failure(kUsage,
                  "--attended: \"" + text + "\" has more parts than WHO:LOST:WAGES, such as parent:half:40.50BOB");
  }
  sched::Attendance attendance;
  attendance.set_attendee(static_cast<sched::AttendeeKind>(
      EnumFrom(*sched::AttendeeKind_descriptor(), "ATTENDEE_KIND_", parts[0], "--attended")));
  if (parts.size() > 1) {
    attendance.set_day_lost(
        static_cast<sched::DayLost>(EnumFrom(*sched::DayLost_descriptor(), "DAY_LOST_", parts[1], "--attended")));
  }
  if (parts.size() > 2) {
    *attendance.mutable_wages_lost() = MoneyFrom(parts[2], "--attended");
  }
  return attendance;
}

void AddAdjourn(CLI::App& hearings, Context& context) {
  struct Options {
    std::string name, reason, side, next, note, request_id;
    std::vector<std::string> attended;
  };
  auto* adjourn = hearings.add_subcommand("adjourn", "Put a hearing off, with what that cost those who had come");
  auto options = std::make_shared<Options>();
  adjourn->add_option("hearing", options->name, "offices/OFFICE/hearings/ID")->required();
  adjourn->add_option("--reason", options->reason, "Why, such as judge-absent")->required();
  adjourn->add_option("--side", options->side, "Whose side: prosecution, defence, accused, court, witness, other")
      ->required();
  adjourn->add_option("--next", options->next, "When it goes on: the next hearing is scheduled in the same act");
  adjourn->add_option("--attended", options->attended,
                      "WHO[:LOST[:WAGES]], such as parent:half:40.50BOB; repeat for each person");
  adjourn->add_option("--note", options->note, "Nothing that identifies a person");
  adjourn->add_option("--request-id", options->request_id, "A UUID: the same again gives the first answer");
  adjourn->footer(
      "Example: amparo hearing adjourn offices/la-paz/hearings/ID --reason judge-absent --side court --next "
      "2015-02-03T09:00 "
      "--attended parent:half:40.50BOB");
  adjourn->callback([options, &context] {
    Connection& connection = context.connection();
    HearingService::Stub stub(connection.ChannelTo(Service::kScheduling));
    sched::AdjournHearingRequest request;
    request.set_name(options->name);
    request.set_request_id(options->request_id.empty() ? NewUuid() : options->request_id);
    sched::Adjournment& adjournment = *request.mutable_adjournment();
    adjournment.set_reason(static_cast<sched::AdjournmentReason>(
        EnumFrom(*sched::AdjournmentReason_descriptor(), "ADJOURNMENT_REASON_", options->reason, "--reason")));
    adjournment.set_side(static_cast<sched::ResponsibleSide>(
        EnumFrom(*sched::ResponsibleSide_descriptor(), "RESPONSIBLE_SIDE_", options->side, "--side")));
    adjournment.set_note(options->note);
    if (!options->next.empty()) {
      sched::GetHearingRequest get;
      get.set_name(options->name);
      const auto hearing = connection.Call(stub, &HearingService::Stub::GetHearing, get, "reading the hearing");
      *adjournment.mutable_next_start_time() =
          TimeFrom(options->next, ZoneOfCourt(connection, hearing.court()), "--next");
    }
    for (const std::string& attended : options->attended) {
      *request.add_attendance() = AttendanceFrom(attended);
    }
    const auto answer = connection.Call(stub, &HearingService::Stub::AdjournHearing, request, "adjourning the hearing");
    Table table = HearingTable();
    table.Add(RowOf(answer.hearing()));
    if (answer.has_next_hearing()) {
      table.Add(RowOf(answer.next_hearing()));
    }
    context.PrintResource(answer, table);
  });
}

void AddList(CLI::App& hearings, Context& context) {
  struct Options {
    std::string office, case_name, court, day;
    std::vector<std::string> states;
    int limit = 50;
  };
  auto* list = hearings.add_subcommand("list", "List an office's hearings by start");
  auto options = std::make_shared<Options>();
  list->add_option("--office", options->office, "The office, such as la-paz")->required();
  list->add_option("--case", options->case_name, "Only of this case");
  list->add_option("--court", options->court, "Only at this court");
  list->add_option("--day", options->day, "Only on this day, YYYY-MM-DD, in the court's zone");
  list->add_option("--state", options->states, "Only these: scheduled, held, adjourned, vacated")->delimiter(',');
  list->add_option("--limit", options->limit, "At most so many; 0 = all")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
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
    EachPage(connection, stub, &HearingService::Stub::ListHearings, request, options->limit, "listing hearings",
             [&table](const sched::ListHearingsResponse& page) {
               for (const auto& hearing : page.hearings()) {
                 table.Add(RowOf(hearing));
               }
               return page.hearings_size();
             });
    context.Print(table);
  });
}

void AddCourts(CLI::App& hearings, Context& context) {
  auto* courts = hearings.add_subcommand("courts", "List an office's courts");
  auto office = std::make_shared<std::string>();
  courts->add_option("--office", *office, "The office, such as la-paz")->required();
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
  auto* hearings = app.add_subcommand("hearing", "Hearings: schedule, adjourn, list, courts")->require_subcommand(1);
  AddSchedule(*hearings, context);
  AddAdjourn(*hearings, context);
  AddList(*hearings, context);
  AddCourts(*hearings, context);
}

}  // namespace amparo::cli
