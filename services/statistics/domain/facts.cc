#include "services/statistics/domain/facts.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "common/base/check.h"
#include "common/base/strings.h"
#include "common/base/zone.h"

namespace amparo::statistics {
namespace {

Day DayOrNone(const std::optional<absl::CivilDay>& day) {
  return day ? ToDay(*day) : kNoDay;
}

}  // namespace

bool Facts::Apply(const Fact& fact) {
  return std::visit([this](const auto& f) { return Take(f); }, fact);
}

std::optional<OfficeCode> Facts::FindOffice(std::string_view id) const {
  auto it = office_codes_.find(ToAbsl(id));
  if (it == office_codes_.end()) return std::nullopt;
  return it->second;
}

Row Facts::StandingCase(Row case_row) const {
  // One step: a case says which one stands for it now. More only while the changes of one act arrive.
  constexpr int kMostSteps = 100;
  for (int step = 0; step < kMostSteps && IsMerged(case_row); ++step) case_row = cases_.merged_into[case_row];
  return case_row;
}

PersonInCase Facts::PersonOf(Row party) const {
  return {StandingCase(parties_.case_row[party]), parties_.person[party]};
}

PersonInCase Facts::AccusedOf(Row charge) const {
  return {StandingCase(charges_.case_row[charge]), parties_.person[charges_.accused[charge]]};
}

Day Facts::OperationDay(Row operation) const {
  const absl::TimeZone zone = offices_[operations_.office[operation]].zone;
  return ToDay(absl::ToCivilDay(operations_.start_time[operation], zone));
}

OfficeCode Facts::OfficeOf(std::string_view id) {
  AMPARO_CHECK(offices_.size() < std::numeric_limits<OfficeCode>::max(), "there are fewer than 65,535 offices");
  auto [it, added] = office_codes_.try_emplace(std::string(id), static_cast<OfficeCode>(offices_.size()));
  if (added) offices_.emplace_back().fact.office = std::string(id);
  return it->second;
}

// The row to write a fact to, or kNoRow when what is held is as new.
template <typename Columns>
Row Facts::Newer(Table<Columns>& table, const FactHead& head) {
  const Row row = table.FindOrAdd(OfficeOf(head.office), head.id);
  if (head.version <= table.version[row]) return kNoRow;
  table.version[row] = head.version;
  return row;
}

// Replaces what a fact's slice holds. A slice that grows moves to the end and leaves its old place unused: facts change
// a few times at most, and a restart packs them again.
template <typename T>
void Facts::Put(std::vector<T>& items, Slice& slice, std::vector<T> fresh) {
  if (fresh.size() > slice.size) {
    slice.begin = static_cast<uint32_t>(items.size());
    items.resize(items.size() + fresh.size());
  }
  slice.size = static_cast<uint32_t>(fresh.size());
  std::move(fresh.begin(), fresh.end(), items.begin() + slice.begin);
}

void Facts::PutStandings(Row charge, const std::vector<StandingFact>& standings) {
  std::vector<SentenceFact> sentences;
  for (const StandingFact& fact : standings) {
    if (fact.sentence) sentences.push_back(*fact.sentence);
  }
  Put(sentences_, charges_.sentences[charge], std::move(sentences));
  Row next = charges_.sentences[charge].begin;
  std::vector<Standing> steps;
  for (const StandingFact& fact : standings) {
    steps.push_back({ToDay(fact.date), fact.verdict, texts_.Code(fact.lesser_crime_type),
                     fact.sentence ? next++ : kNoRow, fact.lesser_completion});
  }
  Put(standings_, charges_.standings[charge], std::move(steps));
}

bool Facts::Take(const OfficeFact& fact) {
  Office& office = offices_[OfficeOf(fact.office)];
  if (fact.version <= office.fact.version) return false;
  office.fact = fact;
  office.open_day = ToDay(fact.open_date);
  // The case service takes known zones only; should one be missing on this machine, UTC is the least wrong.
  office.zone = FindZone(fact.time_zone).value_or(absl::UTCTimeZone());
  return true;
}

bool Facts::Take(const CaseFact& fact) {
  const Row row = Newer(cases_, fact);
  if (row == kNoRow) return false;
  cases_.crime_type[row] = texts_.Code(fact.crime_type);
  cases_.report_day[row] = ToDay(fact.report_date);
  cases_.stage[row] = fact.stage;
  cases_.stage_day[row] = DayOrNone(fact.stage_date);
  std::vector<FormerEnd> ends;
  for (const FormerEndFact& end : fact.former_ends) ends.push_back({end.stage, ToDay(end.date), ToDay(end.until)});
  Put(former_ends_, cases_.former_ends[row], std::move(ends));
  // Finding the other row may move the columns.
  const Row survivor = fact.merged_id ? cases_.FindOrAdd(cases_.office[row], *fact.merged_id) : kNoRow;
  cases_.merged_into[row] = survivor;
  return true;
}

bool Facts::Take(const PartyFact& fact) {
  const Row row = Newer(parties_, fact);
  if (row == kNoRow) return false;
  parties_.case_row[row] = cases_.FindOrAdd(parties_.office[row], fact.case_id);
  parties_.role[row] = fact.role;
  parties_.minor[row] = fact.minor;
  parties_.testified[row] = fact.testified;
  const Row person = fact.person_id.IsNil() ? row : parties_.FindOrAdd(parties_.office[row], fact.person_id);
  parties_.person[row] = person;
  return true;
}

bool Facts::Take(const ChargeFact& fact) {
  const Row row = Newer(charges_, fact);
  if (row == kNoRow) return false;
  charges_.case_row[row] = cases_.FindOrAdd(charges_.office[row], fact.case_id);
  charges_.accused[row] = parties_.FindOrAdd(charges_.office[row], fact.accused_id);
  charges_.crime_type[row] = texts_.Code(fact.crime_type);
  charges_.attempted[row] = fact.attempted;
  charges_.plea[row] = fact.plea;
  charges_.bargain[row] = fact.bargain;
  charges_.charge_day[row] = ToDay(fact.charge_date);
  charges_.superseded_day[row] = DayOrNone(fact.superseded_date);
  PutStandings(row, fact.standings);
  return true;
}

bool Facts::Take(const OperationFact& fact) {
  const Row row = Newer(operations_, fact);
  if (row == kNoRow) return false;
  operations_.case_row[row] = cases_.FindOrAdd(operations_.office[row], fact.case_id);
  operations_.state[row] = fact.state;
  operations_.start_time[row] = fact.start_time;
  std::vector<Site> sites;
  for (const SiteFact& site : fact.sites) {
    sites.push_back({venues_.FindOrAdd(operations_.office[row], site.venue_id), site});
  }
  Put(sites_, operations_.sites[row], std::move(sites));
  return true;
}

bool Facts::Take(const VenueFact& fact) {
  const Row row = Newer(venues_, fact);
  if (row == kNoRow) return false;
  venues_.kind[row] = fact.kind;
  venues_.city[row] = texts_.Code(fact.city);
  return true;
}

bool Facts::Take(const LinkFact& fact) {
  const Row row = Newer(links_, fact);
  if (row == kNoRow) return false;
  const OfficeCode office = links_.office[row];
  const auto end_row = [&](LinkEnd end, const Uuid& id) {
    return end == LinkEnd::kVenue ? venues_.FindOrAdd(office, id) : parties_.FindOrAdd(office, id);
  };
  links_.kind[row] = fact.kind;
  links_.from_end[row] = fact.from_end;
  links_.from[row] = end_row(fact.from_end, fact.from_id);
  links_.to_end[row] = fact.to_end;
  links_.to[row] = end_row(fact.to_end, fact.to_id);
  links_.observed_day[row] = DayOrNone(fact.observed_date);
  return true;
}

bool Facts::Take(const CourtFact& fact) {
  const Row row = Newer(courts_, fact);
  if (row == kNoRow) return false;
  courts_.city[row] = texts_.Code(fact.city);
  return true;
}

bool Facts::Take(const HearingFact& fact) {
  const Row row = Newer(hearings_, fact);
  if (row == kNoRow) return false;
  hearings_.case_row[row] = cases_.FindOrAdd(hearings_.office[row], fact.case_id);
  hearings_.court[row] = courts_.FindOrAdd(hearings_.office[row], fact.court_id);
  hearings_.state[row] = fact.state;
  hearings_.day[row] = ToDay(fact.date);
  Put(attendance_, hearings_.attendance[row], fact.attendance);
  return true;
}

std::string Facts::NameIn(OfficeCode office, std::string_view collection, const Uuid& id) const {
  return StrCat("offices/", offices_[office].fact.office, "/", collection, "/", id.ToString());
}

std::string Facts::NameInCase(Row case_row, std::string_view collection, const Uuid& id) const {
  return StrCat(CaseName(case_row), "/", collection, "/", id.ToString());
}

std::string Facts::CaseName(Row row) const {
  return NameIn(cases_.office[row], "cases", cases_.id[row]);
}
std::string Facts::PartyName(Row row) const {
  return NameInCase(parties_.case_row[row], "parties", parties_.id[row]);
}
std::string Facts::ChargeName(Row row) const {
  return NameInCase(charges_.case_row[row], "charges", charges_.id[row]);
}
std::string Facts::OperationName(Row row) const {
  return NameInCase(operations_.case_row[row], "operations", operations_.id[row]);
}
std::string Facts::LinkName(Row row) const {
  return NameIn(links_.office[row], "links", links_.id[row]);
}
std::string Facts::HearingName(Row row) const {
  return NameIn(hearings_.office[row], "hearings", hearings_.id[row]);
}

std::vector<std::pair<std::string, int64_t>> Facts::Counts() const {
  const auto known_offices =
      std::count_if(offices_.begin(), offices_.end(), [](const Office& o) { return o.fact.version > 0; });
  return {
      {"office", known_offices},         {"case", cases_.CountKnown()},           {"party", parties_.CountKnown()},
      {"charge", charges_.CountKnown()}, {"operation", operations_.CountKnown()}, {"venue", venues_.CountKnown()},
      {"link", links_.CountKnown()},     {"court", courts_.CountKnown()},         {"hearing", hearings_.CountKnown()}};
}

}  // namespace amparo::statistics
