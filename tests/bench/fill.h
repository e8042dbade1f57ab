// Fills a database of the case service with a population: for measurements only. What the service would do act by act
// (seal, index, number in the feed, check) is done here in bulk, by COPY; there is no audit trail of it and no answer
// is kept. Names, times, tokens and all that is not secret come out the same for the same population; keys and nonces
// are random, as they must be.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "common/crypto/blind_index.h"
#include "common/crypto/envelope.h"
#include "tests/bench/population.h"

namespace amparo::bench {

struct FillOptions {
  // As the schema's owner.
  std::string conninfo;
  int threads = 2;
  // Told of the cases that are in, now and then, from any thread.
  std::function<void(int64_t cases)> on_progress = [](int64_t) {};
};

// Fills a migrated schema without cases. Nobody may follow its feed meanwhile: chunks are committed in any order.
// Throws std::runtime_error; a database that was filled halfway is to be thrown away.
void Fill(const FillOptions& options, const Population& population, const crypto::Envelope& envelope,
          const crypto::BlindIndex& index);

}  // namespace amparo::bench
