#include "services/statistics/measures/adjournments.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "common/base/strings.h"

namespace amparo::statistics {
namespace {

// True for the survivor and their parents or guardians.
bool IsFamily(Attendee attendee) {
  return attendee == Attendee::kParent || attendee == Attendee::kSurvivor;
}

void Add(const AttendanceFact& attendance, Losses& losses) {
  losses.half_days += attendance.half_days_lost;
  if (attendance.wages_lost && attendance.wages_lost->minor_units != 0) AddAmount(*attendance.wages_lost, losses.wages);
}

}  // namespace

double HearingTally::Rate() const {
  const int64_t all = held + adjourned;
  return all == 0 ? 0.0 : static_cast<double>(adjourned) / static_cast<double>(all);
}

bool TookItsDay(const Facts& facts, Row hearing) {
  const HearingState state = facts.hearings().state[hearing];
  return facts.hearings().Known(hearing) && (state == HearingState::kHeld || state == HearingState::kAdjourned);
}

void AddHearing(const Facts& facts, Row hearing, HearingTally& tally) {
  if (facts.hearings().state[hearing] == HearingState::kHeld) {
    ++tally.held;
    return;
  }
  ++tally.adjourned;
  const Slice slice = facts.hearings().attendance[hearing];
  for (uint32_t i = slice.begin; i < slice.begin + slice.size; ++i) {
    const AttendanceFact& attendance = facts.attendance()[i];
    Add(attendance, tally.everybody);
    if (IsFamily(attendance.attendee)) Add(attendance, tally.families);
  }
}

AdjournmentReport CountAdjournments(const Facts& facts, const ReportFilter& filter,
                                    std::span<const Dimension> group_by) {
  const Selection selection(facts, filter, group_by);
  absl::flat_hash_map<Selection::Group, HearingTally> cells;
  int64_t of_unknown_cases = 0;
  const auto& hearings = facts.hearings();
  for (Row hearing = 0; hearing < hearings.size(); ++hearing) {
    if (!TookItsDay(facts, hearing)) continue;
    const Row case_row = hearings.case_row[hearing];
    const OfficeCode office = hearings.office[hearing];
    const Day day = hearings.day[hearing];
    of_unknown_cases += !facts.cases().Known(case_row) && selection.TakesOffice(office) && selection.TakesDay(day);
    const TextCode crime_type = facts.cases().crime_type[facts.StandingCase(case_row)];
    if (!selection.Takes(office, crime_type, day)) continue;
    AddHearing(facts, hearing, cells[selection.GroupOf(office, crime_type, day)]);
  }
  AdjournmentReport report{{}, AdjournmentDefinition(Losers::kEverybodyAndFamilies)};
  for (auto& [group, tally] : cells) report.rows.push_back({selection.KeyOf(group), std::move(tally)});
  selection.Sort(report.rows);
  if (of_unknown_cases > 0) {
    report.definition.exclusions.push_back(
        StrCat(of_unknown_cases, of_unknown_cases == 1 ? " hearing" : " hearings",
               " whose case is not known yet: under no crime type, and in no selection by crime type"));
  }
  return report;
}

Definition AdjournmentDefinition(Losers losers) {
  constexpr std::string_view kFamilies = "survivors and their parents or guardians";
  std::string text =
      "Hearings that took place and hearings that were put off, on their day in the court's zone; vacated and coming "
      "hearings are not counted. Wages lost: what ";
  StrAppend(&text, losers == Losers::kFamilies ? kFamilies : "everybody",
            " who had come to an adjourned hearing lost of a day's wages, half or whole.");
  if (losers == Losers::kEverybodyAndFamilies) StrAppend(&text, " The part of families: what ", kFamilies, " lost.");
  return {std::move(text), "hearings held + hearings adjourned", {}};
}

}  // namespace amparo::statistics
