#include "services/cli/values.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "common/base/civil.h"
#include "common/base/money.h"
#include "common/base/strings.h"
#include "common/base/uuid.h"
#include "google/protobuf/util/json_util.h"
#include "services/cli/failure.h"

namespace amparo::cli {
namespace {

bool AllDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isdigit(c); });
}

// "2014-11-03T09:00"; nothing when it is not written so, or there is no such day or minute.
std::optional<absl::CivilMinute> ParseWall(const std::string& text) {
  if (text.size() != 16 || text[10] != 'T' || text[13] != ':') return std::nullopt;
  const auto day = ParseDate(text.substr(0, 10));
  const std::string hour = text.substr(11, 2);
  const std::string minute = text.substr(14, 2);
  if (!day || !AllDigits(hour) || !AllDigits(minute) || hour > "23" || minute > "59") return std::nullopt;
  return absl::CivilMinute(day->year(), day->month(), day->day(), std::stoi(hour), std::stoi(minute));
}

// The moment at which a wall in `zone` shows `wall`. A Failure when the clocks skip it or show it twice: which moment
// was meant is not ours to guess.
absl::Time OnWall(absl::CivilMinute wall, const absl::TimeZone& zone, const std::string& option,
                  const std::string& text) {
  const absl::TimeZone::TimeInfo found = zone.At(absl::CivilSecond(wall));
  if (found.kind == absl::TimeZone::TimeInfo::SKIPPED) {
    throw Failure(kUsage, StrCat(option, ": there is no ", text, " in ", zone.name(), ": the clocks go forward then"));
  }
  if (found.kind == absl::TimeZone::TimeInfo::REPEATED) {
    throw Failure(kUsage, StrCat(option, ": ", text, " comes twice in ", zone.name(),
                                 ", where the clocks go back then; write which: ",
                                 absl::FormatTime(absl::RFC3339_sec, found.pre, zone), " or ",
                                 absl::FormatTime(absl::RFC3339_sec, found.post, zone)));
  }
  return found.pre;
}

// The amount and the currency (in capitals) of "40.50BOB" or "BOB 40.50".
std::pair<std::string, std::string> SplitMoney(const std::string& text) {
  const auto is_letter = [](char c) { return absl::ascii_isalpha(static_cast<unsigned char>(c)); };
  const auto front = std::find_if_not(text.begin(), text.end(), is_letter);
  const auto back = std::find_if_not(text.rbegin(), text.rend(), is_letter).base();
  const bool leads = front != text.begin();
  const std::string currency = leads ? std::string(text.begin(), front) : std::string(back, text.end());
  const std::string amount = leads ? std::string(front, text.end()) : std::string(text.begin(), back);
  return {std::string(absl::StripAsciiWhitespace(amount)), absl::AsciiStrToUpper(currency)};
}

}  // namespace

google::type::Date DateFrom(const std::string& text, const std::string& option) {
  const auto day = ParseDate(text);
  if (!day) {
    throw Failure(kUsage, StrCat(option, ": \"", text, "\" is not a date; write YYYY-MM-DD"));
  }
  google::type::Date date;
  date.set_year(static_cast<int>(day->year()));
  date.set_month(day->month());
  date.set_day(day->day());
  return date;
}

std::string TextOf(const google::type::Date& date) {
  if (date.year() == 0) {
    return "";
  }
  return absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(), date.day());
}

google::protobuf::Timestamp TimeFrom(const std::string& text, const absl::TimeZone& zone, const std::string& option) {
  absl::Time time;
  std::string error;
  if (const auto wall = ParseWall(text)) {
    time = OnWall(*wall, zone, option, text);
    // absl reads years of any length, and "infinite-future".
  } else if (!ParseDate(text.substr(0, 10)) || !absl::ParseTime(absl::RFC3339_full, text, &time, &error)) {
    throw Failure(kUsage, StrCat(option, ": \"", text, "\" is not a time; write 2014-11-03T09:00 (in ", zone.name(),
                                 ") or 2014-11-03T09:00:00-04:00"));
  }
  google::protobuf::Timestamp result;
  result.set_seconds(absl::ToUnixSeconds(time));
  result.set_nanos(static_cast<int>((absl::ToUnixMicros(time) - absl::ToUnixSeconds(time) * 1000000) * 1000));
  return result;
}

std::string TextOf(const google::protobuf::Timestamp& time) {
  if (time.seconds() == 0 && time.nanos() == 0) {
    return "";
  }
  return absl::FormatTime("%E4Y-%m-%dT%H:%M:%SZ", absl::FromUnixSeconds(time.seconds()), absl::UTCTimeZone());
}

absl::TimeZone ZoneOf(const std::string& name) {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(name, &zone)) {
    throw Failure(kFailed, StrCat("this machine does not know the time zone \"", name, "\""));
  }
  return zone;
}

google::type::Money MoneyFrom(const std::string& text, const std::string& option) {
  const auto [amount, currency] = SplitMoney(text);
  const std::pair<std::string, std::string> parts = absl::StrSplit(amount, absl::MaxSplits('.', 1));
  int64_t units = 0;
  int32_t nanos = 0;
  // absl would take a sign.
  const bool good =
      AllDigits(parts.first) && absl::SimpleAtoi(parts.first, &units) &&
      (parts.second.empty() ? parts.first == amount
                            : AllDigits(parts.second) && parts.second.size() <= 9 &&
                                  absl::SimpleAtoi(parts.second + std::string(9 - parts.second.size(), '0'), &nanos));
  const auto checked =
      good ? MoneyFromUnits(currency, units, nanos) : absl::InvalidArgumentError("it is not an amount");
  if (!checked.ok()) {
    throw Failure(kUsage,
                  StrCat(option, ": \"", text, "\": ", checked.status().message(), "; write for example 40.50BOB"));
  }
  google::type::Money money;
  money.set_currency_code(currency);
  money.set_units(units);
  money.set_nanos(nanos);
  return money;
}

Json JsonOf(const google::type::Money& money) {
  const int digits = MinorUnitDigits(money.currency_code()).value_or(2);
  std::string amount = StrCat(money.units());
  if (digits > 0) {
    StrAppend(&amount, ".", absl::StrFormat("%09d", money.nanos()).substr(0, static_cast<size_t>(digits)));
  }
  return Json{{"currency", money.currency_code()}, {"amount", amount}};
}

Json JsonOf(const amparo::types::v1::Term& term) {
  Json json = Json::object();
  if (term.years() != 0) json["years"] = term.years();
  if (term.months() != 0) json["months"] = term.months();
  if (term.days() != 0 || json.empty()) json["days"] = term.days();
  return json;
}

Json JsonOf(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string text;
  if (!google::protobuf::util::MessageToJsonString(message, &text, options).ok()) {
    throw Failure(kFailed, "an answer cannot be shown as JSON");
  }
  return Json::parse(text);
}

int EnumFrom(const google::protobuf::EnumDescriptor& type, std::string_view prefix, const std::string& text,
             const std::string& option) {
  const std::string wanted =
      StrCat(prefix, absl::StrReplaceAll(absl::AsciiStrToUpper(absl::StripPrefix(text, ToAbsl(prefix))), {{"-", "_"}}));
  const auto* value = type.FindValueByName(wanted);
  if (value != nullptr && value->number() != 0) {
    return value->number();
  }
  throw Failure(kUsage, StrCat(option, ": \"", text, "\" is none of ", ChoicesOf(type, prefix)));
}

std::string ChoicesOf(const google::protobuf::EnumDescriptor& type, std::string_view prefix) {
  std::string choices;
  for (int i = 1; i < type.value_count(); ++i) {
    StrAppend(&choices, i == 1 ? "" : ", ", ShortName(type, prefix, type.value(i)->number()));
  }
  return choices;
}

std::string ShortName(const google::protobuf::EnumDescriptor& type, std::string_view prefix, int value) {
  const auto* found = type.FindValueByNumber(value);
  if (found == nullptr || value == 0) {
    return "";
  }
  return absl::StrReplaceAll(absl::AsciiStrToLower(absl::StripPrefix(found->name(), ToAbsl(prefix))), {{"_", "-"}});
}

std::string UuidFromKey(const std::string& key) {
  return Uuid::FromKey(key).ToString();
}

std::string RequestIdOr(const std::string& given) {
  return given.empty() ? Uuid::V7(absl::Now()).ToString() : given;
}

std::string OfficeName(const std::string& office) {
  return absl::StartsWith(office, "offices/") ? office : StrCat("offices/", office);
}

std::string OfficeId(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  return parts.size() > 1 && parts[0] == "offices" && !parts[1].empty() ? parts[1] : name;
}

std::string OfficeOf(const std::string& name) {
  return OfficeName(OfficeId(name));
}

std::string Counted(int64_t number, std::string_view thing) {
  return StrCat(number, " ", thing, number == 1 ? "" : "s");
}

std::string LastPart(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

}  // namespace amparo::cli
