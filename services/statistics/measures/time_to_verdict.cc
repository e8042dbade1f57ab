#include "services/statistics/measures/time_to_verdict.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "common/base/civil.h"
#include "common/base/strings.h"
#include "services/statistics/measures/standings.h"

namespace amparo::statistics {
namespace {

// The charges of a case and their verdicts.
struct Verdicts {
  int64_t charges = 0;
  int64_t decided = 0;
  Day last = kNoDay;
};

std::vector<Verdicts> VerdictsByCase(const Facts& facts, const std::vector<Day>& as_of) {
  const auto& charges = facts.charges();
  std::vector<Verdicts> by_case(facts.cases().size());
  for (Row charge = 0; charge < charges.size(); ++charge) {
    const Day today = as_of[charges.office[charge]];
    if (!CountsOn(facts, charge, today)) continue;
    Verdicts& verdicts = by_case[facts.StandingCase(charges.case_row[charge])];
    ++verdicts.charges;
    const Day day = FirstVerdict(facts, charge, today);
    if (day == kNoDay) continue;
    ++verdicts.decided;
    verdicts.last = std::max(verdicts.last, day);
  }
  return by_case;
}

// The day of the first report of each case: of one that stands for others, the earliest of all.
std::vector<Day> FirstReports(const Facts& facts) {
  const auto& cases = facts.cases();
  std::vector<Day> reports = cases.report_day;
  for (Row row = 0; row < cases.size(); ++row) {
    if (!cases.Known(row) || !facts.IsMerged(row)) continue;
    Day& first = reports[facts.StandingCase(row)];
    first = std::min(first, cases.report_day[row]);
  }
  return reports;
}

// The day since which a case was at this end (kClosed or kDeclined) on a day; kNoDay when it was not, not yet or not
// any more.
Day AtEndSince(const Facts& facts, Row case_row, CaseStage end, Day day) {
  const auto& cases = facts.cases();
  const Day reached = cases.stage_day[case_row];
  if (cases.stage[case_row] == end && reached != kNoDay && reached <= day) return reached;
  const Slice slice = cases.former_ends[case_row];
  for (const FormerEnd& former : std::span(facts.former_ends()).subspan(slice.begin, slice.size)) {
    if (former.stage == end && former.day <= day && day < former.until) return former.day;
  }
  return kNoDay;
}

}  // namespace

std::vector<Day> DaysOfOffices(const Facts& facts, absl::Time now) {
  std::vector<Day> days;
  for (const Office& office : facts.offices()) days.push_back(ToDay(absl::ToCivilDay(now, office.zone)));
  return days;
}

CaseCourses FollowCases(const Facts& facts, const Selection& selection, const std::vector<Day>& as_of) {
  const std::vector<Verdicts> verdicts = VerdictsByCase(facts, as_of);
  const std::vector<Day> reports = FirstReports(facts);
  const auto& cases = facts.cases();
  CaseCourses result;
  for (Row row = 0; row < cases.size(); ++row) {
    if (!cases.Known(row) || facts.IsMerged(row)) continue;
    if (!selection.Takes(cases.office[row], cases.crime_type[row], reports[row])) continue;
    const Day today = as_of[cases.office[row]];
    const bool decided = verdicts[row].charges > 0 && verdicts[row].decided == verdicts[row].charges;
    CaseCourse course{row, reports[row], decided ? verdicts[row].last : today, decided};
    if (course.report_day > today) {
      ++result.not_yet_reported;
    } else if (!decided && AtEndSince(facts, row, CaseStage::kDeclined, today) != kNoDay) {
      ++result.declined;
    } else if (decided && course.end_day < course.report_day) {
      ++result.impossible;
    } else {
      const Day closed = decided ? kNoDay : AtEndSince(facts, row, CaseStage::kClosed, today);
      if (closed != kNoDay) course.end_day = std::max(course.report_day, closed);
      result.courses.push_back(course);
    }
  }
  return result;
}

bool ThreeToSevenYears(Day from, Day to) {
  constexpr int kMonthsAYear = 12;
  return to >= ToDay(AddMonths(ToCivil(from), 3 * kMonthsAYear)) &&
         to <= ToDay(AddMonths(ToCivil(from), 7 * kMonthsAYear));
}

TimeToVerdictRow Summarise(std::span<const CaseCourse> courses) {
  TimeToVerdictRow row;
  row.cases = static_cast<int64_t>(courses.size());
  std::vector<Observation> observations;
  for (const CaseCourse& course : courses) {
    observations.push_back({course.days(), course.decided});
    if (!course.decided) continue;
    row.shortest = row.decided == 0 ? course.days() : std::min(row.shortest, course.days());
    row.longest = std::max(row.longest, course.days());
    row.three_to_seven_years += ThreeToSevenYears(course.report_day, course.end_day);
    ++row.decided;
  }
  row.pending = row.cases - row.decided;
  const SurvivalCurve curve = KaplanMeier(observations);
  row.median = curve.Median();
  row.median_lower = curve.MedianLower();
  row.median_upper = curve.MedianUpper();
  return row;
}

TimeToVerdictReport MeasureTimeToVerdict(const Facts& facts, const ReportFilter& filter,
                                         std::span<const Dimension> group_by, absl::Time now) {
  const Selection selection(facts, filter, group_by);
  const CaseCourses followed = FollowCases(facts, selection, DaysOfOffices(facts, now));
  const auto& cases = facts.cases();
  absl::flat_hash_map<Selection::Group, std::vector<CaseCourse>> cells;
  for (const CaseCourse& course : followed.courses) {
    cells[selection.GroupOf(cases.office[course.case_row], cases.crime_type[course.case_row], course.report_day)]
        .push_back(course);
  }
  TimeToVerdictReport report{{}, TimeToVerdictDefinition(followed)};
  for (const auto& [group, courses] : cells) {
    report.rows.push_back(Summarise(courses));
    report.rows.back().key = selection.KeyOf(group);
  }
  selection.Sort(report.rows);
  return report;
}

Definition TimeToVerdictDefinition(const CaseCourses& courses) {
  Definition definition{
      "Days from the first report to the final verdict: the last of the first verdicts, once every charge of the case "
      "that was brought by then has one (a charge that another stands in the place of needs none; an appeal does not "
      "change the day; a further charge makes the case pending again from the day on which it is brought). Cases that "
      "were merged are one, from the earliest report on. "
      "Kaplan-Meier with pending cases censored at the snapshot (cases closed without a verdict at their closing); "
      "median: the smallest t with S(t) <= 0.5; 95% limits on the log-log scale. Three to seven years: years of the "
      "calendar, both ends included.",
      "cases followed; shortest, longest and three to seven years: decided cases",
      {}};
  const auto exclude = [&definition](int64_t count, std::string_view what) {
    if (count > 0) definition.exclusions.push_back(StrCat(count, " ", count == 1 ? "case" : "cases", " ", what));
  };
  exclude(courses.declined, "not taken on (declined)");
  exclude(courses.impossible, "with a final verdict before the report");
  exclude(courses.not_yet_reported, "reported after the snapshot");
  return definition;
}

}  // namespace amparo::statistics
