// Days, moments, ids, amounts and texts, as people and other programs write them.
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "common/base/civil.h"
#include "common/base/fold.h"
#include "common/base/money.h"
#include "common/base/strings.h"
#include "common/base/text.h"
#include "common/base/uuid.h"
#include "services/cli/date_format.h"
#include "services/cli/failure.h"
#include "services/cli/values.h"
#include "tests/fuzz/fuzz.h"

namespace amparo::fuzz {
namespace {

bool RunDate(std::string_view bytes) {
  static const std::optional<cli::DateFormat> format = cli::DateFormat::Parse("yyyy-mm-dd");
  const std::optional<absl::CivilDay> day = ParseDate(bytes);
  Require(format && format->Read(bytes) == day, "two readers of the same form find the same day");
  if (!day) return false;
  Require(FormatDate(*day) == bytes, "a day has one text");
  return true;
}

// A line with a form, then a text in it.
bool RunDateFormat(std::string_view bytes) {
  const std::size_t end = std::min(bytes.find('\n'), bytes.size());
  const std::string_view pattern = bytes.substr(0, end);
  const std::string_view text = bytes.substr(std::min(end + 1, bytes.size()));
  const std::optional<cli::DateFormat> format = cli::DateFormat::Parse(pattern);
  if (!format) return false;
  Require(format->pattern() == pattern, "a form is named as it was given");
  const std::optional<absl::CivilDay> day = format->Read(text);
  if (!day) return false;
  Require(day->year() >= 1 && day->year() <= 9999, "a day is of the years 1 to 9999");
  // Of all parts only "d" and "m" may be longer than what stands for them, by a digit.
  Require(text.size() >= pattern.size() && text.size() <= pattern.size() + 2, "nothing is passed over");
  return true;
}

bool RunTime(std::string_view bytes) {
  static const absl::TimeZone zone = cli::ZoneOf("America/New_York");
  // Offsets take some moments beyond what has four digits.
  constexpr int64_t kFirst = -62135596800, kLast = 253402300799;
  google::protobuf::Timestamp time;
  try {
    time = cli::TimeFrom(std::string(bytes), zone, "--at");
  } catch (const cli::Failure&) {
    return false;
  }
  Require(time.nanos() >= 0 && time.nanos() < 1'000'000'000, "the fraction of a second is one");
  const std::string text = cli::TextOf(time);
  if (text.empty() || time.seconds() < kFirst || time.seconds() > kLast) return true;
  Require(cli::TimeFrom(text, zone, "--at").seconds() == time.seconds(), "what is shown is read as the same second");
  return true;
}

bool RunUuid(std::string_view bytes) {
  const std::optional<Uuid> raw = Uuid::FromBytes(bytes);
  Require(raw.has_value() == (bytes.size() == Uuid::kSize) && (!raw || raw->bytes() == bytes), "an id is 16 bytes");
  const std::optional<Uuid> id = Uuid::Parse(bytes);
  const std::optional<Uuid> of_resource = Uuid::ParseId(bytes);
  Require(id && !id->IsNil() ? of_resource == id : !of_resource, "a resource's id is an id, and not the nil one");
  if (!id) return false;
  Require(id->ToString() == absl::AsciiStrToLower(ToAbsl(bytes)), "an id has one text but for capitals");
  return true;
}

bool RunAmount(std::string_view bytes) {
  google::type::Money money;
  try {
    money = cli::MoneyFrom(std::string(bytes), "--amount");
  } catch (const cli::Failure&) {
    return false;
  }
  const absl::StatusOr<Money> amount = MoneyFromUnits(money.currency_code(), money.units(), money.nanos());
  Require(amount.ok(), "what is read is an amount");
  const auto is_same = [&money](const std::string& text) {
    const google::type::Money again = cli::MoneyFrom(text, "--amount");
    return again.currency_code() == money.currency_code() && again.units() == money.units() &&
           again.nanos() == money.nanos();
  };
  Require(is_same(FormatMoney(*amount)), "an amount for people is read as the same");
  const cli::Json json = cli::JsonOf(money);
  Require(is_same(json.at("amount").get<std::string>() + json.at("currency").get<std::string>()),
          "an amount for programs is read as the same");
  return true;
}

// As google.type.Money has it: a currency's three letters, units, nanos.
constexpr std::size_t kUnitsSize = 3 + sizeof(int64_t) + sizeof(int32_t);

std::string UnitsInput(const char* currency, int64_t units, int32_t nanos) {
  std::string bytes(kUnitsSize, '\0');
  std::memcpy(bytes.data(), currency, 3);
  std::memcpy(bytes.data() + 3, &units, sizeof(units));
  std::memcpy(bytes.data() + 3 + sizeof(units), &nanos, sizeof(nanos));
  return bytes;
}

bool RunUnits(std::string_view bytes) {
  if (bytes.size() < kUnitsSize) return false;
  int64_t units = 0;
  int32_t nanos = 0;
  std::memcpy(&units, bytes.data() + 3, sizeof(units));
  std::memcpy(&nanos, bytes.data() + 3 + sizeof(units), sizeof(nanos));
  const absl::StatusOr<Money> amount = MoneyFromUnits(bytes.substr(0, 3), units, nanos);
  if (!amount.ok()) return false;
  Require(UnitsAndNanos(*amount) == std::pair(units, nanos), "an amount is what it was made of");
  const std::string text = FormatMoney(*amount);
  Require((text.find('-') != std::string::npos) == (amount->minor_units < 0), "a debt has a sign, and only a debt");
  Require(text.find("--") == std::string::npos, "a debt has one sign");
  return true;
}

// What ICU finds, which has a decoder of its own.
std::optional<std::size_t> CountByIcu(std::string_view text) {
  std::size_t count = 0;
  const auto end = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < end; ++count) {
    UChar32 c = 0;
    U8_NEXT(text.data(), at, end, c);
    if (c < 0) return std::nullopt;
  }
  return count;
}

bool RunText(std::string_view bytes) {
  const std::optional<std::size_t> count = CountCodePoints(bytes);
  Require(count == CountByIcu(bytes), "two decoders of UTF-8 find the same");
  const bool valid = ValidateText(bytes, {.min = 1, .max = 40}).ok();
  const bool fits = count && *count >= 1 && *count <= 40 && bytes.find('\0') == std::string_view::npos;
  Require(valid == fits, "a text is valid by its length and for want of U+0000");
  return valid;
}

bool RunWords(std::string_view bytes) {
  // No letter stands for more than a short word.
  constexpr std::size_t kMostGrowth = 64;
  const std::vector<std::string> words = FoldWords(bytes);
  std::size_t size = 0;
  for (const std::string& word : words) {
    size += word.size();
    Require(!word.empty() && CountCodePoints(word).has_value(), "a word is some text");
    const bool folded = std::all_of(word.begin(), word.end(), [](unsigned char c) {
      return !absl::ascii_isascii(c) || absl::ascii_isdigit(c) || absl::ascii_islower(c);
    });
    Require(folded, "of ASCII a word has small letters and digits only");
    const std::vector<std::string> points = CodePointsOf(word);
    Require(std::accumulate(points.begin(), points.end(), std::string()) == word, "a word is its code points");
  }
  Require(size <= kMostGrowth * bytes.size(), "what is folded is not much longer");
  if (IsAscii(bytes)) {
    std::vector<std::string> beside = FoldWords(StrCat(bytes, " \u00f1"));
    Require(!beside.empty() && beside.back() == "n", "a word beside ASCII stays one");
    beside.pop_back();
    Require(beside == words, "ASCII is folded by itself as it is by ICU");
  }
  return !words.empty();
}

}  // namespace

std::vector<Target> ValueTargets() {
  return {
      {"date", {"2014-11-03", "2016-02-29", "0001-01-01", "9999-12-31"}, {"-02-29", "-00-", "0000"}, RunDate},
      {"date_format",
       {"dd/mm/yyyy\n03/11/2014", "d mmm yyyy\n3 Nov 2014", "yyyy-m-d\n2014-12-31", "yyyymmdd\n20160229"},
       {"yyyy", "mm", "mmm", "m", "dd", "d", "Feb", "29"},
       RunDateFormat},
      {"time",
       {"2014-11-03T09:00", "2014-11-03T13:00:00Z", "2014-11-03T09:00:00.25-04:00", "0987-06-05T04:03:02Z"},
       {"T02:30", "2014-03-09", "+14:00", ":60", "infinite-future", "0001-01-01", "9999-12-31"},
       RunTime},
      {"uuid",
       {"0190f3c2-7d1e-7abc-8def-0123456789ab", "0190F3C2-7D1E-7ABC-8DEF-0123456789AB",
        "00000000-0000-0000-0000-000000000000"},
       {"-", "00000000"},
       RunUuid},
      {"amount",
       {"40.50BOB", "BOB 40.50", "jpy 500", "0.001 BHD", "12345678901234567.89PHP"},
       {"BOB", "XXX", ".", "000000000", "999999999999999999"},
       RunAmount},
      {"units",
       {UnitsInput("BOB", 40, 500'000'000), UnitsInput("JPY", std::numeric_limits<int64_t>::min(), 0),
        UnitsInput("PHP", -1, -750'000'000), UnitsInput("CLF", 0, 100'000)},
       {"JPY", "BHD", "CLF", std::string("\x00\x00\x00\x80", 4), "\xFF\xFF\xFF\xFF"},
       RunUnits},
      {"text", {"Núñez", "សុភាព", "a 😀 text"}, {"\xF0\x9F\x98\x80", "\xE0\x80\x80", "\xED\x9F\xBF"}, RunText},
      {"words",
       {"José NÚÑEZ", "Иванова Мария", "O'Neil d’Arc", "सुनीता देवी", "Dela-Cruz, Ma. Luz", "សុភាព"},
       {"ß", "ﬁ", "İ", "Σ", "\uFDFA", "Ｍ", "\u0301", "\u1100\u1161\u11a8", "'"},
       RunWords},
  };
}

}  // namespace amparo::fuzz
