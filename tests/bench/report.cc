#include "tests/bench/report.h"

#include <absl/strings/str_format.h>

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

namespace amparo::bench {
namespace {

const Line* Find(const std::vector<Line>& lines, const std::string& name, const std::string& server, int in_flight) {
  for (const Line& line : lines) {
    if (line.name == name && line.server == server && line.in_flight == in_flight) {
      return &line;
    }
  }
  return nullptr;
}

void PrintTable(const std::vector<Line>& lines, const std::vector<Ratio>& ratios) {
  // A column that only some measurements have.
  const bool timed = std::any_of(lines.begin(), lines.end(), [](const Line& line) { return line.server_p99 > 0; });
  std::cout << "| call | server | in flight | a second | server CPU, us | p50, us | p99, us |"
            << (timed ? " p99 in the server, us |" : "") << " failed |\n|---|---|---:|---:|---:|---:|---:|"
            << (timed ? "---:|" : "") << "---:|\n";
  for (const Line& line : lines) {
    std::cout << absl::StrFormat("| %s | %s | %d | %.0f | %.1f | %.0f | %.0f |", line.name, line.server, line.in_flight,
                                 line.per_second, line.cpu_micros, line.p50, line.p99);
    if (timed) std::cout << absl::StrFormat(" %.0f |", line.server_p99);
    std::cout << absl::StrFormat(" %d |\n", line.failed);
  }
  std::cout << "\n| ratio | value | wanted |\n|---|---:|---|\n";
  for (const Ratio& ratio : ratios) {
    std::cout << absl::StrFormat("| %s | %.2f | %s |\n", ratio.what, ratio.value, ratio.wanted);
  }
}

void PrintJson(const std::vector<Line>& lines, const std::vector<Ratio>& ratios) {
  nlohmann::ordered_json json;
  json["lines"] = nlohmann::ordered_json::array();
  for (const Line& line : lines) {
    json["lines"].push_back({{"call", line.name},
                             {"server", line.server},
                             {"in_flight", line.in_flight},
                             {"answered", line.answered},
                             {"per_second", line.per_second},
                             {"server_cpu_us", line.cpu_micros},
                             {"p50_us", line.p50},
                             {"p99_us", line.p99},
                             {"server_p99_us", line.server_p99},
                             {"failed", line.failed}});
  }
  json["ratios"] = nlohmann::ordered_json::array();
  for (const Ratio& ratio : ratios) {
    json["ratios"].push_back({{"what", ratio.what}, {"value", ratio.value}, {"wanted", ratio.wanted}});
  }
  std::cout << json.dump(2) << "\n";
}

}  // namespace

std::vector<Ratio> RatiosOf(const std::vector<Line>& lines) {
  std::vector<Ratio> ratios;
  for (const Line& line : lines) {
    const bool goal = line.in_flight == 64;
    if (line.server != "amparo") {
      continue;
    }
    if (const Line* obvious = Find(lines, line.name, "obvious", line.in_flight)) {
      ratios.push_back({absl::StrFormat("%s at %d: calls a second / obvious server's", line.name, line.in_flight),
                        line.per_second / obvious->per_second,
                        !goal                    ? ""
                        : line.name == "GetCase" ? "at least 2.2"
                                                 : "at least 3"});
    }
    if (const Line* floor = Find(lines, "echo", "floor", line.in_flight)) {
      ratios.push_back({absl::StrFormat("%s at %d: server CPU a call / echo's", line.name, line.in_flight),
                        line.cpu_micros / floor->cpu_micros, goal && line.name == "GetCase" ? "at most 2.2" : ""});
    }
    if (line.name == "Export") {
      ratios.push_back({"Export: rows a second", line.per_second, "at least 300000"});
    }
  }
  return ratios;
}

std::vector<Ratio> ScaleRatiosOf(const std::vector<Line>& lines) {
  std::vector<Ratio> ratios;
  for (const Line& line : lines) {
    if (line.server != "large") continue;
    if (const Line* small = Find(lines, line.name, "small", line.in_flight)) {
      ratios.push_back(
          {absl::StrFormat("%s at %d: calls a second / with the small database", line.name, line.in_flight),
           line.per_second / small->per_second, "at least 0.85"});
      ratios.push_back({absl::StrFormat("%s at %d: p50 / with the small database", line.name, line.in_flight),
                        line.p50 / small->p50, "at most 1.15"});
    } else if (line.server_p99 > 0) {
      ratios.push_back({absl::StrFormat("%s at %d: p99 in the server, ms", line.name, line.in_flight),
                        line.server_p99 / 1000, "under 50"});
    }
    if (const Line* copy = Find(lines, line.name, "COPY", line.in_flight)) {
      ratios.push_back({absl::StrFormat("%s: rows a second / bare COPY's", line.name),
                        line.per_second / copy->per_second, "at least 0.5"});
      ratios.push_back({absl::StrFormat("%s: rows / bare COPY's", line.name),
                        static_cast<double>(line.answered) / static_cast<double>(copy->answered), "1"});
    }
  }
  return ratios;
}

void Print(const std::vector<Line>& lines, const std::vector<Ratio>& ratios, bool json) {
  json ? PrintJson(lines, ratios) : PrintTable(lines, ratios);
}

}  // namespace amparo::bench
