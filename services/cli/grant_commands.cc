// amparo grant add|list|revoke
#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "amparo/cases/v1/grant.grpc.pb.h"
#include "common/base/identity_names.h"
#include "common/base/strings.h"
#include "services/cli/context.h"
#include "services/cli/lookup.h"
#include "services/cli/values.h"

namespace amparo::cli {
namespace {

namespace v1 = cases::v1;
using GrantStub = v1::GrantService::Stub;

// "a.attorney", the subject of somebody's tokens, as their identity; an identity as it is.
std::string PersonIdentity(const std::string& given) {
  return absl::StartsWith(given, "spiffe://") ? given : StrCat(kPeoplePrefix, given);
}

// A role by its short name; a Failure for what is none.
options::v1::Role RoleToGive(const std::string& text) {
  return static_cast<options::v1::Role>(EnumFrom(*options::v1::Role_descriptor(), "ROLE_", text, "role"));
}

Table GrantTable() {
  return Table({"principal", "role", "start", "end", "revoked", "granter", "name"});
}

Json GrantRow(const v1::Grant& grant) {
  return Json{{"principal", grant.principal()},
              {"role", ShortName(*options::v1::Role_descriptor(), "ROLE_", grant.role())},
              {"start", TextOf(grant.start_time())},
              {"end", TextOf(grant.end_time())},
              {"revoked", TextOf(grant.revoke_time())},
              {"reason", grant.reason()},
              {"granter", grant.granter()},
              {"name", grant.name()}};
}

void PrintGrant(Context& context, const v1::Grant& grant) {
  Table table = GrantTable();
  table.Add(GrantRow(grant));
  context.PrintResource(grant, table);
}

void AddGrantAdd(CLI::App& grants, Context& context) {
  struct Options {
    std::string office, person, role, reason, from, until, request_id;
  };
  auto* add = grants.add_subcommand("add", "Give a person a role in an office");
  auto options = std::make_shared<Options>();
  add->add_option("office", options->office, "The office, such as cebu")->required();
  add->add_option("person", options->person, "The subject of their tokens, or spiffe://amparo/people/SUBJECT")
      ->required();
  add->add_option("role", options->role, "What they may be there, such as social-worker")->required();
  add->add_option("--reason", options->reason, "Why, without anything that identifies a survivor")->required();
  add->add_option("--from", options->from, "In force from then on, YYYY-MM-DDTHH:MM in the office; default: now");
  add->add_option("--until", options->until, "In force before then; default: until it is revoked");
  AddRequestId(*add, options->request_id);
  add->footer("Example: amparo grant add cebu a.attorney attorney --reason \"a new colleague\"");
  add->callback([options, &context] {
    Connection& connection = context.connection();
    GrantStub stub(connection.ChannelTo(Service::kCase));
    v1::CreateGrantRequest request;
    request.set_parent(OfficeName(options->office));
    request.set_request_id(RequestIdOr(options->request_id));
    v1::Grant& grant = *request.mutable_grant();
    grant.set_principal(PersonIdentity(options->person));
    grant.set_role(RoleToGive(options->role));
    grant.set_reason(options->reason);
    if (!options->from.empty() || !options->until.empty()) {
      const absl::TimeZone zone = ZoneOf(GetOffice(connection, request.parent()).time_zone());
      if (!options->from.empty()) *grant.mutable_start_time() = TimeFrom(options->from, zone, "--from");
      if (!options->until.empty()) *grant.mutable_end_time() = TimeFrom(options->until, zone, "--until");
    }
    PrintGrant(context, connection.Call(stub, &GrantStub::CreateGrant, request, "giving the role"));
  });
}

void AddGrantList(CLI::App& grants, Context& context) {
  struct Options {
    std::string office, person;
    bool all_offices = false;
    bool ended = false;
    Limit limit;
  };
  auto* list = grants.add_subcommand("list", "List who has which role in an office, or in all, in order of entry");
  auto options = std::make_shared<Options>();
  auto* of = list->add_option_group("of", "Whose");
  of->add_option("office", options->office, "The office, such as cebu");
  of->add_flag("--all-offices", options->all_offices, "All offices that you see");
  of->require_option(1);
  list->add_option("--person", options->person, "Only those of this person: a subject, or an identity");
  list->add_flag("--ended", options->ended, "Those that were revoked or are over too");
  AddLimit(*list, options->limit);
  list->footer("Example: amparo grant list --all-offices --person a.attorney");
  list->callback([options, &context] {
    Connection& connection = context.connection();
    GrantStub stub(connection.ChannelTo(Service::kCase));
    v1::ListGrantsRequest request;
    request.set_parent(OfficeName(options->all_offices ? "-" : options->office));
    if (!options->person.empty()) request.set_principal(PersonIdentity(options->person));
    request.set_show_ended(options->ended);
    Table table = GrantTable();
    const bool more = EachPage(connection, stub, &GrantStub::ListGrants, request, context.Most(options->limit),
                               "listing grants", [&table](const v1::ListGrantsResponse& page) {
                                 for (const auto& grant : page.grants()) table.Add(GrantRow(grant));
                                 return page.grants_size();
                               });
    context.PrintList(table, options->limit, more);
  });
}

void AddGrantRevoke(CLI::App& grants, Context& context) {
  struct Options {
    std::string grant, reason, request_id;
  };
  auto* revoke = grants.add_subcommand("revoke", "Take a role back, from now on and for good");
  auto options = std::make_shared<Options>();
  revoke->add_option("grant", options->grant, "offices/OFFICE/grants/ID")->required();
  revoke->add_option("--reason", options->reason, "Why, without anything that identifies a survivor")->required();
  AddRequestId(*revoke, options->request_id);
  revoke->footer("Example: amparo grant revoke offices/cebu/grants/ID --reason \"has left\"");
  revoke->callback([options, &context] {
    Connection& connection = context.connection();
    GrantStub stub(connection.ChannelTo(Service::kCase));
    v1::RevokeGrantRequest request;
    request.set_name(options->grant);
    request.set_reason(options->reason);
    request.set_request_id(RequestIdOr(options->request_id));
    PrintGrant(context, connection.Call(stub, &GrantStub::RevokeGrant, request, "taking the role back"));
  });
}

}  // namespace

void AddGrantCommands(CLI::App& app, Context& context) {
  auto* grants = app.add_subcommand("grant", "The roles of people: add, list, revoke")->require_subcommand(1);
  AddGrantAdd(*grants, context);
  AddGrantList(*grants, context);
  AddGrantRevoke(*grants, context);
}

}  // namespace amparo::cli
