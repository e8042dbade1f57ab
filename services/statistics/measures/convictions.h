// Convictions: people found guilty on at least one charge, counted once per person and case, dated by the first such
// verdict.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "services/statistics/measures/report.h"

namespace amparo::statistics {

// One person found guilty in one case.
struct Conviction {
  OfficeCode office = 0;
  Row case_row = kNoRow;
  Row accused = kNoRow;
  Row charge = kNoRow;  // The charge of the first verdict of guilty; of several on one day the one with the lowest id.
  TextCode crime_type = 0;  // What the court found on that charge.
  Day day = kNoDay;         // The day of that verdict.
};

// What the court found on a charge, or what it is for as long as there is no verdict: the lesser crime type if that was
// found, else the charge's, else the case's.
TextCode CrimeTypeOfCharge(const Facts& facts, Row charge);

// All convictions with a verdict up to `as_of` (kNoDay: no bound), in order of day and charge id.
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

// What the counts mean.
Definition ConvictionDefinition();

}  // namespace amparo::statistics
