// Reading requests that correct a plea or a payment.
#pragma once

#include <cstddef>
#include <utility>

#include "services/case/convert/strike_convert.h"
#include "services/case/domain/entry_correction.h"

namespace amparo::cases {

// What a request with `index`, `reason` and a required `etag` says is wrong; what is true instead is for the caller to
// read.
template <typename Entry, typename Request>
EntryCorrection<Entry> EntryCorrectionFrom(const Request& request, Violations& found) {
  EntryCorrection<Entry> correction;
  found.Require(!request.etag().empty(), "etag", "is required");
  if (found.Require(request.index() >= 0, "index", "must not be negative")) {
    correction.index = static_cast<std::size_t>(request.index());
  }
  correction.reason = StrikeReasonFrom(request.reason(), "reason", found);
  found.Require(correction.reason != StrikeReason::kUnspecified, "reason", "must be given");
  return correction;
}

// What a request gives to be entered, without what only the service says of it.
template <typename Message>
Message WithoutRecord(Message given) {
  given.clear_record_time();
  given.clear_strike();
  return given;
}

}  // namespace amparo::cases
