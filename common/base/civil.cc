#include "common/base/civil.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/base/strings.h"

namespace amparo {
namespace {

std::optional<int> Digits(std::string_view text) {
  int value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

// Length in millionths of a day: the mean month is 30.436875 days, a whole number of these.
int64_t Length(const Term& term) {
  constexpr int64_t kMonth = 30'436'875;
  constexpr int64_t kDay = 1'000'000;
  return (int64_t{term.years} * 12 + term.months) * kMonth + term.days * kDay;
}

void AppendPart(std::vector<std::string>& parts, int32_t count, std::string_view unit) {
  if (count != 0) parts.push_back(StrCat(count, " ", unit, count == 1 ? "" : "s"));
}

}  // namespace

std::optional<absl::CivilDay> ParseDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = Digits(text.substr(0, 4));
  const auto month = Digits(text.substr(5, 2));
  const auto day = Digits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  return MakeDate(*year, *month, *day);
}

std::optional<absl::CivilDay> MakeDate(int64_t year, int month, int day) {
  if (year < 1 || year > 9999) return std::nullopt;
  const absl::CivilDay date(year, month, day);
  // absl normalises what does not exist into what does.
  if (date.year() != year || date.month() != month || date.day() != day) return std::nullopt;
  return date;
}

std::string FormatDate(absl::CivilDay date) {
  return absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(), date.day());
}

int YearsBetween(absl::CivilDay from, absl::CivilDay to) {
  if (to <= from) return 0;
  int years = static_cast<int>(to.year() - from.year());
  // 29 February normalises to 1 March where there is none: the rule this function promises.
  if (to < absl::CivilDay(to.year(), from.month(), from.day())) --years;
  return years;
}

absl::CivilDay AddMonths(absl::CivilDay date, int64_t months) {
  const absl::CivilMonth target = absl::CivilMonth(date) + months;
  const absl::CivilDay last = absl::CivilDay(target + 1) - 1;
  return std::min(absl::CivilDay(target) + (date.day() - 1), last);
}

absl::CivilDay Term::EndAfter(absl::CivilDay start) const {
  return AddMonths(start, int64_t{years} * 12 + months) + days;
}

std::string Term::ToString() const {
  std::vector<std::string> parts;
  AppendPart(parts, years, "year");
  AppendPart(parts, months, "month");
  AppendPart(parts, days, "day");
  return parts.empty() ? "0 days" : absl::StrJoin(parts, " ");
}

std::strong_ordering operator<=>(const Term& a, const Term& b) {
  return Length(a) <=> Length(b);
}
bool operator==(const Term& a, const Term& b) {
  return Length(a) == Length(b);
}

}  // namespace amparo
