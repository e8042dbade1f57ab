// Highlights: what was pleaded, and how fast verdicts came after an operation.

#include <algorithm>
#include <cmath>
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
  for (Row charge : story.guilty_charges.at(conviction.person)) {
    const bool lighter = IsOfAttempt(story.facts, charge, story.as_of) || charges.bargain[charge];
    const bool that_day = GuiltySince(story.facts, charge, story.as_of) == conviction.day;
    if (that_day && charges.plea[charge] == PleaKind::kGuilty && lighter) return charge;
  }
  return std::nullopt;
}

// " and was sentenced to 15 years and a fine of PHP 500,000".
std::string SentenceText(const SentenceFact& sentence) {
  std::vector<std::string> parts;
  if (sentence.custody == Custody::kImprisonment)
    parts.push_back(
        StrCat(TermRangeText(sentence.min, sentence.max), " in prison", sentence.suspended ? " (suspended)" : ""));
  if (sentence.custody == Custody::kLife) parts.push_back("life in prison");
  if (sentence.custody == Custody::kDeath) parts.push_back("death");
  if (sentence.fine) parts.push_back(StrCat("a fine of ", MoneyText(*sentence.fine)));
  return parts.empty() ? "" : StrCat(" and was sentenced to ", ListText(parts));
}

// The number of mean months nearest to a number of days.
int64_t MonthsIn(int64_t days) {
  constexpr double kDaysAMonth = 30.436875;
  return std::lround(static_cast<double>(days) / kDaysAMonth);
}

// "399 days after the operation", "on the day of the operation".
std::string AfterOperationText(int64_t days) {
  return days == 0 ? "on the day of the operation" : StrCat(DaysText(days), " after the operation");
}

// In months once there are enough of them for a rounded number to be true.
std::string SinceOperationText(const Try& t, int64_t days) {
  constexpr int64_t kLeastMonths = 3;
  const int64_t months = MonthsIn(days);
  const std::string after = months < kLeastMonths
                                ? AfterOperationText(days)
                                : StrCat(CountText(months, "month", "months"), " after the operation");
  return StrCat(after, " that freed ", FreedText(t.adults, t.minors), ", ");
}

void AddSentenceFigures(const SentenceFact& sentence, std::vector<Figure>& figures) {
  if (sentence.custody == Custody::kImprisonment) {
    figures.push_back({"imprisonment", sentence.min});
    if (!(sentence.min == sentence.max)) figures.push_back({"imprisonment_at_most", sentence.max});
  }
  if (sentence.fine) figures.push_back({"fine", *sentence.fine});
}

// The way of a case from its last successful operation to its first verdict of guilty.
struct Course {
  Row operation;
  Day operation_day;
  Row charge;
  Day verdict_day;

  int64_t days() const { return verdict_day - operation_day; }
};

// Those of all cases of the office, the shortest first.
std::vector<Course> CoursesOf(const Story& story) {
  std::vector<Course> courses;
  for (const std::vector<Conviction>& convictions : ByCase(story.convictions)) {
    const Conviction& first = convictions.front();
    const std::optional<Try> operation = LastSuccess(story.tries.Of(first.case_row, first.day));
    if (operation) courses.push_back({operation->operation, operation->day, first.charge, first.day});
  }
  std::stable_sort(courses.begin(), courses.end(),
                   [](const Course& a, const Course& b) { return a.days() < b.days(); });
  return courses;
}

// The days that the courses lie between.
Period SpanOf(const std::vector<Course>& courses) {
  Day first = courses.front().operation_day;
  Day last = courses.front().verdict_day;
  for (const Course& course : courses) {
    first = std::min(first, course.operation_day);
    last = std::max(last, course.verdict_day);
  }
  return {ToCivil(first), ToCivil(last)};
}

// The operations and charges of all courses, those of the one that is told of first.
std::vector<std::string> CourseResources(const Facts& facts, const Course& told, const std::vector<Course>& all) {
  std::vector<std::string> names;
  const auto add = [&](const Course& course) {
    names.push_back(facts.OperationName(course.operation));
    names.push_back(facts.ChargeName(course.charge));
  };
  add(told);
  for (const Course& course : all) {
    if (course.charge != told.charge) add(course);
  }
  return names;
}

}  // namespace

void AddPleaLines(const Story& story, std::vector<Highlight>& lines) {
  const Facts& facts = story.facts;
  for (const Conviction& conviction : story.in_month) {
    const std::optional<Row> charge = PleaOf(story, conviction);
    if (!charge) continue;
    const std::optional<Try> operation = LastSuccess(story.tries.Of(conviction.case_row, conviction.day));
    const SentenceFact* sentence = story.SentenceOn(*charge);
    const int64_t days = operation ? conviction.day - operation->day : 0;
    const bool attempted = IsOfAttempt(facts, *charge, story.as_of);
    Highlight line = story.Line("plea", operation ? operation->day : conviction.day, conviction.day);
    std::string text =
        operation && operation->adults + operation->minors > 0 ? SinceOperationText(*operation, days) : "";
    StrAppend(&text, "one accused pleaded guilty to ", attempted ? "attempted " : "",
              CrimeTypeText(facts.texts()[CrimeTypeOfCharge(facts, *charge, story.as_of)]),
              facts.charges().bargain[*charge] ? " in a plea bargain" : "", sentence ? SentenceText(*sentence) : "",
              ".");
    line.text = StrCat(story.fact().display_name, ": ", text);
    if (operation) {
      line.figures = {{"months_from_operation", MonthsIn(days)},
                      {"days_from_operation", days},
                      {"minors_freed", operation->minors},
                      {"adults_freed", operation->adults}};
    }
    if (sentence) AddSentenceFigures(*sentence, line.figures);
    line.definition = {
        "A conviction of the month on a plea of guilty to an attempt, or agreed with the prosecution. Months: the days "
        "from the case's last successful operation to the verdict in mean months (30.44 days), rounded.",
        "",
        {}};
    std::vector<std::string> resources = {facts.ChargeName(*charge)};
    if (operation) resources.push_back(facts.OperationName(operation->operation));
    NameResources(std::move(resources), line);
    lines.push_back(std::move(line));
  }
}

void AddSpeedLine(const Story& story, std::vector<Highlight>& lines) {
  const std::vector<Course> all = CoursesOf(story);
  const auto fastest = std::find_if(all.begin(), all.end(), [&](const Course& course) {
    return course.verdict_day >= story.month_first && course.verdict_day <= story.month_last;
  });
  if (fastest == all.end()) return;
  const auto cases = static_cast<int64_t>(all.size());
  const int64_t median = all[(all.size() - 1) / 2].days();
  Highlight line = story.Line("speed", fastest->operation_day, fastest->verdict_day);
  line.period = SpanOf(all);
  line.text = StrCat(story.fact().display_name, ": the fastest verdict of guilty ", story.WhenText(), " came ",
                     AfterOperationText(fastest->days()));
  if (cases > 1) {
    StrAppend(&line.text, "; the median of the office's ", NumberText(cases), " such cases so far is ",
              DaysText(median));
  }
  line.text += ".";
  line.figures = {{"shortest_days", fastest->days()}, {"median_days", median}, {"cases", cases}};
  line.definition = {
      "Days from the last successful operation before the case's first verdict of guilty to that verdict. Median: the "
      "smallest number of days that at least half of the office's cases with an operation and a conviction do not "
      "exceed.",
      "cases of the office with a successful operation and a conviction",
      {}};
  NameResources(CourseResources(story.facts, *fastest, all), line);
  lines.push_back(std::move(line));
}

}  // namespace amparo::statistics
