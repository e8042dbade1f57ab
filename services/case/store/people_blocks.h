// Blocks of people: those who share some tokens, asked for many at a time and read only as far as they are wanted.
#pragma once

#include <cstddef>
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

// Of a block so many times as many are taken, where they may be, as would be enough: those that suit best come first.
inline constexpr int32_t kTimesEnough = 3;

// How far a block is read.
struct BlockBounds {
  // So many are taken at most, at least 1.
  int32_t most = 1;
  // So many of the sample, at most `most`, stand for the whole block, which is not read then: it holds some sixty times
  // as many.
  int32_t enough = 1;
};

// The bounds of a block of which `most` are taken.
BlockBounds UpTo(int32_t most);

// Blocks of an office to ask for, under every key of the index. Movable with the job that asks.
class PeopleBlocks {
 public:
  // For each probe the people who have all of its terms, within the bounds under each key.
  PeopleBlocks(const crypto::BlindIndex& index, std::string office, const std::vector<Probe>& probes,
               BlockBounds bounds);

  // Asks for them, and for no more than `most_in_all` hits. Throws as libpqxx does.
  BlockHits Ask(pg::Transaction& transaction, int32_t most_in_all) const;

 private:
  std::string office_;
  BlockBounds bounds_;
  std::size_t blocks_ = 0;
  pg::ArrayText tokens_;
  pg::ArrayText sample_;
};

}  // namespace amparo::cases
