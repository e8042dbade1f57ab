// What an export is held against: the same rows by bare binary COPY, read and thrown away.
#pragma once

#include <string>

#include "tests/bench/contest.h"

namespace amparo::bench {

// Copies every resource that the case service publishes, of one office or of all for "", from the database that
// `conninfo` names; in the table its server is "COPY".
Contest CopyContest(std::string name, std::string conninfo, std::string office = "");

}  // namespace amparo::bench
