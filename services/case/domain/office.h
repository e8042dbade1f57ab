// An office: the unit that cases, people and calendars belong to.
#pragma once

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/case/domain/holiday.h"
#include "services/case/domain/names.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// A field office. Country, currency, zone and opening day never change.
struct Office {
  OfficeName name;
  std::string display_name;
  // ISO 3166-1 alpha-2.
  std::string country_code;
  std::string city;
  // ISO 4217.
  std::string currency_code;
  // IANA zone.
  std::string time_zone;
  absl::CivilDay open_date;
  // What it has entered itself, in order of days.
  std::vector<Holiday> holidays = {};
};

// What is wrong with an office.
void CheckOffice(const Office& value, Violations& violations);

// True for an ISO 3166-1 alpha-2 code that is assigned, in upper case.
bool IsCountryCode(std::string_view code);

// The day it is at `now` in `zone`.
absl::CivilDay TodayIn(const absl::TimeZone& zone, absl::Time now);

}  // namespace amparo::cases
