#include "services/case/convert/merge_convert.h"

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(DistinctionState::kWithdrawn) == v1::DISTINCTION_STATE_WITHDRAWN);
static_assert(static_cast<int>(DuplicateReason::kDifferentSex) == v1::DUPLICATE_REASON_KIND_DIFFERENT_SEX);

// The id of a person that a stored distinction names.
Uuid DistinguishedIn(const std::string& text) {
  const auto name = ParseName<PersonName>(text);
  AMPARO_CHECK(name.has_value(), "a stored distinction names two people");
  return name->id;
}

}  // namespace

Distinction DistinctionFromStored(const v1::Distinction& stored) {
  return {.name = StoredName<DistinctionName>(stored),
          .first = DistinguishedIn(stored.first()),
          .second = DistinguishedIn(stored.second()),
          .state = static_cast<DistinctionState>(stored.state()),
          .recorder = stored.recorder(),
          .reason = stored.reason(),
          .withdrawer = stored.withdrawer(),
          .withdraw_reason = stored.withdraw_reason()};
}

void ToProto(const Distinction& value, v1::Distinction& out) {
  out.set_name(ToString(value.name));
  out.set_first(ToString(PersonName{value.name.office, value.first}));
  out.set_second(ToString(PersonName{value.name.office, value.second}));
  out.set_state(static_cast<v1::DistinctionState>(value.state));
  out.set_recorder(value.recorder);
  out.set_reason(value.reason);
  out.set_withdrawer(value.withdrawer);
  out.set_withdraw_reason(value.withdraw_reason);
}

std::vector<Value> ColumnsOf(const Distinction& value) {
  return {value.first, value.second, static_cast<int64_t>(value.state)};
}

void SetScore(const DuplicateScore& score, v1::DuplicateCandidate& out) {
  out.set_score(score.score);
  for (const DuplicateReason reason : score.reasons) {
    v1::DuplicateReason& added = *out.add_reasons();
    added.set_kind(static_cast<v1::DuplicateReasonKind>(reason));
    added.set_points(PointsOf(reason));
  }
}

}  // namespace amparo::cases
