#include "services/case/domain/case_link.h"

#include <utility>

namespace amparo::cases {
namespace {

constexpr TextBounds kLinkReason{0, 1000};

}  // namespace

bool IsDirected(CaseLinkKind kind) {
  return kind == CaseLinkKind::kSplitFrom || kind == CaseLinkKind::kAppealOf;
}

void CheckCaseLink(const CaseLink& value, absl::CivilDay today, Violations& violations) {
  violations.Require(value.kind != CaseLinkKind::kUnspecified, "kind", "must be given");
  violations.Require(value.other != value.name.parent(), "other_case", "must be another case");
  violations.Require(value.date <= today, "date", "must not be in the future");
  violations.RequireText(value.reason, kLinkReason, "reason");
}

bool SaySame(const CaseLink& a, const CaseLink& b) {
  if (a.kind != b.kind) return false;
  if (a.name.parent() == b.name.parent() && a.other == b.other) return true;
  return !IsDirected(a.kind) && a.name.parent() == b.other && a.other == b.name.parent();
}

Decision<CaseLink> WithdrawLink(CaseLink value, const CaseLinkEnd& end, absl::CivilDay today) {
  Violations violations;
  violations.Require(end.date <= today, "effective_date", "must not be in the future");
  violations.RequireText(end.reason, {1, kLinkReason.max}, "reason");
  if (!violations.empty()) return violations;
  if (value.state != CaseLinkState::kActive) return Refusal{"LINK_WITHDRAWN", "the link was withdrawn before"};
  if (end.date < value.date) return Refusal{"BEFORE_LINK", "effective_date must not be before the link"};
  value.state = CaseLinkState::kWithdrawn;
  value.end = end;
  return value;
}

}  // namespace amparo::cases
