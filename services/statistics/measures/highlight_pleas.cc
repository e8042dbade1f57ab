// Highlights: what was pleaded, and how fast verdicts came after an operation.

#include <algorithm>
#include <optional>
#include <utility>

#include "common/base/strings.h"
#include "services/statistics/measures/story.h"
#include "services/statistics/measures/tries.h"
#include "services/statistics/measures/wording.h"

namespace amparo::statistics {
namespace {

std::string FreedText(int64_t adults, int64_t minors) {
  if (minors == 0) return CountText(adults, "adult", "adults");
  if (adults == 0) return CountText(minors, "minor", "minors");
  return StrCat(CountText(minors, "minor", "minors"), " and ", CountText(adults, "adult", "adults"));
}

// The charge by which a plea of guilty earned this conviction: of an attempt, or agreed with the prosecution.
std::optional<Row> PleaOf(const Story& story, const Conviction& conviction) {
  const auto& charges = story.facts.charges();
  for (Row charge : story.guilty_charges.at(conviction.accused)) {
    const bool lighter = charges.attempted[charge] || charges.bargain[charge];
    if (charges.verdict_day[charge] == conviction.day && charges.plea[charge] == PleaKind::kGuilty && lighter)
      return charge;
  }
  return std::nullopt;
}

std::optional<SentenceFact> SentenceOf(const Story& story, Row charge) {
  const Slice slice = story.facts.charges().sentence[charge];
  if (slice.size == 0 || ToDay(story.facts.sentences()[slice.begin].date) > story.as_of) return std::nullopt;
  return story.facts.sentences()[slice.begin];
}

// " and was sentenced to 15 years and a fine of PHP 500,000".
std::string SentenceText(const SentenceFact& sentence) {
  std::vector<std::string> parts;
  if (sentence.custody == Custody::kImprisonment)
    parts.push_back(TermRangeText(sentence.min, sentence.max) + " in prison");
  if (sentence.custody == Custody::kLife) parts.push_back("life in prison");
  if (sentence.custody == Custody::kDeath) parts.push_back("death");
  if (sentence.fine) parts.push_back(StrCat("a fine of ", MoneyText(*sentence.fine)));
  return parts.empty() ? "" : StrCat(" and was sentenced to ", ListText(parts));
}

// Months of the calendar from the month of one day to that of another.
int64_t MonthsApart(Day from, Day to) {
  return absl::CivilMonth(ToCivil(to)) - absl::CivilMonth(ToCivil(from));
}

std::string SinceOperationText(const Try& t, Day verdict_day) {
  const int64_t months = MonthsApart(t.day, verdict_day);
  const std::string after =
      months > 0 ? CountText(months, "month", "months") : CountText(verdict_day - t.day, "day", "days");
  return StrCat(after, " after the operation that freed ", FreedText(t.adults, t.minors), ", ");
}

void AddSentenceFigures(const SentenceFact& sentence, std::vector<Figure>& figures) {
  if (sentence.custody == Custody::kImprisonment) {
    figures.push_back({"imprisonment", sentence.min});
    if (!(sentence.min == sentence.max)) figures.push_back({"imprisonment_at_most", sentence.max});
  }
  if (sentence.fine) figures.push_back({"fine", *sentence.fine});
}

}  // namespace

void AddPleaLines(const Story& story, std::vector<Highlight>& lines) {
  const Facts& facts = story.facts;
  for (const Conviction& conviction : story.in_month) {
    const std::optional<Row> charge = PleaOf(story, conviction);
    if (!charge) continue;
    const std::optional<Try> operation = LastSuccess(story.tries.Of(conviction.case_row, conviction.day));
    const std::optional<SentenceFact> sentence = SentenceOf(story, *charge);
    const bool attempted = facts.charges().attempted[*charge];
    Highlight line = story.Line("plea", operation ? operation->day : conviction.day, conviction.day);
    std::string text =
        operation && operation->adults + operation->minors > 0 ? SinceOperationText(*operation, conviction.day) : "";
    StrAppend(&text, "one accused pleaded guilty to ", attempted ? "attempted " : "",
              CrimeTypeText(facts.texts()[CrimeTypeOfCharge(facts, *charge)]),
              facts.charges().bargain[*charge] ? " in a plea bargain" : "", sentence ? SentenceText(*sentence) : "",
              ".");
    line.text = StrCat(story.fact().display_name, ": ", text);
    if (operation) {
      line.figures = {{"months_from_operation", MonthsApart(operation->day, conviction.day)},
                      {"days_from_operation", int64_t{conviction.day - operation->day}},
                      {"minors_freed", operation->minors},
                      {"adults_freed", operation->adults}};
    }
    if (sentence) AddSentenceFigures(*sentence, line.figures);
    line.definition = {
        "A conviction of the month on a plea of guilty to an attempt, or agreed with the prosecution. Months: from the "
        "month of the case's last successful operation to that of the verdict.",
        "",
        {}};
    std::vector<std::string> resources = {facts.ChargeName(*charge)};
    if (operation) resources.push_back(facts.OperationName(operation->operation));
    NameResources(std::move(resources), line);
    lines.push_back(std::move(line));
  }
}

void AddSpeedLine(const Story& story, std::vector<Highlight>& lines) {
  struct Course {
    int64_t days;
    Row operation;
    Row charge;
    Day first;
    Day last;
  };
  std::vector<Course> all;
  std::optional<Course> fastest;
  for (const std::vector<Conviction>& convictions : ByCase(story.convictions)) {
    const Conviction& first = convictions.front();
    const std::optional<Try> operation = LastSuccess(story.tries.Of(first.case_row, first.day));
    if (!operation) continue;
    all.push_back({first.day - operation->day, operation->operation, first.charge, operation->day, first.day});
    const bool this_month = first.day >= story.month_first && first.day <= story.month_last;
    if (this_month && (!fastest || all.back().days < fastest->days)) fastest = all.back();
  }
  if (!fastest) return;
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>((all.size() - 1) / 2);
  std::nth_element(all.begin(), middle, all.end(), [](const Course& a, const Course& b) { return a.days < b.days; });
  const auto cases = static_cast<int64_t>(all.size());
  Highlight line = story.Line("speed", fastest->first, fastest->last);
  line.text = StrCat(story.fact().display_name, ": the fastest verdict of guilty ", story.WhenText(), " came ",
                     CountText(fastest->days, "day", "days"), " after the operation");
  if (cases > 1) {
    StrAppend(&line.text, "; half of the office's ", NumberText(cases), " such cases so far took ",
              CountText(middle->days, "day", "days"), " or fewer");
  }
  line.text += ".";
  line.figures = {{"shortest_days", fastest->days}, {"median_days", middle->days}, {"cases", cases}};
  line.definition = {
      "Days from the last successful operation before the case's first verdict of guilty to that verdict. Median: the "
      "smallest number of days that at least half of the office's cases with an operation and a conviction do not "
      "exceed.",
      "cases of the office with a successful operation and a conviction",
      {}};
  NameResources({story.facts.OperationName(fastest->operation), story.facts.ChargeName(fastest->charge)}, line);
  lines.push_back(std::move(line));
}

}  // namespace amparo::statistics
