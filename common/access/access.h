// Who calls and what they may do. Callers are workloads known by the SAN URI of their certificate; roles and offices
// come from the configuration. Everything is denied unless an RPC's rule and a caller's role say otherwise; what a
// caller may not see does not exist for it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "amparo/config/v1/service.pb.h"
#include "amparo/options/v1/options.pb.h"
#include "common/base/strings.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace amparo::access {

using options::v1::AuthzRule;
using options::v1::Role;

// A set of roles, a bit each.
class RoleSet {
 public:
  RoleSet() = default;

  // The roles named by a rule.
  static RoleSet Of(const AuthzRule& rule);

  // Adds a role; ROLE_UNSPECIFIED is none and is ignored.
  void Add(Role role);
  bool Has(Role role) const;
  bool Intersects(RoleSet other) const { return (bits_ & other.bits_) != 0; }
  bool empty() const { return bits_ == 0; }

 private:
  uint64_t bits_ = 0;
};

// A workload that is known.
class Caller {
 public:
  // `offices` are ids; "*" means all.
  Caller(std::string identity, RoleSet roles, const std::vector<std::string>& offices);

  // "spiffe://amparo/<name>".
  const std::string& identity() const { return identity_; }
  RoleSet roles() const { return roles_; }

  // True when what belongs to `office` may be shown to the caller.
  bool MaySee(std::string_view office) const { return all_offices_ || offices_.contains(ToAbsl(office)); }

  // True when the caller sees every office, those of the future too.
  bool sees_all_offices() const { return all_offices_; }

  // The offices the caller sees, in no order; empty when it sees all.
  const absl::flat_hash_set<std::string>& offices() const { return offices_; }

 private:
  std::string identity_;
  RoleSet roles_;
  bool all_offices_ = false;
  absl::flat_hash_set<std::string> offices_;
};

// Every caller that is known. Immutable; callers live as long as their directory.
class Directory {
 public:
  using Principals = google::protobuf::RepeatedPtrField<config::v1::Principal>;

  // From a checked configuration (config::Validate); INVALID_ARGUMENT for an identity given twice.
  static absl::StatusOr<Directory> FromConfig(const Principals& principals);

  // The caller with this identity, or null.
  const Caller* Find(std::string_view identity) const;

 private:
  // Owned by pointer, so that callers keep their address when the directory moves.
  absl::flat_hash_map<std::string, std::unique_ptr<const Caller>> callers_;
};

// OK when `caller` has one of the roles `allowed`. UNAUTHENTICATED when it is null (nobody we know), PERMISSION_DENIED
// when it is known without the role; an empty `allowed` lets nobody in.
absl::Status Authorize(const Caller* caller, RoleSet allowed);

}  // namespace amparo::access
