// Admission: at most so many calls of a class of work at once, so that a flood of one kind is refused at once instead
// of slowing all.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "absl/status/status.h"
#include "amparo/config/v1/service.pb.h"
#include "amparo/options/v1/options.pb.h"

namespace amparo::rpc {

// Counts the calls in flight, by class of work.
class Admission {
 public:
  using WorkClass = options::v1::WorkClass;

  // The bounds, from a completed configuration.
  explicit Admission(const config::v1::Limits& limits);

  // OK, and one call more in flight until Leave; or RESOURCE_EXHAUSTED (OVERLOADED, with RetryInfo), never for one
  // that comes `first`.
  absl::Status Enter(WorkClass work_class, bool first = false);

  // Ends what Enter began.
  void Leave(WorkClass work_class);

  // Calls in flight and their bound.
  int64_t in_flight(WorkClass work_class) const;
  int64_t bound(WorkClass work_class) const;

 private:
  // A line of its own for each counter, so that classes do not slow each other.
  struct alignas(64) Gate {
    std::atomic<int64_t> in_flight{0};
    int64_t bound = 0;
  };
  std::array<Gate, 4> gates_;
};

}  // namespace amparo::rpc
