#include "services/case/domain/standing.h"

#include <algorithm>
#include <utility>

namespace amparo::cases {
namespace {

using Refused = std::optional<Refusal>;

Refusal VerdictStands() {
  return {"VERDICT_ALREADY_RECORDED", "the charge has a verdict"};
}
Refusal NoConviction() {
  return {"NO_CONVICTION", "only of a conviction"};
}
Refusal NoSentence() {
  return {"NO_SENTENCE", "the charge has no sentence that runs"};
}
Refusal Dead() {
  return {"CONVICT_DEAD", "nothing more becomes of somebody who has died"};
}

// Sets the sentence aside for another, or for none. A pardon was of the sentence that is set aside: it goes with it.
void ReplaceSentence(const std::optional<Sentence>& instead, Standing& standing) {
  standing.sentence = instead;
  if (standing.end == SentenceEnd::kPardoned) standing.end = SentenceEnd::kNone;
}

// A verdict that stands in the place of another, or of none, begins without a sentence.
void Replace(const Verdict& verdict, Standing& standing) {
  standing.verdict = verdict;
  ReplaceSentence(std::nullopt, standing);
}

Refused Vary(const AppealDecision& decision, Standing& standing) {
  if (!standing.convicted()) return NoConviction();
  if (decision.verdict) standing.verdict = decision.verdict;
  if (decision.sentence) ReplaceSentence(decision.sentence, standing);
  return std::nullopt;
}

Refused Reverse(const AppealDecision& decision, Standing& standing) {
  if (decision.verdict->outcome == standing.verdict->outcome) {
    return Refusal{"SAME_VERDICT", "what stands instead must be another verdict than the one that is reversed"};
  }
  Replace(*decision.verdict, standing);
  standing.sentence = decision.sentence;
  return std::nullopt;
}

// Makes of a standing what one kind of ruling makes of it.
struct Effect {
  Standing& standing;

  Refused operator()(const Verdict& verdict) const {
    if (standing.verdict) return VerdictStands();
    if (standing.end == SentenceEnd::kDied && verdict.outcome != VerdictOutcome::kAbated) return Dead();
    Replace(verdict, standing);
    return std::nullopt;
  }

  Refused operator()(const Sentence& sentence) const {
    if (!standing.convicted()) return Refusal{"NO_CONVICTION", "only a conviction is sentenced"};
    if (standing.sentence) return Refusal{"SENTENCE_ALREADY_IMPOSED", "the charge has a sentence"};
    if (standing.end == SentenceEnd::kDied) return Dead();
    standing.sentence = sentence;
    return std::nullopt;
  }

  Refused operator()(const AppealDecision& decision) const {
    if (!standing.verdict) return Refusal{"NO_VERDICT", "a charge without a verdict is not decided on appeal"};
    switch (decision.result) {
      case AppealResult::kVaried:
        return Vary(decision, standing);
      case AppealResult::kReversed:
        return Reverse(decision, standing);
      case AppealResult::kRemanded:
        standing.verdict.reset();
        ReplaceSentence(std::nullopt, standing);
        return std::nullopt;
      case AppealResult::kRemandedForSentence:
        if (!standing.convicted()) return NoConviction();
        ReplaceSentence(std::nullopt, standing);
        return std::nullopt;
      case AppealResult::kUnspecified:
      case AppealResult::kUpheld:
        break;
    }
    return std::nullopt;
  }

  Refused operator()(const InterimOrder& order) const {
    switch (order.kind) {
      case InterimOrderKind::kCommittedForTrial:
      case InterimOrderKind::kStayed:
      case InterimOrderKind::kProvisionallyDismissed:
        if (standing.verdict) return VerdictStands();
        break;
      case InterimOrderKind::kCommittedForSentence:
        if (!standing.convicted()) return NoConviction();
        if (standing.sentence) return Refusal{"SENTENCE_ALREADY_IMPOSED", "the charge has a sentence"};
        break;
      default:
        break;
    }
    return std::nullopt;
  }

  Refused operator()(const SentenceEvent& event) const {
    if (standing.end == SentenceEnd::kDied) return Dead();
    switch (event.kind) {
      case SentenceEventKind::kCommuted:
        if (!standing.runs()) return NoSentence();
        standing.sentence = event.sentence;
        break;
      case SentenceEventKind::kPardoned:
        if (!standing.runs()) return NoSentence();
        standing.end = SentenceEnd::kPardoned;
        break;
      case SentenceEventKind::kEscaped:
        if (standing.at_large) return Refusal{"ALREADY_AT_LARGE", "the person has fled and was not brought back"};
        standing.at_large = true;
        break;
      case SentenceEventKind::kRecaptured:
        if (!standing.at_large) return Refusal{"NOT_AT_LARGE", "only somebody who has fled is brought back"};
        standing.at_large = false;
        break;
      case SentenceEventKind::kDied:
        standing.end = SentenceEnd::kDied;
        standing.at_large = false;
        break;
      case SentenceEventKind::kUnspecified:
        break;
    }
    return std::nullopt;
  }
};

// The fold of the rulings up to a day; `step` is told what stands after each.
template <typename Step>
Standing Fold(std::span<const Ruling> rulings, absl::CivilDay day, Step step) {
  Standing standing;
  for (const Ruling& ruling : rulings) {
    if (ruling.date() > day) break;
    // What is in the ledger was let in by ApplyRuling.
    (void)ApplyRuling(ruling, standing);
    step(ruling, standing);
  }
  return standing;
}

// Puts a ruling in its place in the ledger; answers where that is.
std::size_t Insert(Ruling fresh, std::vector<Ruling>& rulings) {
  const auto place = std::upper_bound(rulings.begin(), rulings.end(), fresh.date(),
                                      [](absl::CivilDay day, const Ruling& ruling) { return day < ruling.date(); });
  const auto inserted = rulings.insert(place, std::move(fresh));
  return static_cast<std::size_t>(inserted - rulings.begin());
}

// The ledger, if each ruling can have been made by those before it; what changed last is at `index`.
Decision<std::vector<Ruling>> Replayed(std::vector<Ruling> rulings, std::size_t index) {
  Standing standing;
  for (std::size_t i = 0; i < rulings.size(); ++i) {
    std::optional<Refusal> refused = ApplyRuling(rulings[i], standing);
    if (!refused) continue;
    if (i <= index) return *std::move(refused);
    return Refusal{"LATER_RULING", "what was ruled later rests on what stood on that day: " + refused->description};
  }
  return rulings;
}

}  // namespace

bool SaySame(const Standing& a, const Standing& b) {
  return a.verdict == b.verdict && a.sentence == b.sentence && a.end == b.end;
}

std::optional<Refusal> ApplyRuling(const Ruling& ruling, Standing& standing) {
  if (ruling.strike) return std::nullopt;
  const Standing before = standing;
  Refused refused = std::visit(Effect{standing}, ruling.what);
  if (!refused && !SaySame(before, standing)) {
    standing.date = ruling.date();
    standing.record_time = ruling.record_time;
  }
  return refused;
}

std::vector<Standing> StandingsOf(std::span<const Ruling> rulings) {
  std::vector<Standing> steps;
  Standing last;
  Fold(rulings, absl::CivilDay::max(), [&](const Ruling&, const Standing& standing) {
    if (!SaySame(last, standing)) steps.push_back(standing);
    last = standing;
  });
  return steps;
}

Standing StandingOn(std::span<const Ruling> rulings, absl::CivilDay day) {
  return Fold(rulings, day, [](const Ruling&, const Standing&) {});
}

Standing LastStanding(std::span<const Ruling> rulings) {
  return StandingOn(rulings, absl::CivilDay::max());
}

Decision<std::vector<Ruling>> WithRuling(std::vector<Ruling> rulings, Ruling fresh) {
  const std::size_t index = Insert(std::move(fresh), rulings);
  return Replayed(std::move(rulings), index);
}

Decision<std::vector<Ruling>> WithCorrection(std::vector<Ruling> rulings, std::size_t index, const Strike& strike,
                                             std::optional<Ruling> instead) {
  rulings[index].strike = strike;
  if (instead) index = Insert(*std::move(instead), rulings);
  return Replayed(std::move(rulings), index);
}

std::vector<AtLarge> TimesAtLarge(std::span<const Ruling> rulings, absl::CivilDay day) {
  std::vector<AtLarge> times;
  bool at_large = false;
  Fold(rulings, day, [&](const Ruling& ruling, const Standing& standing) {
    if (standing.at_large && !at_large) times.push_back({.from = ruling.date()});
    if (!standing.at_large && at_large) times.back().until = ruling.date();
    at_large = standing.at_large;
  });
  return times;
}

}  // namespace amparo::cases
