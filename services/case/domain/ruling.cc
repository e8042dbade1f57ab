#include "services/case/domain/ruling.h"

#include <string>

#include "common/base/strings.h"
#include "services/case/domain/charge.h"
#include "services/case/domain/crime_type.h"

namespace amparo::cases {
namespace {

void CheckDate(absl::CivilDay date, const RulingFrame& frame, std::string_view field, Violations& violations) {
  violations.Require(date >= frame.first, field, frame.before_first);
  violations.Require(date <= frame.today, field, "must not be in the future");
}

constexpr std::string_view kLesserCrimeField = "verdict.lesser_crime_type";

// What is said of a lesser crime, as far as it is said.
void CheckFinding(const Verdict& verdict, Violations& violations) {
  const std::string& crime = verdict.lesser_crime_type;
  if (verdict.outcome == VerdictOutcome::kConvictedLesser) {
    violations.Require(crime.empty() || IsCrimeType(crime), kLesserCrimeField,
                       "must be a code of the crime type table");
    violations.RequireText(verdict.lesser_law_article, {.min = 0, .max = 200}, "verdict.lesser_law_article");
    return;
  }
  constexpr std::string_view kRule = "only a conviction of a lesser crime has one";
  violations.Require(crime.empty(), kLesserCrimeField, kRule);
  violations.Require(verdict.lesser_completion == Completion::kUnspecified, "verdict.lesser_completion", kRule);
  violations.Require(verdict.lesser_law_article.empty(), "verdict.lesser_law_article", kRule);
}

// True when a verdict finds something less than what is charged.
bool FindsLess(const Verdict& verdict, const RulingFrame& frame) {
  const Wording charged = frame.charged == nullptr ? Wording() : *frame.charged;
  const bool attempt =
      verdict.lesser_completion == Completion::kAttempted && charged.completion != Completion::kAttempted;
  const auto differs = [](std::string_view found, std::string_view said) { return !found.empty() && found != said; };
  const std::string_view crime = charged.crime_type.empty() ? frame.case_crime_type : charged.crime_type;
  return attempt || differs(verdict.lesser_crime_type, crime) ||
         differs(verdict.lesser_law_article, charged.law_article);
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
  CheckFinding(verdict, violations);
}

void CheckLesser(const Verdict& verdict, const RulingFrame& frame, Violations& violations) {
  if (verdict.outcome != VerdictOutcome::kConvictedLesser) return;
  violations.Require(FindsLess(verdict, frame), kLesserCrimeField,
                     "a lesser crime has another crime type or law article than the charge, or is an attempt of it");
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
    CheckLesser(*decision.verdict, frame, violations);
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
