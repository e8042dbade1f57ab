// amparo case close|reopen|clock|link|links: how cases end and begin again, how long they took, what they have to do
// with each other.
#include <memory>

#include "amparo/cases/v1/case_link.grpc.pb.h"
#include "amparo/cases/v1/case_service.grpc.pb.h"
#include "amparo/cases/v1/lifecycle.grpc.pb.h"
#include "services/cli/context.h"
#include "services/cli/lookup.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace v1 = cases::v1;

constexpr char kLinkedCaseHelp[] = "offices/OFFICE/cases/ID, or OFFICE/CASE-NUMBER";

// What became of the last request to close a case.
Json ClosureRow(const v1::Case& record) {
  Json row{{"stage", ShortName(*v1::CaseStage_descriptor(), "CASE_STAGE_", record.stage())}, {"name", record.name()}};
  if (record.closure_requests().empty()) return row;
  const v1::ClosureRequest& last = record.closure_requests(record.closure_requests_size() - 1);
  row["request"] = ShortName(*v1::ClosureState_descriptor(), "CLOSURE_STATE_", last.state());
  row["code"] = ShortName(*v1::ClosureReason_descriptor(), "CLOSURE_REASON_", last.closure_reason());
  row["requested_by"] = last.request().actor();
  row["decided_by"] = last.decision().actor();
  return row;
}

void AddClose(CLI::App& cases, Context& context) {
  struct Options {
    std::string name, reason, code, date, request_id;
    bool approve = false, reject = false, withdraw = false;
  };
  auto* close =
      cases.add_subcommand("close", "Ask for the closing of a case, or decide on what somebody else asked for");
  auto options = std::make_shared<Options>();
  close->add_option("case", options->name, kLinkedCaseHelp)->required();
  auto* approve = close->add_flag("--approve", options->approve, "Close it; for a supervisor who did not ask for it");
  auto* reject = close->add_flag("--reject", options->reject, "Leave it as it is; for such a supervisor");
  auto* withdraw = close->add_flag("--withdraw", options->withdraw, "Take your own request back");
  approve->excludes(reject)->excludes(withdraw);
  reject->excludes(withdraw);
  close->add_option("--reason", options->reason, "Why; required to ask and to reject");
  close
      ->add_option("--code", options->code,
                   "To ask for a case that was not disposed of, where it is required: " +
                       ChoicesOf(*v1::ClosureReason_descriptor(), "CLOSURE_REASON_"))
      ->excludes(approve)
      ->excludes(reject)
      ->excludes(withdraw);
  close->add_option("--date", options->date, "The day, YYYY-MM-DD; default: today in the office");
  AddRequestId(*close, options->request_id);
  close->footer("Example: amparo case close cebu/CEB-2014-007 --reason \"the sentence is being served\"");
  close->callback([options, &context] {
    using Stub = v1::LifecycleService::Stub;
    Connection& connection = context.connection();
    Stub stub(connection.ChannelTo(Service::kCase));
    v1::ClosureActRequest request;
    request.set_name(CaseName(connection, options->name));
    request.set_reason(options->reason);
    request.set_request_id(RequestIdOr(options->request_id));
    if (!options->date.empty()) *request.mutable_effective_date() = DateFrom(options->date, "--date");
    if (!options->code.empty()) {
      request.set_closure_reason(static_cast<v1::ClosureReason>(
          EnumFrom(*v1::ClosureReason_descriptor(), "CLOSURE_REASON_", options->code, "--code")));
    }
    auto method = &Stub::RequestClosure;
    if (options->approve) method = &Stub::ApproveClosure;
    if (options->reject) method = &Stub::RejectClosure;
    if (options->withdraw) method = &Stub::WithdrawClosure;
    const auto record = connection.Call(stub, method, request, "closing the case");
    Table table({"stage", "request", "code", "requested_by", "decided_by", "name"});
    table.Add(ClosureRow(record));
    context.PrintResource(record, table);
  });
}

void AddReopenCase(CLI::App& cases, Context& context) {
  struct Options {
    std::string name, reason, date, request_id;
    bool further = false;
  };
  auto* reopen = cases.add_subcommand("reopen", "Go on with a case that was closed or declined, where it was left");
  auto options = std::make_shared<Options>();
  reopen->add_option("case", options->name, kLinkedCaseHelp)->required();
  reopen->add_option("--reason", options->reason, "Why; nothing that identifies a person")->required();
  reopen->add_flag("--further-accused", options->further,
                   "Back to PROSECUTION, to charge somebody else; also of a case that is disposed of");
  reopen->add_option("--date", options->date, "The day, YYYY-MM-DD; default: today in the office");
  AddRequestId(*reopen, options->request_id);
  reopen->footer(
      "Example: amparo case reopen cebu/CEB-2014-007 --further-accused --reason \"one more of the ring was arrested\"");
  reopen->callback([options, &context] {
    Connection& connection = context.connection();
    v1::CaseService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::CaseActRequest request;
    request.set_name(CaseName(connection, options->name));
    request.set_reason(options->reason);
    request.set_request_id(RequestIdOr(options->request_id));
    if (options->further) request.set_reopen_reason(v1::REOPEN_REASON_FURTHER_ACCUSED);
    if (!options->date.empty()) *request.mutable_effective_date() = DateFrom(options->date, "--date");
    const auto record = connection.Call(stub, &v1::CaseService::Stub::ReopenCase, request, "reopening the case");
    Table table({"stage", "name"});
    table.Add(Json{{"stage", ShortName(*v1::CaseStage_descriptor(), "CASE_STAGE_", record.stage())},
                   {"name", record.name()}});
    context.PrintResource(record, table);
  });
}

void AddClock(CLI::App& cases, Context& context) {
  struct Options {
    std::string name, as_of;
  };
  auto* clock = cases.add_subcommand("clock", "On how many days a case was worked on; inactive periods do not count");
  auto options = std::make_shared<Options>();
  clock->add_option("case", options->name, kLinkedCaseHelp)->required();
  clock->add_option("--as-of", options->as_of, "The day it is read for, YYYY-MM-DD; default: today in the office");
  clock->footer("Example: amparo case clock cebu/CEB-2014-007 --as-of 2014-12-31");
  clock->callback([options, &context] {
    Connection& connection = context.connection();
    v1::LifecycleService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::GetCaseClockRequest request;
    request.set_name(CaseName(connection, options->name));
    if (!options->as_of.empty()) *request.mutable_as_of() = DateFrom(options->as_of, "--as-of");
    const auto answer =
        connection.Call(stub, &v1::LifecycleService::Stub::GetCaseClock, request, "reading the case's clock");
    Table table({"as_of", "active_days", "inactive_days", "running"});
    table.Add(Json{{"as_of", TextOf(answer.as_of())},
                   {"active_days", answer.active_days()},
                   {"inactive_days", answer.inactive_days()},
                   {"running", answer.running()}});
    context.PrintResource(answer, table);
  });
}

Table CaseLinkTable() {
  return Table({"kind", "state", "date", "other_case", "name"});
}

Json CaseLinkRow(const v1::CaseLink& link) {
  return Json{{"kind", ShortName(*v1::CaseLinkKind_descriptor(), "CASE_LINK_KIND_", link.kind())},
              {"state", ShortName(*v1::CaseLinkState_descriptor(), "CASE_LINK_STATE_", link.state())},
              {"date", TextOf(link.date())},
              {"other_case", link.other_case()},
              {"name", link.name()}};
}

void AddLinkCases(CLI::App& cases, Context& context) {
  struct Options {
    std::string from, to, kind, reason, request_id;
  };
  auto* link = cases.add_subcommand("link", "Link a case to another");
  auto options = std::make_shared<Options>();
  link->add_option("case", options->from, kLinkedCaseHelp)->required();
  link->add_option("--kind", options->kind,
                   "What it is to the other: " + ChoicesOf(*v1::CaseLinkKind_descriptor(), "CASE_LINK_KIND_"))
      ->required();
  link->add_option("--to", options->to, "The other case, of any office")->required();
  link->add_option("--reason", options->reason, "Why, without anything that identifies a person");
  AddRequestId(*link, options->request_id);
  link->footer("Example: amparo case link cebu/CEB-2014-007 --kind split-from --to cebu/CEB-2013-011");
  link->callback([options, &context] {
    Connection& connection = context.connection();
    v1::CaseLinkService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::CreateCaseLinkRequest request;
    request.set_parent(CaseName(connection, options->from));
    request.set_request_id(RequestIdOr(options->request_id));
    request.mutable_link()->set_kind(static_cast<v1::CaseLinkKind>(
        EnumFrom(*v1::CaseLinkKind_descriptor(), "CASE_LINK_KIND_", options->kind, "--kind")));
    request.mutable_link()->set_other_case(CaseName(connection, options->to));
    request.mutable_link()->set_reason(options->reason);
    const auto made = connection.Call(stub, &v1::CaseLinkService::Stub::CreateCaseLink, request, "linking the cases");
    Table table = CaseLinkTable();
    table.Add(CaseLinkRow(made));
    context.PrintResource(made, table);
  });
}

void AddCaseLinks(CLI::App& cases, Context& context) {
  struct Options {
    std::string name;
    bool withdrawn = false;
    Limit limit;
  };
  auto* links = cases.add_subcommand("links", "List what a case has to do with others, from both sides");
  auto options = std::make_shared<Options>();
  links->add_option("case", options->name, kLinkedCaseHelp)->required();
  links->add_flag("--withdrawn", options->withdrawn, "Those that were withdrawn too");
  AddLimit(*links, options->limit);
  links->footer("Example: amparo case links cebu/CEB-2014-007");
  links->callback([options, &context] {
    Connection& connection = context.connection();
    v1::CaseLinkService::Stub stub(connection.ChannelTo(Service::kCase));
    v1::ListCaseLinksRequest request;
    request.set_parent(CaseName(connection, options->name));
    request.set_show_withdrawn(options->withdrawn);
    Table table = CaseLinkTable();
    const bool more =
        EachPage(connection, stub, &v1::CaseLinkService::Stub::ListCaseLinks, request, context.Most(options->limit),
                 "listing links", [&table](const v1::ListCaseLinksResponse& page) {
                   for (const auto& link : page.links()) table.Add(CaseLinkRow(link));
                   return page.links_size();
                 });
    context.PrintList(table, options->limit, more);
  });
}

}  // namespace

void AddLifecycleCommands(CLI::App& cases, Context& context) {
  AddClose(cases, context);
  AddReopenCase(cases, context);
  AddClock(cases, context);
  AddLinkCases(cases, context);
  AddCaseLinks(cases, context);
}

}  // namespace amparo::cli
