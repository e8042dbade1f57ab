#include "tests/unit/services/statistics/recount.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "common/base/strings.h"
#include "services/statistics/measures/convictions.h"

namespace amparo::statistics {
namespace {

struct ToText {
  std::string operator()(int64_t number) const { return StrCat(number); }
  std::string operator()(const Rate& rate) const { return std::to_string(rate.value); }
  std::string operator()(const Money& money) const { return StrCat(money.minor_units, " ", money.currency); }
  std::string operator()(const Term& term) const { return term.ToString(); }
  std::string operator()(absl::CivilDay day) const { return absl::FormatCivilTime(day); }
};

std::map<std::string, std::string> InWords(const std::vector<Figure>& figures) {
  std::map<std::string, std::string> words;
  for (const Figure& figure : figures) words[figure.name] = std::visit(ToText(), figure.value);
  return words;
}

bool HasFigure(const Highlight& line, const std::string& name) {
  return FiguresOf(line).contains(name);
}

// The same day of another year; not for 29 February.
Day YearsAfter(Day day, int64_t years) {
  const absl::CivilDay from = ToCivil(day);
  return ToDay(absl::CivilDay(from.year() + years, from.month(), from.day()));
}

void AddSums(const std::string& name, const std::map<std::string, int64_t>& sums, std::vector<Figure>& figures) {
  for (const auto& [currency, sum] : sums) {
    const std::string suffix = sums.size() == 1 ? "" : StrCat("_", absl::AsciiStrToLower(currency));
    figures.push_back({name + suffix, Money{sum, currency}});
  }
}

}  // namespace

std::map<std::string, std::string> FiguresOf(const Highlight& line) {
  return InWords(line.figures);
}

int64_t NumberOf(const Highlight& line, const std::string& name) {
  return std::stoll(FiguresOf(line).at(name));
}

Recount::Recount(const Facts& facts, absl::CivilMonth month, absl::CivilDay as_of)
    : facts_(facts), month_(month), as_of_(ToDay(as_of)) {
  const auto learn = [this](const auto& table, auto name, std::vector<Row> Named::*list) {
    for (Row row = 0; row < table.size(); ++row) {
      if (table.Known(row)) rows_[(facts_.*name)(row)] = {list, row};
    }
  };
  learn(facts.cases(), &Facts::CaseName, &Named::cases);
  learn(facts.parties(), &Facts::PartyName, &Named::parties);
  learn(facts.charges(), &Facts::ChargeName, &Named::charges);
  learn(facts.operations(), &Facts::OperationName, &Named::operations);
  learn(facts.links(), &Facts::LinkName, &Named::links);
  learn(facts.hearings(), &Facts::HearingName, &Named::hearings);
}

Recount::Named Recount::Read(const Highlight& line) const {
  Named named;
  std::set<std::string> seen;
  for (const std::string& name : line.resources) {
    EXPECT_TRUE(seen.insert(name).second) << name << " is named twice";
    const auto found = rows_.find(name);
    EXPECT_NE(found, rows_.end()) << name << " does not exist";
    if (found != rows_.end()) (named.*found->second.first).push_back(found->second.second);
  }
  return named;
}

std::map<std::string, std::string> Recount::Of(const Highlight& line) const {
  const Named named = Read(line);
  if (line.kind == "convictions") return InWords(Convictions(line, named));
  if (line.kind == "record") return InWords(Record(line, named));
  if (line.kind == "milestone") return InWords(Milestone(named));
  if (line.kind == "total") return InWords(Total(line, named));
  if (line.kind == "operation") return InWords(Operation(named));
  if (line.kind == "plea") return InWords(Plea(named));
  if (line.kind == "testimony") return InWords(Testimony(named));
  if (line.kind == "speed") return InWords(Speed(named));
  if (line.kind == "duration") return InWords(Duration(named));
  if (line.kind == "adjournments") return InWords(Adjournments(named));
  return {};
}

Row Recount::CountedWith(Row case_row) const {
  const Row other = facts_.cases().merged_into[case_row];
  return other == kNoRow ? case_row : other;
}

std::vector<Recount::Person> Recount::PeopleOf(const std::vector<Row>& charges) const {
  const auto& all = facts_.charges();
  std::map<std::pair<Row, Row>, Person> people;
  for (Row charge : charges) {
    const Day day = GuiltyDay(charge);
    EXPECT_NE(day, kNoDay) << facts_.ChargeName(charge);
    if (day == kNoDay) continue;
    const Row somebody = facts_.parties().person[all.accused[charge]];
    const Person person{{somebody, CountedWith(all.case_row[charge])}, charge, day};
    const auto [known, added] = people.emplace(person.who, person);
    const bool earlier =
        std::tie(person.day, all.id[charge]) < std::tie(known->second.day, all.id[known->second.charge]);
    if (!added && earlier) known->second = person;
  }
  std::vector<Person> list;
  for (const auto& [who, person] : people) list.push_back(person);
  return list;
}

int64_t Recount::CasesOf(const std::vector<Person>& people) const {
  std::set<Row> cases;
  for (const Person& person : people) cases.insert(person.who.second);
  return static_cast<int64_t>(cases.size());
}

Day Recount::OpenDay(const Highlight& line) const {
  return facts_.offices()[*facts_.FindOffice(line.office)].open_day;
}

const Standing* Recount::StoodOn(Row charge) const {
  const Slice slice = facts_.charges().standings[charge];
  const Standing* stood = nullptr;
  for (uint32_t i = slice.begin; i < slice.begin + slice.size; ++i) {
    if (facts_.standings()[i].day <= as_of_) stood = &facts_.standings()[i];
  }
  return stood;
}

Day Recount::GuiltyDay(Row charge) const {
  Day since = kNoDay;
  const Slice slice = facts_.charges().standings[charge];
  for (uint32_t i = slice.begin + slice.size; i > slice.begin; --i) {
    const Standing& step = facts_.standings()[i - 1];
    if (step.day > as_of_) continue;
    if (!IsGuilty(step.verdict)) break;
    since = step.day;
  }
  return since;
}

Day Recount::VerdictDay(Row charge) const {
  Day first = kNoDay;
  const Slice slice = facts_.charges().standings[charge];
  for (uint32_t i = slice.begin + slice.size; i > slice.begin; --i) {
    const Standing& step = facts_.standings()[i - 1];
    if (step.day <= as_of_ && step.verdict != Verdict::kNone) first = step.day;
  }
  return first;
}

const SentenceFact* Recount::SentenceOn(Row charge) const {
  const Standing* stood = StoodOn(charge);
  if (stood == nullptr || stood->sentence == kNoRow) return nullptr;
  const SentenceFact& sentence = facts_.sentences()[stood->sentence];
  return ToDay(sentence.date) <= as_of_ ? &sentence : nullptr;
}

void Recount::AddPenalties(const std::vector<Row>& charges, std::vector<Figure>& figures) const {
  std::vector<Term> least, most;
  int64_t suspended = 0, life = 0, death = 0;
  std::map<std::string, int64_t> fines;
  for (Row charge : charges) {
    const SentenceFact* sentence = SentenceOn(charge);
    if (!sentence) continue;
    if (sentence->custody == Custody::kImprisonment) {
      least.push_back(sentence->min);
      most.push_back(sentence->max);
      suspended += sentence->suspended;
    }
    life += sentence->custody == Custody::kLife;
    death += sentence->custody == Custody::kDeath;
    if (sentence->fine) fines[sentence->fine->currency] += sentence->fine->minor_units;
  }
  if (!least.empty()) {
    figures.push_back({"shortest_imprisonment", *std::min_element(least.begin(), least.end())});
    figures.push_back({"longest_imprisonment", *std::max_element(most.begin(), most.end())});
  }
  if (suspended > 0) figures.push_back({"suspended_imprisonments", suspended});
  if (life > 0) figures.push_back({"life_sentences", life});
  if (death > 0) figures.push_back({"death_sentences", death});
  AddSums("fines", fines, figures);
}

std::vector<Figure> Recount::Convictions(const Highlight& line, const Named& named) const {
  const std::vector<Person> people = PeopleOf(named.charges);
  std::vector<Figure> figures = {{"convictions", static_cast<int64_t>(people.size())}, {"cases", CasesOf(people)}};
  std::map<std::string, int64_t> crimes;
  std::set<OfficeCode> offices;
  for (const Person& person : people) {
    EXPECT_TRUE(ToCivil(person.day) >= line.period.from && ToCivil(person.day) <= line.period.to) << line.text;
    ++crimes[facts_.texts()[CrimeTypeOfCharge(facts_, person.charge, as_of_)]];
    offices.insert(facts_.charges().office[person.charge]);
  }
  if (line.office.empty()) {
    figures.push_back({"offices", static_cast<int64_t>(offices.size())});
    return figures;
  }
  for (const auto& [code, count] : crimes) figures.push_back({"convictions_" + code, count});
  AddPenalties(named.charges, figures);
  return figures;
}

std::vector<Figure> Recount::Record(const Highlight& line, const Named& named) const {
  const std::vector<Person> people = PeopleOf(named.charges);
  std::map<absl::CivilMonth, int64_t> months;
  for (const Person& person : people) ++months[absl::CivilMonth(ToCivil(person.day))];
  const auto between = [&people](Day from, Day to) {
    return static_cast<int64_t>(
        std::count_if(people.begin(), people.end(), [&](const Person& p) { return p.day >= from && p.day <= to; }));
  };
  if (HasFigure(line, "convictions_in_first_years")) {
    const int64_t years = NumberOf(line, "years");
    const Day end = YearsAfter(OpenDay(line), years) - 1;
    return {
        {"convictions", months[month_]}, {"convictions_in_first_years", between(OpenDay(line), end)}, {"years", years}};
  }
  if (HasFigure(line, "convictions_in_last_years")) {
    const int64_t years = NumberOf(line, "years");
    return {{"convictions_in_last_years", between(YearsAfter(as_of_, -years) + 1, as_of_)},
            {"convictions", between(OpenDay(line), as_of_)},
            {"years", years}};
  }
  const int64_t in_month = std::exchange(months[month_], 0);
  const auto best =
      std::max_element(months.begin(), months.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return {{"convictions", in_month},
          {"convictions_in_best_month_before", best->second},
          {"best_month_before", absl::CivilDay(best->first)}};
}

std::vector<Figure> Recount::Milestone(const Named& named) const {
  Day last = kNoDay;
  const std::vector<Person> people = PeopleOf(named.charges);
  for (const Person& person : people) last = std::max(last, person.day);
  return {{"convictions", static_cast<int64_t>(people.size())}, {"date", ToCivil(last)}};
}

std::vector<Figure> Recount::Total(const Highlight& line, const Named& named) const {
  const std::vector<Person> people = PeopleOf(named.charges);
  std::vector<Figure> figures = {{"convictions", static_cast<int64_t>(people.size())}};
  const auto year = [&](Day day) { return ToCivil(day).year(); };
  figures.push_back({StrCat("convictions_in_", month_.year()),
                     static_cast<int64_t>(std::count_if(people.begin(), people.end(), [&](const Person& p) {
                       return year(p.day) == month_.year();
                     }))});
  const Day open = OpenDay(line);
  for (int64_t k = 1; YearsAfter(open, k - 1) <= as_of_; ++k) {
    const auto count = std::count_if(people.begin(), people.end(), [&](const Person& p) {
      return p.day >= YearsAfter(open, k - 1) && p.day < YearsAfter(open, k);
    });
    figures.push_back({StrCat("convictions_in_year_of_operation_", k), static_cast<int64_t>(count)});
  }
  return figures;
}

}  // namespace amparo::statistics
