// What keeps somebody from following a feed, told once for each reason however often it is met.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "absl/status/status.h"

namespace amparo::feed {

// For one thread.
class ProblemTeller {
 public:
  using Tell = std::function<void(const absl::Status&)>;

  // `tell` empty = nobody is told.
  explicit ProblemTeller(Tell tell) : tell_(std::move(tell)) {}

  // Tells of a problem, unless its reason is the one that was told last.
  void Met(const absl::Status& problem);

  // It is over: the next one is news again, whatever it is.
  void Over() { told_.clear(); }

 private:
  const Tell tell_;
  std::string told_;
};

}  // namespace amparo::feed
