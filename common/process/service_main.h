// The main function that all services share: the command line, configuration, log, metrics, migrations, and serving
// until a signal comes. A service's own main.cc says only what it is made of.
//
//   absl::Status Serve(process::Environment& environment) {
//     process::Database database(environment.config.database(), "case-service", channel, environment.registry,
//                                environment.exit);
//     ...
//     return process::ServeUntilSignal(environment, {case_api.Binding(), feed_api.Binding()});
//   }
//   int main(int argc, char** argv) {
//     process::Service service;
//     service.name = "case-service"; ... service.serve = &Serve;
//     return process::Main(argc, argv, service);
//   }
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "amparo/config/v1/service.pb.h"
#include "common/base/clock.h"
#include "common/observability/log.h"
#include "common/observability/registry.h"
#include "common/pg/migrator.h"
#include "common/process/exit_deadline.h"
#include "common/rpc/service_binding.h"

namespace amparo::process {

// What a process has before it serves. All of it outlives the service.
struct Environment {
  // Complete and checked.
  const config::v1::ServiceConfig& config;
  const Clock& clock;
  obs::Registry& registry;
  obs::Logger& logger;
  // Begun by ServeUntilSignal.
  ExitDeadline& exit;
};

// Something else that a service's program can do with its configuration and its database: maintenance that operators
// start, such as the rotation of keys.
struct Command {
  // As it is called, "rewrap-keys".
  std::string name;
  // One line for --help.
  std::string about;
  // Does it; what it answers is printed, or ends the process as a failure.
  std::function<absl::StatusOr<std::string>(Environment&)> run;
};

// What differs between the services.
struct Service {
  // The program's name, "case-service".
  std::string name;
  // One line for --help.
  std::string about;
  // The schema in the database and the role that serves, "cases".
  std::string schema;
  std::span<const pg::Migration> migrations;
  // Builds the service and serves until a signal; what it answers ends the process.
  std::function<absl::Status(Environment&)> serve;
  // What it can do besides.
  std::vector<Command> commands = {};
};

// Runs `serve --config FILE`, `migrate --config FILE [--check | --new-epoch]` or `<command> --config FILE` and answers
// the process's exit code: 0 when all went well, 1 when something failed (said on stderr), 2 for a command line or a
// configuration that is wrong. All but `migrate` refuse to start unless the schema is exactly at the version of this
// binary.
int Main(int argc, char** argv, const Service& service);

// Writes a warning that begins with `what` for each problem it is told of: for what runs in the background.
std::function<void(const absl::Status&)> LogProblems(Environment& environment, std::string what);

// Serves metrics and RPCs as the configuration says, to workloads and, where it says how they are known, to people
// (people_door.h), until SIGTERM or SIGINT; then ends in good order, within 10 s.
absl::Status ServeUntilSignal(Environment& environment, const std::vector<rpc::ServiceBinding>& bindings);

}  // namespace amparo::process
