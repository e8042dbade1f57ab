// amparo import faults|fault|resolve
#include <memory>

#include "amparo/cases/v1/import_fault.grpc.pb.h"
#include "services/cli/context.h"
#include "services/cli/lookup.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace v1 = cases::v1;
using FaultStub = v1::ImportFaultService::Stub;

Table FaultTable() {
  return Table({"source", "row", "state", "reason", "what", "name"});
}

// What is wrong, a line: "decided_on: must not be before column registered_on".
std::string WordsOf(const v1::ImportFault& fault) {
  std::string words;
  for (const v1::ImportViolation& one : fault.violations()) {
    if (!words.empty()) words += "; ";
    words += one.field().empty() ? one.rule() : one.field() + ": " + one.rule();
  }
  return words;
}

Json ImportFaultRow(const v1::ImportFault& fault) {
  return Json{{"source", fault.source()},
              {"row", fault.row()},
              {"state", ShortName(*v1::ImportFaultState_descriptor(), "IMPORT_FAULT_STATE_", fault.state())},
              {"reason", fault.reason()},
              {"what", WordsOf(fault)},
              {"case", fault.case_()},
              {"resolution", fault.resolution()},
              {"name", fault.name()}};
}

void PrintFault(Context& context, const v1::ImportFault& fault) {
  Table table = FaultTable();
  table.Add(ImportFaultRow(fault));
  context.PrintResource(fault, table);
}

void AddFaults(CLI::App& import, Context& context) {
  struct Options {
    std::string office, source, state;
    Limit limit;
  };
  auto* list = import.add_subcommand("faults", "List rows that were rejected");
  auto options = std::make_shared<Options>();
  list->add_option("--office", options->office, "The office, such as cebu")->required();
  list->add_option("--source", options->source, "Only those of this file");
  list->add_option("--state", options->state,
                   "Only these: " + ChoicesOf(*v1::ImportFaultState_descriptor(), "IMPORT_FAULT_STATE_"));
  AddLimit(*list, options->limit);
  list->footer("Example: amparo import faults --office cebu --state open");
  list->callback([options, &context] {
    Connection& connection = context.connection();
    FaultStub stub(connection.ChannelTo(Service::kCase));
    v1::ListImportFaultsRequest request;
    request.set_parent(OfficeName(options->office));
    request.set_source(options->source);
    if (!options->state.empty()) {
      request.set_state(static_cast<v1::ImportFaultState>(
          EnumFrom(*v1::ImportFaultState_descriptor(), "IMPORT_FAULT_STATE_", options->state, "--state")));
    }
    Table table = FaultTable();
    const bool more = EachPage(connection, stub, &FaultStub::ListImportFaults, request, context.Most(options->limit),
                               "listing the faults", [&table](const v1::ListImportFaultsResponse& page) {
                                 for (const auto& fault : page.import_faults()) table.Add(ImportFaultRow(fault));
                                 return page.import_faults_size();
                               });
    context.PrintList(table, options->limit, more);
  });
}

void AddFault(CLI::App& import, Context& context) {
  auto* get = import.add_subcommand("fault", "Show a rejected row with what it holds; the read is audited");
  auto name = std::make_shared<std::string>();
  get->add_option("fault", *name, "offices/OFFICE/importFaults/ID")->required();
  get->footer("Example: amparo import fault offices/cebu/importFaults/ID --format json");
  get->callback([name, &context] {
    Connection& connection = context.connection();
    FaultStub stub(connection.ChannelTo(Service::kCase));
    v1::GetImportFaultRequest request;
    request.set_name(*name);
    request.set_view(types::v1::VIEW_FULL);
    const v1::ImportFault fault = connection.Call(stub, &FaultStub::GetImportFault, request, "reading the fault");
    PrintFault(context, fault);
    if (context.format() != Format::kTable) return;
    const v1::ImportFaultContent& content = fault.content();
    if (content.has_bundle()) context.out() << JsonOf(content.bundle()).dump(2) << "\n";
    if (!content.text().empty()) context.out() << Printable(content.text()) << "\n";
  });
}

void AddResolve(CLI::App& import, Context& context) {
  struct Options {
    std::string fault, resolution, request_id;
  };
  auto* resolve = import.add_subcommand("resolve", "Note that a rejected row was dealt with; its content is destroyed");
  auto options = std::make_shared<Options>();
  resolve->add_option("fault", options->fault, "offices/OFFICE/importFaults/ID")->required();
  resolve->add_option("--resolution", options->resolution, "What became of the row")->required();
  AddRequestId(*resolve, options->request_id);
  resolve->footer("Example: amparo import resolve offices/cebu/importFaults/ID --resolution \"no case: a test entry\"");
  resolve->callback([options, &context] {
    Connection& connection = context.connection();
    FaultStub stub(connection.ChannelTo(Service::kCase));
    v1::ResolveImportFaultRequest request;
    request.set_name(options->fault);
    request.set_resolution(options->resolution);
    request.set_request_id(RequestIdOr(options->request_id));
    PrintFault(context, connection.Call(stub, &FaultStub::ResolveImportFault, request, "resolving the fault"));
  });
}

}  // namespace

void AddImportFaultCommands(CLI::App& import, Context& context) {
  AddFaults(import, context);
  AddFault(import, context);
  AddResolve(import, context);
}

}  // namespace amparo::cli
