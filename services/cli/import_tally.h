// What became of the rows of an import.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"

namespace amparo::cli {

// Counts of one kind of resource.
struct Tally {
  int created = 0;
  int unchanged = 0;
  // One a rejected row: where it stands and what is wrong with it.
  std::vector<std::string> faults;

  void Reject(const std::string& place, const std::string& why) { faults.push_back(place + ": " + why); }

  // A service that cannot be reached rejects no row: it ends the import (by a Failure).
  void Reject(const std::string& place, const absl::Status& status);
};

// By what they count, in the order in which it came.
using Tallies = std::vector<std::pair<std::string, Tally>>;

// The tally of `what`; begun when there is none yet.
Tally& TallyOf(Tallies& tallies, const std::string& what);

}  // namespace amparo::cli
