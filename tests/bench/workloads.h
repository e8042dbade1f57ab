// The workloads that the servers are compared by.
#pragma once

#include <string>
#include <vector>

#include "tests/bench/load.h"

namespace amparo::bench {

// The office that the measurements fill.
inline constexpr char kOffice[] = "offices/bench";

// Enters the office and `count` cases through the case service's RPCs; answers the cases' names.
std::vector<std::string> FillCases(const std::vector<std::shared_ptr<grpc::Channel>>& channels, int count);

// A case as it is echoed: what GetCase answers, so that both move the same bytes.
Workload EchoWorkload(const std::shared_ptr<grpc::Channel>& case_service, const std::string& name);

// Reads one of `names` at random.
Workload GetCaseWorkload(const std::vector<std::string>& names);

// Enters a new case with a request id of its own.
Workload CreateCaseWorkload();

// What one export brought, of one office, or of everything for "", and how long it took.
Tally RunExport(const std::shared_ptr<grpc::Channel>& channel, const std::string& office);

}  // namespace amparo::bench
