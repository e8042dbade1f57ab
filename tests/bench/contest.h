// Who measures what on which server, in rounds that take turns, so that what the machine does besides hits all alike.
#pragma once

#include <grpcpp/grpcpp.h>
#include <sys/types.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/bench/load.h"
#include "tests/bench/report.h"
#include "tests/bench/tally.h"

namespace amparo::bench {

// A server that runs on this machine.
struct Server {
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  pid_t pid = 0;
  // Where it logs its calls; empty = it does not, or nobody asks.
  std::string log;
};

// What the certificate in the client's configuration proves; its files lie beside that. Prepares the process for gRPC
// first. Throws std::runtime_error.
std::shared_ptr<grpc::ChannelCredentials> CredentialsOf(const std::string& tls_config);

// Connects to each of `servers` ("NAME=HOST:PORT=PID") with the certificate of the client's configuration. `logs` are
// "NAME=FILE". Throws std::runtime_error.
std::map<std::string, Server> ConnectAll(const std::string& tls_config, const std::vector<std::string>& servers,
                                         const std::vector<std::string>& logs = {});

// One line of the table to be.
struct Contest {
  // Without figures.
  Line line;
  // Measures for about so many seconds.
  std::function<Tally(double seconds)> measure;
  // Whether it takes as long as it is told to: what takes as long as it takes cannot be measured in parts.
  bool divisible = false;
};

// A closed loop of calls.
Contest LoadContest(std::string name, std::string server_name, Server server, int in_flight, Workload workload);

// One export through the feed, however long it takes; of one office, or of all for "".
Contest ExportContest(std::string name, std::string server_name, Server server, std::string office = "");

// How a contest is run.
struct Rounds {
  int counted = 3;
  // So long each line is measured in each of them.
  double seconds = 5;
  // The same in the first round of all, which is not counted: a server that has just begun meets for the first time
  // what it then has in memory.
  double warm_up_seconds = 5;
  // Divisible ones of the same call that stand side by side take turns of about this length within a round, so that a
  // machine that slows down for some seconds slows all; 0 = each is measured in one piece. Turns are for those that are
  // compared with one another alone: each begins with caches that the other has emptied.
  double turn_seconds = 0;
};

// Measures all of them in each round; the medians of each over the counted rounds, failures summed up. The figures of a
// round are those of all its turns together, in however many it came.
std::vector<Line> Compete(const std::vector<Contest>& contests, const Rounds& rounds);

}  // namespace amparo::bench
