// Measures the servers against each other in interleaved rounds and prints the table of medians. Started by
// tests/bench/run.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <map>

#include "amparo/config/v1/cli.pb.h"
#include "common/config/config.h"
#include "common/rpc/tls.h"
#include "tests/bench/process.h"
#include "tests/bench/report.h"
#include "tests/bench/workloads.h"

namespace {

namespace bench = amparo::bench;

// So many cases are read at random.
constexpr int kCases = 2000;

struct Options {
  std::string tls_config, only;
  // name=host:port=pid
  std::vector<std::string> servers;
  double seconds = 5;
  int rounds = 3;
  bool json = false;
  bool prepare = false;
};

struct Server {
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  pid_t pid = 0;
};

// One line of the table to be, and what its rounds gave.
struct Contest {
  bench::Line line;
  bench::Workload workload;
  std::vector<bench::Line> rounds;
};

// Four connections a server, so that no single one is the bottleneck.
std::vector<std::shared_ptr<grpc::Channel>> Connect(const std::string& address,
                                                    const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  for (int i = 0; i < 4; ++i) {
    grpc::ChannelArguments arguments;
    arguments.SetInt("amparo.bench.connection", i);  // different arguments, different connections
    arguments.SetMaxReceiveMessageSize(-1);
    channels.push_back(grpc::CreateCustomChannel(address, credentials, arguments));
  }
  return channels;
}

std::map<std::string, Server> ConnectAll(const Options& options) {
  amparo::config::v1::CliConfig config;
  if (const auto status = amparo::config::ParseFile(options.tls_config, config); !status.ok()) {
    throw std::runtime_error(std::string(status.message()));
  }
  amparo::config::v1::Tls tls = config.tls();
  const std::string folder = options.tls_config.substr(0, options.tls_config.rfind('/') + 1);
  for (std::string* file : {tls.mutable_ca_file(), tls.mutable_cert_file(), tls.mutable_key_file()}) {
    if (file->front() != '/') {
      file->insert(0, folder);
    }
  }
  const auto credentials = amparo::rpc::ChannelCredentials(tls);
  if (!credentials.ok()) {
    throw std::runtime_error(std::string(credentials.status().message()));
  }
  std::map<std::string, Server> servers;
  for (const std::string& text : options.servers) {
    const size_t first = text.find('=');
    const size_t last = text.rfind('=');
    servers[text.substr(0, first)] = {Connect(text.substr(first + 1, last - first - 1), *credentials),
                                      static_cast<pid_t>(std::stol(text.substr(last + 1)))};
  }
  return servers;
}

bench::Line RunRound(const Contest& contest, const Server& server, double seconds) {
  bench::Line line = contest.line;
  const auto before = bench::CpuTimeOf(server.pid);
  if (line.name == "Export") {
    const auto outcome = bench::RunExport(server.channels.front());
    const double cpu = (bench::CpuTimeOf(server.pid) - before).count();
    line.per_second = static_cast<double>(outcome.rows) / outcome.seconds;
    line.cpu_micros = cpu * 1e6 / static_cast<double>(outcome.rows);
    return line;
  }
  const auto outcome =
      bench::RunLoad(server.channels, contest.workload, line.in_flight, std::chrono::duration<double>(seconds));
  const double cpu = (bench::CpuTimeOf(server.pid) - before).count();
  line.per_second = outcome.PerSecond();
  line.cpu_micros = cpu * 1e6 / static_cast<double>(std::max<int64_t>(outcome.answered, 1));
  line.p50 = outcome.p50;
  line.p99 = outcome.p99;
  line.failed = outcome.failed;
  if (outcome.failed != 0) {
    std::cerr << line.name << " on " << line.server << ": " << outcome.failed
              << " failed, first: " << outcome.first_failure << "\n";
  }
  return line;
}

// The median of each figure, and the sum of failures.
bench::Line MedianOf(const Contest& contest) {
  bench::Line line = contest.line;
  const auto median = [&contest](double bench::Line::*figure) {
    std::vector<double> values;
    for (const bench::Line& round : contest.rounds) {
      values.push_back(round.*figure);
    }
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
    return values[values.size() / 2];
  };
  line.per_second = median(&bench::Line::per_second);
  line.cpu_micros = median(&bench::Line::cpu_micros);
  line.p50 = median(&bench::Line::p50);
  line.p99 = median(&bench::Line::p99);
  for (const bench::Line& round : contest.rounds) {
    line.failed += round.failed;
  }
  return line;
}

std::vector<Contest> ContestsOf(const Options& options, const std::map<std::string, Server>& servers) {
  const auto& amparo = servers.at("amparo").channels;
  const std::vector<std::string> names = bench::FillCases(amparo, kCases);
  const bench::Workload echo = bench::EchoWorkload(amparo.front(), names.front());
  const bench::Workload get = bench::GetCaseWorkload(names);
  std::vector<Contest> contests;
  const auto add = [&](const std::string& name, const std::string& server, int in_flight, bench::Workload workload) {
    // Echo is what the processor time of the other calls is held against.
    const bool is_floor = name == "echo" && (options.only == "GetCase" || options.only == "CreateCase");
    if (options.only.empty() || options.only == name || is_floor) {
      contests.push_back({{name, server, in_flight, 0, 0, 0, 0, 0}, std::move(workload), {}});
    }
  };
  for (const int in_flight : {16, 64}) {
    add("echo", "floor", in_flight, echo);
    add("GetCase", "amparo", in_flight, get);
    add("GetCase", "obvious", in_flight, get);
    add("CreateCase", "amparo", in_flight, bench::CreateCaseWorkload());
    add("CreateCase", "obvious", in_flight, bench::CreateCaseWorkload());
  }
  add("Export", "amparo", 1, {});
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
    const auto servers = ConnectAll(options);
    if (options.prepare) {
      bench::FillCases(servers.at("amparo").channels, 1);
      return 0;
    }
    std::vector<Contest> contests = ContestsOf(options, servers);
    for (int round = 0; round < options.rounds; ++round) {
      for (Contest& contest : contests) {
        std::cerr << "round " << round + 1 << ": " << contest.line.name << " on " << contest.line.server << " at "
                  << contest.line.in_flight << "\n";
        contest.rounds.push_back(RunRound(contest, servers.at(contest.line.server), options.seconds));
      }
    }
    std::vector<bench::Line> lines;
    for (const Contest& contest : contests) {
      lines.push_back(MedianOf(contest));
    }
    options.json ? bench::PrintJson(lines) : bench::PrintTable(lines);
  } catch (const std::exception& error) {
    std::cerr << "bench: " << error.what() << "\n";
    return 1;
  }
}
