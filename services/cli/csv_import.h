// Imports a CSV file by a mapping, in streams: it is read once, in bounded memory, and sent in calls that may each be
// made again. Broken off and started anew it ends the same: rows that are in are found to be in.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/cli/connection.h"

namespace amparo::cli {

struct CsvImportOptions {
  std::string path;
  std::string mapping;
  // Calls at a time.
  int streams = 2;
};

// What became of the rows: each is one of the three, together with those of the same case.
struct CsvImportResult {
  int64_t rows = 0;
  int64_t created = 0;
  int64_t unchanged = 0;
  int64_t rejected = 0;
  // The first rejected rows, those of a case in one, in the file's order: "cases.csv line 12, column decided_on: must
  // not be ...".
  std::vector<std::string> told;
};

// The most rejected rows that a result tells.
inline constexpr std::size_t kMostRejectedTold = 1000;

// Imports the file. A Failure for a mapping or a file that makes no sense, when the office that keeps rejected rows is
// not there, and when the service cannot be reached for long: then the same again goes on.
CsvImportResult ImportCsv(Connection& connection, const CsvImportOptions& options);

}  // namespace amparo::cli
