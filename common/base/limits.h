// How long a piece of work may take and who may stop it: passed down from the call to everything done for it.
#pragma once

#include <stop_token>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace amparo {

// The bounds of one piece of work.
struct Limits {
  // When the work is of no more use to anyone.
  absl::Time deadline = absl::InfiniteFuture();

  // Fired by the call's owner when the caller goes away and when the deadline passes. Whoever fires it must hold a
  // std::stop_source of its own meanwhile: waiting work resumes inside request_stop() and may end the call there.
  std::stop_token cancelled;

  // What is left, never negative.
  absl::Duration Remaining(absl::Time now) const { return deadline > now ? deadline - now : absl::ZeroDuration(); }

  // True when the work should end now.
  bool Over(absl::Time now) const { return cancelled.stop_requested() || now >= deadline; }

  // The status to end with: DEADLINE_EXCEEDED once the deadline has passed, else CANCELLED.
  absl::Status WhyOver(absl::Time now) const {
    return now >= deadline ? absl::DeadlineExceededError("the deadline passed")
                           : absl::CancelledError("the call was cancelled");
  }

  // Limits that end `after` from now and that nobody can cancel.
  static Limits For(absl::Duration after) { return Limits{absl::Now() + after, {}}; }
};

}  // namespace amparo
