// What every resource of the calendar has, whatever it is of.
#pragma once

#include <algorithm>
#include <cstdint>

#include "absl/time/time.h"
#include "services/scheduling/domain/names.h"

namespace amparo::scheduling {

// The part of a resource that the service keeps for itself: where it is, which change it has seen, and when.
struct Record {
  Key key;
  // 1 at its entry, one more at each change.
  int64_t version = 0;
  absl::Time create_time;
  absl::Time update_time;
};

// Dates a record that is to be entered; its key stays.
inline void MarkEntered(Record& record, absl::Time now) {
  record.version = 1;
  record.create_time = now;
  record.update_time = now;
}

// Dates a record that is to be changed: never before the version that is replaced, whatever the order in which acts
// that were asked for at one time take effect.
inline void MarkChanged(Record& record, absl::Time now) {
  ++record.version;
  record.update_time = std::max(record.update_time, now);
}

}  // namespace amparo::scheduling
