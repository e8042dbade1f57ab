// Hearings as commands print them.
#pragma once

#include "absl/time/time.h"
#include "amparo/scheduling/v1/hearing.pb.h"
#include "services/cli/connection.h"
#include "services/cli/table.h"

namespace amparo::cli {

// A table for hearings, and a hearing as its row.
Table HearingTable();
Json HearingRow(const scheduling::v1::Hearing& hearing);

// A table of just these.
template <typename... Hearings>
Table TableOf(const Hearings&... hearings) {
  Table table = HearingTable();
  (table.Add(HearingRow(hearings)), ...);
  return table;
}

// The zone of a court: what a time of a hearing without an offset is read in.
absl::TimeZone ZoneOfCourt(Connection& connection, const std::string& court);

}  // namespace amparo::cli
