// What the case service asks of its database, in the words of the domain. Resources go in and out as Records: their
// keys, what rules and filters need, and the resource itself as opaque bytes (the serialized message that the change
// feed carries). So reading is one row and one parse, and every kind of resource is kept in the same way.
//
// Changes are made by Run: the store reads what the decision needs together with the caller's earlier answer (if the
// request id is known), lets the pure decision say what is to change, and writes row, feed, audit, data key and answer
// by one statement that takes effect only if nothing it rests on has changed meanwhile. If something has, it starts
// again.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "common/base/uuid.h"
#include "services/case/domain/case.h"
#include "services/case/domain/names.h"

namespace amparo::cases {

// Which row. `id` is nil for an office, `case_id` for what does not belong to a case.
struct RecordKey {
  Kind kind = Kind::kCase;
  std::string office;
  Uuid case_id;
  Uuid id;
};

// The keys and names of each resource.
inline RecordKey KeyOf(const OfficeName& name) {
  return {Kind::kOffice, name.office, Uuid(), Uuid()};
}
template <Kind K>
RecordKey KeyOf(const NameInOffice<K>& name) {
  return {K, name.office, Uuid(), name.id};
}
template <Kind K>
RecordKey KeyOf(const NameInCase<K>& name) {
  return {K, name.office, name.case_id, name.id};
}
std::string NameOf(const RecordKey& key);

// A resource as it is kept.
struct Record {
  Uuid id;
  int64_t version = 0;
  absl::Time create_time;
  absl::Time update_time;
  // The serialized resource: nothing in it identifies a person; what does is sealed.
  std::string body;
  // How far its charges are; of cases only.
  ChargeFacts charges;
};

// A value of a filter or of a column beside the body.
using Value =
    std::variant<std::monostate, std::string, int64_t, bool, Uuid, absl::Time, absl::CivilDay, std::vector<int64_t>>;

// Who makes a change, and how the answer is to be remembered.
struct ActStamp {
  std::string office;
  // The caller's identity.
  std::string caller;
  // Full name of the RPC.
  std::string method;
  std::string trace_id;
  // Absent = no replay.
  std::optional<Uuid> request_id;
  // SHA-256 of the method and the request: tells a repeated request from another one under the same id.
  std::string fingerprint;
};

// What the parent case must be like when a child is written; the case's row is locked until the commit.
struct CaseGuard {
  Uuid case_id;
  // The stages it may be in.
  std::vector<Stage> stages;
  // Added to the case's count of charges, and of charges without a verdict; the case's version stays.
  int32_t charges_delta = 0;
  int32_t without_verdict_delta = 0;
};

// One row to be written.
struct Change {
  RecordKey key;
  // 1 inserts a row; more changes the row whose version is one less.
  int64_t version = 1;
  // When; also the record's update time, and its create time when it is inserted.
  absl::Time time;
  // The resource without `name`-keyed secrets, etag, or sealed field changes; see `secret`.
  std::string body;
  // The columns beside the body, in the order of the kind's table (store/tables.h).
  std::vector<Value> columns;
  // Set: this plaintext is sealed under the subject's data key (made if there is none) and goes into the body's sealed
  // field. Absent: the body is written as it is, with the sealed field it may hold.
  std::optional<std::string> secret;
  // What must hold of the case it belongs to.
  std::optional<CaseGuard> guard;
  // Cases only: every charge must have a verdict at the moment of writing, and there must be one.
  bool needs_verdicts = false;
  // What the caller is told, and told again when the request is repeated; serialized, BASIC.
  std::string response;
};

// What a decision rests on: one entry a key of ActPlan::reads, in order; nullopt = there is no such row.
using Found = std::vector<std::optional<Record>>;

// An act: what it must know and how it decides. `decide` is pure, may be called more than once (each time with fresher
// facts), and answers what to write, or the error to give. It must refuse a stale etag itself (errors::EtagMismatch).
struct ActPlan {
  ActStamp stamp;
  std::vector<RecordKey> reads;
  std::function<absl::StatusOr<Change>(const Found&)> decide;
};

// Which records to list, and from where.
struct ListQuery {
  Kind kind = Kind::kCase;
  std::string office;
  // Nil for what does not belong to a case.
  Uuid case_id;
  // In the order of the kind's filters (store/tables.h); monostate = not filtered.
  std::vector<Value> filters;
  // The last record of the page before: its place in the order and its id.
  struct After {
    absl::Time order_time;
    Uuid id;
  };
  std::optional<After> after;
  // The most records to answer.
  int32_t limit = 50;
};

// A record of a list and its place in the list's order (time of entry; start time of operations).
struct Listed {
  Record record;
  absl::Time order_time;
};

// A read of what identifies people: who, by which method, in which trace. Committed before the answer.
struct RevealStamp {
  std::string caller;
  std::string method;
  std::string trace_id;
  // The sensitive fields that are read, as paths of the resource.
  std::vector<std::string> fields;
};

// A record and what its sealed field holds.
struct Revealed {
  Record record;
  // Absent when nothing is sealed, or when the data key was erased.
  std::optional<std::string> secret;
};

// The database of the service. Safe to call from any thread; every method ends by the limits it is given.
// Errors besides those named: what `common/pg` answers for a database that is away, slow or overloaded.
class Store {
 public:
  virtual ~Store() = default;

  // One record. NOT_FOUND.
  virtual Task<absl::StatusOr<Record>> Get(RecordKey key, Limits limits) = 0;

  // Several records of one kind and office from one snapshot, in the order of `ids`. NOT_FOUND naming the first
  // missing.
  virtual Task<absl::StatusOr<std::vector<Record>>> BatchGet(Kind kind, std::string office, std::vector<Uuid> ids,
                                                             Limits limits) = 0;

  // A page of records, in order.
  virtual Task<absl::StatusOr<std::vector<Listed>>> List(ListQuery query, Limits limits) = 0;

  // Offices by id, after `after`; only those in `visible` when that is given.
  virtual Task<absl::StatusOr<std::vector<Record>>> ListOffices(std::string after,
                                                                std::optional<std::vector<std::string>> visible,
                                                                int32_t limit, Limits limits) = 0;

  // One record and what its sealed field holds; the read is audited and committed first. NOT_FOUND.
  virtual Task<absl::StatusOr<Revealed>> Reveal(RecordKey key, RevealStamp stamp, Limits limits) = 0;

  // Carries out an act; answers the response of the Change that took effect, now or when the request id was first used.
  // INVALID_ARGUMENT REQUEST_ID_REUSED; ALREADY_EXISTS; FAILED_PRECONDITION DATA_KEY_ERASED when a secret is to be
  // sealed for somebody whose key was destroyed; ABORTED when others changed the same row five times in between.
  virtual Task<absl::StatusOr<std::string>> Run(ActPlan plan, Limits limits) = 0;
};

}  // namespace amparo::cases
