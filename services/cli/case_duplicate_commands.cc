// amparo case duplicates|distinguish: cases that may be of one matter, and those that are not.
#include <memory>

#include "absl/strings/str_join.h"
#include "amparo/cases/v1/merge_service.grpc.pb.h"
#include "common/base/strings.h"
#include "services/cli/context.h"
#include "services/cli/lookup.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace v1 = cases::v1;
using CaseMergeStub = v1::MergeService::Stub;

constexpr char kMatterHelp[] = "OFFICE/CASE-NUMBER or offices/OFFICE/cases/ID";

// "shared_survivor +45, different_crime_type -15".
std::string MatterReasonsText(const v1::CaseDuplicateCandidate& candidate) {
  std::vector<std::string> reasons;
  for (const v1::CaseDuplicateReason& one : candidate.reasons()) {
    reasons.push_back(
        StrCat(ShortName(*v1::CaseDuplicateReasonKind_descriptor(), "CASE_DUPLICATE_REASON_KIND_", one.kind()),
               one.points() < 0 ? " " : " +", one.points()));
  }
  return absl::StrJoin(reasons, ", ");
}

Json MatterRow(const v1::CaseDuplicateCandidate& candidate) {
  return Json{{"score", candidate.score()},
              {"case_number", candidate.case_().case_number()},
              {"title", candidate.case_().title()},
              {"reported", TextOf(candidate.case_().report_date())},
              {"reasons", MatterReasonsText(candidate)},
              {"found_as", candidate.found_as()},
              {"name", candidate.case_().name()}};
}

void AddFindDuplicateCases(CLI::App& cases, Context& context) {
  struct Options {
    std::string name;
    int limit = 10;
    int min_score = 50;
  };
  auto* duplicates = cases.add_subcommand("duplicates", "Which cases may be of the same matter, and why");
  auto options = std::make_shared<Options>();
  duplicates->add_option("case", options->name, kMatterHelp)->required();
  duplicates->add_option("--limit", options->limit, "At most so many")->check(CLI::Range(1, 50))->capture_default_str();
  duplicates->add_option("--min-score", options->min_score, "The least score to be told of")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  duplicates->footer("Example: amparo case duplicates cebu/CEB-2014-011");
  duplicates->callback([options, &context] {
    Connection& connection = context.connection();
    CaseMergeStub stub(connection.ChannelTo(Service::kCase));
    v1::FindDuplicateCasesRequest request;
    request.set_name(CaseName(connection, options->name));
    request.set_max_results(options->limit);
    request.set_min_score(options->min_score);
    const auto response =
        connection.Call(stub, &CaseMergeStub::FindDuplicateCases, request, "looking for duplicates of the case");
    Table table({"score", "case_number", "title", "reported", "reasons", "found_as", "name"});
    for (const v1::CaseDuplicateCandidate& candidate : response.candidates()) table.Add(MatterRow(candidate));
    context.Print(table);
    if (response.incomplete()) context.err() << "More cases came into question than were looked at\n";
  });
}

void AddDistinguishCases(CLI::App& cases, Context& context) {
  struct Options {
    std::string name, other, reason, request_id;
  };
  auto* distinguish = cases.add_subcommand("distinguish", "Record that two cases are not of one matter");
  auto options = std::make_shared<Options>();
  distinguish->add_option("case", options->name, kMatterHelp)->required();
  distinguish->add_option("--from", options->other, "The other case")->required();
  distinguish->add_option("--reason", options->reason, "Why; kept in clear, so name nobody")->required();
  AddRequestId(*distinguish, options->request_id);
  distinguish->footer(
      "Example: amparo case distinguish cebu/CEB-2014-011 --from cebu/CEB-2014-007 --reason \"another raid\"");
  distinguish->callback([options, &context] {
    Connection& connection = context.connection();
    CaseMergeStub stub(connection.ChannelTo(Service::kCase));
    v1::DistinguishCasesRequest request;
    request.set_name(CaseName(connection, options->name));
    request.set_other(CaseName(connection, options->other));
    request.set_reason(options->reason);
    request.set_request_id(RequestIdOr(options->request_id));
    const auto record = connection.Call(stub, &CaseMergeStub::DistinguishCases, request, "telling the cases apart");
    Table table({"first", "second", "reason", "name"});
    table.Add(Json{
        {"first", record.first()}, {"second", record.second()}, {"reason", record.reason()}, {"name", record.name()}});
    context.PrintResource(record, table);
  });
}

}  // namespace

void AddCaseDuplicateCommands(CLI::App& cases, Context& context) {
  AddFindDuplicateCases(cases, context);
  AddDistinguishCases(cases, context);
}

}  // namespace amparo::cli
