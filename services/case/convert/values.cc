#include "services/case/convert/values.h"

#include "absl/status/statusor.h"
#include "common/base/civil.h"
#include "common/base/clock.h"
#include "common/base/strings.h"

namespace amparo::cases {
namespace {

constexpr std::string_view kDateRule = "must be a full date that exists, between years 1 and 9999";

// The bounds of google.protobuf.Timestamp: 0001-01-01 to 9999-12-31.
constexpr int64_t kFirstSecond = -62135596800;
constexpr int64_t kLastSecond = 253402300799;

}  // namespace

std::optional<absl::CivilDay> DayFrom(const google::type::Date& date) {
  return MakeDate(date.year(), date.month(), date.day());
}

absl::CivilDay RequiredDay(bool present, const google::type::Date& date, std::string_view field,
                           Violations& violations) {
  if (!violations.Require(present, field, "is required")) return absl::CivilDay();
  const auto day = DayFrom(date);
  violations.Require(day.has_value(), field, kDateRule);
  return day.value_or(absl::CivilDay());
}

std::optional<absl::CivilDay> OptionalDay(bool present, const google::type::Date& date, std::string_view field,
                                          Violations& violations) {
  if (!present) return std::nullopt;
  const auto day = DayFrom(date);
  violations.Require(day.has_value(), field, kDateRule);
  return day;
}

void SetDate(absl::CivilDay day, google::type::Date* date) {
  date->set_year(static_cast<int32_t>(day.year()));
  date->set_month(day.month());
  date->set_day(day.day());
}

absl::Time TimeFrom(const google::protobuf::Timestamp& timestamp) {
  return FloorToMicros(absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos()));
}

void SetTimestamp(absl::Time time, google::protobuf::Timestamp* timestamp) {
  const int64_t seconds = absl::ToUnixSeconds(time);
  timestamp->set_seconds(seconds);
  timestamp->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
}

absl::Time RequiredTime(bool present, const google::protobuf::Timestamp& timestamp, std::string_view field,
                        Violations& violations) {
  if (!violations.Require(present, field, "is required")) return absl::UnixEpoch();
  const bool valid = timestamp.seconds() >= kFirstSecond && timestamp.seconds() <= kLastSecond &&
                     timestamp.nanos() >= 0 && timestamp.nanos() < 1'000'000'000;
  if (!violations.Require(valid, field, "must be a time between years 1 and 9999")) return absl::UnixEpoch();
  return TimeFrom(timestamp);
}

std::optional<Money> MoneyFrom(const google::type::Money& money, std::string_view field, Violations& violations) {
  const absl::StatusOr<Money> amount = MoneyFromUnits(money.currency_code(), money.units(), money.nanos());
  if (amount.ok()) return *amount;
  violations.Add(field, FromAbsl(amount.status().message()));
  return std::nullopt;
}

void SetMoney(const Money& money, google::type::Money* out) {
  const auto [units, nanos] = UnitsAndNanos(money);
  out->set_currency_code(money.currency);
  out->set_units(units);
  out->set_nanos(nanos);
}

}  // namespace amparo::cases
