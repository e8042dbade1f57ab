// A record of whichever kind on its way in from elsewhere: what it rests on, and its first version of here. Each kind
// has a reader, which checks the record by itself; what it speaks of is looked at when it is entered.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "amparo/feed/v1/feed.pb.h"
#include "services/case/domain/catalogue.h"
#include "services/case/domain/import_store.h"
#include "services/case/domain/store.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// What records are measured against.
struct EntryFrame {
  std::string office;
  // The office's country (ISO 3166-1), in whose table the articles of charges are looked up.
  std::string country;
  // Today in the office's zone.
  absl::CivilDay today;
  absl::Time now;
  // Who imports: a keeper of the need-to-know list of each operation.
  std::string importer;
  std::shared_ptr<const Catalogue> catalogue;
};

// Makes the first version of a record of what was found of that which it rests on, in order, all of it there; notes
// what does not fit. It lives on its own.
using EntryDecision = std::function<absl::StatusOr<Change>(const Found&, Violations&)>;

struct RecordEntry {
  // What must be there before it.
  std::vector<RecordKey> rests_on = {};
  EntryDecision decide = {};
  // The records that it says were merged into it, each of which rests on it, and the field that says so.
  std::vector<RecordKey> members = {};
  std::string_view members_field = {};
  // What identified the person was erased before the record came: nothing is ever sealed for them here either.
  bool erased = false;
};

// A record read from `event`, ready for the store; `method` is the RPC that brings it. INVALID_ARGUMENT with everything
// that is wrong with it by itself: a kind that is not imported, a name or a message of another kind or office, values
// that are none, and what its kind's rules say.
absl::StatusOr<WholeRecord> ReadRecord(std::string_view method, const EntryFrame& frame, const feed::v1::Event& event);

}  // namespace amparo::cases
