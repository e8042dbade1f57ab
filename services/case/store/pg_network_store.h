// Implements domain/network_store.h over PostgreSQL.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "common/crypto/blind_index.h"
#include "common/pg/reader.h"
#include "services/case/domain/network_store.h"

namespace amparo::cases {

class PgNetworkStore final : public NetworkStore {
 public:
  // `reads` for what may lag, `decides` for what an act rests on. All must outlive it.
  PgNetworkStore(pg::Reader* reads, pg::Reader* decides, const crypto::BlindIndex* index)
      : reads_(reads), decides_(decides), index_(index) {}

  Task<absl::StatusOr<LevelEdges>> EdgesOf(std::string office, std::vector<NetworkNode> nodes, LinkFilter filter,
                                           Limits limits) override;
  Task<absl::StatusOr<LevelEdges>> EdgesOfOffice(std::string office, LinkFilter filter, int32_t most,
                                                 Limits limits) override;
  Task<absl::StatusOr<std::map<NetworkNode, Record>>> Describe(std::string office, std::vector<NetworkNode> nodes,
                                                               std::optional<absl::Time> at, Limits limits) override;
  Task<absl::StatusOr<std::vector<Record>>> FindAssets(std::string office, AssetKind kind, std::string term,
                                                       Limits limits) override;
  Task<absl::StatusOr<std::vector<AssetName>>> AssetsNotIndexed(AssetName after, int32_t most, Limits limits) override;

 private:
  pg::Reader* const reads_;
  pg::Reader* const decides_;
  const crypto::BlindIndex* const index_;
};

}  // namespace amparo::cases
