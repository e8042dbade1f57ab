#include "services/statistics/measures/report.h"

#include <algorithm>
#include <limits>

#include "absl/strings/match.h"

namespace amparo::statistics {
namespace {

bool Contains(const std::vector<std::string>& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

}  // namespace

Selection::Selection(const Facts& facts, const ReportFilter& filter, std::span<const Dimension> group_by)
    : facts_(facts),
      group_by_(group_by.begin(), group_by.end()),
      from_(filter.period.from ? ToDay(*filter.period.from) : std::numeric_limits<Day>::min()),
      to_(filter.period.to ? ToDay(*filter.period.to) : std::numeric_limits<Day>::max()) {
  for (const Office& office : facts.offices()) {
    const OfficeFact& fact = office.fact;
    const bool wanted = (filter.offices.empty() || Contains(filter.offices, fact.office)) &&
                        (!filter.visible_offices || Contains(*filter.visible_offices, fact.office)) &&
                        (filter.countries.empty() || Contains(filter.countries, fact.country));
    offices_.push_back(wanted);
    uint32_t first = 0;
    while (facts.offices()[first].fact.country != fact.country) ++first;
    country_.push_back(first);
  }
  for (TextCode code = 0; code < facts.texts().size(); ++code) {
    const std::string& crime_type = facts.texts()[code];
    crime_types_.push_back(
        filter.crime_types.empty() ||
        std::any_of(filter.crime_types.begin(), filter.crime_types.end(),
                    [&](const std::string& prefix) { return absl::StartsWith(crime_type, prefix); }));
  }
}

bool Selection::Groups(Dimension dimension) const {
  return std::find(group_by_.begin(), group_by_.end(), dimension) != group_by_.end();
}

Selection::Group Selection::GroupOf(OfficeCode office, TextCode crime_type, Day day) const {
  Group group{};
  for (Dimension dimension : group_by_) {
    switch (dimension) {
      case Dimension::kOffice:
        std::get<0>(group) = office;
        break;
      case Dimension::kCountry:
        std::get<1>(group) = country_[office];
        break;
      case Dimension::kCrimeType:
        std::get<2>(group) = crime_type;
        break;
      case Dimension::kMonth:
        std::get<3>(group) = static_cast<uint32_t>(ToCivil(day).year());
        std::get<4>(group) = static_cast<uint32_t>(ToCivil(day).month());
        break;
      case Dimension::kYear:
        std::get<3>(group) = static_cast<uint32_t>(ToCivil(day).year());
        break;
    }
  }
  return group;
}

RowKey Selection::KeyOf(const Group& group) const {
  const auto& [office, country, crime_type, year, month] = group;
  RowKey key;
  if (Groups(Dimension::kOffice)) key.office = facts_.offices()[office].fact.office;
  if (Groups(Dimension::kCountry)) key.country = facts_.offices()[country].fact.country;
  if (Groups(Dimension::kCrimeType)) key.crime_type = facts_.texts()[crime_type];
  key.year = static_cast<int>(year);
  key.month = static_cast<int>(month);
  return key;
}

bool Selection::Before(const RowKey& a, const RowKey& b) const {
  const auto decide = [](auto left, auto right) { return left < right ? -1 : (right < left ? 1 : 0); };
  for (Dimension dimension : group_by_) {
    int order = 0;
    switch (dimension) {
      case Dimension::kOffice:
        order = decide(std::string_view(a.office), std::string_view(b.office));
        break;
      case Dimension::kCountry:
        order = decide(std::string_view(a.country), std::string_view(b.country));
        break;
      case Dimension::kCrimeType:
        order = decide(std::string_view(a.crime_type), std::string_view(b.crime_type));
        break;
      case Dimension::kMonth:
        order = decide(std::pair(a.year, a.month), std::pair(b.year, b.month));
        break;
      case Dimension::kYear:
        order = decide(a.year, b.year);
        break;
    }
    if (order != 0) return order < 0;
  }
  return false;
}

absl::CivilDay LatestToday(const Facts& facts, const std::optional<std::vector<std::string>>& visible_offices,
                           absl::Time now) {
  ReportFilter filter;
  filter.visible_offices = visible_offices;
  const Selection selection(facts, filter, {});
  absl::CivilDay latest = absl::CivilDay::min();
  for (size_t code = 0; code < facts.offices().size(); ++code) {
    const auto office = static_cast<OfficeCode>(code);
    if (!facts.KnowsOffice(office) || !selection.TakesOffice(office)) continue;
    latest = std::max(latest, absl::ToCivilDay(now, facts.offices()[office].zone));
  }
  return latest == absl::CivilDay::min() ? absl::ToCivilDay(now, absl::UTCTimeZone()) : latest;
}

void AddAmount(const Money& amount, std::map<std::string, int64_t>& sums) {
  int64_t& sum = sums[amount.currency];
  if (!__builtin_add_overflow(sum, amount.minor_units, &sum)) return;
  sum = amount.minor_units < 0 ? std::numeric_limits<int64_t>::min() : std::numeric_limits<int64_t>::max();
}

}  // namespace amparo::statistics
