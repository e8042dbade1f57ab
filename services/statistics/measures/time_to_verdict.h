// From the first report to the final verdict.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "services/statistics/measures/report.h"
#include "services/statistics/measures/survival.h"

namespace amparo::statistics {

// The course of one case as it was known on a day.
struct CaseCourse {
  Row case_row = kNoRow;
  Day report_day = kNoDay;
  Day end_day = kNoDay;  // Of the final verdict, or the last day of which it is known that there was none.
  bool decided = false;

  int64_t days() const { return end_day - report_day; }
};

// The courses of cases, and what was left out.
struct CaseCourses {
  std::vector<CaseCourse> courses;
  int64_t declined = 0;          // Cases that were not taken on.
  int64_t impossible = 0;        // Final verdict before the report.
  int64_t not_yet_reported = 0;  // Reported after the day.
};

// Follows every case that `selection` takes (by its report date) up to its office's day, `as_of[office]`. A case is
// decided when charges were brought in it up to that day and each has a verdict up to that day; its final verdict is
// the last of them. A case that was closed without one is followed up to its closing. One that was reopened is on the
// days before what it was then, and pending again from the first day on which a further charge waits for its verdict.
CaseCourses FollowCases(const Facts& facts, const Selection& selection, const std::vector<Day>& as_of);

// The civil day of `now` in each office.
std::vector<Day> DaysOfOffices(const Facts& facts, absl::Time now);

// True when `to` is at least three and at most seven years of the calendar after `from`.
bool ThreeToSevenYears(Day from, Day to);

// The durations of one group.
struct TimeToVerdictRow {
  RowKey key;
  int64_t cases = 0;
  int64_t decided = 0;
  int64_t pending = 0;
  std::optional<int64_t> median;  // Kaplan-Meier, in days.
  std::optional<int64_t> median_lower;
  std::optional<int64_t> median_upper;
  int64_t shortest = 0;  // Of the decided, in days; 0 when there is none.
  int64_t longest = 0;
  int64_t three_to_seven_years = 0;  // Of the decided.
};

// The summary of some courses; `key` is left empty.
TimeToVerdictRow Summarise(std::span<const CaseCourse> courses);

// The rows, and what could not be counted.
struct TimeToVerdictReport {
  std::vector<TimeToVerdictRow> rows;  // In order of the dimensions; groups without a case are left out.
  Definition definition;
};

// Follows the cases of the filter up to `now`, in each office up to its own civil day.
TimeToVerdictReport MeasureTimeToVerdict(const Facts& facts, const ReportFilter& filter,
                                         std::span<const Dimension> group_by, absl::Time now);

// What the figures mean, with what was left out.
Definition TimeToVerdictDefinition(const CaseCourses& courses);

}  // namespace amparo::statistics
