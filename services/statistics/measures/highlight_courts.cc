// Highlights: who testified, how long cases take to their final verdict, and what adjournments cost families.

#include <algorithm>
#include <limits>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_format.h"
#include "common/base/strings.h"
#include "services/statistics/measures/adjournments.h"
#include "services/statistics/measures/story.h"
#include "services/statistics/measures/time_to_verdict.h"
#include "services/statistics/measures/wording.h"

namespace amparo::statistics {
namespace {

// The hearings of an office from one day to another, and what they came to.
struct CourtDays {
  HearingTally tally;
  std::vector<Row> hearings;
  Day first = kNoDay;

  int64_t all() const { return tally.held + tally.adjourned; }
};

CourtDays HearingsBetween(const Story& story, Day from, Day to) {
  CourtDays days;
  const auto& hearings = story.facts.hearings();
  for (Row row = 0; row < hearings.size(); ++row) {
    if (hearings.office[row] != story.office || !TookItsDay(story.facts, row)) continue;
    if (hearings.day[row] < from || hearings.day[row] > to) continue;
    AddHearing(story.facts, row, Losers::kFamilies, days.tally);
    days.hearings.push_back(row);
    days.first = days.first == kNoDay ? hearings.day[row] : std::min(days.first, hearings.day[row]);
  }
  return days;
}

std::string CostText(const HearingTally& tally) {
  if (tally.half_days_lost == 0 && tally.wages_lost.empty()) return "";
  std::string text = "; the families who had come lost ";
  if (tally.half_days_lost > 0) StrAppend(&text, HalfDaysText(tally.half_days_lost));
  if (!tally.wages_lost.empty()) StrAppend(&text, tally.half_days_lost > 0 ? ", " : "", MoneyText(tally.wages_lost));
  return text;
}

// What an adjournment line is about, in words.
struct HearingsWording {
  std::string_view when;     // "in November 2014"
  std::string_view one;      // "was": behind one hearing
  std::string_view several;  // "were"
};

// "three out of four hearings were adjourned in November 2014 (three of four)".
std::string AdjournedText(const CourtDays& days, const HearingsWording& wording) {
  const int64_t adjourned = days.tally.adjourned;
  if (days.all() == 1) {
    return StrCat("the one hearing ", wording.one, adjourned == 1 ? "" : " not", " adjourned ", wording.when);
  }
  const std::string share = ShareText(adjourned, days.all());
  const bool fraction = share.find(" out of ") != std::string::npos;
  const bool one = share.find("one out of ") != std::string::npos;
  return StrCat(share, fraction ? " hearings " : " of the hearings ", one ? wording.one : wording.several,
                " adjourned ", wording.when, " (", AloneText(adjourned), " of ", NumberText(days.all()), ")");
}

// One line about some hearings.
Highlight HearingsLine(const Story& story, const CourtDays& days, Day from, Day to, const HearingsWording& wording) {
  Highlight line = story.Line("adjournments", from, to);
  line.text = StrCat(story.fact().display_name, ": ", AdjournedText(days, wording), CostText(days.tally), ".");
  line.figures = {{"held", days.tally.held},
                  {"adjourned", days.tally.adjourned},
                  {"adjournment_rate", Rate{days.tally.Rate()}},
                  {"wage_half_days_lost", days.tally.half_days_lost}};
  AddAmounts("wages_lost", days.tally.wages_lost, line.figures);
  line.definition = AdjournmentDefinition(Losers::kFamilies);
  std::vector<std::string> names;
  for (Row row : days.hearings) names.push_back(story.facts.HearingName(row));
  std::sort(names.begin(), names.end());
  NameResources(std::move(names), line);
  return line;
}

std::string YearsText(int64_t days) {
  constexpr double kDaysAYear = 365.2425;
  return absl::StrFormat("%.1f years", static_cast<double>(days) / kDaysAYear);
}

}  // namespace

void AddTestimonyLine(const Story& story, std::vector<Highlight>& lines) {
  absl::flat_hash_set<Row> cases;
  for (const Conviction& conviction : story.in_month) cases.insert(conviction.case_row);
  const auto& parties = story.facts.parties();
  int64_t survivors = 0;
  std::vector<std::string> testified;
  for (Row row = 0; row < parties.size(); ++row) {
    if (!parties.Known(row) || parties.role[row] != PartyRole::kSurvivor || !cases.contains(parties.case_row[row]))
      continue;
    ++survivors;
    if (parties.testified[row]) testified.push_back(story.facts.PartyName(row));
  }
  if (testified.empty()) return;
  const auto count = static_cast<int64_t>(testified.size());
  Highlight line = story.Line("testimony", story.month_first, story.month_last);
  line.text = StrCat(story.fact().display_name, ": ",
                     count == survivors ? CountText(count, "survivor", "survivors")
                                        : StrCat(NumberText(count), " of the ", NumberText(survivors), " survivors"),
                     " in the cases that ended in convictions ", story.WhenText(), " testified.");
  line.figures = {
      {"survivors_who_testified", count}, {"survivors", survivors}, {"cases", static_cast<int64_t>(cases.size())}};
  line.definition = {
      "Survivors who testified, in the cases with a conviction in the month.", "survivors of these cases", {}};
  std::sort(testified.begin(), testified.end());
  NameResources(std::move(testified), line);
  lines.push_back(std::move(line));
}

void AddDurationLine(const Story& story, std::vector<Highlight>& lines) {
  const Facts& facts = story.facts;
  ReportFilter filter;
  filter.offices = {story.fact().office};
  const CaseCourses followed =
      FollowCases(facts, Selection(facts, filter, {}), std::vector<Day>(facts.offices().size(), story.as_of));
  const TimeToVerdictRow row = Summarise(followed.courses);
  if (row.decided == 0) return;
  Highlight line = story.Line("duration", story.open_day(), story.as_of);
  const bool most = 2 * row.three_to_seven_years > row.decided;
  const std::string some = AloneText(row.three_to_seven_years);
  const std::string all = NumberText(row.decided);
  line.text =
      StrCat(story.fact().display_name, ": ",
             most ? StrCat("most cases take three to seven years from the first report to the final verdict: ", some,
                           " of the ", all, " decided so far")
                  : StrCat("of the ", all, " cases decided so far, ", some,
                           " took three to seven years from the first report to the final verdict"));
  if (row.median) {
    StrAppend(&line.text, "; the median, with ", CountText(row.pending, "case", "cases"),
              " still pending counted in, is ", YearsText(*row.median));
  }
  line.text += ".";
  line.figures = {{"cases", row.cases},
                  {"decided", row.decided},
                  {"pending", row.pending},
                  {"three_to_seven_years", row.three_to_seven_years},
                  {"shortest_days", row.shortest},
                  {"longest_days", row.longest}};
  if (row.median) line.figures.push_back({"median_days", *row.median});
  line.definition = TimeToVerdictDefinition(followed);
  std::vector<std::string> names;
  for (const CaseCourse& course : followed.courses) names.push_back(facts.CaseName(course.case_row));
  std::sort(names.begin(), names.end());
  NameResources(std::move(names), line);
  lines.push_back(std::move(line));
}

void AddAdjournmentLines(const Story& story, std::vector<Highlight>& lines) {
  const CourtDays in_month = HearingsBetween(story, story.month_first, story.month_last);
  if (in_month.all() > 0) {
    const std::string when = story.WhenText();
    lines.push_back(HearingsLine(story, in_month, story.month_first, story.month_last, {when, "was", "were"}));
  }
  const CourtDays so_far = HearingsBetween(story, std::numeric_limits<Day>::min() + 1, story.as_of);
  if (so_far.all() == 0) return;
  const std::string since = StrCat("since ", MonthText(absl::CivilMonth(ToCivil(so_far.first))));
  lines.push_back(HearingsLine(story, so_far, so_far.first, story.as_of, {since, "has been", "have been"}));
}

}  // namespace amparo::statistics
