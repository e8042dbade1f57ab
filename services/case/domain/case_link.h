// What cases have to do with each other: related ones, one that was split from another, one that is the appeal of
// another.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/case/domain/decision.h"
#include "services/case/domain/names.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// What a link says of its case: RELATED holds both ways, the others from the case to the other one. The numbers of this
// enum and the following are those of the protos and of the database.
enum class CaseLinkKind { kUnspecified = 0, kRelated = 1, kSplitFrom = 2, kAppealOf = 3 };

// Whether it holds.
enum class CaseLinkState { kUnspecified = 0, kActive = 1, kWithdrawn = 2 };

// How a link ended.
struct CaseLinkEnd {
  absl::CivilDay date = {};
  absl::Time record_time = {};
  std::string recorder = {};
  std::string reason = {};

  friend bool operator==(const CaseLinkEnd&, const CaseLinkEnd&) = default;
};

// A link between two cases.
struct CaseLink {
  // Under the case that it speaks of.
  CaseLinkName name = {};
  CaseLinkKind kind = CaseLinkKind::kUnspecified;
  // Of any office.
  CaseName other = {};
  // Since when, in the world.
  absl::CivilDay date = {};
  std::string recorder = {};
  std::string reason = {};
  CaseLinkState state = CaseLinkState::kUnspecified;
  std::optional<CaseLinkEnd> end = std::nullopt;
};

// The longest chain of links that is followed, and the most links that a case has.
inline constexpr int kMostLinkedCases = 1000;

// True for SPLIT_FROM and APPEAL_OF, which lead from one case to another and never back.
bool IsDirected(CaseLinkKind kind);

// Notes what is wrong with a new link by itself: kind, a case linked to itself, a day in the future, its reason.
void CheckCaseLink(const CaseLink& value, absl::CivilDay today, Violations& violations);

// True when the two say the same while they hold: for RELATED from whichever side.
bool SaySame(const CaseLink& a, const CaseLink& b);

// The link withdrawn. Refused LINK_WITHDRAWN when it was before, BEFORE_LINK. Violations: a day after `today`, a reason
// that is missing or too long.
Decision<CaseLink> WithdrawLink(CaseLink value, const CaseLinkEnd& end, absl::CivilDay today);

}  // namespace amparo::cases
