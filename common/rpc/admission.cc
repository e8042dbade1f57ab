#include "common/rpc/admission.h"

#include "common/errors/errors.h"

namespace amparo::rpc {
namespace {

constexpr absl::Duration kRetryAfter = absl::Milliseconds(100);

}  // namespace

Admission::Admission(const config::v1::Limits& limits) {
  gates_[options::v1::WORK_CLASS_INTERACTIVE].bound = limits.interactive().in_flight();
  gates_[options::v1::WORK_CLASS_BATCH].bound = limits.batch().in_flight();
  gates_[options::v1::WORK_CLASS_FEED].bound = limits.feed().in_flight();
}

absl::Status Admission::Enter(WorkClass work_class, bool first) {
  Gate& gate = gates_.at(work_class);
  if (gate.in_flight.fetch_add(1, std::memory_order_relaxed) < gate.bound || first) return absl::OkStatus();
  gate.in_flight.fetch_sub(1, std::memory_order_relaxed);
  return errors::ResourceExhausted("OVERLOADED", "too many calls of this kind are going on; try again", kRetryAfter);
}

void Admission::Leave(WorkClass work_class) {
  gates_.at(work_class).in_flight.fetch_sub(1, std::memory_order_relaxed);
}

int64_t Admission::in_flight(WorkClass work_class) const {
  return gates_.at(work_class).in_flight.load(std::memory_order_relaxed);
}

int64_t Admission::bound(WorkClass work_class) const {
  return gates_.at(work_class).bound;
}

}  // namespace amparo::rpc
