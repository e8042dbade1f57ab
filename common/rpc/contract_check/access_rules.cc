#include "common/rpc/contract_check/access_rules.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "common/access/access.h"
#include "common/base/strings.h"

namespace amparo::rpc {
namespace {

using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using options::v1::AuthzRule;
using options::v1::Role;
using options::v1::Scope;

constexpr std::string_view kIntroduction =
    R"(# Who may call what

Made from the contract (`option (amparo.options.v1.authz)` of each RPC) and held against it by a test. Every cell is
called for real by the `access_table_test.cc` of its service, below `tests/integration/services`: by a workload that has
the role, and by a person who was granted it, who must be answered alike. None but workloads have the role `service`.
Written anew by

    build/release/bin/access_table build/release/common/rpc/contract_check/contract.binpb > protos/ACCESS.md

A caller without a role that has an `x` is answered `PERMISSION_DENIED`, whatever it asks for. One that has such a role is let through
(`allowed`) or answered the `NOT_FOUND` of what does not exist, by the scope of the RPC:

)";

std::string ScopeTable() {
  std::string table =
      "| scope | its office, on the list | its office, off the list | another office, on the list | another office, "
      "off the list |\n"
      "|---|---|---|---|---|\n";
  for (const Scope scope : {options::v1::SCOPE_OFFICE, options::v1::SCOPE_SHARED, options::v1::SCOPE_CALLERS_OFFICES,
                            options::v1::SCOPE_COMPARTMENT, options::v1::SCOPE_COMPARTMENT_OR_AUDITOR}) {
    StrAppend(&table, "| ", ScopeWord(scope), " |");
    for (const bool in_office : {true, false}) {
      for (const bool on_list : {true, false}) {
        AuthzRule rule;
        rule.add_roles(options::v1::ROLE_SUPERVISOR);
        rule.add_roles(options::v1::ROLE_AUDITOR);
        rule.set_scope(scope);
        const Gate gate = GateOf(rule, {options::v1::ROLE_SUPERVISOR, in_office, on_list});
        const Gate auditors = GateOf(rule, {options::v1::ROLE_AUDITOR, in_office, on_list});
        StrAppend(&table, " ", GateName(gate), gate == auditors ? "" : StrCat("; auditors ", GateName(auditors)), " |");
      }
    }
    StrAppend(&table, "\n");
  }
  return table;
}

std::string ServiceTable(const ServiceDescriptor& service) {
  std::string table = StrCat("\n## ", service.full_name(), "\n\n| RPC | scope |");
  std::string line = "|---|---|";
  for (const Role role : Roles()) {
    StrAppend(&table, " ", RoleWord(role), " |");
    line.append("---|");
  }
  StrAppend(&table, "\n", line, "\n");
  for (int i = 0; i < service.method_count(); ++i) {
    const MethodDescriptor& method = *service.method(i);
    const AuthzRule rule = method.options().GetExtension(options::v1::authz);
    const access::RoleSet allowed = access::RoleSet::Of(rule);
    StrAppend(&table, "| ", method.name(), " | ", ScopeWord(rule.scope()), " |");
    for (const Role role : Roles()) table.append(allowed.Has(role) ? " x |" : "  |");
    table.append("\n");
  }
  return table;
}

}  // namespace

Gate GateOf(const AuthzRule& rule, const Standing& standing) {
  if (!access::RoleSet::Of(rule).Has(standing.role)) return Gate::kPermissionDenied;
  const bool auditor = standing.role == options::v1::ROLE_AUDITOR;
  bool there = standing.in_office;
  if (rule.scope() == options::v1::SCOPE_SHARED || rule.scope() == options::v1::SCOPE_CALLERS_OFFICES) there = true;
  if (rule.scope() == options::v1::SCOPE_COMPARTMENT) there = there && standing.on_list;
  if (rule.scope() == options::v1::SCOPE_COMPARTMENT_OR_AUDITOR) there = there && (standing.on_list || auditor);
  return there ? Gate::kPassed : Gate::kNotFound;
}

std::string_view GateName(Gate gate) {
  switch (gate) {
    case Gate::kPassed:
      return "allowed";
    case Gate::kPermissionDenied:
      return "PERMISSION_DENIED";
    case Gate::kNotFound:
      return "NOT_FOUND";
  }
  return "";
}

std::string_view ScopeWord(Scope scope) {
  switch (scope) {
    case options::v1::SCOPE_SHARED:
      return "shared";
    case options::v1::SCOPE_CALLERS_OFFICES:
      return "caller's offices";
    case options::v1::SCOPE_COMPARTMENT:
      return "compartment";
    case options::v1::SCOPE_COMPARTMENT_OR_AUDITOR:
      return "compartment or auditor";
    default:
      return "office";
  }
}

std::vector<Role> Roles() {
  std::vector<Role> roles;
  for (int role = options::v1::Role_MIN + 1; role <= options::v1::Role_MAX; ++role) {
    if (options::v1::Role_IsValid(role)) roles.push_back(static_cast<Role>(role));
  }
  return roles;
}

std::string RoleWord(Role role) {
  const std::string name = options::v1::Role_Name(role).substr(std::string_view("ROLE_").size());
  return absl::StrReplaceAll(absl::AsciiStrToLower(name), {{"_", " "}});
}

std::string AccessDocument(const std::vector<const google::protobuf::FileDescriptor*>& files) {
  std::string document = StrCat(kIntroduction, ScopeTable());
  for (const google::protobuf::FileDescriptor* file : files) {
    for (int i = 0; i < file->service_count(); ++i) document.append(ServiceTable(*file->service(i)));
  }
  return document;
}

}  // namespace amparo::rpc
