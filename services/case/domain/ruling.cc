#include "services/case/domain/ruling.h"

#include <string>

#include "common/base/strings.h"
#include "services/case/domain/crime_type.h"

namespace amparo::cases {
namespace {

void CheckDate(absl::CivilDay date, const RulingFrame& frame, std::string_view field, Violations& violations) {
  violations.Require(date >= frame.first, field, frame.before_first);
  violations.Require(date <= frame.today, field, "must not be in the future");
}

void CheckLesserCrime(const Verdict& verdict, Violations& violations) {
  constexpr std::string_view kField = "verdict.lesser_crime_type";
  if (verdict.outcome != VerdictOutcome::kConvictedLesser) {
    violations.Require(verdict.lesser_crime_type.empty(), kField, "only a conviction of a lesser crime has one");
    return;
  }
  violations.Require(IsCrimeType(verdict.lesser_crime_type), kField, "must be a code of the crime type table");
}

// What a decision or an event puts in the place of what stood begins on its own day.
void CheckReplacement(const std::optional<Sentence>& sentence, absl::CivilDay date, const RulingFrame& frame,
                      Violations& violations) {
  if (!sentence) return;
  CheckSentence(*sentence, {.verdict_date = date, .today = frame.today}, violations);
  violations.Require(sentence->date == date, "sentence.date", "must be the day of what orders it");
}

// What each result brings with it.
void CheckContent(const AppealDecision& decision, Violations& violations) {
  const bool varied = decision.result == AppealResult::kVaried;
  const bool reversed = decision.result == AppealResult::kReversed;
  violations.Require(!decision.verdict || varied || reversed, "verdict", "only VARIED and REVERSED bring one");
  violations.Require(!decision.sentence || varied || reversed, "sentence", "only VARIED and REVERSED bring one");
  violations.Require(!reversed || decision.verdict, "verdict", "is what stands instead");
  violations.Require(!varied || decision.verdict || decision.sentence, "result",
                     "VARIED needs a verdict or a sentence that stands instead");
  if (!decision.verdict) return;
  const bool convicts = IsConviction(decision.verdict->outcome);
  violations.Require(!varied || convicts, "verdict.outcome", "a conviction that is VARIED stays one");
  violations.Require(!decision.sentence || convicts, "sentence", "only a conviction has one");
}

}  // namespace

bool IsConviction(VerdictOutcome outcome) {
  return outcome == VerdictOutcome::kConvicted || outcome == VerdictOutcome::kConvictedLesser;
}

void CheckVerdict(const Verdict& verdict, const RulingFrame& frame, Violations& violations) {
  violations.Require(verdict.outcome != VerdictOutcome::kUnspecified, "verdict.outcome", "must be given");
  CheckDate(verdict.date, frame, "verdict.date", violations);
  CheckLesserCrime(verdict, violations);
}

void CheckOrder(const InterimOrder& order, const RulingFrame& frame, Violations& violations) {
  violations.Require(order.kind != InterimOrderKind::kUnspecified, "interim_order.kind", "must be given");
  CheckDate(order.date, frame, "interim_order.date", violations);
  violations.Require(!order.until || *order.until >= order.date, "interim_order.until", "must not be before the order");
}

void CheckEvent(const SentenceEvent& event, const RulingFrame& frame, Violations& violations) {
  violations.Require(event.kind != SentenceEventKind::kUnspecified, "sentence_event.kind", "must be given");
  CheckDate(event.date, frame, "sentence_event.date", violations);
  const bool commuted = event.kind == SentenceEventKind::kCommuted;
  violations.Require(event.sentence.has_value() == commuted, "sentence_event.sentence",
                     "a commutation, and nothing else, brings one");
  Violations found("sentence_event.");
  CheckReplacement(event.sentence, event.date, frame, found);
  violations.Append(std::move(found).Take());
}

void CheckDecision(const AppealDecision& decision, const RulingFrame& frame, Violations& violations) {
  violations.Require(decision.result != AppealResult::kUnspecified, "result", "must be given");
  CheckDate(decision.date, frame, "date", violations);
  CheckContent(decision, violations);
  if (decision.verdict) {
    CheckVerdict(*decision.verdict, frame, violations);
    violations.Require(decision.verdict->date == decision.date, "verdict.date", "must be the day of the decision");
  }
  CheckReplacement(decision.sentence, decision.date, frame, violations);
}

bool BefellThePerson(const Ruling& ruling) {
  const auto* const event = std::get_if<SentenceEvent>(&ruling.what);
  if (event == nullptr) return false;
  return event->kind == SentenceEventKind::kEscaped || event->kind == SentenceEventKind::kRecaptured ||
         event->kind == SentenceEventKind::kDied;
}

Ruling Normalized(Ruling ruling) {
  if (auto* sentence = std::get_if<Sentence>(&ruling.what)) *sentence = Normalized(*sentence);
  if (auto* decision = std::get_if<AppealDecision>(&ruling.what); decision != nullptr && decision->sentence) {
    decision->sentence = Normalized(*decision->sentence);
  }
  if (auto* event = std::get_if<SentenceEvent>(&ruling.what); event != nullptr && event->sentence) {
    event->sentence = Normalized(*event->sentence);
  }
  return ruling;
}

}  // namespace amparo::cases
