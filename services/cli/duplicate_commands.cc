// amparo person duplicates|merge|unmerge|distinguish and amparo case merge|unmerge: records of one person, and cases of
// one matter, made one and parted again.
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
constexpr char kMergedCaseHelp[] = "OFFICE/CASE-NUMBER or offices/OFFICE/cases/ID";
constexpr char kMergeReasonHelp[] = "Why; kept in clear, so name nobody";

// "same_name +60, different_sex -40".
std::string ReasonsText(const v1::DuplicateCandidate& candidate) {
  std::vector<std::string> reasons;
  for (const v1::DuplicateReason& one : candidate.reasons()) {
    reasons.push_back(StrCat(ShortName(*v1::DuplicateReasonKind_descriptor(), "DUPLICATE_REASON_KIND_", one.kind()),
                             one.points() < 0 ? " " : " +", one.points()));
  }
  return absl::StrJoin(reasons, ", ");
}

Json DuplicateRow(const v1::DuplicateCandidate& candidate) {
  return Json{{"score", candidate.score()},
              {"called", candidate.person().profile().full_name()},
              {"pseudonym", candidate.person().pseudonym()},
              {"reasons", ReasonsText(candidate)},
              {"found_as", candidate.found_as()},
              {"name", candidate.person().name()}};
}

// The person of a search, or the draft that its options describe.
struct DuplicateOptions {
  std::string person, office, full_name, birth, phone;
  int limit = 10;
  int min_score = 50;
};

v1::FindDuplicatesRequest DuplicatesRequest(const DuplicateOptions& options) {
  v1::FindDuplicatesRequest request;
  request.set_max_results(options.limit);
  request.set_min_score(options.min_score);
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
  duplicates->add_option("--limit", options->limit, "At most so many")->check(CLI::Range(1, 50))->capture_default_str();
  duplicates->add_option("--min-score", options->min_score, "The least score to be told of")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
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

// What is said of two records that were made one, or parted.
struct MergeOptions {
  std::string name, into, reason, request_id;
};

std::shared_ptr<MergeOptions> AddMergeOptions(CLI::App& merge, const char* help) {
  auto options = std::make_shared<MergeOptions>();
  merge.add_option("name", options->name, StrCat("Which is given up: ", help))->required();
  merge.add_option("--into", options->into, "Which stands for both from now on")->required();
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
    request.set_into(options->into);
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

void AddDistinguish(CLI::App& persons, Context& context) {
  auto* distinguish = persons.add_subcommand("distinguish", "Record that two people are not one");
  auto options = std::make_shared<MergeOptions>();
  distinguish->add_option("person", options->name, kRecordHelp)->required();
  distinguish->add_option("--from", options->into, "The other person")->required();
  distinguish->add_option("--reason", options->reason, kMergeReasonHelp)->required();
  AddRequestId(*distinguish, options->request_id);
  distinguish->footer(
      "Example: amparo person distinguish offices/cebu/persons/ID --from offices/cebu/persons/OTHER --reason "
      "\"twins\"");
  distinguish->callback([options, &context] {
    Connection& connection = context.connection();
    MergeStub stub(connection.ChannelTo(Service::kCase));
    v1::DistinguishPersonsRequest request;
    request.set_name(options->name);
    request.set_other(options->into);
    request.set_reason(options->reason);
    request.set_request_id(RequestIdOr(options->request_id));
    const auto record = connection.Call(stub, &MergeStub::DistinguishPersons, request, "telling the two apart");
    Table table({"first", "second", "reason", "name"});
    table.Add(Json{
        {"first", record.first()}, {"second", record.second()}, {"reason", record.reason()}, {"name", record.name()}});
    context.PrintResource(record, table);
  });
}

}  // namespace

void AddDuplicateCommands(CLI::App& persons, Context& context) {
  AddDuplicates(persons, context);
  AddMergePerson(persons, context);
  AddUnmergePerson(persons, context);
  AddDistinguish(persons, context);
}

void AddCaseMergeCommands(CLI::App& cases, Context& context) {
  auto* merge = cases.add_subcommand("merge", "Merge a case into another one of the same matter; unmerge undoes it");
  auto options = AddMergeOptions(*merge, kMergedCaseHelp);
  merge->footer("Example: amparo case merge cebu/CEB-2014-011 --into cebu/CEB-2014-007 --reason \"reported twice\"");
  merge->callback([options, &context] {
    Connection& connection = context.connection();
    MergeStub stub(connection.ChannelTo(Service::kCase));
    v1::MergeCaseRequest request;
    request.set_name(CaseName(connection, options->name));
    request.set_into(CaseName(connection, options->into));
    request.set_reason(options->reason);
    request.set_request_id(RequestIdOr(options->request_id));
    PrintMerged(context, connection.Call(stub, &MergeStub::MergeCase, request, "merging the cases").case_());
  });
  auto* unmerge = cases.add_subcommand("unmerge", "Bring a case that was merged back as it was");
  auto parted = std::make_shared<MergeOptions>();
  unmerge->add_option("case", parted->name, kMergedCaseHelp)->required();
  AddRequestId(*unmerge, parted->request_id);
  unmerge->footer("Example: amparo case unmerge cebu/CEB-2014-011");
  unmerge->callback([parted, &context] {
    Connection& connection = context.connection();
    MergeStub stub(connection.ChannelTo(Service::kCase));
    v1::UnmergeCaseRequest request;
    request.set_name(CaseName(connection, parted->name));
    request.set_request_id(RequestIdOr(parted->request_id));
    PrintMerged(context, connection.Call(stub, &MergeStub::UnmergeCase, request, "parting the cases"));
  });
}

}  // namespace amparo::cli
