#include "common/process/service_main.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/base/status_macros.h"
#include "common/config/config.h"
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

int Migrate(const Service& service, const config::v1::Database& database, bool check) {
  const std::string& conninfo =
      database.migrate_conninfo().empty() ? database.write_conninfo() : database.migrate_conninfo();
  pg::Migrator migrator = MigratorFor(service, conninfo);
  if (check) {
    const absl::Status status = migrator.Check();
    if (!status.ok()) return Fail(service, status);
    std::cout << "schema " << service.schema << " is up to date" << std::endl;
    return 0;
  }
  const absl::StatusOr<int> applied = migrator.Apply();
  if (!applied.ok()) return Fail(service, applied.status());
  std::cout << "schema " << service.schema << ": " << *applied << " migrations applied" << std::endl;
  return 0;
}

absl::Status StartAndServe(const Service& service, const config::v1::ServiceConfig& config) {
  obs::LogOptions options;
  options.level = LevelFrom(config.logging().level());
  options.file = config.logging().file();
  AMPARO_ASSIGN_OR_RETURN(const std::unique_ptr<obs::Logger> logger, obs::Logger::Start(std::move(options)));
  AMPARO_RETURN_IF_ERROR(MigratorFor(service, config.database().write_conninfo()).Check());
  const SystemClock clock;
  obs::Registry registry;
  registry.AddCounterCallback("amparo_log_dropped_total", "Log lines dropped because the disk could not keep up.", {},
                              [&logger] { return static_cast<double>(logger->dropped()); });
  Environment environment{config, clock, registry, *logger};
  obs::SetLogger(logger.get());
  logger->Write(obs::Level::kInfo, "starting", {{"program", service.name}});
  const absl::Status served = service.serve(environment);
  logger->Write(obs::Level::kInfo, "ended", {{"program", service.name}, {"ok", served.ok()}});
  obs::SetLogger(nullptr);
  return served;
}

}  // namespace

absl::Status ServeUntilSignal(Environment& environment, const std::vector<rpc::ServiceBinding>& bindings) {
  AMPARO_ASSIGN_OR_RETURN(const std::unique_ptr<obs::Exposer> exposer,
                          obs::Exposer::Start(environment.config.metrics_address(), environment.registry));
  rpc::ServerOptions options;
  options.config = environment.config;
  options.clock = &environment.clock;
  options.registry = &environment.registry;
  options.logger = &environment.logger;
  AMPARO_ASSIGN_OR_RETURN(const std::unique_ptr<rpc::Server> server, rpc::Server::Start(std::move(options), bindings));
  environment.logger.Write(obs::Level::kInfo, "serving", {{"port", server->port()}, {"metrics_port", exposer->port()}});
  server->ServeUntilSignal();
  return absl::OkStatus();
}

int Main(int argc, char** argv, const Service& service) {
  // Before any thread is made: all inherit that signals are left to the one that waits for them.
  rpc::BlockShutdownSignals();
  CLI::App app(service.about, service.name);
  app.require_subcommand(1);
  std::string config_file;
  bool check = false;
  CLI::App* serve = app.add_subcommand("serve", "Serve until SIGTERM or SIGINT");
  CLI::App* migrate = app.add_subcommand("migrate", "Bring the database to the version of this binary");
  for (CLI::App* command : {serve, migrate}) {
    command->add_option("--config", config_file, "Configuration in protobuf text format")->required();
  }
  migrate->add_flag("--check", check, "Change nothing; fail unless the database is at the version of this binary");
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
  if (migrate->parsed()) return Migrate(service, config->database(), check);
  const absl::Status served = StartAndServe(service, *config);
  return served.ok() ? 0 : Fail(service, served);
}

}  // namespace amparo::process
