// Acts that move a record from state to state on a day in the world: what they ask, said once for all kinds of record.
// A kind brings a table of rules, one an act.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/base/strings.h"
#include "services/case/domain/case.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// The most things that are done with one record: a bound, not a rule of the field.
inline constexpr std::size_t kMostEvents = 500;

// What an act asks of a record.
template <typename Act, typename State>
struct ActRule {
  Act act;
  // Its RPC.
  std::string_view word;
  // Where the record may stand, and where it then stands.
  std::vector<State> from;
  State to;
  bool needs_reason = false;
};

// The rule of an act, which must have one.
template <typename Act, typename State>
const ActRule<Act, State>& RuleOf(std::span<const ActRule<Act, State>> rules, Act act) {
  return *std::find_if(rules.begin(), rules.end(), [act](const auto& rule) { return rule.act == act; });
}

// What is wrong with the request for an act, whatever the state of the record: its day, its reason.
inline void CheckActRequest(absl::CivilDay date, std::string_view reason, bool needs_reason, absl::CivilDay today,
                            Violations& violations) {
  violations.Require(date <= today, "date", "must not be in the future");
  violations.RequireText(reason, {needs_reason ? 1u : 0u, 1000}, "reason");
}

// Why an act on `date` is refused to a record in `state` with these events (of a type with a `date`), or nullopt.
// `rule_name` is the reason when the state is wrong, `word_of` says a state.
template <typename Act, typename State, typename Event>
std::optional<Refusal> RefuseAct(const ActRule<Act, State>& rule, State state, const std::vector<Event>& events,
                                 absl::CivilDay date, std::string_view rule_name, std::string_view (*word_of)(State)) {
  if (std::find(rule.from.begin(), rule.from.end(), state) == rule.from.end()) {
    std::string states;
    for (const State one : rule.from) StrAppend(&states, states.empty() ? "" : " or ", word_of(one));
    return Refusal{rule_name, StrCat(rule.word, " is for one that is ", states, "; this one is ", word_of(state))};
  }
  if (!events.empty() && date < events.back().date) {
    return Refusal{"BEFORE_LAST_ACT", "date must not be before the act that was entered last"};
  }
  if (events.size() >= kMostEvents) {
    return Refusal{"TOO_MANY_EVENTS", "more has been done with it than one record keeps"};
  }
  return std::nullopt;
}

}  // namespace amparo::cases
