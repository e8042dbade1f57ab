// What the rules for highlights share: one office's month as it is known on the day of publication.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/statistics/measures/convictions.h"
#include "services/statistics/measures/highlights.h"
#include "services/statistics/measures/tries.h"

namespace amparo::statistics {

// One office in one month. Everything in it is known on `as_of`.
struct Story {
  const Facts& facts;
  OfficeCode office;
  absl::CivilMonth month;
  Day month_first;
  Day month_last;  // Not after `as_of`.
  Day as_of;
  std::vector<Conviction> convictions;                                 // Of the office since it opened, by day.
  std::span<const Conviction> in_month;                                // Those of the month.
  Tries tries;                                                         // The office's operations.
  absl::flat_hash_map<PersonInCase, std::vector<Row>> guilty_charges;  // Of the people convicted in the month, by id.

  // The office.
  const OfficeFact& fact() const { return facts.offices()[office].fact; }
  Day open_day() const { return facts.offices()[office].open_day; }

  // The day on which the year of operation `years` + 1 begins. An office opened on 29 February begins its years on 1
  // March when there is no such day.
  Day Anniversary(int years) const;

  // Whole years of operation completed on `day`.
  int YearsOpen(Day day) const;

  // Convictions from `from` to `to`, both included.
  std::span<const Conviction> Between(Day from, Day to) const;

  // The sentence that stood on a charge on `as_of`, or null.
  const SentenceFact* SentenceOn(Row charge) const;

  // "in November 2014", with "(up to 20 November)" when the month had not ended on `as_of`.
  std::string WhenText() const;

  // A line about this office, with its period.
  Highlight Line(std::string kind, Day from, Day to) const;
};

// The names of the charges that made these convictions: one each.
std::vector<std::string> ChargeNames(const Facts& facts, std::span<const Conviction> convictions);

// How many different cases these convictions are of.
int64_t CountCases(std::span<const Conviction> convictions);

// Convictions by case, cases in order of their first.
std::vector<std::vector<Conviction>> ByCase(std::span<const Conviction> convictions);

// Adds amounts as figures: `name` when there is one currency, "<name>_php" and so on when there are several, so that
// names stay unique in a line. `amounts`: minor units by currency.
void AddAmounts(const std::string& name, const std::map<std::string, int64_t>& amounts, std::vector<Figure>& figures);

// Gives a line the resources that were counted, at most kMostResources of them.
void NameResources(std::vector<std::string> resources, Highlight& line);

// What an office's month is told from. `all`: the convictions of all offices since each opened, known on `as_of`, by
// day.
Story MakeStory(const Facts& facts, OfficeCode office, absl::CivilMonth month, absl::CivilDay as_of,
                std::span<const Conviction> all);

// The rules, each adding the lines it finds.
void AddConvictionLine(const Story& story, std::vector<Highlight>& lines);
void AddFirstYearsRecord(const Story& story, std::vector<Highlight>& lines);
void AddBestMonthRecord(const Story& story, std::vector<Highlight>& lines);
void AddHalfSinceRecord(const Story& story, std::vector<Highlight>& lines);
void AddMilestones(const Story& story, std::vector<Highlight>& lines);
void AddTotals(const Story& story, std::vector<Highlight>& lines);
void AddOperationLines(const Story& story, std::vector<Highlight>& lines);
void AddPleaLines(const Story& story, std::vector<Highlight>& lines);
void AddSpeedLine(const Story& story, std::vector<Highlight>& lines);
void AddTestimonyLine(const Story& story, std::vector<Highlight>& lines);
void AddDurationLine(const Story& story, std::vector<Highlight>& lines);
void AddAdjournmentLines(const Story& story, std::vector<Highlight>& lines);

}  // namespace amparo::statistics
