// Numbers, dates and lists as a newspaper prints them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/base/civil.h"
#include "common/base/money.h"
#include "services/statistics/domain/fact.h"

namespace amparo::statistics {

// "no", "one" ... "ten", "11", "1,234".
std::string NumberText(int64_t number);

// The same where no noun follows: "none", "one" ... "11".
std::string AloneText(int64_t number);

// "1,234".
std::string Digits(int64_t number);

// "one person", "six people".
std::string CountText(int64_t number, std::string_view one, std::string_view many);

// Part of at least two: "neither of the two hearings", "none of the 1,000 hearings", "one of the two hearings", "both
// hearings", "all three hearings". A verb behind it is singular for a part below two.
std::string PartText(int64_t part, int64_t whole, std::string_view many);

// "less than a day", "one day", "1,000 days".
std::string DaysText(int64_t days);

// "first", "second" ... "tenth", "11th", "22nd".
std::string OrdinalText(int64_t number);

// The same text with a capital first letter.
std::string Capitalised(std::string text);

// "a", "a and b", "a, b and c".
std::string ListText(const std::vector<std::string>& items);

// "November 2014".
std::string MonthText(absl::CivilMonth month);

// "11 December".
std::string DayOfYearText(absl::CivilDay day);

// "11 December 2014".
std::string DayText(absl::CivilDay day);

// "in June 2013", or "between May and June 2013", "between December 2012 and June 2013".
std::string BetweenMonthsText(absl::CivilDay first, absl::CivilDay last);

// "7 years", or "7 to 10 years", "6 months to 3 years".
std::string TermRangeText(const Term& min, const Term& max);

// "PHP 500,000" or "BOB 1,250.50".
std::string MoneyText(const Money& money);

// All amounts, "BOB 100 and PHP 20"; minor units by currency.
std::string MoneyText(const std::map<std::string, int64_t>& amounts);

// How many of how many: "half" or "three out of four" when that is exact, "about three out of four" within one in a
// hundred, else "37%"; "none" and "all" when it is so, "fewer than 1%" and "more than 99%" when it nearly is.
std::string ShareText(int64_t part, int64_t whole);

// "three and a half days' wages", "one day's wages".
std::string HalfDaysText(int64_t half_days);

// What an ICCS code stands for, by its longest known beginning: "trafficking for sexual exploitation".
std::string_view CrimeTypeText(std::string_view iccs_code);

// "massage parlour" and "massage parlours"; "place" and "places" when it is nothing in particular.
std::string_view VenueText(VenueKind kind, bool several);

}  // namespace amparo::statistics
