// amparo operation reader|freeze|unfreeze|break-glass|grant|exposure: who may know of an operation, and who could have.
#include <memory>

#include "amparo/cases/v1/compartment.grpc.pb.h"
#include "common/base/strings.h"
#include "services/cli/context.h"
#include "services/cli/lookup.h"
#include "services/cli/operation_rows.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

using cases::v1::CompartmentService;

void AddReaderAdd(CLI::App& operations, Context& context) {
  struct Options {
    std::string name, principal, open, request_id;
    bool keeper = false;
  };
  auto* add = operations.add_subcommand("add-reader", "Put somebody on the need-to-know list, or change their entry");
  auto options = std::make_shared<Options>();
  add->add_option("operation", options->name, kOperationHelp)->required();
  add->add_option("principal", options->principal, "Who, such as spiffe://amparo/people/t.leader")->required();
  add->add_option("--open", options->open,
                  "From when place and start are open to them, such as 2014-12-20T03:00; the start when absent");
  add->add_flag("--keeper", options->keeper, "They keep the list too, and know everything at once");
  AddRequestId(*add, options->request_id);
  add->footer(
      "Example: amparo operation add-reader offices/cebu/cases/CASE/operations/ID spiffe://amparo/people/t.leader "
      "--open 2014-12-20T03:00");
  add->callback([options, &context] {
    Connection& connection = context.connection();
    cases::v1::AddReaderRequest request;
    request.set_name(options->name);
    request.mutable_reader()->set_principal(options->principal);
    request.mutable_reader()->set_keeper(options->keeper);
    if (!options->open.empty()) {
      const absl::TimeZone zone = ZoneOf(GetOffice(connection, OfficeOf(options->name)).time_zone());
      *request.mutable_reader()->mutable_open_time() = TimeFrom(options->open, zone, "--open");
    }
    request.set_request_id(RequestIdOr(options->request_id));
    CompartmentService::Stub stub(connection.ChannelTo(Service::kCase));
    PrintOperation(context, connection.Call(stub, &CompartmentService::Stub::AddReader, request, "changing the list"));
  });
}

void AddReaderRemove(CLI::App& operations, Context& context) {
  struct Options {
    std::string name, principal, request_id;
  };
  auto* remove = operations.add_subcommand("remove-reader", "Take somebody off the need-to-know list");
  auto options = std::make_shared<Options>();
  remove->add_option("operation", options->name, kOperationHelp)->required();
  remove->add_option("principal", options->principal, "Who, such as spiffe://amparo/people/t.leader")->required();
  AddRequestId(*remove, options->request_id);
  remove->footer(
      "Example: amparo operation remove-reader offices/cebu/cases/CASE/operations/ID spiffe://amparo/people/t.leader");
  remove->callback([options, &context] {
    cases::v1::RemoveReaderRequest request;
    request.set_name(options->name);
    request.set_principal(options->principal);
    request.set_request_id(RequestIdOr(options->request_id));
    Connection& connection = context.connection();
    CompartmentService::Stub stub(connection.ChannelTo(Service::kCase));
    PrintOperation(context,
                   connection.Call(stub, &CompartmentService::Stub::RemoveReader, request, "changing the list"));
  });
}

void PrintCompartment(Context& context, const cases::v1::Compartment& compartment) {
  Table table({"operation", "frozen", "frozen_by", "since"});
  table.Add(Json{{"operation", compartment.operation()},
                 {"frozen", compartment.frozen() ? "yes" : "no"},
                 {"frozen_by", compartment.frozen_by()},
                 {"since", TextOf(compartment.change_time())}});
  context.PrintResource(compartment, table);
}

// Freezes or opens a compartment by `method`.
template <typename Request>
void AddFreezing(CLI::App& operations, Context& context, const std::string& word, const std::string& about,
                 grpc::Status (CompartmentService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                  cases::v1::Compartment*)) {
  struct Options {
    std::string name, reason, request_id;
  };
  auto* command = operations.add_subcommand(word, about);
  auto options = std::make_shared<Options>();
  command->add_option("operation", options->name, kOperationHelp)->required();
  command->add_option("--reason", options->reason, "Why; kept")->required();
  AddRequestId(*command, options->request_id);
  command->footer(
      StrCat("Example: amparo operation ", word, " offices/cebu/cases/CASE/operations/ID --reason \"a leak\""));
  command->callback([options, method, word, &context] {
    Request request;
    request.set_name(options->name);
    request.set_reason(options->reason);
    request.set_request_id(RequestIdOr(options->request_id));
    Connection& connection = context.connection();
    CompartmentService::Stub stub(connection.ChannelTo(Service::kCase));
    PrintCompartment(context, connection.Call(stub, method, request, word));
  });
}

void PrintBreakGlass(Context& context, const cases::v1::BreakGlass& request) {
  Table table({"requester", "state", "granter", "expires", "operation", "name"});
  table.Add(Json{{"requester", request.requester()},
                 {"state", ShortName(*cases::v1::BreakGlassState_descriptor(), "BREAK_GLASS_STATE_", request.state())},
                 {"granter", request.granter()},
                 {"expires", TextOf(request.expire_time())},
                 {"operation", request.operation()},
                 {"name", request.name()}});
  context.PrintResource(request, table);
}

void AddBreakGlass(CLI::App& operations, Context& context) {
  struct Options {
    std::string operation, reason, request_id;
  };
  auto* ask = operations.add_subcommand("break-glass", "Ask to read an operation whose list you are not on");
  auto options = std::make_shared<Options>();
  ask->add_option("operation", options->operation, "offices/OFFICE/cases/CASE/operations/ID")->required();
  ask->add_option("--reason", options->reason, "Why; kept")->required();
  AddRequestId(*ask, options->request_id);
  ask->footer(
      "Somebody else grants it. The answer is the same whether there is such an operation or not.\n"
      "Example: amparo operation break-glass offices/cebu/cases/CASE/operations/ID --reason \"a team is in danger\"");
  ask->callback([options, &context] {
    cases::v1::RequestBreakGlassRequest request;
    request.set_operation(options->operation);
    request.set_reason(options->reason);
    request.set_request_id(RequestIdOr(options->request_id));
    Connection& connection = context.connection();
    CompartmentService::Stub stub(connection.ChannelTo(Service::kCase));
    PrintBreakGlass(context, connection.Call(stub, &CompartmentService::Stub::RequestBreakGlass, request, "asking"));
  });
}

void AddGrant(CLI::App& operations, Context& context) {
  struct Options {
    std::string name, request_id;
    int minutes = 60;
  };
  auto* grant = operations.add_subcommand("grant", "Let somebody who asked read an operation; its list is told");
  auto options = std::make_shared<Options>();
  grant->add_option("request", options->name, "offices/OFFICE/cases/CASE/breakGlasses/ID")->required();
  grant->add_option("--minutes", options->minutes, "For how long, 1 to 60")->capture_default_str();
  AddRequestId(*grant, options->request_id);
  grant->footer("Example: amparo operation grant offices/cebu/cases/CASE/breakGlasses/ID --minutes 30");
  grant->callback([options, &context] {
    cases::v1::GrantBreakGlassRequest request;
    request.set_name(options->name);
    request.set_minutes(options->minutes);
    request.set_request_id(RequestIdOr(options->request_id));
    Connection& connection = context.connection();
    CompartmentService::Stub stub(connection.ChannelTo(Service::kCase));
    PrintBreakGlass(context, connection.Call(stub, &CompartmentService::Stub::GrantBreakGlass, request, "granting"));
  });
}

Json ExposedRow(const cases::v1::ExposedPerson& person) {
  Json versions = Json::array();
  for (const int64_t version : person.plan_versions()) versions.push_back(version);
  return Json{{"who", person.principal()},
              {"by", ShortName(*cases::v1::ExposureBasis_descriptor(), "EXPOSURE_BASIS_", person.basis())},
              {"listed", TextOf(person.listed_time())},
              {"could_know", TextOf(person.could_know_time())},
              {"knew", TextOf(person.knew_time())},
              {"reads", person.reads()},
              {"plan_versions", std::move(versions)}};
}

void AddExposure(CLI::App& operations, Context& context) {
  struct Options {
    std::string operation, as_of, reason;
  };
  auto* exposure = operations.add_subcommand(
      "exposure", "Who could have known place and start, who did and in what order; for auditors and keepers");
  auto options = std::make_shared<Options>();
  exposure->add_option("operation", options->operation, kOperationHelp)->required();
  exposure->add_option("--as-of", options->as_of, "Up to this moment, such as 2013-06-20T04:00 (UTC); now when absent");
  exposure->add_option("--reason", options->reason, "Why you ask; kept");
  exposure->footer(
      "Example: amparo operation exposure offices/phnom-penh/cases/CASE/operations/ID --reason \"tipped off\"");
  exposure->callback([options, &context] {
    cases::v1::ExposureReportRequest request;
    request.set_operation(options->operation);
    request.set_reason(options->reason);
    if (!options->as_of.empty()) {
      *request.mutable_as_of() = TimeFrom(options->as_of, absl::UTCTimeZone(), "--as-of");
    }
    Connection& connection = context.connection();
    CompartmentService::Stub stub(connection.ChannelTo(Service::kCase));
    const auto report = connection.Call(stub, &CompartmentService::Stub::ExposureReport, request, "reporting");
    Table table({"who", "by", "listed", "could_know", "knew", "reads", "plan_versions"});
    for (const auto& person : report.people()) table.Add(ExposedRow(person));
    context.PrintResource(report, table);
  });
}

}  // namespace

void AddCompartmentCommands(CLI::App& operations, Context& context) {
  AddReaderAdd(operations, context);
  AddReaderRemove(operations, context);
  AddFreezing(operations, context, "freeze", "Let nobody read an operation, from now on and in one act",
              &CompartmentService::Stub::FreezeCompartment);
  AddFreezing(operations, context, "unfreeze", "Open a frozen compartment again; by a keeper who did not freeze it",
              &CompartmentService::Stub::UnfreezeCompartment);
  AddBreakGlass(operations, context);
  AddGrant(operations, context);
  AddExposure(operations, context);
}

}  // namespace amparo::cli
