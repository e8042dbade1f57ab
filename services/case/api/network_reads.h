// What all questions about the network have in common: where a walk begins, which links count, how it is walked and
// told.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "amparo/cases/v1/network_analysis.pb.h"
#include "common/base/task.h"
#include "common/errors/errors.h"
#include "common/rpc/call_context.h"
#include "services/case/domain/network_store.h"
#include "services/case/domain/network_walk.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// Where a walk begins.
struct NetworkRoot {
  std::string office;
  NetworkNode node;
};

// The node that `name` stands for: of a party the person, of a person who was merged the one that they were merged
// into. INVALID_ARGUMENT for `field` when it can be no node; NOT_FOUND when it is not there (at `at`) or of an office
// that the caller does not see.
Task<absl::StatusOr<NetworkRoot>> FindRoot(Store* store, rpc::CallContext* context, std::string name, std::string field,
                                           std::optional<absl::Time> at);

// Which links a request counts; notes violations.
LinkFilter ReadLinkFilter(const v1::NetworkFilter& filter, std::optional<absl::Time> at,
                          errors::FieldViolations& violations);

// The confidence that a request wants at least; notes a violation of `field`.
Confidence ReadLeast(int given, std::string_view field, errors::FieldViolations& violations);

// A number of steps: `usual` for 0; notes a violation of `field` for what is not 0 to `most`.
int ReadSteps(int32_t given, int usual, int most, std::string_view field, errors::FieldViolations& violations);

// A bound on an answer: `usual` for 0, `most` for more; notes a violation of `field` for a negative one.
std::size_t ReadMost(int32_t given, int usual, int most, std::string_view field, errors::FieldViolations& violations);

// Walks to the end.
Task<absl::StatusOr<NetworkFound>> WalkThrough(NetworkStore* network, std::string office, NetworkWalk walk,
                                               LinkFilter filter, Limits limits);

// The nodes as answers tell them, in this order.
Task<absl::StatusOr<std::vector<v1::NetworkNode>>> TellNodes(NetworkStore* network, std::string office,
                                                             std::vector<NetworkFound::Node> nodes,
                                                             std::optional<absl::Time> at, Limits limits);

}  // namespace amparo::cases
