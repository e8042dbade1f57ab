// amparo holiday list|set|remove: the days that offsets in working days pass over.
#include <memory>

#include "absl/time/clock.h"
#include "amparo/cases/v1/office.grpc.pb.h"
#include "common/base/civil.h"
#include "services/cli/context.h"
#include "services/cli/lookup.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace v1 = cases::v1;
using OfficeStub = v1::OfficeService::Stub;

Json HolidayRow(const v1::Holiday& holiday) {
  return Json{{"date", TextOf(holiday.date())},
              {"kind", ShortName(*v1::HolidayKind_descriptor(), "HOLIDAY_KIND_", holiday.kind())},
              {"title", holiday.title()},
              {"country", holiday.country_code()}};
}

Table HolidayTable() {
  return Table({"date", "kind", "title", "country"});
}

void PrintOffice(Context& context, const v1::Office& office) {
  Table table = HolidayTable();
  for (const v1::Holiday& holiday : office.holidays()) table.Add(HolidayRow(holiday));
  context.PrintResource(office, table);
}

void AddHolidayList(CLI::App& holidays, Context& context) {
  struct Options {
    std::string office;
    int year = 0;
  };
  auto* list = holidays.add_subcommand("list", "List the holidays of an office and of its country in a year");
  auto options = std::make_shared<Options>();
  list->add_option("--office", options->office, "The office, such as cebu")->required();
  list->add_option("--year", options->year, "The year; default: this year")->check(CLI::Range(1, 9999));
  list->footer("Example: amparo holiday list --office cebu --year 2014");
  list->callback([options, &context] {
    Connection& connection = context.connection();
    OfficeStub stub(connection.ChannelTo(Service::kCase));
    const int year = options->year != 0 ? options->year
                                        : static_cast<int>(absl::ToCivilYear(absl::Now(), absl::UTCTimeZone()).year());
    v1::ListHolidaysRequest request;
    request.set_parent(OfficeName(options->office));
    *request.mutable_from_date() = DateFrom(FormatDate(absl::CivilDay(year, 1, 1)), "--year");
    *request.mutable_to_date() = DateFrom(FormatDate(absl::CivilDay(year, 12, 31)), "--year");
    const auto answer = connection.Call(stub, &OfficeStub::ListHolidays, request, "listing the holidays");
    Table table = HolidayTable();
    for (const v1::Holiday& holiday : answer.holidays()) table.Add(HolidayRow(holiday));
    context.Print(table);
  });
}

void AddHolidaySet(CLI::App& holidays, Context& context) {
  struct Options {
    std::string office, date, title, request_id;
    bool working_day = false;
  };
  auto* set = holidays.add_subcommand("set", "Enter a holiday of an office, or a day on which it works all the same");
  auto options = std::make_shared<Options>();
  set->add_option("--office", options->office, "The office, such as cebu")->required();
  set->add_option("--date", options->date, "The day, YYYY-MM-DD")->required();
  set->add_option("--title", options->title, "What it is called")->required();
  set->add_flag("--working-day", options->working_day,
                "People work on it, though it is a weekend or a holiday of the country");
  AddRequestId(*set, options->request_id);
  set->footer("Example: amparo holiday set --office cebu --date 2014-04-18 --title \"Good Friday\"");
  set->callback([options, &context] {
    Connection& connection = context.connection();
    OfficeStub stub(connection.ChannelTo(Service::kCase));
    v1::SetHolidayRequest request;
    request.set_name(OfficeName(options->office));
    request.set_request_id(RequestIdOr(options->request_id));
    v1::Holiday& holiday = *request.mutable_holiday();
    *holiday.mutable_date() = DateFrom(options->date, "--date");
    holiday.set_kind(options->working_day ? v1::HOLIDAY_KIND_WORKING_DAY : v1::HOLIDAY_KIND_HOLIDAY);
    holiday.set_title(options->title);
    PrintOffice(context, connection.Call(stub, &OfficeStub::SetHoliday, request, "entering the day"));
  });
}

void AddHolidayRemove(CLI::App& holidays, Context& context) {
  struct Options {
    std::string office, date, request_id;
  };
  auto* remove = holidays.add_subcommand("remove", "Take back what an office said of a day");
  auto options = std::make_shared<Options>();
  remove->add_option("--office", options->office, "The office, such as cebu")->required();
  remove->add_option("--date", options->date, "The day, YYYY-MM-DD")->required();
  AddRequestId(*remove, options->request_id);
  remove->footer("Example: amparo holiday remove --office cebu --date 2014-04-18");
  remove->callback([options, &context] {
    Connection& connection = context.connection();
    OfficeStub stub(connection.ChannelTo(Service::kCase));
    v1::RemoveHolidayRequest request;
    request.set_name(OfficeName(options->office));
    *request.mutable_date() = DateFrom(options->date, "--date");
    request.set_request_id(RequestIdOr(options->request_id));
    PrintOffice(context, connection.Call(stub, &OfficeStub::RemoveHoliday, request, "taking the day back"));
  });
}

}  // namespace

void AddHolidayCommands(CLI::App& app, Context& context) {
  auto* holidays = app.add_subcommand("holiday", "Holidays: list, set, remove")->require_subcommand(1);
  AddHolidayList(*holidays, context);
  AddHolidaySet(*holidays, context);
  AddHolidayRemove(*holidays, context);
}

}  // namespace amparo::cli
