#include "tests/bench/contest.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iostream>
#include <stdexcept>
#include <utility>

#include "amparo/config/v1/cli.pb.h"
#include "common/config/config.h"
#include "common/rpc/process.h"
#include "common/rpc/tls.h"
#include "tests/bench/call_log.h"
#include "tests/bench/process.h"
#include "tests/bench/workloads.h"

namespace amparo::bench {
namespace {

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

// Processor time that a server uses from here on.
class CpuMeter {
 public:
  explicit CpuMeter(pid_t pid) : pid_(pid), before_(CpuTimeOf(pid)) {}

  double Seconds() const { return (CpuTimeOf(pid_) - before_).count(); }

 private:
  const pid_t pid_;
  const std::chrono::duration<double> before_;
};

Tally MeasureLoad(const Line& line, const Server& server, const Workload& workload, double seconds) {
  CallLog log(server.log);
  log.Mark();
  const CpuMeter cpu(server.pid);
  Outcome outcome = RunLoad(server.channels, workload, line.in_flight, std::chrono::duration<double>(seconds));
  Tally tally = std::move(outcome.tally);
  tally.cpu_seconds = cpu.Seconds();
  tally.server_times = log.TimesOf(workload.method.substr(workload.method.rfind('/') + 1), tally.answered);
  if (tally.failed != 0) {
    std::cerr << line.name << " on " << line.server << ": " << tally.failed
              << " failed, first: " << outcome.first_failure << "\n";
  }
  return tally;
}

// The first contest from `begin` on that is not compared with the one before it.
std::size_t EndOfRivals(const std::vector<Contest>& contests, std::size_t begin) {
  const auto same = [&first = contests[begin]](const Contest& one) {
    return first.divisible && one.divisible && one.line.name == first.line.name &&
           one.line.in_flight == first.line.in_flight;
  };
  const auto from = contests.begin() + static_cast<std::ptrdiff_t>(begin) + 1;
  return static_cast<std::size_t>(std::find_if_not(from, contests.end(), same) - contests.begin());
}

// The numbers from `begin` to `end`, so many times; whoever was last is first then, so that nobody always follows the
// same one.
std::vector<std::size_t> TurnsOf(std::size_t begin, std::size_t end, int turns) {
  std::vector<std::size_t> order;
  for (int turn = 0; turn < turns; ++turn) {
    for (std::size_t i = begin; i < end; ++i) order.push_back(turn % 2 == 0 ? i : begin + end - 1 - i);
  }
  return order;
}

}  // namespace

std::shared_ptr<grpc::ChannelCredentials> CredentialsOf(const std::string& tls_config) {
  // As whoever calls a service from another one does: what is measured is not how the client's memory is faulted in.
  rpc::PrepareProcess();
  config::v1::CliConfig config;
  if (const auto status = config::ParseFile(tls_config, config); !status.ok()) {
    throw std::runtime_error(std::string(status.message()));
  }
  config::v1::Tls tls = config.tls();
  const std::string folder = tls_config.substr(0, tls_config.rfind('/') + 1);
  for (std::string* file : {tls.mutable_ca_file(), tls.mutable_cert_file(), tls.mutable_key_file()}) {
    if (file->front() != '/') file->insert(0, folder);
  }
  auto credentials = rpc::ChannelCredentials(tls);
  if (!credentials.ok()) throw std::runtime_error(std::string(credentials.status().message()));
  return *std::move(credentials);
}

std::map<std::string, Server> ConnectAll(const std::string& tls_config, const std::vector<std::string>& servers,
                                         const std::vector<std::string>& logs) {
  const auto credentials = CredentialsOf(tls_config);
  std::map<std::string, Server> connected;
  for (const std::string& text : servers) {
    const size_t first = text.find('=');
    const size_t last = text.rfind('=');
    Server& server = connected[text.substr(0, first)];
    server.channels = Connect(text.substr(first + 1, last - first - 1), credentials);
    server.pid = static_cast<pid_t>(std::stol(text.substr(last + 1)));
  }
  for (const std::string& text : logs) {
    const size_t first = text.find('=');
    connected.at(text.substr(0, first)).log = text.substr(first + 1);
  }
  return connected;
}

Contest LoadContest(std::string name, std::string server_name, Server server, int in_flight, Workload workload) {
  const Line line{.name = std::move(name), .server = std::move(server_name), .in_flight = in_flight};
  const auto measure = [line, server = std::move(server), workload = std::move(workload)](double seconds) {
    return MeasureLoad(line, server, workload, seconds);
  };
  return {line, measure, /*divisible=*/true};
}

Contest ExportContest(std::string name, std::string server_name, Server server, std::string office) {
  Line line{.name = std::move(name), .server = std::move(server_name), .in_flight = 1};
  return {std::move(line), [server = std::move(server), office = std::move(office)](double) {
            const CpuMeter cpu(server.pid);
            Tally tally = RunExport(server.channels.front(), office);
            tally.cpu_seconds = cpu.Seconds();
            return tally;
          }};
}

std::vector<Line> Compete(const std::vector<Contest>& contests, const Rounds& rounds) {
  std::vector<std::vector<Line>> measured(contests.size());
  for (int round = 0; round <= rounds.counted; ++round) {
    const bool counted = round != 0;
    for (std::size_t begin = 0, end = 0; begin < contests.size(); begin = end) {
      end = EndOfRivals(contests, begin);
      const double seconds = counted ? rounds.seconds : rounds.warm_up_seconds;
      const bool in_turns = counted && end - begin > 1 && rounds.turn_seconds > 0;
      const int turns = in_turns ? static_cast<int>(std::ceil(seconds / rounds.turn_seconds)) : 1;
      std::vector<Tally> tallies(end - begin);
      for (const std::size_t i : TurnsOf(begin, end, turns)) {
        const Line& line = contests[i].line;
        std::cerr << "round " << round << ": " << line.name << " on " << line.server << " at " << line.in_flight
                  << "\n";
        tallies[i - begin].Add(contests[i].measure(seconds / turns));
      }
      for (std::size_t i = begin; counted && i < end; ++i) {
        measured[i].push_back(LineOf(contests[i].line, std::move(tallies[i - begin])));
      }
    }
  }
  std::vector<Line> lines;
  for (const std::vector<Line>& of_contest : measured) lines.push_back(MedianOf(of_contest));
  return lines;
}

}  // namespace amparo::bench
