// What an import asks of the database: whole cases, and single records.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// A whole case, checked and ready to be written.
struct WholeCase {
  // Who imports; no request id: the content itself says whether it came before (`digest`).
  ActStamp stamp;
  CaseName name;
  ChargeFacts charges;
  // What must exist already.
  std::vector<VenueName> venues_needed;
  // At which links end: those that are there already must not have been withdrawn.
  std::set<Uuid> venues_linked = {};
  // The first versions of all its resources: the case first, each before those that refer to it.
  std::vector<Change> changes;
  // Venues and people of `changes` who are left as they are when they exist already.
  std::set<Uuid> may_exist = {};
};

// One record, checked as far as it can be by itself.
struct WholeRecord {
  RecordKey key;
  // SHA-256 of its content: says whether it came before. Kept as ActStamp::digest.
  std::string digest;
  // It says of others that they were merged into it (Work::KeepMember).
  bool names_members = false;
  // Checks it against what is there and writes it. Errors are why it is not entered. It may run more than once, and may
  // outlive its caller: what it captures lives on its own.
  std::function<absl::Status(Work&)> enter;
};

// What an import did.
enum class ImportEffect { kCreated, kUnchanged };

// What became of each of several, in order; an error is why that one was not entered.
using ImportEffects = std::vector<absl::StatusOr<ImportEffect>>;

// Writes what is imported. Safe to call from any thread.
class ImportStore {
 public:
  virtual ~ImportStore() = default;

  // Enters cases of one office, each another: together as far as they go, so that many cost few statements; of each all
  // or nothing, and one that cannot be entered keeps none of the others out. UNCHANGED for a case of a name that was
  // imported with the same digest, or with one that was forgotten (Work::ForgetImported). What is wrong with one:
  // ALREADY_EXISTS for a case that came with other content or by another way, and for any other resource that exists;
  // NOT_FOUND for a venue that is needed. The whole call fails by what `common/pg` answers for a database that is away,
  // slow or overloaded; what was entered before stays.
  virtual Task<absl::StatusOr<ImportEffects>> Import(std::vector<WholeCase> wholes, Limits limits) = 0;

  // Enters records of the office of `stamp`, each another, in their order: together as far as they go, each as if
  // alone. UNCHANGED for a record of a name that was imported, as Import says it. What is wrong with one:
  // ALREADY_EXISTS for one that came with other content or by another way, and what its `enter` says. The whole call
  // fails as Import.
  virtual Task<absl::StatusOr<ImportEffects>> ImportRecords(ActStamp stamp, std::vector<WholeRecord> records,
                                                            absl::Time now, Limits limits) = 0;
};

}  // namespace amparo::cases
