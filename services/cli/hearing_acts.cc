// amparo hearing hold|adjourn|vacate: what becomes of a hearing that is on the calendar.
#include <memory>

#include "absl/strings/str_split.h"
#include "amparo/scheduling/v1/hearing.grpc.pb.h"
#include "common/base/strings.h"
#include "services/cli/context.h"
#include "services/cli/hearing_table.h"
#include "services/cli/lookup.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace sched = scheduling::v1;
using sched::HearingService;

// What every act is told.
struct Act {
  std::string hearing, request_id;
};

void AddActOptions(CLI::App& command, Act& act) {
  command.add_option("hearing", act.hearing, "offices/OFFICE/hearings/ID (amparo hearing list)")->required();
  AddRequestId(command, act.request_id);
}

template <typename Request>
Request RequestOf(const Act& act) {
  Request request;
  request.set_name(act.hearing);
  request.set_request_id(RequestIdOr(act.request_id));
  return request;
}

void AddAttended(CLI::App& command, std::vector<std::string>& attended) {
  command.add_option("--attended", attended,
                     "WHO[:LOST[:WAGES]], such as parent:half:40.50BOB; repeat for each person. WHO: " +
                         ChoicesOf(*sched::AttendeeKind_descriptor(), "ATTENDEE_KIND_") +
                         "; LOST, of the day: " + ChoicesOf(*sched::DayLost_descriptor(), "DAY_LOST_"));
}

// "parent:half:40.50BOB": who had come, how much of the day was lost, and the wages.
sched::Attendance AttendanceFrom(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, ':');
  if (parts.size() > 3) {
    throw Failure(
        kUsage, StrCat("--attended: \"", text, "\" has more parts than WHO:LOST:WAGES, such as parent:half:40.50BOB"));
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

template <typename Request>
void FillAttendance(const std::vector<std::string>& attended, Request& request) {
  for (const std::string& one : attended) {
    *request.add_attendance() = AttendanceFrom(one);
  }
}

void AddHold(CLI::App& hearings, Context& context) {
  struct Options {
    Act act;
    std::vector<std::string> attended;
  };
  auto* hold = hearings.add_subcommand("hold", "Note that a hearing took place, and who came");
  auto options = std::make_shared<Options>();
  AddActOptions(*hold, options->act);
  AddAttended(*hold, options->attended);
  hold->footer(
      "Example: amparo hearing hold offices/la-paz/hearings/ID --attended survivor --attended parent:whole:90BOB");
  hold->callback([options, &context] {
    auto request = RequestOf<sched::HoldHearingRequest>(options->act);
    FillAttendance(options->attended, request);
    Connection& connection = context.connection();
    HearingService::Stub stub(connection.ChannelTo(Service::kScheduling));
    const auto held = connection.Call(stub, &HearingService::Stub::HoldHearing, request, "noting that it was held");
    context.PrintResource(held, TableOf(held));
  });
}

void AddVacate(CLI::App& hearings, Context& context) {
  struct Options {
    Act act;
    std::string reason;
  };
  auto* vacate = hearings.add_subcommand("vacate", "Take a hearing off the calendar");
  auto options = std::make_shared<Options>();
  AddActOptions(*vacate, options->act);
  vacate->add_option("--reason", options->reason, "Why, in words; nothing that identifies a person")->required();
  vacate->footer("Example: amparo hearing vacate offices/la-paz/hearings/ID --reason \"the accused pleaded guilty\"");
  vacate->callback([options, &context] {
    auto request = RequestOf<sched::VacateHearingRequest>(options->act);
    request.set_reason(options->reason);
    Connection& connection = context.connection();
    HearingService::Stub stub(connection.ChannelTo(Service::kScheduling));
    const auto vacated = connection.Call(stub, &HearingService::Stub::VacateHearing, request, "vacating the hearing");
    context.PrintResource(vacated, TableOf(vacated));
  });
}

struct AdjournOptions {
  Act act;
  std::string reason, side, next, note;
  std::vector<std::string> attended;
};

sched::AdjournHearingRequest AdjournRequest(const AdjournOptions& options, Connection& connection) {
  auto request = RequestOf<sched::AdjournHearingRequest>(options.act);
  sched::Adjournment& adjournment = *request.mutable_adjournment();
  adjournment.set_reason(static_cast<sched::AdjournmentReason>(
      EnumFrom(*sched::AdjournmentReason_descriptor(), "ADJOURNMENT_REASON_", options.reason, "--reason")));
  adjournment.set_side(static_cast<sched::ResponsibleSide>(
      EnumFrom(*sched::ResponsibleSide_descriptor(), "RESPONSIBLE_SIDE_", options.side, "--side")));
  adjournment.set_note(options.note);
  FillAttendance(options.attended, request);
  if (!options.next.empty()) {
    HearingService::Stub stub(connection.ChannelTo(Service::kScheduling));
    sched::GetHearingRequest get;
    get.set_name(options.act.hearing);
    const auto hearing = connection.Call(stub, &HearingService::Stub::GetHearing, get, "reading the hearing");
    *adjournment.mutable_next_start_time() = TimeFrom(options.next, ZoneOfCourt(connection, hearing.court()), "--next");
  }
  return request;
}

void AddAdjourn(CLI::App& hearings, Context& context) {
  auto* adjourn = hearings.add_subcommand("adjourn", "Put a hearing off, with what that cost those who had come");
  auto options = std::make_shared<AdjournOptions>();
  AddActOptions(*adjourn, options->act);
  adjourn
      ->add_option("--reason", options->reason,
                   "Why: " + ChoicesOf(*sched::AdjournmentReason_descriptor(), "ADJOURNMENT_REASON_"))
      ->required();
  adjourn
      ->add_option("--side", options->side,
                   "Whose side: " + ChoicesOf(*sched::ResponsibleSide_descriptor(), "RESPONSIBLE_SIDE_"))
      ->required();
  adjourn->add_option("--next", options->next,
                      "When it goes on, in the court's zone: YYYY-MM-DDTHH:MM; or RFC 3339. The next hearing is put on "
                      "the calendar in the same act");
  AddAttended(*adjourn, options->attended);
  adjourn->add_option("--note", options->note, "Nothing that identifies a person");
  adjourn->footer(
      "Example: amparo hearing adjourn offices/la-paz/hearings/ID --reason judge-absent --side court --next "
      "2015-02-03T09:00 --attended parent:half:40.50BOB");
  adjourn->callback([options, &context] {
    Connection& connection = context.connection();
    const auto request = AdjournRequest(*options, connection);
    HearingService::Stub stub(connection.ChannelTo(Service::kScheduling));
    const auto answer = connection.Call(stub, &HearingService::Stub::AdjournHearing, request, "adjourning the hearing");
    context.PrintResource(answer, answer.has_next_hearing() ? TableOf(answer.hearing(), answer.next_hearing())
                                                            : TableOf(answer.hearing()));
  });
}

}  // namespace

void AddHearingActs(CLI::App& hearings, Context& context) {
  AddHold(hearings, context);
  AddAdjourn(hearings, context);
  AddVacate(hearings, context);
}

}  // namespace amparo::cli
