// Hearings held and adjourned, and what adjournments cost those who had come.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "services/statistics/measures/report.h"

namespace amparo::statistics {

// What some people lost at adjourned hearings.
struct Losses {
  int64_t half_days = 0;                 // Of a day's wages.
  std::map<std::string, int64_t> wages;  // Minor units by currency.

  bool none() const { return half_days == 0 && wages.empty(); }
};

// What hearings came to.
struct HearingTally {
  int64_t held = 0;
  int64_t adjourned = 0;
  Losses everybody;  // Of all who had come to the adjourned ones.
  Losses families;   // Of survivors and their parents or guardians among them.

  // adjourned / (held + adjourned), 0 when there was none.
  double Rate() const;
};

// Adds one hearing, which has been held or adjourned, to a tally.
void AddHearing(const Facts& facts, Row hearing, HearingTally& tally);

// True when a hearing has been held or adjourned.
bool TookItsDay(const Facts& facts, Row hearing);

// The hearings of one group.
struct AdjournmentRow {
  RowKey key;
  HearingTally tally;
};

// The rows, and what could not be counted.
struct AdjournmentReport {
  std::vector<AdjournmentRow> rows;  // In order of the dimensions; groups without a hearing are left out.
  Definition definition;
};

// Counts the hearings of the filter; their crime type is that of their case.
AdjournmentReport CountAdjournments(const Facts& facts, const ReportFilter& filter,
                                    std::span<const Dimension> group_by);

// Whose losses a definition speaks of.
enum class Losers { kEverybodyAndFamilies, kFamilies };

// What the counts mean.
Definition AdjournmentDefinition(Losers losers);

}  // namespace amparo::statistics
