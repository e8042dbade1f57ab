// Highlights: the month's convictions and their sentences, and what the office has reached since it opened.

#include <algorithm>
#include <map>
#include <span>
#include <utility>

#include "common/base/civil.h"
#include "common/base/strings.h"
#include "services/statistics/measures/story.h"
#include "services/statistics/measures/wording.h"

namespace amparo::statistics {
namespace {

// What the convicted were sentenced to.
struct Sentences {
  int64_t imprisonments = 0;
  int64_t suspended = 0;  // Of the imprisonments.
  Term shortest;
  Term longest;
  int64_t life = 0;
  int64_t death = 0;
  int64_t fined = 0;
  std::map<std::string, int64_t> fines;  // Minor units by currency.
  int64_t people_sentenced = 0;
};

void Add(const SentenceFact& sentence, Sentences& sum) {
  if (sentence.custody == Custody::kImprisonment) {
    sum.shortest = sum.imprisonments == 0 ? sentence.min : std::min(sum.shortest, sentence.min);
    sum.longest = sum.imprisonments == 0 ? sentence.max : std::max(sum.longest, sentence.max);
    ++sum.imprisonments;
    sum.suspended += sentence.suspended;
  }
  sum.life += sentence.custody == Custody::kLife;
  sum.death += sentence.custody == Custody::kDeath;
  if (!sentence.fine) return;
  ++sum.fined;
  AddAmount(*sentence.fine, sum.fines);
}

// The sentences, known on the day of publication, on all charges that the people convicted in the month were found
// guilty of.
Sentences SentencesOf(const Story& story) {
  Sentences sum;
  for (const Conviction& conviction : story.in_month) {
    bool sentenced = false;
    for (Row charge : story.guilty_charges.at(conviction.person)) {
      const SentenceFact* sentence = story.SentenceOn(charge);
      if (!sentence) continue;
      Add(*sentence, sum);
      sentenced = true;
    }
    sum.people_sentenced += sentenced;
  }
  return sum;
}

// The charges that the people convicted in the month were found guilty of: what their sentences are on.
std::vector<std::string> GuiltyChargeNames(const Story& story) {
  std::vector<std::string> names;
  for (const Conviction& conviction : story.in_month) {
    for (Row charge : story.guilty_charges.at(conviction.person)) names.push_back(story.facts.ChargeName(charge));
  }
  return names;
}

// The charges of the month's convictions, then those of the ones they are compared with.
std::vector<std::string> ComparedChargeNames(const Facts& facts, std::span<const Conviction> news,
                                             std::span<const Conviction> compared) {
  std::vector<std::string> names = ChargeNames(facts, news);
  for (std::string& name : ChargeNames(facts, compared)) names.push_back(std::move(name));
  return names;
}

// " (suspended)", " (all suspended)", " (two suspended)"; empty when none was.
std::string SuspendedText(const Sentences& sentences) {
  if (sentences.suspended == 0) return "";
  if (sentences.imprisonments == 1) return " (suspended)";
  if (sentences.suspended == sentences.imprisonments) return " (all suspended)";
  return StrCat(" (", NumberText(sentences.suspended), " suspended)");
}

std::string ThereAreText(int64_t number, std::string_view one, std::string_view many) {
  return StrCat(number == 1 ? "there is " : "there are ", CountText(number, one, many));
}

// One clause a kind of penalty, so that any of them can stand alone.
std::string SentencesText(const Sentences& sentences) {
  std::vector<std::string> clauses;
  if (sentences.imprisonments > 0) {
    clauses.push_back(StrCat(sentences.imprisonments == 1 ? "the prison sentence is " : "the prison sentences are ",
                             TermRangeText(sentences.shortest, sentences.longest), SuspendedText(sentences)));
  }
  if (sentences.life > 0) clauses.push_back(ThereAreText(sentences.life, "life sentence", "life sentences"));
  if (sentences.death > 0) clauses.push_back(ThereAreText(sentences.death, "death sentence", "death sentences"));
  if (sentences.fined > 0) {
    clauses.push_back(StrCat(sentences.fined == 1 ? "the fine is " : "the fines come to ", MoneyText(sentences.fines)));
  }
  return clauses.empty() ? "" : StrCat("; ", ListText(clauses));
}

// How many convictions there are of each crime type, by its code.
std::map<std::string, int64_t> ByCrimeType(const Facts& facts, std::span<const Conviction> convictions) {
  std::map<std::string, int64_t> counts;
  for (const Conviction& conviction : convictions) ++counts[facts.texts()[conviction.crime_type]];
  return counts;
}

std::string CrimesText(const std::map<std::string, int64_t>& by_crime_type) {
  std::map<std::string_view, int64_t> by_text;
  for (const auto& [code, count] : by_crime_type) by_text[CrimeTypeText(code)] += count;
  if (by_text.size() == 1) return StrCat(" of ", by_text.begin()->first);
  std::vector<std::string> items;
  for (const auto& [text, count] : by_text) items.push_back(StrCat(NumberText(count), " of ", text));
  return StrCat(" (", ListText(items), ")");
}

void AddSentenceFigures(const Sentences& sentences, std::vector<Figure>& figures) {
  if (sentences.imprisonments > 0) {
    figures.push_back({"shortest_imprisonment", sentences.shortest});
    figures.push_back({"longest_imprisonment", sentences.longest});
  }
  if (sentences.suspended > 0) figures.push_back({"suspended_imprisonments", sentences.suspended});
  if (sentences.life > 0) figures.push_back({"life_sentences", sentences.life});
  if (sentences.death > 0) figures.push_back({"death_sentences", sentences.death});
  AddAmounts("fines", sentences.fines, figures);
}

int64_t Size(std::span<const Conviction> convictions) {
  return static_cast<int64_t>(convictions.size());
}

// A record needs more than one conviction: a single one is news, not a record.
constexpr int64_t kLeastForRecord = 2;

// The first year is spent on setting up: to have done better is no record.
constexpr int kLeastFirstYears = 2;

}  // namespace

void AddConvictionLine(const Story& story, std::vector<Highlight>& lines) {
  if (story.in_month.empty()) return;
  const Sentences sentences = SentencesOf(story);
  const auto by_crime_type = ByCrimeType(story.facts, story.in_month);
  const int64_t people = Size(story.in_month);
  Highlight line = story.Line("convictions", story.month_first, story.month_last);
  line.text = StrCat(story.fact().display_name, ": ", CountText(people, "person was", "people were"), " convicted ",
                     story.WhenText(), " in ", CountText(CountCases(story.in_month), "case", "cases"),
                     CrimesText(by_crime_type), SentencesText(sentences), ".");
  line.figures = {{"convictions", people}, {"cases", CountCases(story.in_month)}};
  AddSentenceFigures(sentences, line.figures);
  for (const auto& [code, count] : by_crime_type) line.figures.push_back({StrCat("convictions_", code), count});
  line.definition = ConvictionDefinition();
  StrAppend(&line.definition.text,
            " Sentences: each sentence known by the day of publication, on every charge that these people "
            "were found guilty of, taken by itself.");
  if (sentences.suspended > 0) {
    line.definition.text += " Suspended: all of it; one that is suspended in part is served for the rest.";
  }
  if (const int64_t waiting = people - sentences.people_sentenced; waiting > 0) {
    line.definition.exclusions.push_back(StrCat(CountText(waiting, "person", "people"), " not sentenced yet"));
  }
  NameResources(GuiltyChargeNames(story), line);
  lines.push_back(std::move(line));
}

void AddFirstYearsRecord(const Story& story, std::vector<Highlight>& lines) {
  const int64_t in_month = Size(story.in_month);
  if (in_month < kLeastForRecord) return;
  int years = 0;
  while (story.Anniversary(years + 1) <= story.month_first &&
         in_month > Size(story.Between(story.open_day(), story.Anniversary(years + 1) - 1))) {
    ++years;
  }
  const auto first_years = story.Between(story.open_day(), story.Anniversary(years) - 1);
  // More than nothing at all is no record either: the office may have begun with other work.
  if (years < kLeastFirstYears || first_years.empty()) return;
  Highlight line = story.Line("record", story.open_day(), story.month_last);
  line.text = StrCat(story.fact().display_name, ": ", CountText(in_month, "conviction", "convictions"),
                     " in one month, more than in the office's first ", NumberText(years), " years of operation (",
                     NumberText(Size(first_years)), ").");
  line.figures = {{"convictions", in_month}, {"convictions_in_first_years", Size(first_years)}, {"years", years}};
  line.definition = ConvictionDefinition();
  StrAppend(&line.definition.text, " Compared with the convictions from the day the office opened (",
            DayText(ToCivil(story.open_day())), ") to the end of its year of operation number ", years, ".");
  NameResources(ComparedChargeNames(story.facts, story.in_month, first_years), line);
  lines.push_back(std::move(line));
}

void AddBestMonthRecord(const Story& story, std::vector<Highlight>& lines) {
  const int64_t in_month = Size(story.in_month);
  const auto before = story.Between(story.open_day(), story.month_first - 1);
  std::map<absl::CivilMonth, int64_t> earlier;
  for (const Conviction& conviction : before) ++earlier[absl::CivilMonth(ToCivil(conviction.day))];
  if (earlier.empty() || in_month < kLeastForRecord) return;
  const auto best = std::max_element(earlier.begin(), earlier.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  if (best->second >= in_month) return;
  const bool once = std::count_if(earlier.begin(), earlier.end(),
                                  [&](const auto& other) { return other.second == best->second; }) == 1;
  const std::string month = MonthText(best->first);
  const std::string number = NumberText(best->second);
  Highlight line = story.Line("record", story.open_day(), story.month_last);
  line.text = StrCat(story.fact().display_name, ": ", CountText(in_month, "conviction", "convictions"), " ",
                     story.WhenText(), ", the most in any month so far; the best before was ",
                     once ? StrCat(month, " with ", number) : StrCat(number, ", first in ", month), ".");
  line.figures = {{"convictions", in_month},
                  {"convictions_in_best_month_before", best->second},
                  {"best_month_before", absl::CivilDay(best->first)}};
  line.definition = ConvictionDefinition();
  NameResources(ComparedChargeNames(story.facts, story.in_month, before), line);
  lines.push_back(std::move(line));
}

void AddHalfSinceRecord(const Story& story, std::vector<Highlight>& lines) {
  constexpr int64_t kLeastConvictions = 10;  // Halves of less say nothing.
  const int64_t total = Size(story.convictions);
  if (total < kLeastConvictions || story.in_month.empty()) return;
  // Worth telling only when the years are at most half of the office's.
  for (int years = 1; 2 * years <= story.YearsOpen(story.as_of); ++years) {
    const Day from = ToDay(AddMonths(ToCivil(story.as_of), -12 * years)) + 1;
    const auto recent = story.Between(from, story.as_of);
    if (2 * Size(recent) < total) continue;
    Highlight line = story.Line("record", story.open_day(), story.as_of);
    line.text = StrCat(story.fact().display_name, ": ", 2 * Size(recent) == total ? "half" : "more than half",
                       " of all convictions since the office opened in ", ToCivil(story.open_day()).year(), " (",
                       Digits(Size(recent)), " of ", Digits(total), ") came in the last ",
                       years == 1 ? "year" : StrCat(NumberText(years), " years"), ".");
    line.figures = {{"convictions_in_last_years", Size(recent)}, {"convictions", total}, {"years", years}};
    line.definition = ConvictionDefinition();
    StrAppend(&line.definition.text, " The last years begin on ", DayText(ToCivil(from)), ".");
    NameResources(ComparedChargeNames(story.facts, recent, story.Between(story.open_day(), from - 1)), line);
    lines.push_back(std::move(line));
    return;
  }
}

void AddMilestones(const Story& story, std::vector<Highlight>& lines) {
  constexpr int64_t kMilestones[] = {10,  25,  50,   100,  150,  200,  250,  300,  400,
                                     500, 750, 1000, 1500, 2000, 2500, 5000, 10000};
  const int64_t before = Size(story.Between(story.open_day(), story.month_first - 1));
  for (int64_t milestone : kMilestones) {
    if (milestone <= before || milestone > before + Size(story.in_month)) continue;
    const std::span<const Conviction> reached(story.convictions.begin(), static_cast<size_t>(milestone));
    const Conviction& conviction = reached.back();
    Highlight line = story.Line("milestone", story.open_day(), conviction.day);
    line.text = StrCat(story.fact().display_name, ": the office's ", OrdinalText(milestone), " conviction came on ",
                       DayText(ToCivil(conviction.day)), ".");
    line.figures = {{"convictions", milestone}, {"date", ToCivil(conviction.day)}};
    line.definition = ConvictionDefinition();
    NameResources(ChargeNames(story.facts, reached), line);
    lines.push_back(std::move(line));
  }
}

void AddTotals(const Story& story, std::vector<Highlight>& lines) {
  if (story.convictions.empty()) return;
  const int year = static_cast<int>(story.month.year());
  const absl::CivilDay year_last(year, 12, 31);
  const int64_t this_year =
      Size(story.Between(ToDay(absl::CivilDay(year, 1, 1)), std::min(ToDay(year_last), story.as_of)));
  const int years_open = story.YearsOpen(story.as_of);
  Highlight line = story.Line("total", story.open_day(), story.as_of);
  line.figures = {{"convictions", Size(story.convictions)}, {StrCat("convictions_in_", year), this_year}};
  std::string second_year;
  for (int k = 1; k <= years_open + 1; ++k) {
    const int64_t count =
        Size(story.Between(story.Anniversary(k - 1), std::min(story.Anniversary(k) - 1, story.as_of)));
    line.figures.push_back({StrCat("convictions_in_year_of_operation_", k), count});
    // The second year is the first that is not spent on setting up; it is told once there is something to set against
    // it.
    if (k == 2 && years_open > k) second_year = StrCat(AloneText(count), " in its second year of operation, ");
  }
  line.text =
      StrCat(story.fact().display_name, ": ", CountText(Size(story.convictions), "person has been", "people have been"),
             " convicted since the office opened in ", ToCivil(story.open_day()).year(), ": ", second_year,
             AloneText(this_year), " in ", year, story.as_of < ToDay(year_last) ? " so far" : "", ".");
  line.definition = ConvictionDefinition();
  StrAppend(&line.definition.text, " Years of operation are counted from the day the office opened, ",
            DayText(ToCivil(story.open_day())), ".");
  NameResources(ChargeNames(story.facts, story.convictions), line);
  lines.push_back(std::move(line));
}

}  // namespace amparo::statistics
