#include "services/cli/values.h"

#include <openssl/evp.h>

#include <array>
#include <cctype>

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
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &error) &&
      !absl::ParseTime("%Y-%m-%dT%H:%M", text, zone, &time, &error)) {
    throw Failure(kUsage, StrCat(option, ": \"", text,
                                 "\" is not a time; write 2014-11-03T09:00 (local) or 2014-11-03T09:00:00-04:00"));
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
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixSeconds(time.seconds()), absl::UTCTimeZone());
}

absl::TimeZone ZoneOf(const std::string& name) {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(name, &zone)) {
    throw Failure(kFailed, StrCat("this machine does not know the time zone \"", name, "\""));
  }
  return zone;
}

google::type::Money MoneyFrom(const std::string& text, const std::string& option) {
  std::string amount;
  std::string currency;
  for (char c : text) {
    if (absl::ascii_isalpha(c)) {
      currency.push_back(absl::ascii_toupper(c));
    } else if (c != ' ') {
      amount.push_back(c);
    }
  }
  const std::pair<std::string, std::string> parts = absl::StrSplit(amount, absl::MaxSplits('.', 1));
  int64_t units = 0;
  int32_t nanos = 0;
  const bool good = absl::SimpleAtoi(parts.first, &units) && units >= 0 && parts.second.size() <= 9 &&
                    (parts.second.empty() ||
                     absl::SimpleAtoi(StrCat(parts.second, std::string(9 - parts.second.size(), '0')), &nanos));
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
  std::string choices;
  for (int i = 1; i < type.value_count(); ++i) {
    StrAppend(&choices, i == 1 ? "" : ", ", ShortName(type, prefix, type.value(i)->number()));
  }
  throw Failure(kUsage, StrCat(option, ": \"", text, "\" is none of ", choices));
}

std::string ShortName(const google::protobuf::EnumDescriptor& type, std::string_view prefix, int value) {
  const auto* found = type.FindValueByNumber(value);
  if (found == nullptr || value == 0) {
    return "";
  }
  return absl::StrReplaceAll(absl::AsciiStrToLower(absl::StripPrefix(found->name(), ToAbsl(prefix))), {{"_", "-"}});
}

std::string UuidFromKey(const std::string& key) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(key.data(), key.size(), digest.data(), &size, EVP_sha256(), nullptr);
  std::array<uint8_t, Uuid::kSize> bytes{};
  std::copy_n(digest.begin(), bytes.size(), bytes.begin());
  bytes[6] = static_cast<uint8_t>((bytes[6] & 0x0F) | 0x80);  // version 8: bytes of our own making (RFC 9562)
  bytes[8] = static_cast<uint8_t>((bytes[8] & 0x3F) | 0x80);
  return Uuid(bytes).ToString();
}

std::string NewUuid() {
  return Uuid::V7(absl::Now()).ToString();
}

std::string OfficeName(const std::string& office) {
  return absl::StartsWith(office, "offices/") ? office : StrCat("offices/", office);
}

std::string OfficeId(const std::string& name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  return parts.size() > 1 && parts[0] == "offices" ? parts[1] : name;
}

}  // namespace amparo::cli
