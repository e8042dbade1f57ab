// amparo operation plan|list|show|approve|outcome|correct|cancel: police operations, for those on their need-to-know
// lists.
#include <memory>

#include "amparo/cases/v1/operation.grpc.pb.h"
#include "common/base/strings.h"
#include "services/cli/context.h"
#include "services/cli/lookup.h"
#include "services/cli/operation_rows.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

using cases::v1::OperationService;

std::string SitesText(const cases::v1::Operation& operation) {
  std::string text;
  for (const auto& site : operation.sites()) {
    const std::string outcome = ShortName(*cases::v1::SiteOutcome_descriptor(), "SITE_OUTCOME_", site.outcome());
    StrAppend(&text, text.empty() ? "" : "; ", site.number(), outcome.empty() ? "" : " ", outcome);
    if (site.adults_rescued() + site.minors_rescued() > 0) {
      StrAppend(&text, ", freed ", Counted(site.adults_rescued(), "adult"), " and ",
                Counted(site.minors_rescued(), "minor"));
    }
  }
  return text;
}

// Puts "PRINCIPAL" or "PRINCIPAL@TIME" on the list of an operation that is planned.
void AddReaderOption(const std::string& text, const absl::TimeZone& zone, cases::v1::Operation& operation) {
  cases::v1::OperationReader& reader = *operation.add_readers();
  const std::size_t at = text.rfind('@');
  reader.set_principal(text.substr(0, at));
  if (at != std::string::npos) *reader.mutable_open_time() = TimeFrom(text.substr(at + 1), zone, "--reader");
}

void AddOperationPlan(CLI::App& operations, Context& context) {
  struct Options {
    std::string given, start, unit, text, follows, request_id;
    std::vector<std::string> venues, readers;
  };
  auto* plan = operations.add_subcommand("plan", "Plan an operation; you keep its need-to-know list");
  auto options = std::make_shared<Options>();
  plan->add_option("case", options->given, "offices/OFFICE/cases/ID, or OFFICE/CASE-NUMBER")->required();
  plan->add_option("--start", options->start, "The one moment at all sites, such as 2014-12-20T05:00")->required();
  plan->add_option("--unit", options->unit, "The police unit it is run with")->required();
  plan->add_option("--venue", options->venues, "A place, offices/OFFICE/venues/ID; once for each site")->required();
  plan->add_option("--plan", options->text, "The plan in words");
  plan->add_option("--follows", options->follows, "The operation that it follows up");
  plan->add_option("--reader", options->readers,
                   "Who else knows, as PRINCIPAL or PRINCIPAL@TIME from when place and start are open to them");
  AddRequestId(*plan, options->request_id);
  plan->footer(
      "Example: amparo operation plan cebu/CEB-2014-101 --start 2014-12-20T05:00 --unit \"Anti-trafficking police\" "
      "--venue offices/cebu/venues/ID --reader spiffe://amparo/people/t.leader@2014-12-20T03:00");
  plan->callback([options, &context] {
    Connection& connection = context.connection();
    cases::v1::CreateOperationRequest request;
    request.set_parent(CaseName(connection, options->given));
    const absl::TimeZone zone = ZoneOf(GetOffice(connection, OfficeOf(request.parent())).time_zone());
    cases::v1::Operation& operation = *request.mutable_operation();
    *operation.mutable_start_time() = TimeFrom(options->start, zone, "--start");
    operation.set_partner_unit(options->unit);
    operation.set_plan(options->text);
    operation.set_follows(options->follows);
    for (const std::string& venue : options->venues) operation.add_sites()->set_venue(venue);
    for (const std::string& reader : options->readers) AddReaderOption(reader, zone, operation);
    request.set_request_id(RequestIdOr(options->request_id));
    OperationService::Stub stub(connection.ChannelTo(Service::kCase));
    PrintOperation(context, connection.Call(stub, &OperationService::Stub::CreateOperation, request, "planning"));
  });
}

void AddOperationList(CLI::App& operations, Context& context) {
  struct Options {
    std::string given, follows, reason;
    Limit limit;
  };
  auto* list = operations.add_subcommand("list", "List a case's operations that you are on the list of");
  auto options = std::make_shared<Options>();
  list->add_option("case", options->given, "offices/OFFICE/cases/ID, or OFFICE/CASE-NUMBER")->required();
  list->add_option("--follows", options->follows, "Only those that follow up this operation");
  list->add_option("--reason", options->reason, "Why you look; kept");
  AddLimit(*list, options->limit);
  list->footer("Example: amparo operation list phnom-penh/PNH-2013-001");
  list->callback([options, &context] {
    Connection& connection = context.connection();
    OperationService::Stub stub(connection.ChannelTo(Service::kCase));
    cases::v1::ListOperationsRequest request;
    request.set_parent(CaseName(connection, options->given));
    request.set_follows(options->follows);
    request.set_reason(options->reason);
    Table table = OperationTable();
    const bool more =
        EachPage(connection, stub, &OperationService::Stub::ListOperations, request, context.Most(options->limit),
                 "listing operations", [&table](const cases::v1::ListOperationsResponse& page) {
                   for (const auto& operation : page.operations()) table.Add(OperationRow(operation));
                   return page.operations_size();
                 });
    context.PrintList(table, options->limit, more);
  });
}

void AddOperationShow(CLI::App& operations, Context& context) {
  struct Options {
    std::string name, reason;
    int plan_version = 0;
    bool full = false;
  };
  auto* show = operations.add_subcommand("show", "Show an operation; who reads what is kept with it");
  auto options = std::make_shared<Options>();
  show->add_option("operation", options->name, kOperationHelp)->required();
  show->add_flag("--full", options->full, "The plan in words too, and where those freed were brought");
  show->add_option("--plan-version", options->plan_version, "As this version of the plan was");
  show->add_option("--reason", options->reason, "Why you read it; kept");
  show->footer("Example: amparo operation show offices/cebu/cases/CASE/operations/ID --full --reason briefing");
  show->callback([options, &context] {
    cases::v1::GetOperationRequest request;
    request.set_name(options->name);
    if (options->full) request.set_view(amparo::types::v1::VIEW_FULL);
    request.set_plan_version(options->plan_version);
    request.set_reason(options->reason);
    Connection& connection = context.connection();
    OperationService::Stub stub(connection.ChannelTo(Service::kCase));
    PrintOperation(context,
                   connection.Call(stub, &OperationService::Stub::GetOperation, request, "reading the operation"));
  });
}

void AddOperationApprove(CLI::App& operations, Context& context) {
  struct Options {
    std::string name, etag, request_id;
  };
  auto* approve = operations.add_subcommand("approve", "Approve the present version of a plan");
  auto options = std::make_shared<Options>();
  approve->add_option("operation", options->name, kOperationHelp)->required();
  approve->add_option("--etag", options->etag, "Only if this is still the operation's etag");
  AddRequestId(*approve, options->request_id);
  approve->footer("Example: amparo operation approve offices/cebu/cases/CASE/operations/ID");
  approve->callback([options, &context] {
    cases::v1::ApproveOperationRequest request;
    request.set_name(options->name);
    request.set_etag(options->etag);
    request.set_request_id(RequestIdOr(options->request_id));
    Connection& connection = context.connection();
    OperationService::Stub stub(connection.ChannelTo(Service::kCase));
    PrintOperation(context, connection.Call(stub, &OperationService::Stub::ApproveOperation, request, "approving"));
  });
}

// What came of a site, as commands are told it.
struct OutcomeOptions {
  std::string name, outcome, request_id;
  int site = 1, adults = 0, minors = 0, arrests = 0;
};

void AddOutcomeOptions(CLI::App& command, OutcomeOptions& options) {
  command.add_option("operation", options.name, kOperationHelp)->required();
  command
      .add_option("--outcome", options.outcome,
                  "One of: " + ChoicesOf(*cases::v1::SiteOutcome_descriptor(), "SITE_OUTCOME_"))
      ->required();
  command.add_option("--site", options.site, "The site's number")->capture_default_str();
  command.add_option("--adults", options.adults, "Adults freed");
  command.add_option("--minors", options.minors, "Minors freed");
  command.add_option("--arrests", options.arrests, "People arrested");
  AddRequestId(command, options.request_id);
}

template <typename Request>
Request OutcomeRequest(const OutcomeOptions& options) {
  Request request;
  request.set_name(options.name);
  request.set_site(options.site);
  request.set_outcome(static_cast<cases::v1::SiteOutcome>(
      EnumFrom(*cases::v1::SiteOutcome_descriptor(), "SITE_OUTCOME_", options.outcome, "--outcome")));
  request.set_adults_rescued(options.adults);
  request.set_minors_rescued(options.minors);
  request.set_arrests(options.arrests);
  request.set_request_id(RequestIdOr(options.request_id));
  return request;
}

void AddOperationOutcome(CLI::App& operations, Context& context) {
  auto* outcome = operations.add_subcommand("outcome", "Record what came of one site");
  auto options = std::make_shared<OutcomeOptions>();
  AddOutcomeOptions(*outcome, *options);
  outcome->footer(
      "Example: amparo operation outcome offices/cebu/cases/CASE/operations/ID --outcome succeeded --minors 8");
  outcome->callback([options, &context] {
    const auto request = OutcomeRequest<cases::v1::RecordSiteOutcomeRequest>(*options);
    Connection& connection = context.connection();
    OperationService::Stub stub(connection.ChannelTo(Service::kCase));
    PrintOperation(context, connection.Call(stub, &OperationService::Stub::RecordSiteOutcome, request, "recording"));
  });
}

void AddOperationCorrect(CLI::App& operations, Context& context) {
  struct Options : OutcomeOptions {
    std::string entered, left, reason, etag;
  };
  auto* correct = operations.add_subcommand("correct", "Say what came of a site in truth; what was recorded is kept");
  auto options = std::make_shared<Options>();
  AddOutcomeOptions(*correct, *options);
  correct->add_option("--entered", options->entered, "When the team went in, such as 2014-12-20T05:02; all of it anew");
  correct->add_option("--left", options->left, "When it left");
  correct->add_option("--reason", options->reason, "Why what was recorded is wrong; kept")->required();
  correct->add_option("--etag", options->etag, "The operation's etag, of the outcome that is wrong")->required();
  correct->footer(
      "Example: amparo operation correct offices/cebu/cases/CASE/operations/ID --etag ETAG --outcome succeeded "
      "--minors 7 --reason \"one was counted twice\"");
  correct->callback([options, &context] {
    auto request = OutcomeRequest<cases::v1::CorrectSiteOutcomeRequest>(*options);
    request.set_reason(options->reason);
    request.set_etag(options->etag);
    Connection& connection = context.connection();
    if (!options->entered.empty() || !options->left.empty()) {
      const absl::TimeZone zone = ZoneOf(GetOffice(connection, OfficeOf(options->name)).time_zone());
      if (!options->entered.empty()) *request.mutable_entry_time() = TimeFrom(options->entered, zone, "--entered");
      if (!options->left.empty()) *request.mutable_exit_time() = TimeFrom(options->left, zone, "--left");
    }
    OperationService::Stub stub(connection.ChannelTo(Service::kCase));
    PrintOperation(context, connection.Call(stub, &OperationService::Stub::CorrectSiteOutcome, request, "correcting"));
  });
}

// Strikes out what was recorded one by one, by `method`.
template <typename Request>
void AddOperationStrike(CLI::App& operations, Context& context, const std::string& word, const std::string& about,
                        grpc::Status (OperationService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                       cases::v1::Operation*)) {
  struct Options {
    std::string name, reason, etag, request_id;
    int number = 0;
  };
  auto* command = operations.add_subcommand(word, about);
  auto options = std::make_shared<Options>();
  command->add_option("operation", options->name, kOperationHelp)->required();
  command->add_option("number", options->number, "The number of the entry (amparo operation show)")->required();
  command->add_option("--reason", options->reason, "Why it is wrong; kept")->required();
  command->add_option("--etag", options->etag, "Only if this is still the operation's etag");
  AddRequestId(*command, options->request_id);
  command->footer(StrCat("Example: amparo operation ", word,
                         " offices/cebu/cases/CASE/operations/ID 2 --reason \"entered twice\""));
  command->callback([options, method, &context] {
    Request request;
    request.set_name(options->name);
    request.set_number(options->number);
    request.set_reason(options->reason);
    request.set_etag(options->etag);
    request.set_request_id(RequestIdOr(options->request_id));
    Connection& connection = context.connection();
    OperationService::Stub stub(connection.ChannelTo(Service::kCase));
    PrintOperation(context, connection.Call(stub, method, request, "striking"));
  });
}

void AddOperationCancel(CLI::App& operations, Context& context) {
  struct Options {
    std::string name, reason, request_id;
  };
  auto* cancel = operations.add_subcommand("cancel", "Call an operation off");
  auto options = std::make_shared<Options>();
  cancel->add_option("operation", options->name, kOperationHelp)->required();
  cancel->add_option("--reason", options->reason, "Why")->required();
  AddRequestId(*cancel, options->request_id);
  cancel->footer(
      "Example: amparo operation cancel offices/cebu/cases/CASE/operations/ID --reason \"the place is shut\"");
  cancel->callback([options, &context] {
    cases::v1::CancelOperationRequest request;
    request.set_name(options->name);
    request.set_reason(options->reason);
    request.set_request_id(RequestIdOr(options->request_id));
    Connection& connection = context.connection();
    OperationService::Stub stub(connection.ChannelTo(Service::kCase));
    PrintOperation(context, connection.Call(stub, &OperationService::Stub::CancelOperation, request, "calling it off"));
  });
}

}  // namespace

Table OperationTable() {
  return Table({"start", "state", "plan_version", "unit", "sites", "withheld_until", "name"});
}

Json OperationRow(const cases::v1::Operation& operation) {
  return Json{{"start", TextOf(operation.start_time())},
              {"state", ShortName(*cases::v1::OperationState_descriptor(), "OPERATION_STATE_", operation.state())},
              {"plan_version", operation.plan_version()},
              {"unit", operation.partner_unit()},
              {"sites", SitesText(operation)},
              {"withheld_until", TextOf(operation.withheld_until())},
              {"name", operation.name()}};
}

void PrintOperation(Context& context, const cases::v1::Operation& operation) {
  Table table = OperationTable();
  table.Add(OperationRow(operation));
  context.PrintResource(operation, table);
}

void AddOperationCommands(CLI::App& app, Context& context) {
  auto* operations = app.add_subcommand(
      "operation", "Police operations: plan, list, show, approve, outcome, correct, cancel; compartments");
  operations->require_subcommand(1);
  AddOperationPlan(*operations, context);
  AddOperationList(*operations, context);
  AddOperationShow(*operations, context);
  AddOperationApprove(*operations, context);
  AddOperationOutcome(*operations, context);
  AddOperationCorrect(*operations, context);
  AddOperationStrike(*operations, context, "strike-freed", "Strike out somebody freed who was recorded in error",
                     &OperationService::Stub::StrikeFreedPerson);
  AddOperationStrike(*operations, context, "strike-arrest", "Strike out an arrest that was recorded in error",
                     &OperationService::Stub::StrikeArrest);
  AddOperationCancel(*operations, context);
  AddCompartmentCommands(*operations, context);
}

}  // namespace amparo::cli
