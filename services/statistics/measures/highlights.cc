#include "services/statistics/measures/highlights.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "common/base/strings.h"
#include "services/statistics/measures/adjournments.h"
#include "services/statistics/measures/standings.h"
#include "services/statistics/measures/story.h"
#include "services/statistics/measures/wording.h"

namespace amparo::statistics {
namespace {

using VisibleOffices = std::optional<std::vector<std::string>>;

// The visible offices that have arrived, or `office` alone unless it is empty; in order of their ids.
std::vector<OfficeCode> OfficesToTellOf(const Facts& facts, const std::string& office, const VisibleOffices& visible) {
  ReportFilter filter;
  filter.visible_offices = visible;
  if (!office.empty()) filter.offices.push_back(office);
  const Selection selection(facts, filter, {});
  std::vector<OfficeCode> offices;
  for (size_t code = 0; code < facts.offices().size(); ++code) {
    const auto each = static_cast<OfficeCode>(code);
    if (facts.KnowsOffice(each) && selection.TakesOffice(each)) offices.push_back(each);
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

// What all offices together have reached in a year up to `as_of`.
void AddYearLine(const Facts& facts, absl::civil_year_t year, absl::CivilDay as_of, std::span<const Conviction> all,
                 std::vector<Highlight>& lines) {
  const absl::CivilDay first(year, 1, 1);
  const absl::CivilDay year_last(year, 12, 31);
  const absl::CivilDay last = std::min(as_of, year_last);
  std::vector<Conviction> counted;
  absl::flat_hash_set<OfficeCode> winners;
  for (const Conviction& conviction : all) {
    if (conviction.day < ToDay(first) || conviction.day > ToDay(last)) continue;
    counted.push_back(conviction);
    winners.insert(conviction.office);
  }
  if (counted.empty()) return;
  const auto people = static_cast<int64_t>(counted.size());
  Highlight line;
  line.kind = "convictions";
  line.text = StrCat("In ", year, last == year_last ? "" : StrCat(" up to ", DayOfYearText(last)), ", the work of ",
                     CountText(static_cast<int64_t>(winners.size()), "office", "offices"), " helped to secure the ",
                     people == 1 ? "conviction of " : "convictions of ", CountText(people, "person", "people"), " in ",
                     CountText(CountCases(counted), "case", "cases"), ".");
  line.figures = {
      {"convictions", people}, {"cases", CountCases(counted)}, {"offices", static_cast<int64_t>(winners.size())}};
  line.period = {first, last};
  line.definition = ConvictionDefinition();
  line.definition.text += " Of each office those from the day on which it opened.";
  NameResources(ChargeNames(facts, counted), line);
  lines.push_back(std::move(line));
}

// The last day on which something that is told of happened in one of these offices.
Day LastDayOfFacts(const Facts& facts, const std::vector<OfficeCode>& offices) {
  std::vector<char> wanted(facts.offices().size());
  for (OfficeCode office : offices) wanted[office] = true;
  Day last = kNoDay;
  const auto see = [&](OfficeCode office, Day day) {
    if (wanted[office]) last = std::max(last, day);
  };
  const auto& charges = facts.charges();
  for (Row row = 0; row < charges.size(); ++row) {
    if (!charges.Known(row)) continue;
    see(charges.office[row], charges.charge_day[row]);
    for (const Standing& step : StandingsOf(facts, row)) see(charges.office[row], step.day);
  }
  const auto& hearings = facts.hearings();
  for (Row row = 0; row < hearings.size(); ++row) {
    if (TookItsDay(facts, row)) see(hearings.office[row], hearings.day[row]);
  }
  const auto& cases = facts.cases();
  for (Row row = 0; row < cases.size(); ++row) {
    if (cases.Known(row)) see(cases.office[row], std::max(cases.report_day[row], cases.stage_day[row]));
  }
  const auto& operations = facts.operations();
  for (Row row = 0; row < operations.size(); ++row) {
    const bool executed = operations.state[row] == OperationState::kExecuted;
    if (operations.Known(row) && executed) see(operations.office[row], facts.OperationDay(row));
  }
  return last;
}

}  // namespace

std::optional<absl::CivilDay> DefaultAsOf(const Facts& facts, const HighlightsQuery& query) {
  constexpr int kPressDay = 11;
  const absl::CivilMonth next = query.month + 1;
  const absl::CivilDay press_day(next.year(), next.month(), kPressDay);
  const Day last = LastDayOfFacts(facts, OfficesToTellOf(facts, "", query.visible_offices));
  const absl::CivilDay as_of = std::min({ToCivil(last), query.today, press_day});
  if (as_of < absl::CivilDay(query.month)) return std::nullopt;
  return as_of;
}

std::vector<Highlight> FindHighlights(const Facts& facts, const HighlightsQuery& query) {
  const std::optional<absl::CivilDay> as_of = query.as_of ? query.as_of : DefaultAsOf(facts, query);
  if (!as_of) return {};
  const std::vector<OfficeCode> offices = OfficesToTellOf(facts, query.office, query.visible_offices);
  std::vector<Conviction> all = FindConvictions(facts, ToDay(*as_of));
  const absl::flat_hash_set<OfficeCode> told(offices.begin(), offices.end());
  // What was before an office opened is not its work, alone or together with others.
  std::erase_if(all, [&](const Conviction& conviction) {
    return !told.contains(conviction.office) || conviction.day < facts.offices()[conviction.office].open_day;
  });
  std::vector<Highlight> lines;
  if (query.office.empty()) AddYearLine(facts, query.month.year(), *as_of, all, lines);
  for (OfficeCode office : offices) {
    const Story story = MakeStory(facts, office, query.month, *as_of, all);
    if (story.open_day() <= story.month_last) AddOfficeLines(story, lines);
  }
  const std::string known =
      StrCat(" As known on ", DayText(*as_of), ", ",
             query.as_of ? "the day of publication asked for."
                         : "the last day the facts speak of, at most that of the report and the eleventh of the "
                           "month after.");
  for (Highlight& line : lines) line.definition.text += known;
  return lines;
}

}  // namespace amparo::statistics
