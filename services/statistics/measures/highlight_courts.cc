// Highlights: who testified, how long cases take to their final verdict, and what adjournments cost families.

#include <algorithm>
#include <limits>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
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
    AddHearing(story.facts, row, days.tally);
    days.hearings.push_back(row);
    days.first = days.first == kNoDay ? hearings.day[row] : std::min(days.first, hearings.day[row]);
  }
  return days;
}

std::string CostText(const Losses& families) {
  if (families.none()) return "";
  std::vector<std::string> parts;
  if (families.half_days > 0) parts.push_back(HalfDaysText(families.half_days));
  if (!families.wages.empty()) parts.push_back(MoneyText(families.wages));
  return StrCat("; the families who had come lost ", absl::StrJoin(parts, ", "));
}

// What an adjournment line is about, in words.
struct HearingsWording {
  std::string_view when;        // "in November 2014"
  std::string_view one;         // "was": behind one hearing.
  std::string_view one_denied;  // "was not"
  std::string_view several;     // "were"
};

// "three of the four hearings were adjourned in November 2014", "three out of four hearings have been adjourned since
// March 2009 (78 of 104)".
std::string AdjournedText(const CourtDays& days, const HearingsWording& wording) {
  constexpr int64_t kFew = 10;  // So many are counted out, more are told by their share.
  const int64_t adjourned = days.tally.adjourned;
  const int64_t all = days.all();
  const std::string ending = StrCat(" adjourned ", wording.when);
  if (all == 1) return StrCat("the one hearing ", adjourned == 1 ? wording.one : wording.one_denied, ending);
  if (all <= kFew || adjourned == 0 || adjourned == all) {
    return StrCat(PartText(adjourned, all, "hearings"), " ", adjourned < 2 ? wording.one : wording.several, ending);
  }
  const std::string share = ShareText(adjourned, all);
  const bool out_of = absl::StrContains(share, " out of ");
  const bool one = absl::StrContains(share, "one out of ");
  return StrCat(share, out_of ? " hearings " : " of the hearings ", one ? wording.one : wording.several, ending, " (",
                Digits(adjourned), " of ", Digits(all), ")");
}

// One line about some hearings.
Highlight HearingsLine(const Story& story, const CourtDays& days, Day from, Day to, const HearingsWording& wording) {
  Highlight line = story.Line("adjournments", from, to);
  line.text = StrCat(story.fact().display_name, ": ", AdjournedText(days, wording), CostText(days.tally.families), ".");
  line.figures = {{"held", days.tally.held},
                  {"adjourned", days.tally.adjourned},
                  {"adjournment_rate", Rate{days.tally.Rate()}},
                  {"wage_half_days_lost", days.tally.families.half_days}};
  AddAmounts("wages_lost", days.tally.families.wages, line.figures);
  line.definition = AdjournmentDefinition(Losers::kFamilies);
  std::vector<std::string> names;
  for (Row row : days.hearings) names.push_back(story.facts.HearingName(row));
  std::sort(names.begin(), names.end());
  NameResources(std::move(names), line);
  return line;
}

// "120 days", or "5.0 years" from a year on.
std::string LengthText(int64_t days) {
  constexpr double kDaysAYear = 365.2425;
  const double years = static_cast<double>(days) / kDaysAYear;
  return years < 1 ? DaysText(days) : absl::StrFormat("%.1f years", years);
}

// "most cases take three to seven years from the first report to the final verdict: three of the five cases decided so
// far; the median, with one case not decided counted in, is 5.0 years". At least one case is decided.
std::string DurationText(const TimeToVerdictRow& row) {
  constexpr std::string_view kWay = "from the first report to the final verdict";
  const std::string part =
      row.decided == 1 ? "" : StrCat(PartText(row.three_to_seven_years, row.decided, "cases"), " decided so far");
  std::string text;
  if (row.decided == 1) {
    text = StrCat("the one case decided so far took ", LengthText(row.longest), " ", kWay);
  } else if (2 * row.three_to_seven_years > row.decided) {
    text = StrCat("most cases take three to seven years ", kWay, ": ", part);
  } else {
    text = StrCat(part, " took three to seven years ", kWay);
  }
  if (!row.median || row.cases == 1) return text;
  const std::string undecided =
      row.pending == 0 ? "" : StrCat(", with ", CountText(row.pending, "case", "cases"), " not decided counted in,");
  return StrCat(text, "; the median", undecided, " is ", LengthText(*row.median));
}

}  // namespace

void AddTestimonyLine(const Story& story, std::vector<Highlight>& lines) {
  absl::flat_hash_set<Row> cases;
  for (const Conviction& conviction : story.in_month) cases.insert(conviction.case_row);
  const auto& parties = story.facts.parties();
  // Each person by one party: one that testified, if there is one.
  absl::flat_hash_map<PersonInCase, Row> people;
  for (Row row = 0; row < parties.size(); ++row) {
    if (!parties.Known(row) || parties.role[row] != PartyRole::kSurvivor) continue;
    const PersonInCase person = story.facts.PersonOf(row);
    if (!cases.contains(person.case_row)) continue;
    const auto [known, added] = people.try_emplace(person, row);
    if (!added && parties.testified[row] > parties.testified[known->second]) known->second = row;
  }
  int64_t testified = 0;
  std::vector<std::string> names;
  for (const auto& [person, row] : people) {
    names.push_back(story.facts.PartyName(row));
    testified += parties.testified[row];
  }
  if (testified == 0) return;
  const auto survivors = static_cast<int64_t>(names.size());
  Highlight line = story.Line("testimony", story.month_first, story.month_last);
  line.text = StrCat(story.fact().display_name, ": ",
                     survivors == 1 ? "the one survivor" : PartText(testified, survivors, "survivors"), " in the ",
                     cases.size() == 1 ? "case" : "cases", " that led to ",
                     story.in_month.size() == 1 ? "a conviction " : "convictions ", story.WhenText(), " testified.");
  line.figures = {
      {"survivors_who_testified", testified}, {"survivors", survivors}, {"cases", static_cast<int64_t>(cases.size())}};
  line.definition = {
      "Survivors who testified, in the cases with a conviction in the month. Who the survivors are and which of them "
      "testified is as recorded now, whatever was known on the day of publication.",
      "survivors of these cases",
      {}};
  std::sort(names.begin(), names.end());
  for (std::string& name : ChargeNames(story.facts, story.in_month)) names.push_back(std::move(name));
  NameResources(std::move(names), line);
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
  // Cases that were reported before the office opened are followed too.
  Day first = story.open_day();
  for (const CaseCourse& course : followed.courses) first = std::min(first, course.report_day);
  Highlight line = story.Line("duration", first, story.as_of);
  line.text = StrCat(story.fact().display_name, ": ", DurationText(row), ".");
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
    lines.push_back(
        HearingsLine(story, in_month, story.month_first, story.month_last, {when, "was", "was not", "were"}));
  }
  const CourtDays so_far = HearingsBetween(story, std::numeric_limits<Day>::min() + 1, story.as_of);
  if (so_far.all() == in_month.all()) return;  // None, or none but the month's.
  const std::string since = StrCat("since ", MonthText(absl::CivilMonth(ToCivil(so_far.first))));
  lines.push_back(
      HearingsLine(story, so_far, so_far.first, story.as_of, {since, "has been", "has not been", "have been"}));
}

}  // namespace amparo::statistics
