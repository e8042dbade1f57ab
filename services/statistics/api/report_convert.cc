#include "services/statistics/api/report_convert.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <utility>

#include "common/base/strings.h"

namespace amparo::statistics {
namespace {

constexpr int kMostFilterValues = 100;
constexpr int kMostDimensions = 5;

bool IsCountry(const std::string& code) {
  return code.size() == 2 && std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool IsCrimeType(const std::string& code) {
  constexpr size_t kLongest = 10;
  return !code.empty() && code.size() <= kLongest &&
         std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Copies a list of the filter; each value must be well made.
template <typename IsValid>
std::vector<std::string> ReadValues(const google::protobuf::RepeatedPtrField<std::string>& values,
                                    std::string_view field, IsValid is_valid, std::string_view rule,
                                    errors::FieldViolations& violations) {
  violations.Require(values.size() <= kMostFilterValues, StrCat("filter.", field),
                     StrCat("must have at most ", kMostFilterValues, " values"));
  for (int i = 0; i < values.size(); ++i) {
    violations.Require(is_valid(values[i]), StrCat("filter.", field, "[", i, "]"), rule);
  }
  return {values.begin(), values.end()};
}

void SetDate(absl::CivilDay day, google::type::Date& date) {
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
}

void SetMoney(const Money& money, google::type::Money& out) {
  const auto [units, nanos] = UnitsAndNanos(money);
  out.set_currency_code(money.currency);
  out.set_units(units);
  out.set_nanos(nanos);
}

// `amounts`: minor units by currency.
void SetAmounts(const std::map<std::string, int64_t>& amounts,
                google::protobuf::RepeatedPtrField<google::type::Money>& out) {
  for (const auto& [currency, minor_units] : amounts) SetMoney({minor_units, currency}, *out.Add());
}

void SetKey(const RowKey& key, v1::RowKey& out) {
  out.set_office(key.office);
  out.set_country(key.country);
  out.set_crime_type(key.crime_type);
  out.set_month(key.month);
  out.set_year(key.year);
}

void SetValue(const Figure& figure, v1::Figure& out) {
  out.set_name(figure.name);
  if (const auto* count = std::get_if<int64_t>(&figure.value)) out.set_count(*count);
  if (const auto* rate = std::get_if<Rate>(&figure.value)) out.set_rate(rate->value);
  if (const auto* money = std::get_if<Money>(&figure.value)) SetMoney(*money, *out.mutable_money());
  if (const auto* date = std::get_if<absl::CivilDay>(&figure.value)) SetDate(*date, *out.mutable_date());
  if (const auto* term = std::get_if<Term>(&figure.value)) {
    out.mutable_term()->set_years(term->years);
    out.mutable_term()->set_months(term->months);
    out.mutable_term()->set_days(term->days);
  }
}

}  // namespace

std::optional<absl::CivilDay> ReadDate(bool given, const google::type::Date& date, std::string_view field,
                                       errors::FieldViolations& violations) {
  if (!given) return std::nullopt;
  const std::optional<absl::CivilDay> day = MakeDate(date.year(), date.month(), date.day());
  violations.Require(day.has_value(), field, "must be a whole date that exists");
  return day;
}

bool IsOfficeId(const std::string& id) {
  constexpr size_t kShortest = 2;
  constexpr size_t kLongest = 40;
  return id.size() >= kShortest && id.size() <= kLongest && std::islower(static_cast<unsigned char>(id[0])) &&
         id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
}

ReportFilter ReadFilter(const v1::ReportFilter& filter, errors::FieldViolations& violations) {
  ReportFilter read;
  read.offices =
      ReadValues(filter.offices(), "offices", IsOfficeId, "must be an office's id, such as \"cebu\"", violations);
  read.countries =
      ReadValues(filter.countries(), "countries", IsCountry, "must be an ISO 3166-1 alpha-2 code", violations);
  read.crime_types = ReadValues(filter.crime_types(), "crime_types", IsCrimeType,
                                "must be an ICCS code or its beginning: 1 to 10 digits", violations);
  const types::v1::Period& period = filter.period();
  read.period.from = ReadDate(period.has_from(), period.from(), "filter.period.from", violations);
  read.period.to = ReadDate(period.has_to(), period.to(), "filter.period.to", violations);
  if (read.period.from && read.period.to) {
    violations.Require(*read.period.from <= *read.period.to, "filter.period.to", "must not be before `from`");
  }
  return read;
}

std::vector<Dimension> ReadGroupBy(const google::protobuf::RepeatedField<int>& group_by,
                                   errors::FieldViolations& violations) {
  std::vector<Dimension> read;
  std::set<int> seen;
  violations.Require(group_by.size() <= kMostDimensions, "group_by",
                     StrCat("must have at most ", kMostDimensions, " dimensions"));
  for (int i = 0; i < group_by.size(); ++i) {
    const std::string field = StrCat("group_by[", i, "]");
    if (!violations.Require(group_by[i] != v1::DIMENSION_UNSPECIFIED && v1::Dimension_IsValid(group_by[i]), field,
                            "must be a known dimension")) {
      continue;
    }
    if (violations.Require(seen.insert(group_by[i]).second, field, "must not be given twice")) {
      read.push_back(static_cast<Dimension>(group_by[i]));
    }
  }
  return read;
}

HighlightsQuery ReadHighlights(const v1::GetHighlightsRequest& request, errors::FieldViolations& violations) {
  constexpr int kFirstYear = 1900;
  constexpr int kLastYear = 9999;
  constexpr int kMonths = 12;
  HighlightsQuery query;
  query.office = request.office();
  violations.Require(request.office().empty() || IsOfficeId(request.office()), "office",
                     "must be an office's id, such as \"cebu\"");
  const bool year_fits =
      violations.Require(request.year() >= kFirstYear && request.year() <= kLastYear, "year", "must be 1900 to 9999");
  const bool month_fits =
      violations.Require(request.month() >= 1 && request.month() <= kMonths, "month", "must be 1 to 12");
  query.as_of = ReadDate(request.has_as_of(), request.as_of(), "as_of", violations);
  if (!year_fits || !month_fits) return query;
  query.month = absl::CivilMonth(request.year(), request.month());
  const bool too_early = query.as_of && *query.as_of < absl::CivilDay(query.month);
  violations.Require(!too_early, "as_of", "must not be before the month");
  return query;
}

v1::Definition ToProto(const Definition& definition, absl::Time snapshot) {
  v1::Definition out;
  out.set_text(definition.text);
  out.set_denominator(definition.denominator);
  for (const std::string& exclusion : definition.exclusions) out.add_exclusions(exclusion);
  const int64_t micros = absl::ToUnixMicros(snapshot);
  constexpr int64_t kMicros = 1000000;
  out.mutable_snapshot_time()->set_seconds(micros / kMicros);
  out.mutable_snapshot_time()->set_nanos(static_cast<int32_t>(micros % kMicros * 1000));
  return out;
}

v1::ConvictionRow ToProto(const ConvictionRow& row) {
  v1::ConvictionRow out;
  SetKey(row.key, *out.mutable_key());
  out.set_convictions(row.convictions);
  out.set_cases(row.cases);
  return out;
}

v1::AdjournmentRow ToProto(const AdjournmentRow& row) {
  v1::AdjournmentRow out;
  SetKey(row.key, *out.mutable_key());
  out.set_held(row.tally.held);
  out.set_adjourned(row.tally.adjourned);
  out.set_adjournment_rate(row.tally.Rate());
  out.set_wage_half_days_lost(row.tally.everybody.half_days);
  SetAmounts(row.tally.everybody.wages, *out.mutable_wages_lost());
  out.set_family_wage_half_days_lost(row.tally.families.half_days);
  SetAmounts(row.tally.families.wages, *out.mutable_family_wages_lost());
  return out;
}

v1::TimeToVerdictRow ToProto(const TimeToVerdictRow& row) {
  v1::TimeToVerdictRow out;
  SetKey(row.key, *out.mutable_key());
  out.set_cases(row.cases);
  out.set_decided(row.decided);
  out.set_pending(row.pending);
  out.set_median_days(row.median.value_or(0));
  out.set_median_reached(row.median.has_value());
  out.set_median_lower_days(row.median_lower.value_or(0));
  out.set_median_upper_days(row.median_upper.value_or(0));
  out.set_shortest_days(row.shortest);
  out.set_longest_days(row.longest);
  out.set_three_to_seven_years(row.three_to_seven_years);
  return out;
}

v1::Highlight ToProto(const Highlight& highlight, absl::Time snapshot) {
  v1::Highlight out;
  out.set_office(highlight.office);
  out.set_kind(highlight.kind);
  out.set_text(highlight.text);
  for (const Figure& figure : highlight.figures) SetValue(figure, *out.add_figures());
  if (highlight.period.from) SetDate(*highlight.period.from, *out.mutable_period()->mutable_from());
  if (highlight.period.to) SetDate(*highlight.period.to, *out.mutable_period()->mutable_to());
  *out.mutable_definition() = ToProto(highlight.definition, snapshot);
  for (const std::string& resource : highlight.resources) out.add_resources(resource);
  return out;
}

}  // namespace amparo::statistics
