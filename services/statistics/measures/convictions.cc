#include "services/statistics/measures/convictions.h"

#include <algorithm>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"

namespace amparo::statistics {

TextCode CrimeTypeOfCharge(const Facts& facts, Row charge) {
  const auto& charges = facts.charges();
  if (charges.verdict[charge] == Verdict::kConvictedLesser && charges.lesser_crime_type[charge] != 0) {
    return charges.lesser_crime_type[charge];
  }
  if (charges.crime_type[charge] != 0) return charges.crime_type[charge];
  return facts.cases().crime_type[charges.case_row[charge]];
}

std::vector<Conviction> FindConvictions(const Facts& facts, Day as_of) {
  const auto& charges = facts.charges();
  const auto before = [&](Row a, Row b) {
    return std::tie(charges.verdict_day[a], charges.id[a]) < std::tie(charges.verdict_day[b], charges.id[b]);
  };
  // A party belongs to one case, so the accused stand for person and case.
  absl::flat_hash_map<Row, Row> first_guilty;
  for (Row charge = 0; charge < charges.size(); ++charge) {
    const Day day = charges.verdict_day[charge];
    if (!charges.Known(charge) || !IsGuilty(charges.verdict[charge]) || day == kNoDay) continue;
    if (as_of != kNoDay && day > as_of) continue;
    auto [it, added] = first_guilty.try_emplace(charges.accused[charge], charge);
    if (!added && before(charge, it->second)) it->second = charge;
  }
  std::vector<Conviction> convictions;
  convictions.reserve(first_guilty.size());
  for (const auto& [accused, charge] : first_guilty) {
    convictions.push_back({charges.office[charge], charges.case_row[charge], accused, charge,
                           CrimeTypeOfCharge(facts, charge), charges.verdict_day[charge]});
  }
  std::sort(convictions.begin(), convictions.end(), [&](const Conviction& a, const Conviction& b) {
    return std::tie(a.day, charges.id[a.charge], a.office) < std::tie(b.day, charges.id[b.charge], b.office);
  });
  return convictions;
}

std::vector<ConvictionRow> CountConvictions(const Facts& facts, const ReportFilter& filter,
                                            std::span<const Dimension> group_by, Day as_of) {
  struct Cell {
    int64_t convictions = 0;
    absl::flat_hash_set<Row> cases;
  };
  const Selection selection(facts, filter, group_by);
  absl::flat_hash_map<Selection::Group, Cell> cells;
  for (const Conviction& conviction : FindConvictions(facts, as_of)) {
    if (!selection.Takes(conviction.office, conviction.crime_type, conviction.day)) continue;
    Cell& cell = cells[selection.GroupOf(conviction.office, conviction.crime_type, conviction.day)];
    ++cell.convictions;
    cell.cases.insert(conviction.case_row);
  }
  std::vector<ConvictionRow> rows;
  for (const auto& [group, cell] : cells) {
    rows.push_back({selection.KeyOf(group), cell.convictions, static_cast<int64_t>(cell.cases.size())});
  }
  selection.Sort(rows);
  return rows;
}

Definition ConvictionDefinition() {
  return {
      "People found guilty on at least one charge (as charged or of a lesser crime), counted once per person and case, "
      "on the "
      "day of the first verdict of guilty; the crime type is what the court found on that charge.",
      "",
      {}};
}

}  // namespace amparo::statistics
