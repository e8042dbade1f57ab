// Convictions: people found guilty on at least one charge, counted once per person and case, dated by the first such
// verdict, withdrawn when reversed on appeal. What is counted is what stands: a verdict that was reversed or set aside
// by the day of the report counts no more, and as of an earlier day it still does. One that came after that, by a new
// trial or a further appeal, is dated by itself: what was withdrawn stays so on the days between.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "services/statistics/measures/report.h"
#include "services/statistics/measures/standings.h"

namespace amparo::statistics {

// One person found guilty in one case.
struct Conviction {
  OfficeCode office = 0;
  // The case that stands for the charge's, and who was found guilty in it.
  Row case_row = kNoRow;
  PersonInCase person;
  // The charge of the first verdict of guilty that stands; of several on one day the one with the lowest id.
  Row charge = kNoRow;
  TextCode crime_type = 0;  // What stands as found on that charge.
  Day day = kNoDay;         // The day since which it has stood.
};

// All convictions that stand on `as_of` (kNoDay: after everything), in order of day and charge id.
std::vector<Conviction> FindConvictions(const Facts& facts, Day as_of = kNoDay);

// The convictions of one group.
struct ConvictionRow {
  RowKey key;
  int64_t convictions = 0;
  int64_t cases = 0;  // Cases with at least one of them.
};

// Counts convictions up to `as_of`, in order of the dimensions; groups without one are left out.
std::vector<ConvictionRow> CountConvictions(const Facts& facts, const ReportFilter& filter,
                                            std::span<const Dimension> group_by, Day as_of = kNoDay);

// How many people had a conviction that a filter takes and that was withdrawn by `as_of`, by the day and the crime of
// the first verdict of guilty that was withdrawn; those who have another one that stands are not among them.
int64_t CountWithdrawn(const Facts& facts, const ReportFilter& filter, Day as_of = kNoDay);

// What the counts mean, with what was left out.
Definition ConvictionDefinition(int64_t withdrawn = 0);

}  // namespace amparo::statistics
