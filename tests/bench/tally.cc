#include "tests/bench/tally.h"

#include <algorithm>
#include <cstddef>

namespace amparo::bench {
namespace {

// The value below which the share `q` of them lies, 0 of none; they are put in another order.
double Quantile(std::vector<float>& values, double q) {
  if (values.empty()) return 0;
  const std::size_t rank =
      std::min(values.size() - 1, static_cast<std::size_t>(q * static_cast<double>(values.size())));
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(rank);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

template <typename T>
T MiddleOf(const std::vector<Line>& rounds, T Line::*figure) {
  std::vector<T> values;
  for (const Line& round : rounds) values.push_back(round.*figure);
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

void Tally::Add(const Tally& turn) {
  answered += turn.answered;
  failed += turn.failed;
  seconds += turn.seconds;
  cpu_seconds += turn.cpu_seconds;
  latencies.insert(latencies.end(), turn.latencies.begin(), turn.latencies.end());
  server_times.insert(server_times.end(), turn.server_times.begin(), turn.server_times.end());
}

Line LineOf(Line line, Tally round) {
  const auto answered = static_cast<double>(round.answered);
  line.answered = round.answered;
  line.failed = round.failed;
  line.per_second = answered / round.seconds;
  line.cpu_micros = round.cpu_seconds * 1e6 / std::max(answered, 1.0);
  line.p50 = Quantile(round.latencies, 0.5);
  line.p99 = Quantile(round.latencies, 0.99);
  line.server_p99 = Quantile(round.server_times, 0.99);
  return line;
}

Line MedianOf(const std::vector<Line>& rounds) {
  Line line = rounds.front();
  line.answered = MiddleOf(rounds, &Line::answered);
  for (double Line::*figure : {&Line::per_second, &Line::cpu_micros, &Line::p50, &Line::p99, &Line::server_p99}) {
    line.*figure = MiddleOf(rounds, figure);
  }
  line.failed = 0;
  for (const Line& round : rounds) line.failed += round.failed;
  return line;
}

}  // namespace amparo::bench
