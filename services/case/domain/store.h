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
  // Whose data key seals what is sealed of it: its own id, or that of the person it speaks of.
  Uuid subject;
  // How far its charges are, with those of the cases that were merged into it; of cases only.
  ChargeFacts charges;
  // The record that stands for it since it was merged; of cases and people only.
  std::optional<Uuid> merged_into = std::nullopt;
  // The stage of that case; of cases only.
  std::optional<Stage> survivor_stage = std::nullopt;
  // What is sealed of it, opened: of kinds whose rules rest on it (operations), where an act reads them, and by
  // CompartmentStore. Absent when nothing is sealed, or when the data key was destroyed.
  std::optional<std::string> secret = std::nullopt;
};

// What a record says to whoever may see it, and nothing of what else is kept with it.
struct VersionedBody {
  int64_t version = 0;
  // As Record::body.
  std::string body;
};

// A value of a filter or of a column beside the body.
using Value = std::variant<std::monostate, std::string, int64_t, bool, Uuid, absl::Time, absl::CivilDay,
                           std::vector<int64_t>, std::vector<std::string>>;

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
  // SHA-256 of the method and the request: tells a repeated request from another one under the same id. The store keeps
  // what stands for it under a key, never the digest itself: names could be tried against that.
  std::string digest;
};

// What the parent case must be like when a child is written; the case's row is locked until the commit. Of a case that
// was merged it is the surviving case that must be in the stage, and that counts the charge as well.
struct CaseGuard {
  Uuid case_id;
  // The stages it may be in.
  std::vector<Stage> stages;
  // Added to the case's count of charges, and of charges without a verdict; the case's version stays.
  int32_t charges_delta = 0;
  int32_t without_verdict_delta = 0;
  // The day of a charge that is brought: the case must have been reported by then, and keeps the earliest.
  std::optional<absl::CivilDay> charge_date = std::nullopt;
  // The case that stands for it, as the act found it: it must be the same when the act takes effect. For the store to
  // fill.
  std::optional<Uuid> merged_into = std::nullopt;
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
  // Whose data key seals `secret` when that is not the record's own; the table keeps it too (Table::subject_column).
  std::optional<Uuid> subject;
  // Set: what the record is found by from now on (domain/name_terms.h); kept as keyed tokens only. Absent: as it was.
  // People only.
  std::optional<std::vector<std::string>> terms;
  // What must hold of the case it belongs to.
  std::optional<CaseGuard> guard;
  // Cases only: no charge may be without a verdict at the moment of writing. That there is one at all the act has seen
  // for itself: what takes charges from a case (an unmerging) makes a new version of it.
  bool needs_verdicts = false;
  // What the caller is told, and told again when the request is repeated; serialized, BASIC.
  std::string response;
  // The compartment whose chain of the audit trail tells of it, the name of an operation; empty = the office's own.
  std::string compartment = {};
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
  // Nil for what does not belong to a case, and for that of all cases.
  Uuid case_id;
  // What belongs to a case: also that of the cases that were merged into it.
  bool with_merged = false;
  // What belongs to a case: that of every case of the office.
  bool all_cases = false;
  // What is sent from office to office (Table::receiver_column): what `office` received, from whichever. With
  // `all_cases`.
  bool received = false;
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

// A record of a list and its place in the list's order (time of entry, for most).
struct Listed {
  Record record;
  absl::Time order_time;
};

// A read of what identifies people: who, by which method, in which trace. Committed before the answer.
struct RevealStamp {
  std::string caller;
  std::string method;
  std::string trace_id;
  // Why, as far as the caller said.
  std::string reason;
  // The sensitive fields that are read, as paths of the resource.
  std::vector<std::string> fields;
};

// A record and what its sealed field holds.
struct Revealed {
  Record record;
  // Absent when nothing is sealed, or when the data key was erased.
  std::optional<std::string> secret;
};

// What an act of several records sees of the database: its own transaction. Records that it finds stay locked until its
// end, so that what is decided on them holds.
class Work {
 public:
  virtual ~Work() = default;

  // The record as it is, with what the work has written; nullopt when there is none. Before a case that was merged the
  // case that stands for it is locked.
  virtual absl::StatusOr<std::optional<Record>> Find(const RecordKey& key) = 0;

  // A page of records, in order.
  virtual absl::StatusOr<std::vector<Record>> List(const ListQuery& query) = 0;

  // Writes a change at once; its event, audit row and data key follow at the end, in the order of the calls. ABORTED
  // RECORD_CHANGED when the record is not of the version before, or its case not in a stage of the guard;
  // ALREADY_EXISTS; DATA_KEY_ERASED as Store::Run.
  virtual absl::Status Write(Change change) = 0;

  // What the sealed field of a record holds; nullopt when nothing is sealed, or when the data key was erased. It is for
  // deciding: what leaves the service is read by Store::Reveal.
  virtual absl::StatusOr<std::optional<std::string>> Open(const RecordKey& key, const Record& record) = 0;

  // Adds to the counts of charges of a case. No change of the record: neither version nor event.
  virtual absl::Status AddCounts(const RecordKey& key, int64_t charges, int64_t without_verdict) = 0;

  // Has a person or an asset found by these terms from now on. No change of the record: neither version nor event.
  virtual absl::Status Index(const RecordKey& key, const std::vector<std::string>& terms) = 0;

  // Forgets what the record, or the whole case that it belongs to, was when it was imported: that it was stays known.
  virtual absl::Status ForgetImported(const RecordKey& key) = 0;

  // Destroys the data key of `subject`, of the work's office, and leaves a mark that nothing is ever sealed under it
  // again. Nothing happens when that was done before.
  virtual absl::Status EraseKey(const Uuid& subject, absl::Time now) = 0;

  // Leaves the same mark for a new record whose own key was destroyed elsewhere. ALREADY_EXISTS when another record
  // under its id has a key: that stays.
  virtual absl::Status EraseBefore(const RecordKey& key, absl::Time now) = 0;

  // Has nobody else begin to say in the work's office what was merged (KeepMember) until the end of the work, so that
  // what SurvivorsNaming answers holds. It comes before all that locks; works that import records have it.
  virtual absl::Status HoldMembers() = 0;

  // Keeps that `survivor`, a new record, says of `member`, which is not there yet, that it was merged into it. Only
  // works that import records do (WholeRecord::names_members): nobody enters one under its id meanwhile.
  virtual absl::Status KeepMember(const RecordKey& survivor, const RecordKey& member) = 0;

  // The records which said, when they were new, that the one of this key was merged into them.
  virtual absl::StatusOr<std::vector<Uuid>> SurvivorsNaming(const RecordKey& key) = 0;
};

// An act of several records: finds, decides, writes, and answers the serialized response. It may run more than once and
// may outlive its caller: what it captures lives on its own, and only its last run has an effect.
using WorkBody = std::function<absl::StatusOr<std::string>(Work&)>;

// How fresh what is read must be: what a write rests on, also one of another service, must not lag behind.
enum class Freshness { kMayLag, kLatest };

// The database of the service. Safe to call from any thread; every method ends by the limits it is given.
// Errors besides those named: what `common/pg` answers for a database that is away, slow or overloaded.
class Store {
 public:
  virtual ~Store() = default;

  // One record: as it is, or as it was recorded at `at`. NOT_FOUND, also when it was not there yet.
  virtual Task<absl::StatusOr<Record>> Get(RecordKey key, std::optional<absl::Time> at, Limits limits) = 0;

  // The same of a record that is only shown: most of what the service is asked for, and cheaper than Get.
  virtual Task<absl::StatusOr<VersionedBody>> Read(RecordKey key, std::optional<absl::Time> at, Freshness freshness,
                                                   Limits limits) = 0;

  // One record as it is now, never as it was a moment ago: for what a right to see, or a write, rests on. NOT_FOUND.
  virtual Task<absl::StatusOr<Record>> GetLatest(RecordKey key, Limits limits) = 0;

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

  // The same with what its sealed field holds; the read is audited and committed first. NOT_FOUND.
  virtual Task<absl::StatusOr<Revealed>> Reveal(RecordKey key, std::optional<absl::Time> at, RevealStamp stamp,
                                                Limits limits) = 0;

  // Carries out an act; answers the response of the Change that took effect, now or when the request id was first used.
  // INVALID_ARGUMENT REQUEST_ID_REUSED; ALREADY_EXISTS; FAILED_PRECONDITION DATA_KEY_ERASED when a secret is to be
  // sealed for somebody whose key was destroyed; ABORTED when others changed the same row five times in between.
  virtual Task<absl::StatusOr<std::string>> Run(ActPlan plan, Limits limits) = 0;

  // Carries out an act of several records in one transaction; answers what `body` answered, now or when the request id
  // was first used. Errors: those of Run, and of `body`.
  virtual Task<absl::StatusOr<std::string>> RunWork(ActStamp stamp, WorkBody body, Limits limits) = 0;

  // What stands for `text` where it must not be told: 32 bytes, the same for the same text until the service's key is
  // changed, and nothing to try texts against for whoever has the database alone.
  virtual std::string Fingerprint(std::string_view text) const = 0;
};

}  // namespace amparo::cases
