#include "tests/integration/services/statistics/statistics_service.h"

#include <stdexcept>
#include <thread>

#include "common/base/strings.h"
#include "common/pg/migrator.h"
#include "services/statistics/ingest/event_facts.h"
#include "services/statistics/migrations/migrations.h"
#include "services/statistics/store/fact_tables.h"

namespace amparo::statistics {
namespace {

FeedPosition PositionOf(const feed::Follower& follower) {
  const feed::FollowerStatus status = follower.GetStatus();
  return {status.feed, status.seq, status.head_seq, status.lag, status.connected, status.lag};
}

std::unique_ptr<feed::Follower> MakeFollower(const std::string& feed, const std::string& service, FeedSource& source,
                                             const std::vector<std::string>& kinds, pg::Workers& workers,
                                             const Clock& clock, feed::Sink& sink) {
  feed::FollowerOptions options;
  options.feed = feed;
  options.service = service;
  options.kinds = kinds;
  options.first_backoff = absl::Milliseconds(10);
  options.last_backoff = absl::Milliseconds(50);
  return std::make_unique<feed::Follower>(options, source.Channel(), workers, clock, sink);
}

void Migrate(const testing::TestDatabase& database) {
  pg::Migrator migrator(
      {.conninfo = database.owner("statistics"), .schema = "statistics", .service_role = "statistics"}, Migrations());
  if (const absl::Status migrated = migrator.Apply().status(); !migrated.ok())
    throw std::runtime_error(migrated.ToString());
}

}  // namespace

StatisticsService::StatisticsService(FeedSource& cases, FeedSource& scheduling, int max_rows,
                                     const std::vector<config::v1::Principal>& also)
    : case_source_(cases),
      scheduling_source_(scheduling),
      clock_(absl::FromCivil(absl::CivilSecond(2015, 6, 1, 12, 0, 0), absl::UTCTimeZone())),
      database_(testing::PrivatePostgres::Shared().CreateDatabase("statistics", &Migrate)) {
  store_ = std::make_unique<FactStore>(database_->service("statistics"));
  keeper_ = std::make_unique<MemoryKeeper>(*store_, board_);
  case_sink_ = std::make_unique<FactSink>(CaseKinds(), *store_, *keeper_);
  scheduling_sink_ = std::make_unique<FactSink>(SchedulingKinds(), *store_, *keeper_);
  workers_ =
      std::make_unique<pg::Workers>(pg::WorkersOptions{.conninfo = database_->service("statistics"), .threads = 2});
  Follow();
  api_ =
      std::make_unique<ReportApi>(ReportApiOptions{&board_, &pool_,
                                                   [this] {
                                                     return std::vector{PositionOf(*cases_), PositionOf(*scheduling_)};
                                                   },
                                                   max_rows});
  using options::v1::ROLE_INTAKE;
  using options::v1::ROLE_STATISTICIAN;
  std::vector<config::v1::Principal> callers = {testing::MakePrincipal("analyst", {ROLE_STATISTICIAN}),
                                                testing::MakePrincipal("cebu-analyst", {ROLE_STATISTICIAN}, {"cebu"}),
                                                testing::MakePrincipal("intake", {ROLE_INTAKE}),
                                                testing::TestPeople::FrontDesk()};
  callers.insert(callers.end(), also.begin(), also.end());
  server_ = std::make_unique<testing::RpcServer>(std::vector<rpc::ServiceBinding>{api_->Binding()}, callers,
                                                 config::v1::Limits(), &clock_, &test_people_.people());
}

StatisticsService::~StatisticsService() {
  server_.reset();
  cases_.reset();
  scheduling_.reset();
}

void StatisticsService::Follow() {
  cases_ =
      MakeFollower("case", "amparo.cases.v1.FeedService", case_source_, CaseKinds(), *workers_, clock_, *case_sink_);
  scheduling_ = MakeFollower("scheduling", "amparo.scheduling.v1.FeedService", scheduling_source_, SchedulingKinds(),
                             *workers_, clock_, *scheduling_sink_);
}

void StatisticsService::Restart() {
  cases_.reset();
  scheduling_.reset();
  board_.Replace(Facts());
  Follow();
}

bool StatisticsService::CatchUp() {
  const auto has_all = [](const feed::Follower& follower, int64_t head) {
    const feed::FollowerStatus status = follower.GetStatus();
    return status.seq == head && status.connected && status.lag < absl::InfiniteDuration();
  };
  const absl::Time deadline = absl::Now() + absl::Minutes(1);
  while (!has_all(*cases_, case_source_.head()) || !has_all(*scheduling_, scheduling_source_.head())) {
    if (absl::Now() > deadline) return false;
    std::this_thread::yield();
  }
  return true;
}

std::string StatisticsService::Digest() const {
  std::string digest;
  for (const FactTable& table : FactTables()) {
    StrAppend(&digest, table.name, "=",
              Sql(StrCat("SELECT count(*) || ' ' || md5(coalesce(string_agg(row, '|' ORDER BY row), '')) FROM ",
                         "(SELECT t::text AS row FROM ", table.name, " t) AS rows")),
              "\n");
  }
  return digest;
}

std::string StatisticsService::Dump() const {
  std::string dump;
  for (const FactTable& table : FactTables()) {
    StrAppend(&dump, Sql(StrCat("SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM ", table.name, " t")), "\n");
  }
  return dump;
}

}  // namespace amparo::statistics
