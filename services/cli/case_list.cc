// amparo case list
#include "services/cli/case_list.h"

#include <memory>
#include <utility>

#include "amparo/cases/v1/case_service.grpc.pb.h"
#include "services/cli/context.h"
#include "services/cli/lookup.h"
#include "services/cli/saved_list.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

using CasesStub = cases::v1::CaseService::Stub;

struct CaseListOptions {
  std::string office, saved;
  CaseFilters filters;
  bool all_offices = false;
  bool count = false;
  Limit limit;
};

void CountThem(const cases::v1::ListCasesRequest& request, Context& context) {
  CasesStub stub(context.connection().ChannelTo(Service::kCase));
  const auto counted = context.connection().Call(stub, &CasesStub::CountCases, request, "counting cases");
  Table table({"count", "more"});
  table.Add(Json{{"count", counted.count()}, {"more", counted.more()}});
  context.PrintResource(counted, table);
}

void ListThem(const CaseListOptions& options, const cases::v1::ListCasesRequest& request, Context& context) {
  CasesStub stub(context.connection().ChannelTo(Service::kCase));
  Table table = CaseTable();
  const bool more = EachPage(context.connection(), stub, &CasesStub::ListCases, request, context.Most(options.limit),
                             "listing cases", [&table](const cases::v1::ListCasesResponse& page) {
                               for (const auto& record : page.cases()) table.Add(CaseRow(record));
                               return page.cases_size();
                             });
  context.PrintList(table, options.limit, more);
}

}  // namespace

Json CaseRow(const cases::v1::Case& record) {
  Json row{{"case_number", record.case_number()},
           {"stage", ShortName(*cases::v1::CaseStage_descriptor(), "CASE_STAGE_", record.stage())},
           {"crime_type", record.crime_type()},
           {"report_date", TextOf(record.report_date())},
           {"title", record.title()},
           {"name", record.name()}};
  if (!record.merged_into().empty()) row["merged_into"] = record.merged_into();
  return row;
}

Table CaseTable(const std::vector<std::string>& further) {
  std::vector<std::string> columns = {"case_number", "stage", "crime_type", "report_date", "title", "name"};
  columns.insert(columns.end(), further.begin(), further.end());
  return Table(std::move(columns));
}

void AddCaseFilters(CLI::App& command, CaseFilters& filters) {
  command
      .add_option("--stage", filters.stages,
                  "Only these (several with commas): " + ChoicesOf(*cases::v1::CaseStage_descriptor(), "CASE_STAGE_"))
      ->delimiter(',');
  command
      .add_option("--flag", filters.flags,
                  "Only with one of these flags open (several with commas): " +
                      ChoicesOf(*cases::v1::FlagKind_descriptor(), "FLAG_KIND_"))
      ->delimiter(',');
  command.add_option("--crime-type", filters.crime_type, "Only ICCS codes that begin with this, such as 0204");
  command.add_option("--number", filters.number, "Only the case with this number");
  command.add_option("--lead", filters.lead, "Only cases that this principal leads");
  command.add_option("--from", filters.reported_from, "Only cases reported on this day or later, YYYY-MM-DD");
  command.add_option("--to", filters.reported_to, "Only cases reported on this day or before, YYYY-MM-DD");
  command.add_option("--assignee", filters.assignee, "Only cases with an open task of this principal");
  command.add_option("--moved-from", filters.moved_from, "Only cases that moved last on this day or later, YYYY-MM-DD");
  command.add_option("--moved-to", filters.moved_to, "Only cases that moved last on this day or before, YYYY-MM-DD");
  command.add_option("--verdict-from", filters.verdict_from,
                     "Only cases with a verdict that stands, given on this day or later, YYYY-MM-DD");
  command.add_option("--verdict-to", filters.verdict_to,
                     "Only cases with a verdict that stands, given on this day or before, YYYY-MM-DD");
  command.add_option("--text", filters.text, "Only cases with all of these words in title or number");
}

cases::v1::ListCasesRequest CasesRequest(const std::string& office, const CaseFilters& filters) {
  cases::v1::ListCasesRequest request;
  request.set_parent(OfficeName(office));
  for (const std::string& stage : filters.stages) {
    request.add_stages(static_cast<cases::v1::CaseStage>(
        EnumFrom(*cases::v1::CaseStage_descriptor(), "CASE_STAGE_", stage, "--stage")));
  }
  for (const std::string& flag : filters.flags) {
    request.add_flags(
        static_cast<cases::v1::FlagKind>(EnumFrom(*cases::v1::FlagKind_descriptor(), "FLAG_KIND_", flag, "--flag")));
  }
  request.set_crime_type(filters.crime_type);
  request.set_case_number(filters.number);
  request.set_lead(filters.lead);
  if (!filters.reported_from.empty()) *request.mutable_report_from() = DateFrom(filters.reported_from, "--from");
  if (!filters.reported_to.empty()) *request.mutable_report_to() = DateFrom(filters.reported_to, "--to");
  if (!filters.moved_from.empty()) *request.mutable_moved_from() = DateFrom(filters.moved_from, "--moved-from");
  if (!filters.moved_to.empty()) *request.mutable_moved_to() = DateFrom(filters.moved_to, "--moved-to");
  if (!filters.verdict_from.empty()) *request.mutable_verdict_from() = DateFrom(filters.verdict_from, "--verdict-from");
  if (!filters.verdict_to.empty()) *request.mutable_verdict_to() = DateFrom(filters.verdict_to, "--verdict-to");
  request.set_assignee(filters.assignee);
  request.set_text(filters.text);
  request.set_narrative_text(filters.narrative_text);
  return request;
}

void AddCaseListCommand(CLI::App& cases, Context& context) {
  auto* list = cases.add_subcommand("list", "List the cases of an office, or of all, in order of entry, or count them");
  auto options = std::make_shared<CaseListOptions>();
  auto* of = list->add_option_group("of", "Whose");
  of->add_option("--office", options->office, "The office, such as cebu");
  auto* all_offices = of->add_flag("--all-offices", options->all_offices, "All offices that you see");
  of->require_option(1);
  auto* filters = list->add_option_group("filters", "What the cases must be like");
  AddCaseFilters(*filters, options->filters);
  filters->add_option("--narrative", options->filters.narrative_text,
                      "Only cases with all of these words in the narrative; audited as a read of each");
  auto* count = list->add_flag("--count", options->count, "Say how many there are, up to 10000");
  auto* saved = list->add_option("--saved", options->saved, "What the saved query of this title lists");
  filters->excludes(saved);
  count->excludes(saved);
  all_offices->excludes(saved);
  AddLimit(*list, options->limit);
  list->footer(
      "Example: amparo case list --office la-paz --stage prosecution,appeal --flag safety-risk --from 2014-01-01");
  list->callback([options, &context] {
    if (!options->saved.empty()) {
      RunSaved(FindSaved(context.connection(), options->office, options->saved), options->limit, context);
      return;
    }
    const auto request = CasesRequest(options->all_offices ? "-" : options->office, options->filters);
    options->count ? CountThem(request, context) : ListThem(*options, request, context);
  });
}

}  // namespace amparo::cli
