// The client as somebody at a terminal has it.
#pragma once

#include <filesystem>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "amparo/config/v1/cli.pb.h"
#include "common/testing/rpc_server.h"
#include "services/cli/connection.h"

namespace amparo::testing {

// The configuration of a client that shows the certificate of `caller`, and for which `server` is the one service there
// is; nobody listens where the others should be.
config::v1::CliConfig ConfigFor(const RpcServer& server, std::string_view caller,
                                cli::Service service = cli::Service::kCase);

// What a command left behind.
struct Outcome {
  int code = 0;
  std::string out;
  std::string err;
};

// Runs commands with a configuration, in a private folder that is removed with it.
class Terminal {
 public:
  explicit Terminal(const config::v1::CliConfig& config);
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  // Runs `amparo` with these arguments.
  Outcome Run(const std::vector<std::string>& arguments) const;

  // The same, its answers to `out`; the exit code.
  int RunTo(std::ostream& out, std::ostream& err, const std::vector<std::string>& arguments) const;

  // The path of the configuration, for a program in a process of its own.
  std::string config_path() const { return (folder_ / "cli.textproto").string(); }

  // Writes a file into the folder; its path.
  std::string Write(const std::string& name, const std::string& content) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace amparo::testing
