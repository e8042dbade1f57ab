// What reports have in common: what to count in, what to group by, and how a figure came about.
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "services/statistics/domain/facts.h"

namespace amparo::statistics {

// Civil days from the first to the last, both included; an absent end is open.
struct Period {
  std::optional<absl::CivilDay> from;
  std::optional<absl::CivilDay> to;

  friend bool operator==(const Period&, const Period&) = default;
};

// What to count in: every condition that is set must hold.
struct ReportFilter {
  std::vector<std::string> offices;                         // Ids; empty = all.
  std::optional<std::vector<std::string>> visible_offices;  // What the caller may see; nullopt = all.
  std::vector<std::string> countries;                       // Empty = all.
  std::vector<std::string> crime_types;  // ICCS codes; each stands for all that begin with it; empty = all.
  Period period;                         // When what is counted happened.
};

// As amparo.statistics.v1.Dimension.
enum class Dimension : uint8_t { kOffice = 1, kCountry = 2, kCrimeType = 3, kMonth = 4, kYear = 5 };

// The values of the dimensions asked for; the others are empty or 0.
struct RowKey {
  std::string office;
  std::string country;
  std::string crime_type;
  int year = 0;
  int month = 0;

  friend auto operator<=>(const RowKey&, const RowKey&) = default;
};

// How a figure came about.
struct Definition {
  std::string text;
  std::string denominator;
  std::vector<std::string> exclusions;
};

// A filter and a grouping, made ready to be asked once a fact.
class Selection {
 public:
  // A group in numbers; the dimensions not asked for are 0.
  using Group = std::tuple<uint32_t, uint32_t, uint32_t, uint32_t, uint32_t>;

  // `facts` must outlive the selection and stay unchanged meanwhile.
  Selection(const Facts& facts, const ReportFilter& filter, std::span<const Dimension> group_by);

  // True when a fact of this office, crime type and day is to be counted.
  bool Takes(OfficeCode office, TextCode crime_type, Day day) const {
    return offices_[office] && crime_types_[crime_type] && TakesDay(day);
  }

  // True when a fact of this office is to be counted as far as office and country say.
  bool TakesOffice(OfficeCode office) const { return offices_[office]; }

  // True when a fact of this day is to be counted as far as the period says.
  bool TakesDay(Day day) const { return day >= from_ && day <= to_; }

  // The group of a fact.
  Group GroupOf(OfficeCode office, TextCode crime_type, Day day) const;

  // The group in words.
  RowKey KeyOf(const Group& group) const;

  // Puts rows (each with a `key`) in order of the dimensions as they were asked for.
  template <typename ReportRow>
  void Sort(std::vector<ReportRow>& rows) const {
    std::sort(rows.begin(), rows.end(),
              [this](const ReportRow& a, const ReportRow& b) { return Before(a.key, b.key); });
  }

 private:
  bool Groups(Dimension dimension) const;
  bool Before(const RowKey& a, const RowKey& b) const;

  const Facts& facts_;
  std::vector<Dimension> group_by_;
  std::vector<char> offices_;      // By office code: counted or not.
  std::vector<char> crime_types_;  // By text code: counted or not.
  std::vector<uint32_t> country_;  // By office code: the first office of the same country.
  Day from_;
  Day to_;
};

// The civil day that it is `now`, the latest of those of the offices that may be seen (nullopt = all); UTC's when there
// is none.
absl::CivilDay LatestToday(const Facts& facts, const std::optional<std::vector<std::string>>& visible_offices,
                           absl::Time now);

// Adds an amount to the sum of its currency, in minor units; a sum that no number can hold stays at the furthest one.
void AddAmount(const Money& amount, std::map<std::string, int64_t>& sums);

}  // namespace amparo::statistics
