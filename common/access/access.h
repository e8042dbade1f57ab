// Who calls and what they may do. Everything is denied unless an RPC's rule and a role of the caller in the office
// concerned say otherwise; what a caller may not see does not exist for it. Workloads are known by the SAN URI of their
// certificate, their roles come from the configuration; people come through a workload, their roles are grants
// (people.h).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "amparo/config/v1/service.pb.h"
#include "amparo/options/v1/options.pb.h"
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
  void Add(RoleSet others) { bits_ |= others.bits_; }
  bool Has(Role role) const;
  bool Intersects(RoleSet other) const { return (bits_ & other.bits_) != 0; }
  // Those that are in both.
  RoleSet And(RoleSet other) const;
  bool empty() const { return bits_ == 0; }

  friend bool operator==(RoleSet, RoleSet) = default;

 private:
  uint64_t bits_ = 0;
};

// An identity and the roles it has in each office.
class Account {
 public:
  // Somebody without a role.
  explicit Account(std::string identity) : identity_(std::move(identity)) {}
  // The same roles in each of `offices`, which are ids; "*" means all.
  Account(std::string identity, RoleSet roles, const std::vector<std::string>& offices);

  // Adds roles in an office; "*" means all.
  void Give(RoleSet roles, std::string_view office);

  // "spiffe://amparo/<name>".
  const std::string& identity() const { return identity_; }
  // The roles it has in any office at all, and those it has in `office`.
  RoleSet anywhere() const { return anywhere_; }
  RoleSet RolesIn(std::string_view office) const;
  // The roles it has in every office, those of the future too.
  RoleSet in_all() const { return in_all_; }
  // The roles it has in some offices besides.
  const absl::flat_hash_map<std::string, RoleSet>& by_office() const { return by_office_; }

 private:
  std::string identity_;
  RoleSet anywhere_;
  RoleSet in_all_;
  absl::flat_hash_map<std::string, RoleSet> by_office_;
};

// An account as one call meets it: what it may see is what one of the roles that may make the call lets it see.
class Caller {
 public:
  // `allowed` are the roles that may make the call.
  Caller(std::shared_ptr<const Account> account, RoleSet allowed) : account_(std::move(account)), allowed_(allowed) {}

  // "spiffe://amparo/<name>".
  const std::string& identity() const { return account_->identity(); }
  const Account& account() const { return *account_; }

  // All roles that the caller has in `office`, also those that may not make this call.
  RoleSet RolesIn(std::string_view office) const { return account_->RolesIn(office); }

  // True for another service of Amparo.
  bool is_service() const;

  // True when what belongs to `office` may be shown to the caller.
  bool MaySee(std::string_view office) const { return RolesIn(office).Intersects(allowed_); }

  // True when the caller sees every office, those of the future too.
  bool sees_all_offices() const { return account_->in_all().Intersects(allowed_); }

  // The offices the caller sees, in order; empty when it sees all.
  std::vector<std::string> offices() const;

 private:
  std::shared_ptr<const Account> account_;
  RoleSet allowed_;
};

// A workload that is known.
struct Workload {
  Account account;
  // People may come through it, each with a token of their own.
  bool speaks_for_people = false;
};

// Every workload that is known. Immutable; they live as long as their directory.
class Directory {
 public:
  using Principals = google::protobuf::RepeatedPtrField<config::v1::Principal>;

  // From a checked configuration (config::Validate); INVALID_ARGUMENT for an identity given twice.
  static absl::StatusOr<Directory> FromConfig(const Principals& principals);

  // The workload with this identity, or null.
  const Workload* Find(std::string_view identity) const;

 private:
  // Owned by pointer, so that workloads keep their address when the directory moves.
  absl::flat_hash_map<std::string, std::unique_ptr<const Workload>> workloads_;
};

// OK when `account` has one of the roles `allowed` in some office; else PERMISSION_DENIED. An empty `allowed` lets
// nobody in.
absl::Status Authorize(const Account& account, RoleSet allowed);

}  // namespace amparo::access
