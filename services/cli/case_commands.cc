// amparo case get|create, with case_list.cc list, with timeline_command.cc timeline, with lifecycle_commands.cc
// close|reopen|clock|link|links, with duplicate_commands.cc duplicates|distinguish|merge|unmerge
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "amparo/cases/v1/case_service.grpc.pb.h"
#include "services/cli/case_list.h"
#include "services/cli/context.h"
#include "services/cli/lookup.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

using cases::v1::CaseService;

void AddGet(CLI::App& cases, Context& context) {
  struct Options {
    std::string name;
    bool full = false;
  };
  auto* get = cases.add_subcommand("get", "Show a case");
  auto options = std::make_shared<Options>();
  get->add_option("case", options->name, "offices/OFFICE/cases/ID, or OFFICE/CASE-NUMBER")->required();
  get->add_flag("--full", options->full, "Decrypt what identifies people; the read is audited");
  get->footer("Example: amparo case get cebu/CEB-2014-007 --format json");
  get->callback([options, &context] {
    Connection& connection = context.connection();
    CaseService::Stub stub(connection.ChannelTo(Service::kCase));
    cases::v1::GetCaseRequest request;
    request.set_name(CaseName(connection, options->name));
    request.set_view(options->full ? types::v1::VIEW_FULL : types::v1::VIEW_BASIC);
    const auto record = connection.Call(stub, &CaseService::Stub::GetCase, request, "reading the case");
    std::vector<std::string> further;
    if (!record.merged_into().empty()) further.emplace_back("merged_into");
    if (options->full && context.format() == Format::kCsv) {
      further.emplace_back("narrative");
      further.emplace_back("reporter");
    }
    Json row = CaseRow(record);
    row["narrative"] = record.narrative().narrative();
    row["reporter"] = record.narrative().reporter();
    Table table = CaseTable(further);
    table.Add(std::move(row));
    context.PrintResource(record, table);
    if (options->full && context.format() == Format::kTable) {
      context.out() << "\nnarrative: " << Printable(record.narrative().narrative())
                    << "\nreporter:  " << Printable(record.narrative().reporter()) << "\n";
    }
  });
}

void AddCreate(CLI::App& cases, Context& context) {
  struct Options {
    std::string office, title, crime_type, report_date, number, lead, narrative, reporter, request_id;
  };
  auto* create = cases.add_subcommand("create", "Enter a case");
  auto options = std::make_shared<Options>();
  create->add_option("--office", options->office, "The office, such as cebu")->required();
  create->add_option("--title", options->title, "A short line without anything that identifies a person")->required();
  create->add_option("--crime-type", options->crime_type, "ICCS code, such as 02041")->required();
  create->add_option("--report-date", options->report_date, "The day of the first report, YYYY-MM-DD")->required();
  create->add_option("--number", options->number, "Case number; made when absent");
  create->add_option("--lead", options->lead, "Who leads the work");
  create->add_option("--narrative", options->narrative, "What was reported; encrypted");
  create->add_option("--reporter", options->reporter, "Who reported it; encrypted");
  AddRequestId(*create, options->request_id);
  create->footer(
      "Example: amparo case create --office cebu --title \"Report from a shelter\" --crime-type 02041 --report-date "
      "2014-11-20");
  create->callback([options, &context] {
    Connection& connection = context.connection();
    CaseService::Stub stub(connection.ChannelTo(Service::kCase));
    cases::v1::CreateCaseRequest request;
    request.set_parent(OfficeName(options->office));
    request.set_request_id(RequestIdOr(options->request_id));
    cases::v1::Case& record = *request.mutable_case_();
    record.set_title(options->title);
    record.set_crime_type(options->crime_type);
    *record.mutable_report_date() = DateFrom(options->report_date, "--report-date");
    record.set_case_number(options->number);
    record.set_lead(options->lead);
    if (!options->narrative.empty() || !options->reporter.empty()) {
      record.mutable_narrative()->set_narrative(options->narrative);
      record.mutable_narrative()->set_reporter(options->reporter);
    }
    const auto created = connection.Call(stub, &CaseService::Stub::CreateCase, request, "entering the case");
    Table table = CaseTable();
    table.Add(CaseRow(created));
    context.PrintResource(created, table);
  });
}

}  // namespace

void AddCaseCommands(CLI::App& app, Context& context) {
  auto* cases =
      app.add_subcommand(
             "case",
             "Cases: get, list, create, timeline, close, reopen, clock, link, links, duplicates, distinguish, "
             "merge, unmerge")
          ->require_subcommand(1);
  AddGet(*cases, context);
  AddCaseListCommand(*cases, context);
  AddCreate(*cases, context);
  AddTimelineCommand(*cases, context);
  AddLifecycleCommands(*cases, context);
  AddCaseDuplicateCommands(*cases, context);
}

}  // namespace amparo::cli
