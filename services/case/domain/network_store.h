// What walking through the network asks of the database, in the words of the domain. Everything is of one office.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/base/limits.h"
#include "common/base/task.h"
#include "services/case/domain/asset.h"
#include "services/case/domain/network_walk.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The most links of one end that are looked at, and the most of one level: so many take some milliseconds.
inline constexpr int32_t kMostLinksOfEnd = 500;
inline constexpr int32_t kMostLinksOfLevel = 20'000;

// Which links count.
struct LinkFilter {
  // Of these kinds.
  std::vector<LinkKind> kinds;
  // As sure as this, or surer.
  Confidence least = Confidence::kUnspecified;
  // Those that stood at this moment, by what had been entered, as they were entered then; absent = those that stand.
  std::optional<absl::Time> at = std::nullopt;
  // Those that held on this day; absent = whenever they held.
  std::optional<absl::CivilDay> day = std::nullopt;
};

// Safe to call from any thread.
class NetworkStore {
 public:
  virtual ~NetworkStore() = default;

  // All edges that touch one of `nodes`, by one statement. People who were merged stand for those merged into them.
  virtual Task<absl::StatusOr<LevelEdges>> EdgesOf(std::string office, std::vector<NetworkNode> nodes,
                                                   LinkFilter filter, Limits limits) = 0;

  // The links of an office in order of entry, at most `most`; none of ACCUSED_IN.
  virtual Task<absl::StatusOr<LevelEdges>> EdgesOfOffice(std::string office, LinkFilter filter, int32_t most,
                                                         Limits limits) = 0;

  // What the nodes are: their records, as they are or as they were recorded at `at`. What is not there is left out.
  virtual Task<absl::StatusOr<std::map<NetworkNode, Record>>> Describe(std::string office,
                                                                       std::vector<NetworkNode> nodes,
                                                                       std::optional<absl::Time> at, Limits limits) = 0;

  // The assets of a kind that stand and are found by `term` (AssetTerm), in order of entry; what is committed. One at
  // most, unless it was entered twice while the key of the index was changed.
  virtual Task<absl::StatusOr<std::vector<Record>>> FindAssets(std::string office, AssetKind kind, std::string term,
                                                               Limits limits) = 0;

  // Assets of any office that stand and are not found by a token under the current key, in the order of their names
  // after `after`; at most `most`.
  virtual Task<absl::StatusOr<std::vector<AssetName>>> AssetsNotIndexed(AssetName after, int32_t most,
                                                                        Limits limits) = 0;
};

}  // namespace amparo::cases
