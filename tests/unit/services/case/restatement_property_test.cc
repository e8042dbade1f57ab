// Whatever is done to a charge: its event says that counts changed if and only if what the feed tells of it counts
// differently as of some day, and names the first such day.
#include <optional>
#include <random>
#include <string>
#include <variant>

#include "common/base/strings.h"
#include "services/case/convert/charge_convert.h"
#include "services/case/convert/values.h"
#include "services/case/domain/entry_correction.h"
#include "tests/unit/services/case/charge_values.h"
#include "tests/unit/services/case/rules_matchers.h"

namespace amparo::cases {
namespace {

using absl::CivilDay;

constexpr int kDaysOfLife = 30;

CivilDay DayIn(const google::type::Date& date) {
  return *DayFrom(date);
}

bool IsGuiltyStep(const v1::Standing& step) {
  return step.verdict().outcome() == v1::VERDICT_OUTCOME_CONVICTED ||
         step.verdict().outcome() == v1::VERDICT_OUTCOME_CONVICTED_LESSER;
}

std::string CrimeBy(const v1::Charge& charge, const v1::Standing& step) {
  return step.verdict().lesser_crime_type().empty() ? charge.crime_type() : step.verdict().lesser_crime_type();
}

bool AttemptedBy(const v1::Charge& charge, const v1::Standing& step) {
  const v1::Completion found = step.verdict().lesser_completion();
  return (found == v1::COMPLETION_UNSPECIFIED ? charge.completion() : found) == v1::COMPLETION_ATTEMPTED;
}

// What the statistics service makes of a charge's event as of a day (measures/standings.h, convictions.h), in words.
std::string CountsAsOf(const v1::Charge& charge, CivilDay day) {
  const bool superseded = charge.has_supersede_date() && DayIn(charge.supersede_date()) <= day;
  if (DayIn(charge.charge_date()) > day || superseded) return "nothing";
  v1::Standing last;
  v1::Standing first_guilty;
  std::string first_verdict;
  std::string guilty_since;
  for (const v1::Standing& step : charge.standings()) {
    if (DayIn(step.date()) > day) break;
    last = step;
    const std::string on = absl::FormatCivilTime(DayIn(step.date()));
    if (step.has_verdict() && first_verdict.empty()) first_verdict = on;
    if (!IsGuiltyStep(step)) guilty_since.clear();
    if (IsGuiltyStep(step) && guilty_since.empty()) guilty_since = on;
    const bool first = IsGuiltyStep(step) && !first_guilty.has_date();
    // Of what the verdict is counts as it was at the end of its day.
    if (first || (first_guilty.has_date() && DayIn(first_guilty.date()) == DayIn(step.date()))) first_guilty = step;
  }
  std::string text = StrCat("first verdict ", first_verdict, last.has_verdict() ? ", decided" : ", open");
  if (!guilty_since.empty()) {
    StrAppend(&text, ", guilty of ", CrimeBy(charge, last), " since ", guilty_since, ", attempted ",
              AttemptedBy(charge, last), ", plea ", static_cast<int>(charge.plea().kind()), " ",
              charge.plea().bargain());
  } else if (first_guilty.has_date()) {
    StrAppend(&text, ", withdrawn of ", CrimeBy(charge, first_guilty));
  }
  if (last.has_sentence()) {
    StrAppend(&text, ", sentence ", last.sentence().ShortDebugString(), static_cast<int>(last.sentence_end()));
  }
  return text;
}

// Acts on a charge, drawn at random; most fit, some are refused.
class ActsAtRandom {
 public:
  explicit ActsAtRandom(unsigned seed) : random_(seed) {}

  Decision<Charge> On(const Charge& charge) {
    switch (Draw(12)) {
      case 0:
      case 1:
        return EnterPlea(charge, SomePlea(), kEntry);
      case 2:
      case 3:
        return RecordVerdict(charge, SomeVerdict(Day()), kEntry);
      case 4:
        return ImposeSentence(charge, SomeSentence(Day()), kEntry);
      case 5:
      case 6:
        return DecideOnAppeal(charge, SomeDecision(Day()), kEntry);
      case 7:
        return RecordEvent(charge, SomeEvent(), kEntry);
      case 8:
      case 9:
        return Corrected(charge);
      case 10:
        return Amended(charge);
      default:
        return Draw(10) == 0 ? Supersede(charge, Replacing(charge), kEntry) : PleaCorrected(charge);
    }
  }

 private:
  int Draw(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
  CivilDay Day() { return kCharged + Draw(kDaysOfLife); }

  Plea SomePlea() {
    return {.kind = Draw(2) == 0 ? PleaKind::kGuilty : PleaKind::kNotGuilty, .date = Day(), .bargain = Draw(3) == 0};
  }

  Verdict SomeVerdict(CivilDay day) {
    static constexpr VerdictOutcome kOutcomes[] = {VerdictOutcome::kConvicted, VerdictOutcome::kConvictedLesser,
                                                   VerdictOutcome::kAcquitted, VerdictOutcome::kDismissed};
    Verdict verdict{.outcome = kOutcomes[Draw(4)], .date = day};
    if (verdict.outcome != VerdictOutcome::kConvictedLesser) return verdict;
    if (Draw(3) != 0) verdict.lesser_crime_type = SomeCrime();
    verdict.lesser_completion = static_cast<Completion>(Draw(3));
    if (Draw(3) == 0) verdict.lesser_law_article = StrCat("article ", Draw(9));
    return verdict;
  }

  std::string SomeCrime() { return Draw(2) == 0 ? "0301" : "0302"; }

  Sentence SomeSentence(CivilDay day) {
    Sentence sentence = TenYears();
    sentence.date = day;
    sentence.imprisonment.min.years = 1 + Draw(3);
    return sentence;
  }

  AppealDecision SomeDecision(CivilDay day) {
    AppealDecision decision = DecisionOf(static_cast<AppealResult>(1 + Draw(5)), day);
    const bool reversed = decision.result == AppealResult::kReversed;
    if (reversed || (decision.result == AppealResult::kVaried && Draw(2) == 0)) decision.verdict = SomeVerdict(day);
    if (decision.result == AppealResult::kVaried) decision.sentence = SomeSentence(day);
    return decision;
  }

  SentenceEvent SomeEvent() {
    if (Draw(8) == 0) return {.kind = SentenceEventKind::kDied, .date = Day()};
    return {.kind = Draw(2) == 0 ? SentenceEventKind::kPardoned : SentenceEventKind::kEscaped, .date = Day()};
  }

  // A ruling of the same kind that says something else.
  Ruling Otherwise(Ruling ruling) {
    if (auto* verdict = std::get_if<Verdict>(&ruling.what)) *verdict = SomeVerdict(Day());
    if (auto* sentence = std::get_if<Sentence>(&ruling.what)) *sentence = SomeSentence(Day());
    if (auto* decision = std::get_if<AppealDecision>(&ruling.what)) *decision = SomeDecision(Day());
    return ruling;
  }

  Decision<Charge> Corrected(const Charge& charge) {
    Correction correction{.index = 0, .reason = StrikeReason::kWrongContent};
    if (charge.rulings.empty()) return CorrectRuling(charge, correction, kEntry);
    correction.index = static_cast<std::size_t>(Draw(static_cast<int>(charge.rulings.size())));
    if (Draw(3) != 0) correction.instead = Otherwise(charge.rulings[correction.index]);
    return CorrectRuling(charge, correction, kEntry);
  }

  Decision<Charge> PleaCorrected(const Charge& charge) {
    EntryCorrection<Plea> correction{.index = 0, .reason = StrikeReason::kWrongContent};
    if (!charge.pleas.empty()) correction.index = charge.pleas.size() - 1;
    if (Draw(2) == 0) correction.instead = SomePlea();
    return CorrectPlea(charge, correction, kEntry);
  }

  Decision<Charge> Amended(const Charge& charge) {
    Amendment amendment{
        .wording = charge, .reason = AmendReason::kCorrection, .date = kCharged + kDaysOfLife, .report_date = kCharged};
    if (Draw(3) == 0) amendment.wording.charge_date = Day();
    if (Draw(2) == 0) amendment.wording.crime_type = SomeCrime();
    if (Draw(3) == 0) amendment.wording.completion = Completion::kAttempted;
    if (Draw(3) == 0) amendment.wording.law_article = StrCat("article ", Draw(9));
    return AmendCharge(charge, amendment, kEntry);
  }

  Charge Replacing(const Charge& charge) {
    Charge successor = charge;
    successor.name.id = Id(2);
    successor.charge_date = Day();
    return successor;
  }

  std::mt19937 random_;
};

v1::Charge EventOf(const Charge& charge) {
  v1::Charge message;
  ToProto(charge, message);
  return message;
}

TEST(RestatementPropertyTest, AnEventSaysSoIfAndOnlyIfSomethingCountsDifferently) {
  int restated = 0;
  int silent = 0;
  for (unsigned seed = 1; seed <= 300; ++seed) {
    ActsAtRandom acts(seed);
    Charge charge = NewCharge();
    for (int act = 0; act < 25; ++act) {
      const Decision<Charge> decided = acts.On(charge);
      if (!decided.ok()) continue;
      const v1::Charge before = EventOf(charge);
      const v1::Charge after = EventOf(decided.value());
      std::optional<CivilDay> first;
      for (CivilDay day = kCharged; !first && day <= kCharged + kDaysOfLife; ++day) {
        if (CountsAsOf(before, day) != CountsAsOf(after, day)) first = day;
      }
      std::optional<CivilDay> told;
      if (after.restatements_size() > before.restatements_size()) told = DayIn(after.restatements().rbegin()->date());
      ASSERT_EQ(told, first) << "seed " << seed << ", act " << act << "\n"
                             << before.DebugString() << "became\n"
                             << after.DebugString();
      ++(told ? restated : silent);
      charge = decided.value();
    }
  }
  EXPECT_GT(restated, 300) << "or little was tried";
  EXPECT_GT(silent, 100);
}

}  // namespace
}  // namespace amparo::cases
