// The case service: keeps cases, their people, operations, charges and networks. Wiring only.
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "common/base/status_macros.h"
#include "common/config/config.h"
#include "common/crypto/envelope.h"
#include "common/crypto/key_ring.h"
#include "common/feed/feed_api.h"
#include "common/feed/maintenance.h"
#include "common/process/database.h"
#include "common/process/service_main.h"
#include "services/case/api/case_api.h"
#include "services/case/api/charge_api.h"
#include "services/case/api/import_api.h"
#include "services/case/api/network_api.h"
#include "services/case/api/office_api.h"
#include "services/case/api/office_directory.h"
#include "services/case/api/operation_api.h"
#include "services/case/api/party_api.h"
#include "services/case/migrations/migrations.h"
#include "services/case/store/case_gauges.h"
#include "services/case/store/feed_kinds.h"
#include "services/case/store/pg_import_store.h"
#include "services/case/store/pg_store.h"

namespace amparo::cases {
namespace {

constexpr char kProgram[] = "case-service";
constexpr char kSchema[] = "cases";

feed::FeedApiOptions FeedOptions(const config::v1::ServiceConfig& config) {
  feed::FeedApiOptions options;
  options.service = "amparo.cases.v1.FeedService";
  options.schema = kSchema;
  options.listen_conninfo = config.database().listen_conninfo();
  options.export_conninfo = config.database().write_conninfo();
  options.poll_interval = config::ToDuration(config.feed().poll_interval());
  options.kinds = PublishedKinds();
  return options;
}

feed::MaintenanceOptions MaintenanceOptions(const config::v1::ServiceConfig& config) {
  feed::MaintenanceOptions options;
  options.token_retention = config::ToDuration(config.feed().retention());
  return options;
}

absl::Status Serve(process::Environment& environment) {
  const config::v1::ServiceConfig& config = environment.config;
  AMPARO_ASSIGN_OR_RETURN(crypto::KeyRing ring, crypto::KeyRing::Load(config.crypto().wrapping_key_file()));
  const crypto::Envelope envelope(std::move(ring));
  process::Database database(config.database(), kProgram, feed::NotifyChannel(kSchema), environment.registry);

  PgStore store({&database.reads(), &database.decides(), &database.writer(), &envelope, &environment.clock});
  OfficeDirectory offices(&store);
  OfficeApi office_api(&store);
  CaseApi case_api(&store, &offices);
  PartyApi party_api(&store, &offices);
  OperationApi operation_api(&store);
  ChargeApi charge_api(&store, &offices);
  NetworkApi network_api(&store, &offices);
  PgImportStore import_store(&database.workers(), &envelope);
  ImportApi import_api(&import_store, &offices);

  const CaseGauges gauges(database.workers(), environment.clock, environment.registry);
  feed::FeedApi feed_api(FeedOptions(config), database.reads());
  const feed::Maintenance maintenance(
      MaintenanceOptions(config), database.workers(), environment.clock, [&environment](const absl::Status& status) {
        environment.logger.Write(obs::Level::kWarning, "feed maintenance failed", {{"why", status.ToString()}});
      });
  return process::ServeUntilSignal(
      environment, {office_api.Binding(), case_api.Binding(), party_api.Binding(), operation_api.Binding(),
                    charge_api.Binding(), network_api.Binding(), import_api.Binding(), feed_api.Binding()});
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
  return amparo::process::Main(argc, argv, service);
}
