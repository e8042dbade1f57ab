// The case service: keeps cases, from the first report to a restored survivor. Wiring only.
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "common/base/status_macros.h"
#include "common/config/config.h"
#include "common/feed/feed_api.h"
#include "common/feed/maintenance.h"
#include "common/process/audit_trail.h"
#include "common/process/database.h"
#include "common/process/service_main.h"
#include "services/case/api/audit_gate.h"
#include "services/case/commands.h"
#include "services/case/migrations/migrations.h"
#include "services/case/store/case_gauges.h"
#include "services/case/store/feed_kinds.h"
#include "services/case/store/pg_content_store.h"
#include "services/case/wiring.h"

namespace amparo::cases {
namespace {

constexpr char kProgram[] = "case-service";
constexpr char kSchema[] = "cases";

feed::FeedApiOptions FeedOptions(process::Environment& environment) {
  const config::v1::ServiceConfig& config = environment.config;
  feed::FeedApiOptions options;
  options.service = "amparo.cases.v1.FeedService";
  options.schema = kSchema;
  options.listen_conninfo = config.database().listen_conninfo();
  options.export_conninfo = config.database().write_conninfo();
  options.poll_interval = config::ToDuration(config.feed().poll_interval());
  options.on_problem = process::LogProblems(environment, "changes are looked for, not heard of");
  options.kinds = PublishedKinds();
  options.service_kinds = KindsForServices();
  return options;
}

feed::MaintenanceOptions MaintenanceOptions(const config::v1::ServiceConfig& config, pg::Workers& workers) {
  feed::MaintenanceOptions options;
  options.token_retention = config::ToDuration(config.feed().retention());
  options.request_retention = config::ToDuration(config.feed().request_retention());
  options.also = [&workers](absl::Time now, Limits limits) {
    return RemoveExpiredUploads(workers, now, std::move(limits)).status();
  };
  return options;
}

absl::Status Serve(process::Environment& environment) {
  const config::v1::ServiceConfig& config = environment.config;
  AMPARO_ASSIGN_OR_RETURN(const Keys keys, LoadKeys(config));
  AMPARO_ASSIGN_OR_RETURN(const auto heads, process::AuditTrail::OpenHeads(environment));
  process::Database database(config.database(), kProgram, feed::NotifyChannel(kSchema), environment.registry,
                             environment.exit);
  CaseServices services(database, keys.envelope, keys.index, environment.clock, FeedOptions(environment));

  const CaseGauges gauges(database.workers(), environment.clock, environment.registry);
  const feed::Maintenance maintenance(MaintenanceOptions(config, database.workers()), database.workers(),
                                      environment.clock, process::LogProblems(environment, "feed maintenance failed"));
  process::AuditTrail audit_trail(environment, database, heads, kProgram, "amparo.cases.v1.AuditService",
                                  AuditGate(&services.offices(), &services.compartments()));
  std::vector<rpc::ServiceBinding> bindings = services.Bindings();
  bindings.push_back(audit_trail.Binding());
  return process::ServeUntilSignal(environment, bindings);
}

}  // namespace
}  // namespace amparo::cases

int main(int argc, char** argv) {
  amparo::process::Service service;
  service.name = amparo::cases::kProgram;
  service.about = "Keeps cases, from the first report to a restored survivor.";
  service.schema = amparo::cases::kSchema;
  service.migrations = amparo::cases::Migrations();
  service.serve = &amparo::cases::Serve;
  service.commands = amparo::cases::Commands();
  return amparo::process::Main(argc, argv, service);
}
