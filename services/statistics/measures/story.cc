#include "services/statistics/measures/story.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "common/base/civil.h"
#include "common/base/strings.h"
#include "services/statistics/measures/wording.h"

namespace amparo::statistics {

Day Story::Anniversary(int years) const {
  const absl::CivilDay open = ToCivil(open_day());
  // absl makes 29 February of a common year 1 March, as YearsBetween does.
  return ToDay(absl::CivilDay(open.year() + years, open.month(), open.day()));
}

int Story::YearsOpen(Day day) const {
  return YearsBetween(ToCivil(open_day()), ToCivil(day));
}

std::span<const Conviction> Story::Between(Day from, Day to) const {
  const auto first = std::lower_bound(convictions.begin(), convictions.end(), from,
                                      [](const Conviction& conviction, Day day) { return conviction.day < day; });
  const auto last = std::upper_bound(first, convictions.end(), to,
                                     [](Day day, const Conviction& conviction) { return day < conviction.day; });
  return {first, last};
}

std::string Story::WhenText() const {
  std::string text = StrCat("in ", MonthText(month));
  if (ToCivil(month_last) + 1 == absl::CivilDay(month + 1)) return text;
  return StrCat(text, " (up to ", DayOfYearText(ToCivil(month_last)), ")");
}

Highlight Story::Line(std::string kind, Day from, Day to) const {
  Highlight line;
  line.office = fact().office;
  line.kind = std::move(kind);
  line.period = {ToCivil(from), ToCivil(to)};
  return line;
}

std::vector<std::string> ChargeNames(const Facts& facts, std::span<const Conviction> convictions) {
  std::vector<std::string> names;
  for (const Conviction& conviction : convictions) names.push_back(facts.ChargeName(conviction.charge));
  return names;
}

int64_t CountCases(std::span<const Conviction> convictions) {
  absl::flat_hash_set<Row> cases;
  for (const Conviction& conviction : convictions) cases.insert(conviction.case_row);
  return static_cast<int64_t>(cases.size());
}

std::vector<std::vector<Conviction>> ByCase(std::span<const Conviction> convictions) {
  std::vector<std::vector<Conviction>> cases;
  for (const Conviction& conviction : convictions) {
    auto same = std::find_if(cases.begin(), cases.end(),
                             [&](const auto& c) { return c.front().case_row == conviction.case_row; });
    if (same == cases.end()) same = cases.insert(cases.end(), std::vector<Conviction>());
    same->push_back(conviction);
  }
  return cases;
}

void AddAmounts(const std::string& name, const std::map<std::string, int64_t>& amounts, std::vector<Figure>& figures) {
  for (const auto& [currency, minor_units] : amounts) {
    const std::string suffix = amounts.size() == 1 ? "" : StrCat("_", absl::AsciiStrToLower(currency));
    figures.push_back({StrCat(name, suffix), Money{minor_units, currency}});
  }
}

void NameResources(std::vector<std::string> resources, Highlight& line) {
  if (resources.size() > kMostResources) {
    line.definition.exclusions.push_back(
        StrCat(resources.size() - kMostResources, " of the counted resources are not named in `resources`"));
    resources.resize(kMostResources);
  }
  line.resources = std::move(resources);
}

}  // namespace amparo::statistics
