#include "tests/integration/services/statistics/feed_source.h"

#include <stdexcept>
#include <utility>

#include "common/base/strings.h"
#include "common/feed/append.h"
#include "common/pg/migrator.h"
#include "tests/integration/services/statistics/migrations/migrations.h"

namespace amparo::statistics {
namespace {

feed::Act ActOf(const Change& change, int64_t version, absl::Time now) {
  feed::Act act;
  const size_t office_start = std::string("offices/").size();
  const std::string office = change.name.substr(office_start, change.name.find('/', office_start) - office_start);
  act.request = {office, "spiffe://amparo/test", std::nullopt, "amparo.test.Source/Publish", std::string(32, '.')};
  act.name = change.name;
  act.kind = change.kind;
  act.version = version;
  act.body = change.body;
  act.time = now;
  act.trace_id = "4bf92f3577b34da6a3ce929d0e0e4736";
  act.audit_id = Uuid::V7(now);
  return act;
}

feed::FeedApiOptions FeedOptions(const std::string& schema, const std::string& service, const std::string& conninfo,
                                 const std::vector<std::pair<std::string, std::string>>& kinds) {
  feed::FeedApiOptions options;
  options.service = service;
  options.schema = schema;
  options.listen_conninfo = conninfo;
  options.export_conninfo = conninfo;
  options.poll_interval = absl::Milliseconds(20);
  options.heartbeat = absl::Milliseconds(200);
  for (const auto& [kind, message] : kinds) {
    options.kinds.push_back(
        {kind, message,
         StrCat("SELECT office, name, version, change_time, body FROM resource WHERE kind = '", kind, "'")});
  }
  return options;
}

std::unique_ptr<testing::TestDatabase> DatabaseOf(const std::string& schema) {
  const auto migrate = [&schema](const testing::TestDatabase& database) {
    pg::Migrator migrator({.conninfo = database.owner(schema), .schema = schema, .service_role = schema},
                          source::Migrations());
    if (const absl::Status migrated = migrator.Apply().status(); !migrated.ok())
      throw std::runtime_error(migrated.ToString());
  };
  return testing::PrivatePostgres::Shared().CreateDatabase(schema + " feed", migrate);
}

}  // namespace

FeedSource::FeedSource(std::string schema, std::string service,
                       const std::vector<std::pair<std::string, std::string>>& kinds)
    : schema_(std::move(schema)), database_(DatabaseOf(schema_)) {
  const std::string conninfo = database_->service(schema_);
  connection_ = std::make_unique<pqxx::connection>(conninfo);
  reader_ = std::make_unique<pg::Reader>(pg::ReaderOptions{.conninfo = conninfo});
  api_ = std::make_unique<feed::FeedApi>(FeedOptions(schema_, service, conninfo, kinds), *reader_, *reader_);
  server_ = std::make_unique<testing::RpcServer>(
      std::vector<rpc::ServiceBinding>{api_->Binding()},
      std::vector<config::v1::Principal>{testing::MakePrincipal("statistics-service", {options::v1::ROLE_SERVICE})});
}

void FeedSource::Publish(const std::vector<Change>& changes) {
  pg::Transaction transaction(*connection_);
  std::vector<feed::Act> acts;
  for (const Change& change : changes) {
    feed::Act act = ActOf(change, 1, clock_.Now());
    act.version =
        transaction
            .exec_params1(
                "INSERT INTO resource (office, name, kind, version, change_time, body) VALUES ($1, $2, $3, 1, now(), "
                "$4) "
                "ON CONFLICT (office, name) DO UPDATE SET version = resource.version + 1, body = excluded.body "
                "RETURNING version",
                act.request.office, act.name, act.kind, pqxx::binarystring(act.body))[0]
            .as<int64_t>();
    acts.push_back(std::move(act));
  }
  feed::Append(transaction, acts);
  transaction.commit();
}

int64_t FeedSource::head() const {
  return std::stoll(Sql("SELECT last FROM feed_head"));
}

void FeedSource::ExpireTokens() {
  Sql("UPDATE feed_head SET floor = last");
}

std::unique_ptr<FeedSource> MakeCaseSource() {
  return std::make_unique<FeedSource>(
      "cases", "amparo.cases.v1.FeedService",
      std::vector<std::pair<std::string, std::string>>{{"office", "amparo.cases.v1.Office"},
                                                       {"case", "amparo.cases.v1.Case"},
                                                       {"party", "amparo.cases.v1.Party"},
                                                       {"venue", "amparo.cases.v1.Venue"},
                                                       {"operation", "amparo.cases.v1.Operation"},
                                                       {"charge", "amparo.cases.v1.Charge"},
                                                       {"link", "amparo.cases.v1.Link"}});
}

std::unique_ptr<FeedSource> MakeSchedulingSource() {
  return std::make_unique<FeedSource>(
      "scheduling", "amparo.scheduling.v1.FeedService",
      std::vector<std::pair<std::string, std::string>>{{"court", "amparo.scheduling.v1.Court"},
                                                       {"hearing", "amparo.scheduling.v1.Hearing"}});
}

}  // namespace amparo::statistics
