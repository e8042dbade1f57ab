// What is worth telling of a month, found by counting: general rules over the facts, no office or sentence known
// beforehand.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "services/statistics/measures/report.h"

namespace amparo::statistics {

// A share, 0 to 1.
struct Rate {
  double value = 0;
};

// One figure of a highlight: a count or number of days, a share, an amount, a term or a day.
struct Figure {
  std::string name;
  std::variant<int64_t, Rate, Money, Term, absl::CivilDay> value;
};

// One line worth telling.
struct Highlight {
  std::string office;  // Empty for all offices.
  std::string kind;
  std::string text;
  std::vector<Figure> figures;
  Period period;
  Definition definition;
  std::vector<std::string> resources;
};

// The most resources one line names; how many more there are stands among the exclusions of its definition.
inline constexpr size_t kMostResources = 1000;

// Which lines to find.
struct HighlightsQuery {
  std::string office;                                       // Empty = all offices together, then one by one.
  std::optional<std::vector<std::string>> visible_offices;  // What the caller may see; nullopt = all.
  absl::CivilMonth month;
  std::optional<absl::CivilDay> as_of;  // The last day whose events are known, not before the month; nullopt = default.
  // The last day that the default may be: what facts say of days after it is what is planned or put off.
  absl::CivilDay today = absl::CivilDay::max();
};

// The day of publication when none is asked for: the last day the facts of the visible offices speak of, at most
// `today` and the eleventh day of the month after `month`. It is the same whichever office is asked for. nullopt when
// that is before the month: then nothing is known of it.
std::optional<absl::CivilDay> DefaultAsOf(const Facts& facts, const HighlightsQuery& query);

// Finds the lines: all offices first, then office by office in order of their ids; none of an office that opened after
// the month. Each definition says which day was the last whose events are known.
std::vector<Highlight> FindHighlights(const Facts& facts, const HighlightsQuery& query);

}  // namespace amparo::statistics
