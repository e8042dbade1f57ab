// What an export is held against: the same rows by bare binary COPY, read and thrown away.
#pragma once

#include <cstdint>
#include <string>

#include "tests/bench/contest.h"

namespace amparo::bench {

// Copies every resource that an export through the feed brings to a client that is no service, of one office or of all
// for "", in one snapshot, from the database that `conninfo` names; answers how many there were. One connection copies,
// as one thread does for an export. Throws std::runtime_error.
int64_t CopyExported(const std::string& conninfo, const std::string& office);

// Measures that; in the table its server is "COPY".
Contest CopyContest(std::string name, std::string conninfo, std::string office = "");

}  // namespace amparo::bench
