// amparo grant add|list|revoke
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
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

v1::Grant Revoke(Connection& connection, const std::string& grant, const std::string& reason,
                 const std::string& request_id) {
  GrantStub stub(connection.ChannelTo(Service::kCase));
  v1::RevokeGrantRequest request;
  request.set_name(grant);
  request.set_reason(reason);
  request.set_request_id(RequestIdOr(request_id));
  return connection.Call(stub, &GrantStub::RevokeGrant, request, "taking the role back");
}

// Takes back all that a person has: one that cannot be taken keeps none of the others from it. A Failure then tells
// which are left, with the code of the first.
void RevokeAll(const std::string& person, const std::string& reason, Context& context) {
  Connection& connection = context.connection();
  GrantStub stub(connection.ChannelTo(Service::kCase));
  v1::ListGrantsRequest request;
  request.set_parent(OfficeName("-"));
  request.set_principal(PersonIdentity(person));
  std::vector<std::string> names;
  EachPage(connection, stub, &GrantStub::ListGrants, request, 0, "listing grants",
           [&names](const v1::ListGrantsResponse& page) {
             for (const auto& grant : page.grants()) names.push_back(grant.name());
             return page.grants_size();
           });
  if (names.empty()) {
    throw Failure(kNotFound, StrCat(request.principal(), " has no role in any office whose grants you may list"));
  }
  Table revoked = GrantTable();
  std::vector<std::string> left;
  ExitCode code = kOk;
  for (const std::string& name : names) {
    try {
      revoked.Add(GrantRow(Revoke(connection, name, reason, "")));
    } catch (const Failure& failure) {
      if (left.empty()) code = failure.code();
      left.push_back(StrCat("\n  ", name, ": ", failure.what()));
    }
  }
  context.Print(revoked);
  if (left.empty()) return;
  throw Failure(code, StrCat(left.size(), " of ", Counted(static_cast<int64_t>(names.size()), "role"),
                             " not taken back:", absl::StrJoin(left, "")));
}

void AddGrantRevoke(CLI::App& grants, Context& context) {
  struct Options {
    std::string grant, person, reason, request_id;
  };
  auto* revoke =
      grants.add_subcommand("revoke", "Take a role back, or all that a person has, from now on and for good");
  auto options = std::make_shared<Options>();
  auto* of = revoke->add_option_group("of", "Which");
  of->add_option("grant", options->grant, "offices/OFFICE/grants/ID");
  auto* person =
      of->add_option("--person", options->person,
                     "All roles of this person, a subject or an identity, in all offices whose grants you may list");
  of->require_option(1);
  revoke->add_option("--reason", options->reason, "Why, without anything that identifies a survivor")->required();
  AddRequestId(*revoke, options->request_id);
  // Of one act.
  person->excludes(revoke->get_option("--request-id"));
  revoke->footer(
      "Example: amparo grant revoke offices/cebu/grants/ID --reason \"has changed teams\"\n"
      "Example: amparo grant revoke --person a.attorney --reason \"has left\"\n"
      "Of a person's roles each is taken back by itself. Printed are those that were; what could not be taken back is "
      "told on stderr, with the exit code of the first of them. Exit code 3 when there is none.");
  revoke->callback([options, &context] {
    if (!options->person.empty()) return RevokeAll(options->person, options->reason, context);
    PrintGrant(context, Revoke(context.connection(), options->grant, options->reason, options->request_id));
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
