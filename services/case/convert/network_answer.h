// What walks through the network found, as the contract tells it.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "amparo/cases/v1/network_analysis.pb.h"
#include "services/case/domain/network_walk.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// A node and its record. INTERNAL for a record that is malformed.
absl::StatusOr<v1::NetworkNode> NodeAnswer(const std::string& office, const NetworkNode& node, int depth,
                                           const Record& record);

// An edge.
v1::NetworkLink LinkAnswer(const std::string& office, const NetworkEdge& edge);

// The name of the record that an edge stands for: the link's, or the party's for ACCUSED_IN.
std::string NameOfEdge(const std::string& office, const Link& link);

}  // namespace amparo::cases
