// The scheduling service: keeps the calendar of hearings. Wiring only.
#include <utility>

#include "absl/status/status.h"
#include "common/base/status_macros.h"
#include "common/config/config.h"
#include "common/feed/feed_api.h"
#include "common/feed/maintenance.h"
#include "common/process/audit_trail.h"
#include "common/process/database.h"
#include "common/process/service_main.h"
#include "common/rpc/channel.h"
#include "services/scheduling/api/court_api.h"
#include "services/scheduling/api/hearing_api.h"
#include "services/scheduling/clients/case_service.h"
#include "services/scheduling/migrations/migrations.h"
#include "services/scheduling/store/hearing_gauges.h"
#include "services/scheduling/store/pg_store.h"

namespace amparo::scheduling {
namespace {

constexpr char kProgram[] = "scheduling-service";
constexpr char kSchema[] = "scheduling";

feed::FeedApiOptions FeedOptions(process::Environment& environment) {
  const config::v1::ServiceConfig& config = environment.config;
  feed::FeedApiOptions options;
  options.service = "amparo.scheduling.v1.FeedService";
  options.schema = kSchema;
  options.kinds = FeedKinds();
  options.listen_conninfo = config.database().listen_conninfo();
  options.export_conninfo = config.database().write_conninfo();
  options.poll_interval = config::ToDuration(config.feed().poll_interval());
  options.on_problem = process::LogProblems(environment, "changes are looked for, not heard of");
  return options;
}

feed::MaintenanceOptions MaintenanceOptions(const config::v1::ServiceConfig& config) {
  feed::MaintenanceOptions options;
  options.token_retention = config::ToDuration(config.feed().retention());
  options.request_retention = config::ToDuration(config.feed().request_retention());
  return options;
}

absl::StatusOr<rpc::Client> ClientOfCases(const config::v1::ServiceConfig& config) {
  if (config.peers().case_service().empty()) {
    return absl::InvalidArgumentError("peers.case_service is required: the address of the case service");
  }
  AMPARO_ASSIGN_OR_RETURN(
      auto channel, rpc::MakeChannel({.address = config.peers().case_service(),
                                      .tls = config.tls(),
                                      .services = {"amparo.cases.v1.CaseService", "amparo.cases.v1.OfficeService"}}));
  return rpc::Client(std::move(channel));
}

absl::Status Serve(process::Environment& environment) {
  const config::v1::ServiceConfig& config = environment.config;
  AMPARO_ASSIGN_OR_RETURN(rpc::Client client, ClientOfCases(config));
  CaseService cases(std::move(client));
  AMPARO_ASSIGN_OR_RETURN(const auto heads, process::AuditTrail::OpenHeads(environment));
  process::Database database(config.database(), kProgram, feed::NotifyChannel(kSchema), environment.registry,
                             environment.exit);
  PgStore store(database.reads(), database.decides(), database.writer());
  CourtApi court_api(store, cases);
  HearingApi hearing_api(store, cases);

  feed::FeedApi feed_api(FeedOptions(environment), database.feeds(), database.service_feeds());
  const HearingGauges gauges(database.workers(), environment.clock, environment.registry);
  const feed::Maintenance maintenance(MaintenanceOptions(config), database.workers(), environment.clock,
                                      process::LogProblems(environment, "feed maintenance failed"));
  process::AuditTrail audit_trail(environment, database, heads, kProgram, "amparo.scheduling.v1.AuditService");
  return process::ServeUntilSignal(
      environment, {court_api.Binding(), hearing_api.Binding(), feed_api.Binding(), audit_trail.Binding()});
}

}  // namespace
}  // namespace amparo::scheduling

int main(int argc, char** argv) {
  return amparo::process::Main(
      argc, argv,
      {amparo::scheduling::kProgram, "Keeps the calendar of hearings, courts and travel times.",
       amparo::scheduling::kSchema, amparo::scheduling::Migrations(), &amparo::scheduling::Serve});
}
