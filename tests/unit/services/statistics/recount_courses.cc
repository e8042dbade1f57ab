// The lines about operations, pleas, testimony, durations and hearings.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "common/base/civil.h"
#include "services/statistics/measures/survival.h"
#include "tests/unit/services/statistics/recount.h"

namespace amparo::statistics {
namespace {

// What came of one operation, over its sites.
struct Came {
  bool succeeded = false;
  SiteOutcome failure = SiteOutcome::kNone;
  int64_t sites = 0, adults = 0, minors = 0, arrests = 0;
};

Came CameOf(const Facts& facts, Row operation) {
  Came came;
  const Slice slice = facts.operations().sites[operation];
  for (uint32_t i = slice.begin; i < slice.begin + slice.size; ++i) {
    const SiteFact& site = facts.sites()[i].fact;
    if (site.outcome == SiteOutcome::kSucceeded) {
      came.succeeded = true;
      ++came.sites;
    } else if (came.failure == SiteOutcome::kNone) {
      came.failure = site.outcome;
    }
    came.adults += site.adults_rescued;
    came.minors += site.minors_rescued;
    came.arrests += site.arrests;
  }
  return came;
}

// The closing that held at the end of a day; kNoDay when the case was not closed then.
Day ClosingOn(const Facts& facts, Row row, Day day) {
  const auto& cases = facts.cases();
  if (cases.stage[row] == CaseStage::kClosed && cases.stage_day[row] <= day) return cases.stage_day[row];
  Day closing = kNoDay;
  const Slice slice = cases.former_ends[row];
  for (uint32_t i = slice.begin; i < slice.begin + slice.size; ++i) {
    const FormerEnd& end = facts.former_ends()[i];
    if (end.stage == CaseStage::kClosed && end.day <= day) closing = end.until <= day ? kNoDay : end.day;
  }
  return closing;
}

}  // namespace

std::vector<Figure> Recount::Operation(const Named& named) const {
  std::map<SiteOutcome, int64_t> failures;
  int64_t failed = 0;
  Came all;
  for (Row operation : named.operations) {
    EXPECT_EQ(facts_.operations().state[operation], OperationState::kExecuted);
    const Came came = CameOf(facts_, operation);
    if (!came.succeeded) {
      ++failed;
      ++failures[came.failure];
      continue;
    }
    all.sites = std::max(all.sites, came.sites);
    all.adults += came.adults;
    all.minors += came.minors;
    all.arrests += came.arrests;
  }
  const auto operations = static_cast<int64_t>(named.operations.size());
  std::vector<Figure> figures = {{"operations", operations},
                                 {"failed", failed},
                                 {"failed_tipped_off", failures[SiteOutcome::kFailedTippedOff]},
                                 {"failed_no_one_found", failures[SiteOutcome::kFailedNoOneFound]},
                                 {"aborted", failures[SiteOutcome::kAborted]},
                                 {"failed_place_closed", failures[SiteOutcome::kFailedPlaceClosed]},
                                 {"failed_unit_absent", failures[SiteOutcome::kFailedUnitAbsent]},
                                 {"failed_no_access", failures[SiteOutcome::kFailedNoAccess]},
                                 {"succeeded", operations - failed},
                                 {"sites_at_one_moment", all.sites},
                                 {"people_freed", all.adults + all.minors},
                                 {"minors_freed", all.minors},
                                 {"adults_freed", all.adults},
                                 {"arrests", all.arrests}};
  if (named.charges.empty()) return figures;
  std::set<Row> places;
  for (Row link : named.links) places.insert(facts_.links().to[link]);
  figures.push_back({"places_moved_to", static_cast<int64_t>(places.size())});
  figures.push_back({"convictions", static_cast<int64_t>(PeopleOf(named.charges).size())});
  return figures;
}

std::vector<Figure> Recount::Plea(const Named& named) const {
  constexpr double kDaysAMonth = 30.436875;
  std::vector<Figure> figures;
  const Row charge = named.charges.at(0);
  if (!named.operations.empty()) {
    const Row operation = named.operations[0];
    const Came came = CameOf(facts_, operation);
    const int64_t days = GuiltyDay(charge) - facts_.OperationDay(operation);
    figures = {{"months_from_operation", static_cast<int64_t>(std::lround(static_cast<double>(days) / kDaysAMonth))},
               {"days_from_operation", days},
               {"minors_freed", came.minors},
               {"adults_freed", came.adults}};
  }
  const SentenceFact* sentence = SentenceOn(charge);
  if (sentence && sentence->custody == Custody::kImprisonment) {
    figures.push_back({"imprisonment", sentence->min});
    if (!(sentence->min == sentence->max)) figures.push_back({"imprisonment_at_most", sentence->max});
  }
  if (sentence && sentence->fine) figures.push_back({"fine", *sentence->fine});
  return figures;
}

std::vector<Figure> Recount::Testimony(const Named& named) const {
  int64_t testified = 0;
  for (Row party : named.parties) testified += facts_.parties().testified[party];
  return {{"survivors_who_testified", testified},
          {"survivors", static_cast<int64_t>(named.parties.size())},
          {"cases", CasesOf(PeopleOf(named.charges))}};
}

std::vector<Figure> Recount::Speed(const Named& named) const {
  std::map<Row, Day> operations;  // By case.
  for (Row row : named.operations)
    operations[CountedWith(facts_.operations().case_row[row])] = facts_.OperationDay(row);
  std::vector<int64_t> all;
  std::optional<int64_t> shortest;
  for (Row charge : named.charges) {
    const Day verdict = GuiltyDay(charge);
    all.push_back(verdict - operations.at(CountedWith(facts_.charges().case_row[charge])));
    if (absl::CivilMonth(ToCivil(verdict)) == month_) shortest = std::min(shortest.value_or(all.back()), all.back());
  }
  std::sort(all.begin(), all.end());
  return {{"shortest_days", shortest.value()},
          {"median_days", all[(all.size() - 1) / 2]},
          {"cases", static_cast<int64_t>(all.size())}};
}

std::vector<Figure> Recount::Duration(const Named& named) const {
  constexpr int kMonthsAYear = 12;
  const auto& charges = facts_.charges();
  std::vector<Observation> observations;
  std::vector<int64_t> decided;
  int64_t three_to_seven = 0;
  for (Row row : named.cases) {
    Day reported = facts_.cases().report_day[row];
    for (Row other = 0; other < facts_.cases().size(); ++other) {
      if (CountedWith(other) == row) reported = std::min(reported, facts_.cases().report_day[other]);
    }
    bool open = false;
    Day last = kNoDay;
    for (Row charge = 0; charge < charges.size(); ++charge) {
      if (CountedWith(charges.case_row[charge]) != row) continue;
      if (charges.charge_day[charge] > as_of_) continue;
      const Day superseded = charges.superseded_day[charge];
      if (superseded != kNoDay && superseded <= as_of_) continue;
      const Day verdict = VerdictDay(charge);
      open = open || verdict == kNoDay;
      last = std::max(last, verdict);
    }
    const bool over = !open && last != kNoDay;
    const Day closing = ClosingOn(facts_, row, as_of_);
    const Day end = over ? last : (closing != kNoDay ? std::max(reported, closing) : as_of_);
    observations.push_back({end - reported, over});
    if (!over) continue;
    decided.push_back(end - reported);
    three_to_seven += ToCivil(end) >= AddMonths(ToCivil(reported), 3 * kMonthsAYear) &&
                      ToCivil(end) <= AddMonths(ToCivil(reported), 7 * kMonthsAYear);
  }
  const auto all = static_cast<int64_t>(observations.size());
  const auto over = static_cast<int64_t>(decided.size());
  std::vector<Figure> figures = {{"cases", all},
                                 {"decided", over},
                                 {"pending", all - over},
                                 {"three_to_seven_years", three_to_seven},
                                 {"shortest_days", *std::min_element(decided.begin(), decided.end())},
                                 {"longest_days", *std::max_element(decided.begin(), decided.end())}};
  if (const auto median = KaplanMeier(observations).Median()) figures.push_back({"median_days", *median});
  return figures;
}

std::vector<Figure> Recount::Adjournments(const Named& named) const {
  int64_t adjourned = 0;
  int64_t half_days = 0;
  std::map<std::string, int64_t> wages;
  for (Row hearing : named.hearings) {
    if (facts_.hearings().state[hearing] != HearingState::kAdjourned) continue;
    ++adjourned;
    const Slice slice = facts_.hearings().attendance[hearing];
    for (uint32_t i = slice.begin; i < slice.begin + slice.size; ++i) {
      const AttendanceFact& came = facts_.attendance()[i];
      if (came.attendee != Attendee::kParent && came.attendee != Attendee::kSurvivor) continue;
      half_days += came.half_days_lost;
      if (came.wages_lost && came.wages_lost->minor_units != 0)
        wages[came.wages_lost->currency] += came.wages_lost->minor_units;
    }
  }
  const auto all = static_cast<int64_t>(named.hearings.size());
  std::vector<Figure> figures = {{"held", all - adjourned},
                                 {"adjourned", adjourned},
                                 {"adjournment_rate", Rate{static_cast<double>(adjourned) / static_cast<double>(all)}},
                                 {"wage_half_days_lost", half_days}};
  for (const auto& [currency, sum] : wages) figures.push_back({"wages_lost", Money{sum, currency}});
  return figures;
}

}  // namespace amparo::statistics
