// What callers are answered by role, office and need-to-know list, as the contract says it of each RPC: the rule that
// the tests hold the services to, and the table that people read (protos/ACCESS.md).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "amparo/options/v1/options.pb.h"
#include "google/protobuf/descriptor.h"

namespace amparo::rpc {

// Who calls, as far as rules of access ask.
struct Standing {
  options::v1::Role role = options::v1::ROLE_UNSPECIFIED;
  // Sees the office of what the request names.
  bool in_office = false;
  // Is on the need-to-know list of the operation it is about, if it is about one.
  bool on_list = false;
};

// What a call is answered before anything else is looked at.
enum class Gate {
  // Let through: what follows is up to the request and to the state of things.
  kPassed,
  // PERMISSION_DENIED: the role may not call this, whatever it asks.
  kPermissionDenied,
  // NOT_FOUND, the same as for what does not exist.
  kNotFound,
};

// What `rule` has a caller answered.
Gate GateOf(const options::v1::AuthzRule& rule, const Standing& standing);

// "allowed", "PERMISSION_DENIED", "NOT_FOUND".
std::string_view GateName(Gate gate);

// The rule's scope in words: "office", "shared", "caller's offices", "compartment", "compartment or auditor".
std::string_view ScopeWord(options::v1::Scope scope);

// The roles that a caller may have, in the order of the contract.
std::vector<options::v1::Role> Roles();

// A role as its certificate's owner would say it: "social worker".
std::string RoleWord(options::v1::Role role);

// The services of `files` as a document: for each RPC its scope and the roles that may call it, and what each scope has
// callers answered. In the order of files and of what stands in them.
std::string AccessDocument(const std::vector<const google::protobuf::FileDescriptor*>& files);

}  // namespace amparo::rpc
