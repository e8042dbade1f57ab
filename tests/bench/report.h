// The table of a measurement.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace amparo::bench {

// One line: medians over the rounds, each figure that of a whole round.
struct Line {
  // What was called: "echo", "GetCase", "CreateCase", "Export".
  std::string name;
  // Who answered: "floor", "amparo", "obvious"; at scale "small", "large", "COPY".
  std::string server;
  int in_flight = 0;
  // Calls answered in a round, or rows that an export brought.
  int64_t answered = 0;
  // Calls (or rows) a second.
  double per_second = 0;
  // Processor time of the server a call (or row), in microseconds.
  double cpu_micros = 0;
  // Latency in microseconds; 0 where it means nothing.
  double p50 = 0;
  double p99 = 0;
  // The same as the server timed it; 0 where it was not asked.
  double server_p99 = 0;
  int64_t failed = 0;
};

// A figure that is compared with what it should reach.
struct Ratio {
  std::string what;
  double value = 0;
  // "at least 2.2", or empty when nothing is asked of it.
  std::string wanted;
};

// The ratios between lines that there are, so of medians: QPS against the obvious server, processor time against the
// floor.
std::vector<Ratio> RatiosOf(const std::vector<Line>& lines);

// The ratios of a measurement at scale: the large database against the small one, the export against bare COPY, and
// what calls took in the server of the large one.
std::vector<Ratio> ScaleRatiosOf(const std::vector<Line>& lines);

// Both as Markdown tables, or as one JSON object.
void Print(const std::vector<Line>& lines, const std::vector<Ratio>& ratios, bool json);

}  // namespace amparo::bench
