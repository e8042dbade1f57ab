// What is counted while a server is measured, and the line of the table that it becomes.
#pragma once

#include <cstdint>
#include <vector>

#include "tests/bench/report.h"

namespace amparo::bench {

// What came of one turn, or of all turns of a round. Latencies stay as they are, four bytes a call, until the round is
// over: a quantile of a round cannot be had from those of its turns.
struct Tally {
  // Calls answered, or rows brought.
  int64_t answered = 0;
  int64_t failed = 0;
  double seconds = 0;
  // Processor time of the server.
  double cpu_seconds = 0;
  // Of answered calls, in microseconds and in no order; none where they mean nothing.
  std::vector<float> latencies;
  // The same as the server timed them; none where it was not asked.
  std::vector<float> server_times;

  // Takes in another turn of the same round.
  void Add(const Tally& turn);
};

// The line with the figures of one round, of all its turns together.
Line LineOf(Line line, Tally round);

// The median of each figure over the rounds (of an even number the higher of the two in the middle), and the sum of
// failures. There is at least one round.
Line MedianOf(const std::vector<Line>& rounds);

}  // namespace amparo::bench
