#include "common/process/service_main.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/status_macros.h"
#include "common/config/config.h"
#include "common/feed/epoch.h"
#include "common/process/people_door.h"
#include "common/rpc/server.h"

namespace amparo::process {
namespace {

constexpr int kFailed = 1;
constexpr int kMisused = 2;

obs::Level LevelFrom(config::v1::Logging::Level level) {
  switch (level) {
    case config::v1::Logging::LEVEL_DEBUG:
      return obs::Level::kDebug;
    case config::v1::Logging::LEVEL_WARNING:
      return obs::Level::kWarning;
    case config::v1::Logging::LEVEL_ERROR:
      return obs::Level::kError;
    default:
      return obs::Level::kInfo;
  }
}

// Says why the process ends.
int Fail(const Service& service, const absl::Status& status) {
  std::cerr << service.name << ": " << status.message() << std::endl;
  return kFailed;
}

pg::Migrator MigratorFor(const Service& service, const std::string& conninfo) {
  pg::MigratorOptions options;
  options.conninfo = conninfo;
  options.schema = service.schema;
  options.service_role = service.schema;
  return pg::Migrator(std::move(options), service.migrations);
}

// What `migrate` does beside, or in place of, applying what is missing.
struct MigrateFlags {
  bool check = false;
  bool new_epoch = false;
};

int Migrate(const Service& service, const config::v1::Database& database, const MigrateFlags& flags) {
  const std::string& conninfo =
      database.migrate_conninfo().empty() ? database.write_conninfo() : database.migrate_conninfo();
  pg::Migrator migrator = MigratorFor(service, conninfo);
  if (flags.check) {
    const absl::Status status = migrator.Check();
    if (!status.ok()) return Fail(service, status);
    std::cout << "schema " << service.schema << " is up to date" << std::endl;
    return 0;
  }
  const absl::StatusOr<int> applied = migrator.Apply();
  if (!applied.ok()) return Fail(service, applied.status());
  std::cout << "schema " << service.schema << ": " << *applied << " migrations applied" << std::endl;
  if (!flags.new_epoch) return 0;
  if (const absl::Status begun = feed::BeginEpoch(conninfo, service.schema); !begun.ok()) return Fail(service, begun);
  std::cout << "schema " << service.schema << ": its feed has a new epoch" << std::endl;
  return 0;
}

// Runs `body` with all that a service's process has.
absl::Status StartAndRun(const Service& service, const config::v1::ServiceConfig& config,
                         const std::function<absl::Status(Environment&)>& body) {
  obs::LogOptions options;
  options.level = LevelFrom(config.logging().level());
  options.file = config.logging().file();
  AMPARO_ASSIGN_OR_RETURN(const std::unique_ptr<obs::Logger> logger, obs::Logger::Start(std::move(options)));
  AMPARO_RETURN_IF_ERROR(MigratorFor(service, config.database().write_conninfo()).Check());
  const SystemClock clock;
  obs::Registry registry;
  ExitDeadline exit;
  Environment environment{config, clock, registry, *logger, exit};
  obs::SetLogger(logger.get());
  logger->Write(obs::Level::kInfo, "starting", {{"program", service.name}});
  const absl::Status ended = body(environment);
  logger->Write(obs::Level::kInfo, "ended", {{"program", service.name}, {"ok", ended.ok()}});
  obs::SetLogger(nullptr);
  return ended;
}

// Runs a command and prints what it did.
absl::Status StartCommand(const Service& service, const config::v1::ServiceConfig& config, const Command& command) {
  return StartAndRun(service, config, [&command](Environment& environment) -> absl::Status {
    AMPARO_ASSIGN_OR_RETURN(const std::string done, command.run(environment));
    std::cout << done << std::endl;
    return absl::OkStatus();
  });
}

}  // namespace

std::function<void(const absl::Status&)> LogProblems(Environment& environment, std::string what) {
  return [&environment, what = std::move(what)](const absl::Status& status) {
    environment.logger.Write(obs::Level::kWarning, what, {{"why", status.ToString()}});
  };
}

absl::Status ServeUntilSignal(Environment& environment, const std::vector<rpc::ServiceBinding>& bindings) {
  AMPARO_ASSIGN_OR_RETURN(const std::unique_ptr<obs::Exposer> exposer,
                          obs::Exposer::Start(environment.config.metrics_address(), environment.registry));
  std::unique_ptr<PeopleDoor> door;
  if (environment.config.has_people()) {
    AMPARO_ASSIGN_OR_RETURN(door, PeopleDoor::Open(environment, bindings));
  }
  rpc::ServerOptions options;
  options.config = environment.config;
  options.clock = &environment.clock;
  options.registry = &environment.registry;
  options.logger = &environment.logger;
  options.people = door ? &door->people() : nullptr;
  AMPARO_ASSIGN_OR_RETURN(const std::unique_ptr<rpc::Server> server, rpc::Server::Start(std::move(options), bindings));
  // After the server, which it may follow; it ends first.
  std::unique_ptr<GrantFollower> follower;
  if (door) {
    AMPARO_ASSIGN_OR_RETURN(follower, door->Follow(server->port()));
  }
  environment.logger.Write(obs::Level::kInfo, "serving", {{"port", server->port()}, {"metrics_port", exposer->port()}});
  environment.exit.Begin(server->ServeUntilSignal());
  return absl::OkStatus();
}

int Main(int argc, char** argv, const Service& service) {
  // Before any thread is made: all inherit that signals are left to the one that waits for them.
  rpc::BlockShutdownSignals();
  CLI::App app(service.about, service.name);
  app.require_subcommand(1);
  std::string config_file;
  MigrateFlags flags;
  CLI::App* serve = app.add_subcommand("serve", "Serve until SIGTERM or SIGINT");
  CLI::App* migrate = app.add_subcommand("migrate", "Bring the database to the version of this binary");
  std::vector<CLI::App*> commands;
  for (const Command& command : service.commands) commands.push_back(app.add_subcommand(command.name, command.about));
  std::vector<CLI::App*> all = {serve, migrate};
  all.insert(all.end(), commands.begin(), commands.end());
  for (CLI::App* command : all) {
    command->add_option("--config", config_file, "Configuration in protobuf text format")->required();
  }
  CLI::Option* check = migrate->add_flag("--check", flags.check,
                                         "Change nothing; fail unless the database is at the version of this binary");
  migrate
      ->add_flag(
          "--new-epoch", flags.new_epoch,
          "After a restore to an earlier time: refuse all tokens of the feed made before, so that followers load "
          "everything anew")
      ->excludes(check);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kMisused;
  }
  const absl::StatusOr<config::v1::ServiceConfig> config = config::Load(config_file);
  if (!config.ok()) {
    Fail(service, config.status());
    return kMisused;
  }
  if (migrate->parsed()) return Migrate(service, config->database(), flags);
  for (std::size_t i = 0; i < commands.size(); ++i) {
    if (!commands[i]->parsed()) continue;
    const absl::Status done = StartCommand(service, *config, service.commands[i]);
    return done.ok() ? 0 : Fail(service, done);
  }
  const absl::Status served = StartAndRun(service, *config, service.serve);
  return served.ok() ? 0 : Fail(service, served);
}

}  // namespace amparo::process
