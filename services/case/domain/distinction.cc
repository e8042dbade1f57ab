#include "services/case/domain/distinction.h"

#include <algorithm>
#include <utility>

#include "common/base/check.h"

namespace amparo::cases {

int64_t DistinguishedKind(Kind of) {
  AMPARO_CHECK(of == Kind::kPerson || of == Kind::kCase, "people and cases are distinguished");
  return of == Kind::kPerson ? 1 : 2;
}

Distinction DistinctionOf(DistinctionName name, const Uuid& one, const Uuid& other, std::string recorder,
                          std::string reason, Kind of) {
  AMPARO_CHECK(one != other, "two records are distinguished");
  return {.name = std::move(name),
          .of = of,
          .first = std::min(one, other),
          .second = std::max(one, other),
          .state = DistinctionState::kStanding,
          .recorder = std::move(recorder),
          .reason = std::move(reason)};
}

Decision<Distinction> WithdrawnDistinction(Distinction value, std::string withdrawer, std::string reason) {
  if (value.state == DistinctionState::kWithdrawn) {
    return Refusal{"DISTINCTION_WITHDRAWN", "the distinction was taken back before"};
  }
  value.state = DistinctionState::kWithdrawn;
  value.withdrawer = std::move(withdrawer);
  value.withdraw_reason = std::move(reason);
  return value;
}

}  // namespace amparo::cases
