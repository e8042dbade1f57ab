#include "services/statistics/measures/wording.h"

#include <array>
#include <cmath>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/base/strings.h"

namespace amparo::statistics {
namespace {

constexpr std::array<std::string_view, 11> kNumbers = {"no",  "one",   "two",   "three", "four", "five",
                                                       "six", "seven", "eight", "nine",  "ten"};
constexpr std::array<std::string_view, 11> kOrdinals = {"",      "first",   "second", "third", "fourth", "fifth",
                                                        "sixth", "seventh", "eighth", "ninth", "tenth"};

struct CrimeName {
  std::string_view code;
  std::string_view name;
};
// ICCS (UNODC 2015), in the words a reader understands.
constexpr CrimeName kCrimeNames[] = {{"0203", "slavery and exploitation"},
                                     {"02031", "slavery"},
                                     {"02032", "forced labour"},
                                     {"0204", "trafficking in persons"},
                                     {"02041", "trafficking for sexual exploitation"},
                                     {"02042", "trafficking for forced labour"},
                                     {"0202", "acts against liberty"},
                                     {"020221", "kidnapping"},
                                     {"03", "sexual crimes"},
                                     {"0301", "sexual violence"},
                                     {"03011", "rape"},
                                     {"03012", "sexual assault"},
                                     {"0302", "sexual exploitation"},
                                     {"03022", "sexual exploitation of children"}};

struct VenueName {
  std::string_view one;
  std::string_view several;
};
constexpr VenueName kVenueNames[] = {{"place", "places"},
                                     {"coffee shop", "coffee shops"},
                                     {"massage parlour", "massage parlours"},
                                     {"bar", "bars"},
                                     {"hotel", "hotels"},
                                     {"dwelling", "dwellings"},
                                     {"workplace", "workplaces"},
                                     {"public place", "public places"},
                                     {"place on line", "places on line"}};

bool OnlyYears(const Term& term) {
  return term.months == 0 && term.days == 0;
}

// "about " in front of what is not exact.
std::string_view About(bool exact) {
  return exact ? "" : "about ";
}

}  // namespace

std::string NumberText(int64_t number) {
  return number >= 0 && number < static_cast<int64_t>(kNumbers.size()) ? std::string(kNumbers[number]) : Digits(number);
}

std::string AloneText(int64_t number) {
  return number == 0 ? "none" : NumberText(number);
}

std::string Digits(int64_t number) {
  constexpr size_t kGroup = 3;
  const std::string plain = StrCat(number);
  std::string text;
  for (size_t i = 0; i < plain.size(); ++i) {
    const size_t left = plain.size() - i;
    if (i > 0 && left % kGroup == 0 && plain[i - 1] != '-') text += ',';
    text += plain[i];
  }
  return text;
}

std::string CountText(int64_t number, std::string_view one, std::string_view many) {
  return StrCat(NumberText(number), " ", number == 1 ? one : many);
}

std::string PartText(int64_t part, int64_t whole, std::string_view many) {
  if (part == whole) return whole == 2 ? StrCat("both ", many) : StrCat("all ", NumberText(whole), " ", many);
  const std::string some = part == 0 && whole == 2 ? "neither" : AloneText(part);
  return StrCat(some, " of the ", NumberText(whole), " ", many);
}

std::string DaysText(int64_t days) {
  return days == 0 ? "less than a day" : CountText(days, "day", "days");
}

std::string OrdinalText(int64_t number) {
  if (number > 0 && number < static_cast<int64_t>(kOrdinals.size())) return std::string(kOrdinals[number]);
  const int64_t tens = number % 100;
  const int64_t ones = number % 10;
  std::string_view ending = "th";
  if (tens < 11 || tens > 13) ending = ones == 1 ? "st" : (ones == 2 ? "nd" : (ones == 3 ? "rd" : "th"));
  return StrCat(Digits(number), ending);
}

std::string Capitalised(std::string text) {
  if (!text.empty()) text[0] = absl::ascii_toupper(static_cast<unsigned char>(text[0]));
  return text;
}

std::string ListText(const std::vector<std::string>& items) {
  if (items.size() < 2) return items.empty() ? "" : items.front();
  return StrCat(absl::StrJoin(items.begin(), items.end() - 1, ", "), " and ", items.back());
}

std::string MonthText(absl::CivilMonth month) {
  return absl::FormatTime("%B %Y", absl::FromCivil(month, absl::UTCTimeZone()), absl::UTCTimeZone());
}

std::string DayOfYearText(absl::CivilDay day) {
  return absl::FormatTime("%-d %B", absl::FromCivil(day, absl::UTCTimeZone()), absl::UTCTimeZone());
}

std::string DayText(absl::CivilDay day) {
  return StrCat(day.day(), " ", MonthText(absl::CivilMonth(day)));
}

std::string BetweenMonthsText(absl::CivilDay first, absl::CivilDay last) {
  const absl::CivilMonth from(first);
  const absl::CivilMonth to(last);
  if (from == to) return StrCat("in ", MonthText(from));
  std::string from_text = MonthText(from);
  if (from.year() == to.year()) from_text.resize(from_text.find(' '));
  return StrCat("between ", from_text, " and ", MonthText(to));
}

std::string TermRangeText(const Term& min, const Term& max) {
  if (min == max) return min.ToString();
  if (OnlyYears(min) && OnlyYears(max)) return StrCat(min.years, " to ", max.years, " years");
  return StrCat(min.ToString(), " to ", max.ToString());
}

std::string MoneyText(const Money& money) {
  const auto [units, nanos] = UnitsAndNanos(money);
  std::string text = StrCat(money.currency, " ", units == 0 && nanos < 0 ? "-" : "", Digits(units));
  if (nanos == 0) return text;
  const int digits = MinorUnitDigits(money.currency).value_or(2);
  return StrCat(text, absl::StrFormat("%.*f", digits, std::abs(nanos) / 1e9).substr(1));
}

std::string MoneyText(const std::map<std::string, int64_t>& amounts) {
  std::vector<std::string> texts;
  for (const auto& [currency, minor_units] : amounts) texts.push_back(MoneyText(Money{minor_units, currency}));
  return ListText(texts);
}

std::string ShareText(int64_t part, int64_t whole) {
  constexpr int kLargestDenominator = 5;
  constexpr double kHundredth = 0.01;
  if (part == 0) return "none";
  if (part == whole) return "all";
  const double rate = static_cast<double>(part) / static_cast<double>(whole);
  for (int denominator = 2; denominator <= kLargestDenominator; ++denominator) {
    const auto numerator = static_cast<int64_t>(std::lround(rate * denominator));
    if (numerator == 0 || numerator == denominator) continue;
    const bool exact = part * denominator == numerator * whole;
    if (!exact && std::abs(rate - static_cast<double>(numerator) / denominator) > kHundredth) continue;
    if (denominator == 2) return StrCat(About(exact), "half");
    return StrCat(About(exact), NumberText(numerator), " out of ", NumberText(denominator));
  }
  if (rate < kHundredth) return "fewer than 1%";
  if (rate > 1 - kHundredth) return "more than 99%";
  return absl::StrFormat("%.0f%%", rate * 100);
}

std::string HalfDaysText(int64_t half_days) {
  if (half_days == 1) return "half a day's wages";
  if (half_days == 2) return "one day's wages";
  return StrCat(NumberText(half_days / 2), half_days % 2 == 1 ? " and a half" : "", " days' wages");
}

std::string_view CrimeTypeText(std::string_view iccs_code) {
  std::string_view best = "other crimes";
  size_t longest = 0;
  for (const CrimeName& crime : kCrimeNames) {
    if (crime.code.size() > longest && iccs_code.substr(0, crime.code.size()) == crime.code) {
      best = crime.name;
      longest = crime.code.size();
    }
  }
  return best;
}

std::string_view VenueText(VenueKind kind, bool several) {
  const auto index = static_cast<size_t>(kind);
  const VenueName& name = kVenueNames[index < std::size(kVenueNames) ? index : 0];
  return several ? name.several : name.one;
}

}  // namespace amparo::statistics
