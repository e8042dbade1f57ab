// The statistics service: follows the feeds of the other services and counts what they say. Wiring only.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/feed/follower.h"
#include "common/process/database.h"
#include "common/process/service_main.h"
#include "common/rpc/channel.h"
#include "services/statistics/api/report_api.h"
#include "services/statistics/ingest/event_facts.h"
#include "services/statistics/ingest/fact_sink.h"
#include "services/statistics/migrations/migrations.h"
#include "services/statistics/store/fact_store.h"

namespace amparo::statistics {
namespace {

constexpr char kProgram[] = "statistics-service";
constexpr char kSchema[] = "statistics";

// Reports are scans of memory: more threads than cores would only make all of them slower.
constexpr int kReportThreads = 2;
constexpr size_t kReportQueue = 64;

// Follows the feed `name` that `service` at `address` gives.
absl::StatusOr<std::unique_ptr<feed::Follower>> Follow(process::Environment& environment, process::Database& database,
                                                       const std::string& name, const std::string& service,
                                                       const std::string& address, std::vector<std::string> kinds,
                                                       feed::Sink& sink) {
  rpc::ChannelOptions channel_options;
  channel_options.address = address;
  channel_options.tls = environment.config.tls();
  channel_options.services = {service};
  AMPARO_ASSIGN_OR_RETURN(const std::shared_ptr<grpc::Channel> channel, rpc::MakeChannel(channel_options));
  feed::FollowerOptions options;
  options.feed = name;
  options.service = service;
  options.kinds = std::move(kinds);
  options.on_problem = process::LogProblems(environment, StrCat("the feed ", name, " cannot be followed"));
  auto follower =
      std::make_unique<feed::Follower>(std::move(options), channel, database.workers(), environment.clock, sink);
  follower->ExportMetrics(environment.registry);
  return follower;
}

FeedPosition PositionOf(const feed::Follower& follower) {
  const feed::FollowerStatus status = follower.GetStatus();
  // A follower that has all there is, and hears that there is no more, is up to date between two heartbeats too.
  const bool up_to_date = status.connected && status.lag_events == 0 && status.lag < feed::FollowerOptions().silence;
  const absl::Duration lag = up_to_date ? absl::ZeroDuration() : status.lag;
  return {status.feed, status.seq, status.head_seq, lag, status.connected, status.lag};
}

absl::Status Serve(process::Environment& environment) {
  const config::v1::ServiceConfig& config = environment.config;
  // Not from a replica: what memory is loaded from must hold all that the followers have committed.
  const FactStore store(config.database().write_conninfo());
  FactBoard board;
  MemoryKeeper keeper(store, board);
  FactSink case_sink(CaseKinds(), store, keeper);
  FactSink scheduling_sink(SchedulingKinds(), store, keeper);
  process::Database database(config.database(), kProgram, "", environment.registry, environment.exit);
  AMPARO_ASSIGN_OR_RETURN(const auto cases, Follow(environment, database, "case", "amparo.cases.v1.FeedService",
                                                   config.peers().case_service(), CaseKinds(), case_sink));
  AMPARO_ASSIGN_OR_RETURN(const auto scheduling,
                          Follow(environment, database, "scheduling", "amparo.scheduling.v1.FeedService",
                                 config.peers().scheduling_service(), SchedulingKinds(), scheduling_sink));
  ReportPool pool(kReportThreads, kReportQueue);
  ReportApi api({.board = &board,
                 .pool = &pool,
                 .feeds =
                     [&cases, &scheduling] {
                       return std::vector{PositionOf(*cases), PositionOf(*scheduling)};
                     },
                 .max_rows = config.reports().max_rows()});
  const absl::Status served = process::ServeUntilSignal(environment, {api.Binding()});
  // One may wait for the other to have read the facts anew: both are told before either is waited for.
  for (feed::Follower* follower : {cases.get(), scheduling.get()}) follower->Stop();
  return served;
}

}  // namespace
}  // namespace amparo::statistics

int main(int argc, char** argv) {
  return amparo::process::Main(
      argc, argv,
      {amparo::statistics::kProgram, "Counts what justice was done, from the feeds of the other services.",
       amparo::statistics::kSchema, amparo::statistics::Migrations(), &amparo::statistics::Serve});
}
