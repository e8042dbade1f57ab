// What a rule answers that judges a request against a record: the changed record, what the caller can correct in the
// request (INVALID_ARGUMENT), or the rule that the record's state breaks (FAILED_PRECONDITION).
#pragma once

#include <utility>
#include <variant>

#include "services/case/domain/case.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// A T, Violations or a Refusal; each converts into it, so that a rule just returns what it found.
template <typename T>
class Decision {
 public:
  Decision(T value) : answer_(std::in_place_index<0>, std::move(value)) {}
  Decision(Violations violations) : answer_(std::in_place_index<1>, std::move(violations)) {}
  Decision(Refusal refusal) : answer_(std::in_place_index<2>, std::move(refusal)) {}

  // True when there is a value.
  bool ok() const { return answer_.index() == 0; }
  // The value; only when ok().
  const T& value() const { return std::get<0>(answer_); }
  T& value() { return std::get<0>(answer_); }
  // The violations, or null when it is something else.
  const Violations* violations() const { return std::get_if<1>(&answer_); }
  // The refusal, or null when it is something else.
  const Refusal* refusal() const { return std::get_if<2>(&answer_); }

 private:
  std::variant<T, Violations, Refusal> answer_;
};

}  // namespace amparo::cases
