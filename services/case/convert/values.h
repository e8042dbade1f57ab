// Small values between protos and the domain: dates, times, money.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/money.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "google/type/money.pb.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// A date that exists (years 1 to 9999), else nullopt: also for the empty date, and for a year or month without a day.
std::optional<absl::CivilDay> DayFrom(const google::type::Date& date);

// The day of a required field; notes a violation and answers 1970-01-01 when it is absent or no date.
absl::CivilDay RequiredDay(bool present, const google::type::Date& date, std::string_view field,
                           Violations& violations);

// The day of an optional field: nullopt when absent; notes a violation when it is no date.
std::optional<absl::CivilDay> OptionalDay(bool present, const google::type::Date& date, std::string_view field,
                                          Violations& violations);

// Writes a day.
void SetDate(absl::CivilDay day, google::type::Date* date);

// Times in whole microseconds, between years 1 and 9999.
absl::Time TimeFrom(const google::protobuf::Timestamp& timestamp);
void SetTimestamp(absl::Time time, google::protobuf::Timestamp* timestamp);

// The time of a required field: present, within years 1 to 9999, cut to microseconds; notes a violation otherwise.
absl::Time RequiredTime(bool present, const google::protobuf::Timestamp& timestamp, std::string_view field,
                        Violations& violations);

// An amount; notes a violation and answers nullopt when it is none (unknown currency, too fine, mixed signs).
std::optional<Money> MoneyFrom(const google::type::Money& money, std::string_view field, Violations& violations);
void SetMoney(const Money& money, google::type::Money* out);

}  // namespace amparo::cases
