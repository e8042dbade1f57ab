// Hearings held and adjourned, and what adjournments cost those who had come.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "services/statistics/measures/report.h"

namespace amparo::statistics {

// What hearings came to.
struct HearingTally {
  int64_t held = 0;
  int64_t adjourned = 0;
  int64_t half_days_lost = 0;                 // Of a day's wages, at adjourned hearings.
  std::map<std::string, int64_t> wages_lost;  // Minor units by currency, at adjourned hearings.

  // adjourned / (held + adjourned), 0 when there was none.
  double Rate() const;
};

// Whose losses to add up.
enum class Losers { kEverybody, kFamilies };

// True for the survivor and their parents or guardians.
inline bool IsFamily(Attendee attendee) {
  return attendee == Attendee::kParent || attendee == Attendee::kSurvivor;
}

// Adds one hearing, which has been held or adjourned, to a tally.
void AddHearing(const Facts& facts, Row hearing, Losers losers, HearingTally& tally);

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

// What the counts mean.
Definition AdjournmentDefinition(Losers losers);

}  // namespace amparo::statistics
