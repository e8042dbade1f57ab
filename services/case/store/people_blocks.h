// Blocks of people: those who share some tokens, asked for many at a time and read only as far as they are wanted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/crypto/blind_index.h"
#include "common/pg/array_text.h"
#include "common/pg/workers.h"
#include "services/case/domain/name_probes.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// Somebody who is in a block.
struct BlockHit {
  Uuid id;
  // The record that stands for them, when they were merged.
  std::optional<Uuid> survivor;
};

struct BlockHits {
  // Block after block; who is in several comes several times.
  std::vector<BlockHit> people;
  // Some block, or all of them, held more than was asked for.
  bool incomplete = false;
};

// Blocks to ask for. Movable with the job that asks.
class PeopleBlocks {
 public:
  // The people of the office who have all terms of the probe, under any key of the index: `most` of them under each.
  void Add(const crypto::BlindIndex& index, const std::string& office, const Probe& probe, int32_t most);

  // Asks for them, and for no more than `most_in_all` hits. Throws as libpqxx does.
  BlockHits Ask(pg::Transaction& transaction, const std::string& office, int32_t most_in_all) const;

 private:
  pg::ArrayText tokens_;
  pg::ArrayText sample_;
  pg::ArrayText most_of_each_;
  std::vector<int32_t> most_;
};

}  // namespace amparo::cases
