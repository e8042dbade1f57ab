#include "services/statistics/measures/story.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "common/base/civil.h"
#include "common/base/strings.h"
#include "services/statistics/measures/wording.h"

namespace amparo::statistics {
namespace {

// The charges that these people stood convicted of on `as_of`, by accused, in order of their ids.
absl::flat_hash_map<PersonInCase, std::vector<Row>> GuiltyCharges(const Facts& facts,
                                                                  std::span<const Conviction> convictions, Day as_of) {
  absl::flat_hash_map<PersonInCase, std::vector<Row>> by_accused;
  for (const Conviction& conviction : convictions) by_accused[conviction.person];
  const auto& charges = facts.charges();
  for (Row charge = 0; charge < charges.size(); ++charge) {
    if (!CountsOn(facts, charge, as_of) || GuiltySince(facts, charge, as_of) == kNoDay) continue;
    if (auto person = by_accused.find(facts.AccusedOf(charge)); person != by_accused.end())
      person->second.push_back(charge);
  }
  for (auto& [accused, rows] : by_accused) {
    std::sort(rows.begin(), rows.end(), [&](Row a, Row b) { return charges.id[a] < charges.id[b]; });
  }
  return by_accused;
}

}  // namespace

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

const SentenceFact* Story::SentenceOn(Row charge) const {
  return statistics::SentenceOn(facts, charge, as_of);
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

Story MakeStory(const Facts& facts, OfficeCode office, absl::CivilMonth month, absl::CivilDay as_of,
                std::span<const Conviction> all) {
  const absl::CivilDay month_last = absl::CivilDay(month + 1) - 1;
  Story story{.facts = facts,
              .office = office,
              .month = month,
              .month_first = ToDay(absl::CivilDay(month)),
              .month_last = ToDay(std::min(month_last, as_of)),
              .as_of = ToDay(as_of),
              .convictions = {},
              .in_month = {},
              .tries = Tries(facts, office),
              .guilty_charges = {}};
  std::copy_if(all.begin(), all.end(), std::back_inserter(story.convictions),
               [&](const Conviction& conviction) { return conviction.office == office; });
  // A view of the story's own convictions: it stays good when the story is moved, for a moved vector keeps its memory.
  story.in_month = story.Between(story.month_first, story.month_last);
  story.guilty_charges = GuiltyCharges(facts, story.in_month, story.as_of);
  return story;
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
  absl::flat_hash_map<Row, size_t> places;
  for (const Conviction& conviction : convictions) {
    const auto [place, added] = places.try_emplace(conviction.case_row, cases.size());
    if (added) cases.emplace_back();
    cases[place->second].push_back(conviction);
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
