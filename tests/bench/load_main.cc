// Measures the servers against each other in interleaved rounds and prints the table of medians. Started by
// tests/bench/run.
#include <CLI/CLI.hpp>

#include <iostream>

#include "tests/bench/contest.h"
#include "tests/bench/workloads.h"

namespace {

namespace bench = amparo::bench;

// So many cases are read at random.
constexpr int kCases = 2000;

struct Options {
  std::string tls_config, only;
  std::vector<std::string> servers;
  double seconds = 5;
  int rounds = 3;
  bool json = false;
  bool prepare = false;
};

std::vector<bench::Contest> ContestsOf(const Options& options, const std::map<std::string, bench::Server>& servers) {
  const auto& amparo = servers.at("amparo").channels;
  const auto wanted = [&options](const std::string& name) {
    // Echo is what the processor time of the other calls is held against.
    const bool is_floor = name == "echo" && (options.only == "GetCase" || options.only == "CreateCase");
    return options.only.empty() || options.only == name || is_floor;
  };
  const std::vector<std::string> names = bench::FillCases(amparo, wanted("GetCase") ? kCases : 1);
  const bench::Workload echo = bench::EchoWorkload(amparo.front(), names.front());
  const bench::Workload get = bench::GetCaseWorkload(names);
  std::vector<bench::Contest> contests;
  const auto add = [&](const std::string& name, const std::string& server, int in_flight,
                       const bench::Workload& workload) {
    if (wanted(name)) contests.push_back(bench::LoadContest(name, server, servers.at(server), in_flight, workload));
  };
  for (const int in_flight : {16, 64}) {
    add("echo", "floor", in_flight, echo);
    add("GetCase", "amparo", in_flight, get);
    add("GetCase", "obvious", in_flight, get);
    add("CreateCase", "amparo", in_flight, bench::CreateCaseWorkload());
    add("CreateCase", "obvious", in_flight, bench::CreateCaseWorkload());
  }
  if (wanted("Export")) contests.push_back(bench::ExportContest("Export", "amparo", servers.at("amparo")));
  return contests;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Measures the servers that tests/bench/run started");
  app.add_option("--tls", options.tls_config, "The client's configuration (for its certificate)")->required();
  app.add_option("--server", options.servers, "NAME=HOST:PORT=PID of floor, amparo and obvious")->required();
  app.add_option("--only", options.only, "One of echo, GetCase, CreateCase, Export")
      ->check(CLI::IsMember({"echo", "GetCase", "CreateCase", "Export"}));
  app.add_option("--seconds", options.seconds, "Seconds a line and round")->check(CLI::Range(0.1, 3600.0));
  app.add_option("--rounds", options.rounds, "Interleaved rounds")->check(CLI::Range(1, 99));
  app.add_flag("--json", options.json, "Print JSON");
  app.add_flag("--prepare", options.prepare, "Enter the office and one case, and measure nothing");
  CLI11_PARSE(app, argc, argv);
  try {
    const auto servers = bench::ConnectAll(options.tls_config, options.servers);
    if (options.prepare) {
      bench::FillCases(servers.at("amparo").channels, 1);
      return 0;
    }
    const std::vector<bench::Line> lines =
        bench::Compete(ContestsOf(options, servers), {options.rounds, options.seconds, options.seconds});
    bench::Print(lines, bench::RatiosOf(lines), options.json);
  } catch (const std::exception& error) {
    std::cerr << "bench: " << error.what() << "\n";
    return 1;
  }
}
