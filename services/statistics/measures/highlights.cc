#include "services/statistics/measures/highlights.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "common/base/strings.h"
#include "services/statistics/measures/adjournments.h"
#include "services/statistics/measures/story.h"
#include "services/statistics/measures/wording.h"

namespace amparo::statistics {
namespace {

// The offices to tell of that have arrived, in order of their ids.
std::vector<OfficeCode> OfficesToTellOf(const Facts& facts, const HighlightsQuery& query) {
  ReportFilter filter;
  filter.visible_offices = query.visible_offices;
  if (!query.office.empty()) filter.offices.push_back(query.office);
  const Selection selection(facts, filter, {});
  std::vector<OfficeCode> offices;
  for (size_t code = 0; code < facts.offices().size(); ++code) {
    const auto office = static_cast<OfficeCode>(code);
    if (facts.KnowsOffice(office) && selection.TakesOffice(office)) offices.push_back(office);
  }
  std::sort(offices.begin(), offices.end(), [&facts](OfficeCode a, OfficeCode b) {
    return facts.offices()[a].fact.office < facts.offices()[b].fact.office;
  });
  return offices;
}

void AddOfficeLines(const Story& story, std::vector<Highlight>& lines) {
  AddConvictionLine(story, lines);
  AddFirstYearsRecord(story, lines);
  AddBestMonthRecord(story, lines);
  AddHalfSinceRecord(story, lines);
  AddMilestones(story, lines);
  AddOperationLines(story, lines);
  AddPleaLines(story, lines);
  AddTestimonyLine(story, lines);
  AddSpeedLine(story, lines);
  AddTotals(story, lines);
  AddDurationLine(story, lines);
  AddAdjournmentLines(story, lines);
}

// What all offices together have reached in the year so far.
void AddYearLine(const Facts& facts, const HighlightsQuery& query, const std::vector<OfficeCode>& offices,
                 std::span<const Conviction> all, std::vector<Highlight>& lines) {
  const absl::CivilDay first(query.month.year(), 1, 1);
  const absl::CivilDay last = std::min(query.as_of, absl::CivilDay(query.month.year(), 12, 31));
  std::vector<Conviction> counted;
  absl::flat_hash_set<OfficeCode> winners;
  for (const Conviction& conviction : all) {
    if (conviction.day < ToDay(first) || conviction.day > ToDay(last)) continue;
    if (std::find(offices.begin(), offices.end(), conviction.office) == offices.end()) continue;
    counted.push_back(conviction);
    winners.insert(conviction.office);
  }
  if (counted.empty()) return;
  const auto people = static_cast<int64_t>(counted.size());
  Highlight line;
  line.kind = "convictions";
  const bool whole_year = last == absl::CivilDay(query.month.year(), 12, 31);
  line.text = StrCat("In ", query.month.year(), whole_year ? "" : StrCat(" up to ", DayOfYearText(last)),
                     ", the work of ", CountText(static_cast<int64_t>(winners.size()), "office", "offices"),
                     " helped to secure the convictions of ", CountText(people, "person", "people"), " in ",
                     CountText(CountCases(counted), "case", "cases"), ".");
  line.figures = {
      {"convictions", people}, {"cases", CountCases(counted)}, {"offices", static_cast<int64_t>(winners.size())}};
  line.period = {first, last};
  line.definition = ConvictionDefinition();
  NameResources(ChargeNames(facts, counted), line);
  lines.push_back(std::move(line));
}

// The last day on which something that is told of happened in one of these offices.
Day LastDayOfFacts(const Facts& facts, const std::vector<OfficeCode>& offices) {
  std::vector<char> wanted(facts.offices().size());
  for (OfficeCode office : offices) wanted[office] = true;
  Day last = kNoDay;
  const auto& charges = facts.charges();
  for (Row row = 0; row < charges.size(); ++row) {
    if (charges.Known(row) && wanted[charges.office[row]]) last = std::max(last, charges.verdict_day[row]);
  }
  const auto& hearings = facts.hearings();
  for (Row row = 0; row < hearings.size(); ++row) {
    if (TookItsDay(facts, row) && wanted[hearings.office[row]]) last = std::max(last, hearings.day[row]);
  }
  const auto& cases = facts.cases();
  for (Row row = 0; row < cases.size(); ++row) {
    if (cases.Known(row) && wanted[cases.office[row]])
      last = std::max({last, cases.report_day[row], cases.stage_day[row]});
  }
  const auto& operations = facts.operations();
  for (Row row = 0; row < operations.size(); ++row) {
    if (!operations.Known(row) || !wanted[operations.office[row]]) continue;
    if (operations.state[row] == OperationState::kExecuted) last = std::max(last, facts.OperationDay(row));
  }
  return last;
}

}  // namespace

absl::CivilDay DefaultAsOf(const Facts& facts, const HighlightsQuery& query) {
  constexpr int kPressDay = 11;
  const absl::CivilMonth next = query.month + 1;
  const Day press_day = ToDay(absl::CivilDay(next.year(), next.month(), kPressDay));
  const Day last = std::min(LastDayOfFacts(facts, OfficesToTellOf(facts, query)), press_day);
  return ToCivil(std::max(last, ToDay(absl::CivilDay(query.month))));
}

std::vector<Highlight> FindHighlights(const Facts& facts, const HighlightsQuery& query) {
  const std::vector<OfficeCode> offices = OfficesToTellOf(facts, query);
  const std::vector<Conviction> all = FindConvictions(facts, ToDay(query.as_of));
  std::vector<Highlight> lines;
  if (query.office.empty()) AddYearLine(facts, query, offices, all, lines);
  for (OfficeCode office : offices) {
    AddOfficeLines(MakeStory(facts, office, query.month, query.as_of, all), lines);
  }
  return lines;
}

}  // namespace amparo::statistics
