// amparo audit list|verify
#include <memory>

#include "amparo/cases/v1/audit_service.grpc.pb.h"
#include "amparo/scheduling/v1/audit_service.grpc.pb.h"
#include "common/base/strings.h"
#include "services/cli/context.h"
#include "services/cli/lookup.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

// The longest a service lets a verification take.
constexpr absl::Duration kVerifyTime = absl::Minutes(30);

// Calls `call` with the stub of the service's AuditService.
template <typename Call>
void WithAuditStub(Connection& connection, Service service, Call call) {
  if (service == Service::kScheduling) {
    scheduling::v1::AuditService::Stub stub(connection.ChannelTo(service));
    call(stub);
  } else {
    cases::v1::AuditService::Stub stub(connection.ChannelTo(service));
    call(stub);
  }
}

void AddService(CLI::App& command, Service& service) {
  AddChoice<Service>(command, "--service", {{"case", Service::kCase}, {"scheduling", Service::kScheduling}}, service,
                     "Whose trail; default: case");
}

Json EntryRow(const audit::v1::AuditEntry& entry) {
  Json fields = Json::array();
  for (const std::string& field : entry.fields()) fields.push_back(field);
  return Json{{"time", TextOf(entry.audit_time())},
              {"caller", entry.caller()},
              {"action", ShortName(*audit::v1::AuditAction_descriptor(), "AUDIT_ACTION_", entry.action())},
              {"method", LastPart(entry.method())},
              {"resource", entry.resource_name()},
              {"version", entry.version()},
              {"fields", std::move(fields)},
              {"reason", entry.reason()},
              {"chain_number", entry.chain_number()},
              {"compartment", entry.compartment()},
              {"trace_id", entry.trace_id()},
              {"name", entry.name()}};
}

struct AuditListOptions {
  Service service = Service::kCase;
  std::string office, resource, caller, action, from, to, compartment, reason;
  Limit limit;
};

audit::v1::ListAuditEntriesRequest RequestOf(const AuditListOptions& options) {
  audit::v1::ListAuditEntriesRequest request;
  request.set_parent(OfficeName(options.office));
  request.set_resource_name(options.resource);
  request.set_caller(options.caller);
  request.set_compartment(options.compartment);
  request.set_reason(options.reason);
  if (!options.action.empty()) {
    request.set_action(static_cast<audit::v1::AuditAction>(
        EnumFrom(*audit::v1::AuditAction_descriptor(), "AUDIT_ACTION_", options.action, "--action")));
  }
  const absl::TimeZone utc = absl::UTCTimeZone();
  if (!options.from.empty()) *request.mutable_start_time() = TimeFrom(options.from, utc, "--from");
  if (!options.to.empty()) *request.mutable_end_time() = TimeFrom(options.to, utc, "--to");
  return request;
}

void AddAuditList(CLI::App& audit, Context& context) {
  auto* list =
      audit.add_subcommand("list", "Show who read or changed what, the newest first; the look is itself a row");
  auto options = std::make_shared<AuditListOptions>();
  list->add_option("--office", options->office, "The office, such as cebu")->required();
  list->add_option("--resource", options->resource, "Only this resource and what stands under it, by its name");
  list->add_option("--caller", options->caller, "Only what this caller did, such as spiffe://amparo/front-desk");
  list->add_option("--action", options->action,
                   "Only: " + ChoicesOf(*audit::v1::AuditAction_descriptor(), "AUDIT_ACTION_"));
  list->add_option("--from", options->from, "Only from this time on, such as 2014-11-03T09:00 (UTC)");
  list->add_option("--to", options->to, "Only before this time");
  list->add_option("--compartment", options->compartment, "The trail of this operation, by its name");
  list->add_option("--reason", options->reason, "Why you look; kept");
  AddService(*list, options->service);
  AddLimit(*list, options->limit);
  list->footer("Example: amparo audit list --office cebu --action read --from 2014-11-01T00:00");
  list->callback([options, &context] {
    Connection& connection = context.connection();
    Table table({"time", "caller", "action", "method", "resource", "version", "fields", "reason", "chain_number"});
    bool more = false;
    WithAuditStub(connection, options->service, [&]<typename Stub>(Stub& stub) {
      more = EachPage(connection, stub, &Stub::ListAuditEntries, RequestOf(*options), context.Most(options->limit),
                      "reading the audit trail", [&table](const audit::v1::ListAuditEntriesResponse& page) {
                        for (const auto& entry : page.audit_entries()) table.Add(EntryRow(entry));
                        return page.audit_entries_size();
                      });
    });
    context.PrintList(table, options->limit, more);
  });
}

Json FaultRow(const audit::v1::AuditFault& fault) {
  Json row{{"kind", ShortName(*audit::v1::AuditFaultKind_descriptor(), "AUDIT_FAULT_KIND_", fault.kind())}};
  if (fault.withheld() || !fault.compartment().empty()) {
    row["compartment"] = fault.withheld() ? "(withheld)" : fault.compartment();
  }
  if (fault.chain_number() != 0) row["chain_number"] = fault.chain_number();
  if (fault.heads_line() != 0) row["heads_line"] = fault.heads_line();
  row["description"] = fault.description();
  if (!fault.entry().empty()) row["entry"] = fault.entry();
  return row;
}

// What a verification found, as far as it is told.
struct Verdict {
  audit::v1::VerifyAuditResponse last;
  Table faults{{"kind", "compartment", "chain_number", "heads_line", "description", "entry"}};
  int count = 0;
};

Verdict Verify(Connection& connection, Service service, const audit::v1::VerifyAuditRequest& request, int most) {
  Verdict verdict;
  WithAuditStub(connection, service, [&](auto& stub) {
    const auto call = connection.ReadContext(kVerifyTime);
    const auto reader = stub.VerifyAudit(call.get(), request);
    while (reader->Read(&verdict.last)) {
      for (const auto& fault : verdict.last.faults()) {
        if (most == 0 || verdict.count < most) verdict.faults.Add(FaultRow(fault));
        ++verdict.count;
      }
    }
    Check(errors::FromGrpc(reader->Finish()), "verifying the audit trail");
  });
  if (!verdict.last.complete()) throw Failure(kFailed, "the verification ended before it was complete");
  return verdict;
}

void AddVerify(CLI::App& audit, Context& context) {
  struct Options {
    Service service = Service::kCase;
    std::string office, reason;
    Limit limit{100, std::nullopt};
  };
  auto* verify = audit.add_subcommand(
      "verify",
      "Prove that nothing of an office's trail was edited, deleted, swapped or cut off; exit code 8 when it was");
  auto options = std::make_shared<Options>();
  verify->add_option("--office", options->office, "The office, such as cebu")->required();
  verify->add_option("--reason", options->reason, "Why you verify; kept");
  AddService(*verify, options->service);
  AddLimit(*verify, options->limit);
  verify->footer("Example: amparo audit verify --office cebu");
  verify->callback([options, &context] {
    audit::v1::VerifyAuditRequest request;
    request.set_name(OfficeName(options->office));
    request.set_reason(options->reason);
    const int most = context.Most(options->limit);
    const Verdict verdict = Verify(context.connection(), options->service, request, most);
    if (verdict.count > 0 || context.format() != Format::kTable) {
      context.PrintList(verdict.faults, options->limit, most != 0 && verdict.count > most);
    }
    const std::string looked_at =
        StrCat(Counted(verdict.last.rows_verified(), "row"), ", ", Counted(verdict.last.chains_verified(), "chain"),
               ", ", Counted(verdict.last.heads_verified(), "signed head"));
    if (verdict.count > 0) {
      throw Failure(kFaults, StrCat("the audit trail of ", request.name(),
                                    " is not whole: ", Counted(verdict.count, "fault"), " (", looked_at, ")"));
    }
    std::ostream& say = context.format() == Format::kTable ? context.out() : context.err();
    say << "the audit trail of " << request.name() << " is whole (" << looked_at << ")\n";
  });
}

}  // namespace

void AddAuditCommands(CLI::App& app, Context& context) {
  auto* audit = app.add_subcommand("audit", "The audit trail: list, verify")->require_subcommand(1);
  AddAuditList(*audit, context);
  AddVerify(*audit, context);
}

}  // namespace amparo::cli
