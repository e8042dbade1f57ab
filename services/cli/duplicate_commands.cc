// amparo person and amparo case duplicates|merge|unmerge|distinguish: records of one person, and cases of one matter,
// found, made one, parted again and told apart.
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
using MergeStub = v1::MergeService::Stub;

constexpr char kRecordHelp[] = "offices/OFFICE/persons/ID (amparo person search)";
constexpr char kMatterHelp[] = "OFFICE/CASE-NUMBER or offices/OFFICE/cases/ID";
constexpr char kMergeReasonHelp[] = "Why; kept in clear, so name nobody";

// Which duplicates to tell of.
struct DuplicateLimits {
  int limit = 10;
  int min_score = 50;
};

void AddDuplicateLimits(CLI::App& duplicates, DuplicateLimits& limits) {
  duplicates.add_option("--limit", limits.limit, "At most so many")->check(CLI::Range(1, 50))->capture_default_str();
  duplicates.add_option("--min-score", limits.min_score, "The least score to be told of")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
}

// "same_name +60, different_sex -40".
template <typename Reasons>
std::string ReasonsText(const Reasons& reasons, const google::protobuf::EnumDescriptor& kinds,
                        std::string_view prefix) {
  std::vector<std::string> texts;
  for (const auto& one : reasons) {
    texts.push_back(StrCat(ShortName(kinds, prefix, one.kind()), one.points() < 0 ? " " : " +", one.points()));
  }
  return absl::StrJoin(texts, ", ");
}

Json DuplicateRow(const v1::DuplicateCandidate& candidate) {
  return Json{
      {"score", candidate.score()},
      {"called", candidate.person().profile().full_name()},
      {"pseudonym", candidate.person().pseudonym()},
      {"reasons", ReasonsText(candidate.reasons(), *v1::DuplicateReasonKind_descriptor(), "DUPLICATE_REASON_KIND_")},
      {"found_as", candidate.found_as()},
      {"name", candidate.person().name()}};
}

Json DuplicateCaseRow(const v1::CaseDuplicateCandidate& candidate) {
  return Json{{"score", candidate.score()},
              {"case_number", candidate.case_().case_number()},
              {"title", candidate.case_().title()},
              {"reported", TextOf(candidate.case_().report_date())},
              {"reasons", ReasonsText(candidate.reasons(), *v1::CaseDuplicateReasonKind_descriptor(),
                                      "CASE_DUPLICATE_REASON_KIND_")},
              {"found_as", candidate.found_as()},
              {"name", candidate.case_().name()}};
}

// The person of a search, or the draft that its options describe.
struct DuplicateOptions {
  std::string person, office, full_name, birth, phone;
  DuplicateLimits limits;
};

v1::FindDuplicatesRequest DuplicatesRequest(const DuplicateOptions& options) {
  v1::FindDuplicatesRequest request;
  request.set_max_results(options.limits.limit);
  request.set_min_score(options.limits.min_score);
  if (!options.person.empty()) {
    request.set_parent(OfficeOf(options.person));
    request.set_person(options.person);
    return request;
  }
  if (options.office.empty() || options.full_name.empty()) {
    throw Failure(kUsage, "say whose: a person, or --office and --full-name of somebody to be entered");
  }
  request.set_parent(OfficeName(options.office));
  v1::Profile& profile = *request.mutable_draft()->mutable_profile();
  profile.set_full_name(options.full_name);
  if (!options.birth.empty()) *profile.mutable_birth_date() = DateFrom(options.birth, "--birth");
  if (!options.phone.empty()) {
    v1::PersonContact& contact = *profile.add_contacts();
    contact.set_channel(v1::CONTACT_CHANNEL_PHONE);
    contact.set_contact(options.phone);
  }
  return request;
}

void AddDuplicates(CLI::App& persons, Context& context) {
  auto* duplicates =
      persons.add_subcommand("duplicates", "Who may be the same person, and why; each is audited as read");
  auto options = std::make_shared<DuplicateOptions>();
  duplicates->add_option("person", options->person, kRecordHelp);
  duplicates->add_option("--office", options->office, "Of somebody to be entered: the office, such as cebu");
  duplicates->add_option("--full-name", options->full_name, "Of somebody to be entered: the name");
  duplicates->add_option("--birth", options->birth, "Of somebody to be entered: the birth date, YYYY-MM-DD");
  duplicates->add_option("--phone", options->phone, "Of somebody to be entered: a telephone number");
  AddDuplicateLimits(*duplicates, options->limits);
  duplicates->footer(
      "Example: amparo person duplicates offices/cebu/persons/ID\n"
      "          amparo person duplicates --office cebu --full-name \"Maria Santos\" --birth 1999-05-13");
  duplicates->callback([options, &context] {
    const v1::FindDuplicatesRequest request = DuplicatesRequest(*options);
    Connection& connection = context.connection();
    MergeStub stub(connection.ChannelTo(Service::kCase));
    const auto response = connection.Call(stub, &MergeStub::FindDuplicates, request, "looking for duplicates");
    Table table({"score", "called", "pseudonym", "reasons", "found_as", "name"});
    for (const v1::DuplicateCandidate& candidate : response.candidates()) table.Add(DuplicateRow(candidate));
    context.Print(table);
    if (response.incomplete()) {
      context.err() << "More records came into question than were looked at; a birth date or a number helps\n";
    }
  });
}

void AddDuplicateCases(CLI::App& cases, Context& context) {
  struct Options {
    std::string name;
    DuplicateLimits limits;
  };
  auto* duplicates = cases.add_subcommand("duplicates", "Which cases may be of the same matter, and why");
  auto options = std::make_shared<Options>();
  duplicates->add_option("case", options->name, kMatterHelp)->required();
  AddDuplicateLimits(*duplicates, options->limits);
  duplicates->footer("Example: amparo case duplicates cebu/CEB-2014-011");
  duplicates->callback([options, &context] {
    Connection& connection = context.connection();
    MergeStub stub(connection.ChannelTo(Service::kCase));
    v1::FindDuplicateCasesRequest request;
    request.set_name(CaseName(connection, options->name));
    request.set_max_results(options->limits.limit);
    request.set_min_score(options->limits.min_score);
    const auto response =
        connection.Call(stub, &MergeStub::FindDuplicateCases, request, "looking for duplicates of the case");
    Table table({"score", "case_number", "title", "reported", "reasons", "found_as", "name"});
    for (const v1::CaseDuplicateCandidate& candidate : response.candidates()) table.Add(DuplicateCaseRow(candidate));
    context.Print(table);
    if (response.incomplete()) context.err() << "More cases came into question than were looked at\n";
  });
}

// What is said of two records that are made one, parted or told apart.
struct MergeOptions {
  std::string name, other, reason, request_id;
};

std::shared_ptr<MergeOptions> AddMergeOptions(CLI::App& merge, const char* help) {
  auto options = std::make_shared<MergeOptions>();
  merge.add_option("name", options->name, StrCat("Which is given up: ", help))->required();
  merge.add_option("--into", options->other, "Which stands for both from now on")->required();
  merge.add_option("--reason", options->reason, kMergeReasonHelp)->required();
  AddRequestId(merge, options->request_id);
  return options;
}

template <typename Record>
void PrintMerged(Context& context, const Record& record) {
  Table table({"name", "merged_into"});
  table.Add(Json{{"name", record.name()}, {"merged_into", record.merged_into()}});
  context.PrintResource(record, table);
}

void AddMergePerson(CLI::App& persons, Context& context) {
  auto* merge =
      persons.add_subcommand("merge", "Merge a record into another one of the same person; unmerge undoes it");
  auto options = AddMergeOptions(*merge, kRecordHelp);
  merge->footer(
      "Example: amparo person merge offices/cebu/persons/ID --into offices/cebu/persons/OTHER --reason \"same card\"");
  merge->callback([options, &context] {
    Connection& connection = context.connection();
    MergeStub stub(connection.ChannelTo(Service::kCase));
    v1::MergePersonRequest request;
    request.set_name(options->name);
    request.set_into(options->other);
    request.set_reason(options->reason);
    request.set_request_id(RequestIdOr(options->request_id));
    PrintMerged(context, connection.Call(stub, &MergeStub::MergePerson, request, "merging the records").person());
  });
}

void AddUnmergePerson(CLI::App& persons, Context& context) {
  auto* unmerge = persons.add_subcommand("unmerge", "Bring a record that was merged back as it was");
  auto options = std::make_shared<MergeOptions>();
  unmerge->add_option("name", options->name, kRecordHelp)->required();
  AddRequestId(*unmerge, options->request_id);
  unmerge->footer("Example: amparo person unmerge offices/cebu/persons/ID");
  unmerge->callback([options, &context] {
    Connection& connection = context.connection();
    MergeStub stub(connection.ChannelTo(Service::kCase));
    v1::UnmergePersonRequest request;
    request.set_name(options->name);
    request.set_request_id(RequestIdOr(options->request_id));
    PrintMerged(context, connection.Call(stub, &MergeStub::UnmergePerson, request, "parting the records"));
  });
}

void AddMergeCase(CLI::App& cases, Context& context) {
  auto* merge = cases.add_subcommand("merge", "Merge a case into another one of the same matter; unmerge undoes it");
  auto options = AddMergeOptions(*merge, kMatterHelp);
  merge->footer("Example: amparo case merge cebu/CEB-2014-011 --into cebu/CEB-2014-007 --reason \"reported twice\"");
  merge->callback([options, &context] {
    Connection& connection = context.connection();
    MergeStub stub(connection.ChannelTo(Service::kCase));
    v1::MergeCaseRequest request;
    request.set_name(CaseName(connection, options->name));
    request.set_into(CaseName(connection, options->other));
    request.set_reason(options->reason);
    request.set_request_id(RequestIdOr(options->request_id));
    PrintMerged(context, connection.Call(stub, &MergeStub::MergeCase, request, "merging the cases").case_());
  });
}

void AddUnmergeCase(CLI::App& cases, Context& context) {
  auto* unmerge = cases.add_subcommand("unmerge", "Bring a case that was merged back as it was");
  auto options = std::make_shared<MergeOptions>();
  unmerge->add_option("case", options->name, kMatterHelp)->required();
  AddRequestId(*unmerge, options->request_id);
  unmerge->footer("Example: amparo case unmerge cebu/CEB-2014-011");
  unmerge->callback([options, &context] {
    Connection& connection = context.connection();
    MergeStub stub(connection.ChannelTo(Service::kCase));
    v1::UnmergeCaseRequest request;
    request.set_name(CaseName(connection, options->name));
    request.set_request_id(RequestIdOr(options->request_id));
    PrintMerged(context, connection.Call(stub, &MergeStub::UnmergeCase, request, "parting the cases"));
  });
}

// `what` the two are, as the argument that names the first says.
std::shared_ptr<MergeOptions> AddDistinguishOptions(CLI::App& distinguish, const char* what, const char* help) {
  auto options = std::make_shared<MergeOptions>();
  distinguish.add_option(what, options->name, help)->required();
  distinguish.add_option("--from", options->other, StrCat("The other ", what))->required();
  distinguish.add_option("--reason", options->reason, kMergeReasonHelp)->required();
  AddRequestId(distinguish, options->request_id);
  return options;
}

void PrintDistinction(Context& context, const v1::Distinction& record) {
  Table table({"first", "second", "reason", "name"});
  table.Add(Json{
      {"first", record.first()}, {"second", record.second()}, {"reason", record.reason()}, {"name", record.name()}});
  context.PrintResource(record, table);
}

void AddDistinguishPersons(CLI::App& persons, Context& context) {
  auto* distinguish = persons.add_subcommand("distinguish", "Record that two people are not one");
  auto options = AddDistinguishOptions(*distinguish, "person", kRecordHelp);
  distinguish->footer(
      "Example: amparo person distinguish offices/cebu/persons/ID --from offices/cebu/persons/OTHER --reason "
      "\"twins\"");
  distinguish->callback([options, &context] {
    Connection& connection = context.connection();
    MergeStub stub(connection.ChannelTo(Service::kCase));
    v1::DistinguishPersonsRequest request;
    request.set_name(options->name);
    request.set_other(options->other);
    request.set_reason(options->reason);
    request.set_request_id(RequestIdOr(options->request_id));
    PrintDistinction(context, connection.Call(stub, &MergeStub::DistinguishPersons, request, "telling the two apart"));
  });
}

void AddDistinguishCases(CLI::App& cases, Context& context) {
  auto* distinguish = cases.add_subcommand("distinguish", "Record that two cases are not of one matter");
  auto options = AddDistinguishOptions(*distinguish, "case", kMatterHelp);
  distinguish->footer(
      "Example: amparo case distinguish cebu/CEB-2014-011 --from cebu/CEB-2014-007 --reason \"another raid\"");
  distinguish->callback([options, &context] {
    Connection& connection = context.connection();
    MergeStub stub(connection.ChannelTo(Service::kCase));
    v1::DistinguishCasesRequest request;
    request.set_name(CaseName(connection, options->name));
    request.set_other(CaseName(connection, options->other));
    request.set_reason(options->reason);
    request.set_request_id(RequestIdOr(options->request_id));
    PrintDistinction(context, connection.Call(stub, &MergeStub::DistinguishCases, request, "telling the cases apart"));
  });
}

}  // namespace

void AddDuplicateCommands(CLI::App& persons, Context& context) {
  AddDuplicates(persons, context);
  AddMergePerson(persons, context);
  AddUnmergePerson(persons, context);
  AddDistinguishPersons(persons, context);
}

void AddCaseDuplicateCommands(CLI::App& cases, Context& context) {
  AddDuplicateCases(cases, context);
  AddDistinguishCases(cases, context);
  AddMergeCase(cases, context);
  AddUnmergeCase(cases, context);
}

}  // namespace amparo::cli
