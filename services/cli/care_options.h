// What the commands of aftercare share.
#pragma once

#include <CLI/CLI.hpp>

#include <string>

#include "amparo/cases/v1/instrument.pb.h"
#include "google/type/date.pb.h"
#include "services/cli/connection.h"

namespace amparo::cli {

// Whom a command is about, on which day, under which request id.
struct CareOptions {
  std::string survivor;
  std::string date;
  std::string request_id;
};

// Adds them to a command; `day` says what --date is the day of.
void AddCareOptions(CLI::App& command, CareOptions& options, const std::string& day);

// The survivor whom a command is about.
struct Survivor {
  // The party's name, and that of the case.
  std::string party;
  std::string parent;

  // The name of the survivor's track.
  std::string track() const;
};
Survivor FindSurvivor(Connection& connection, const CareOptions& options);

// The day of --date, else today in the office's zone.
google::type::Date DayOf(Connection& connection, const CareOptions& options, const Survivor& survivor);

// "mental-wellbeing"; "overall" for no domain.
std::string DomainText(cases::v1::CareDomain domain);

}  // namespace amparo::cli
