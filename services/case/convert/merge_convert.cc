#include "services/case/convert/merge_convert.h"

#include <utility>

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(DistinctionState::kWithdrawn) == v1::DISTINCTION_STATE_WITHDRAWN);
static_assert(static_cast<int>(DuplicateReason::kDifferentSex) == v1::DUPLICATE_REASON_KIND_DIFFERENT_SEX);
static_assert(static_cast<int>(CaseDuplicateReason::kSharedVenue) == v1::CASE_DUPLICATE_REASON_KIND_SHARED_VENUE);

// The id of a record that a stored distinction names, and whether that is a person or a case.
std::pair<Uuid, Kind> DistinguishedIn(const std::string& text) {
  if (const auto name = ParseName<CaseName>(text)) return {name->id, Kind::kCase};
  const auto name = ParseName<PersonName>(text);
  AMPARO_CHECK(name.has_value(), "a stored distinction names two people or two cases");
  return {name->id, Kind::kPerson};
}

// The name of a record that is distinguished.
std::string NameIn(const Distinction& value, const Uuid& id) {
  const std::string& office = value.name.office;
  return value.of == Kind::kCase ? ToString(CaseName{office, id}) : ToString(PersonName{office, id});
}

}  // namespace

Distinction DistinctionFromStored(const v1::Distinction& stored) {
  const auto [first, of] = DistinguishedIn(stored.first());
  return {.name = StoredName<DistinctionName>(stored),
          .of = of,
          .first = first,
          .second = DistinguishedIn(stored.second()).first,
          .state = static_cast<DistinctionState>(stored.state()),
          .recorder = stored.recorder(),
          .reason = stored.reason(),
          .withdrawer = stored.withdrawer(),
          .withdraw_reason = stored.withdraw_reason()};
}

void ToProto(const Distinction& value, v1::Distinction& out) {
  out.set_name(ToString(value.name));
  out.set_first(NameIn(value, value.first));
  out.set_second(NameIn(value, value.second));
  out.set_state(static_cast<v1::DistinctionState>(value.state));
  out.set_recorder(value.recorder);
  out.set_reason(value.reason);
  out.set_withdrawer(value.withdrawer);
  out.set_withdraw_reason(value.withdraw_reason);
}

std::vector<Value> ColumnsOf(const Distinction& value) {
  return {value.first, value.second, static_cast<int64_t>(value.state), DistinguishedKind(value.of)};
}

void SetScore(const CaseDuplicateScore& score, v1::CaseDuplicateCandidate& out) {
  out.set_score(score.score);
  for (const CaseDuplicateReason reason : score.reasons) {
    v1::CaseDuplicateReason& added = *out.add_reasons();
    added.set_kind(static_cast<v1::CaseDuplicateReasonKind>(reason));
    added.set_points(PointsOf(reason));
  }
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
