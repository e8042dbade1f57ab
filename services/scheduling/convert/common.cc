#include "services/scheduling/convert/common.h"

#include <utility>

#include "common/base/civil.h"
#include "common/base/clock.h"
#include "common/base/strings.h"
#include "common/rpc/etag.h"
#include "google/protobuf/util/time_util.h"

namespace amparo::scheduling {
namespace {

using google::protobuf::util::TimeUtil;

constexpr int32_t kNanosPerSecond = 1'000'000'000;

}  // namespace

absl::Time TimeFromProto(const google::protobuf::Timestamp& proto, std::string_view field, Violations& violations) {
  const bool valid = proto.nanos() >= 0 && proto.nanos() < kNanosPerSecond &&
                     proto.seconds() >= TimeUtil::kTimestampMinSeconds &&
                     proto.seconds() <= TimeUtil::kTimestampMaxSeconds;
  if (!violations.Require(valid, field, "must be a time in the years 0001 to 9999")) return absl::UnixEpoch();
  return FloorToMicros(absl::FromUnixSeconds(proto.seconds()) + absl::Nanoseconds(proto.nanos()));
}

void TimeToProto(absl::Time time, google::protobuf::Timestamp* proto) {
  const int64_t seconds = absl::ToUnixSeconds(time);
  proto->set_seconds(seconds);
  proto->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
}

absl::Duration DurationFromProto(const google::protobuf::Duration& proto, std::string_view field,
                                 Violations& violations) {
  const bool same_sign = (proto.seconds() >= 0 && proto.nanos() >= 0) || (proto.seconds() <= 0 && proto.nanos() <= 0);
  const bool valid = same_sign && proto.nanos() > -kNanosPerSecond && proto.nanos() < kNanosPerSecond &&
                     proto.seconds() >= TimeUtil::kDurationMinSeconds &&
                     proto.seconds() <= TimeUtil::kDurationMaxSeconds;
  if (!violations.Require(valid, field, "must be a well-formed duration")) return absl::ZeroDuration();
  return absl::Seconds(proto.seconds()) + absl::Nanoseconds(proto.nanos());
}

void DurationToProto(absl::Duration duration, google::protobuf::Duration* proto) {
  const int64_t seconds = absl::IDivDuration(duration, absl::Seconds(1), &duration);
  proto->set_seconds(seconds);
  proto->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(duration)));
}

std::optional<absl::CivilDay> DateFromProto(const google::type::Date& proto, std::string_view field,
                                            Violations& violations) {
  std::optional<absl::CivilDay> date = MakeDate(proto.year(), proto.month(), proto.day());
  violations.Require(date.has_value(), field, "must be a whole date that exists");
  return date;
}

void DateToProto(absl::CivilDay date, google::type::Date* proto) {
  proto->set_year(static_cast<int32_t>(date.year()));
  proto->set_month(date.month());
  proto->set_day(date.day());
}

std::optional<Money> MoneyFromProto(const google::type::Money& proto, std::string_view field, Violations& violations) {
  absl::StatusOr<Money> money = MoneyFromUnits(proto.currency_code(), proto.units(), proto.nanos());
  violations.Note(field, money.status());
  if (!money.ok()) return std::nullopt;
  return *std::move(money);
}

void MoneyToProto(const Money& money, google::type::Money* proto) {
  const auto [units, nanos] = UnitsAndNanos(money);
  proto->set_currency_code(money.currency);
  proto->set_units(units);
  proto->set_nanos(nanos);
}

Key KeyFromName(Collection collection, std::string_view name, std::string_view field, std::string_view rule,
                Violations& violations) {
  std::optional<Key> key = ParseName(collection, name);
  violations.Require(key.has_value(), field, rule);
  return key ? *std::move(key) : Key{};
}

int64_t VersionFromEtag(std::string_view etag, Violations& violations) {
  const absl::StatusOr<std::optional<int64_t>> version = rpc::ParseEtag(etag);
  const bool valid = version.ok() && version->has_value();
  violations.Require(valid, "etag", "must be an etag");
  return valid ? **version : 0;
}

absl::Status ParseRecord(std::string_view body, std::string_view kind, google::protobuf::MessageLite& message) {
  if (message.ParseFromArray(body.data(), static_cast<int>(body.size()))) return absl::OkStatus();
  return absl::InternalError(StrCat("the record of a ", kind, " cannot be read"));
}

absl::Status RequireWhole(const Violations& violations, std::string_view kind) {
  if (violations.empty()) return absl::OkStatus();
  return absl::InternalError(StrCat("the record of a ", kind, " is broken at ", violations.list().front().field));
}

}  // namespace amparo::scheduling
