#include "services/statistics/measures/convictions.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "common/base/strings.h"

namespace amparo::statistics {
namespace {

// The day of the first verdict of guilty up to a day, whatever became of it; kNoDay when there was none.
Day FirstGuilty(const Facts& facts, Row charge, Day day) {
  for (const Standing& step : StandingsOf(facts, charge)) {
    if (IsGuilty(step.verdict)) return day == kNoDay || step.day <= day ? step.day : kNoDay;
  }
  return kNoDay;
}

}  // namespace

std::vector<Conviction> FindConvictions(const Facts& facts, Day as_of) {
  const auto& charges = facts.charges();
  absl::flat_hash_map<PersonInCase, std::pair<Day, Row>> first_guilty;
  const auto before = [&](const std::pair<Day, Row>& a, const std::pair<Day, Row>& b) {
    return std::tie(a.first, charges.id[a.second]) < std::tie(b.first, charges.id[b.second]);
  };
  for (Row charge = 0; charge < charges.size(); ++charge) {
    if (!CountsOn(facts, charge, as_of)) continue;
    const std::pair<Day, Row> guilty(GuiltySince(facts, charge, as_of), charge);
    if (guilty.first == kNoDay) continue;
    auto [it, added] = first_guilty.try_emplace(facts.AccusedOf(charge), guilty);
    if (!added && before(guilty, it->second)) it->second = guilty;
  }
  std::vector<Conviction> convictions;
  convictions.reserve(first_guilty.size());
  for (const auto& [person, guilty] : first_guilty) {
    const auto& [day, charge] = guilty;
    convictions.push_back(
        {charges.office[charge], person.case_row, person, charge, CrimeTypeOfCharge(facts, charge, as_of), day});
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

int64_t CountWithdrawn(const Facts& facts, const ReportFilter& filter, Day as_of) {
  const auto& charges = facts.charges();
  const Selection selection(facts, filter, {});
  absl::flat_hash_set<PersonInCase> people;
  for (Row charge = 0; charge < charges.size(); ++charge) {
    if (!charges.Known(charge) || GuiltySince(facts, charge, as_of) != kNoDay) continue;
    const Day day = FirstGuilty(facts, charge, as_of);
    if (day == kNoDay) continue;
    if (selection.Takes(charges.office[charge], CrimeTypeOfCharge(facts, charge, day), day)) {
      people.insert(facts.AccusedOf(charge));
    }
  }
  for (const Conviction& conviction : FindConvictions(facts, as_of)) people.erase(conviction.person);
  return static_cast<int64_t>(people.size());
}

Definition ConvictionDefinition(int64_t withdrawn) {
  Definition definition{
      "People found guilty on at least one charge (as charged or of a lesser crime), counted once per person and case "
      "(records of one person, and cases that were merged, are one), on the day of the first verdict of guilty; the "
      "crime type is what the court found on that charge. A verdict that was reversed or set aside on appeal is not "
      "counted from the day of that decision on; if there is a verdict of guilty again, after a new trial or on a "
      "further appeal, its day counts.",
      "",
      {}};
  if (withdrawn > 0) {
    definition.exclusions.push_back(StrCat(withdrawn, withdrawn == 1 ? " person" : " people",
                                           " whose conviction was reversed or set aside on appeal"));
  }
  return definition;
}

}  // namespace amparo::statistics
