#include "tests/integration/services/case/case_service.h"

#include <map>
#include <stdexcept>
#include <utility>

#include "common/config/config.h"
#include "common/crypto/envelope.h"
#include "common/feed/feed_api.h"
#include "common/pg/migrator.h"
#include "common/process/database.h"
#include "services/case/api/case_api.h"
#include "services/case/api/charge_api.h"
#include "services/case/api/import_api.h"
#include "services/case/api/network_api.h"
#include "services/case/api/office_api.h"
#include "services/case/api/operation_api.h"
#include "services/case/api/party_api.h"
#include "services/case/convert/values.h"
#include "services/case/migrations/migrations.h"
#include "services/case/store/feed_kinds.h"
#include "services/case/store/pg_import_store.h"
#include "services/case/store/pg_store.h"

namespace amparo::cases {
namespace {

constexpr char kKeys[] = "test:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n";

template <typename T>
T OrThrow(absl::StatusOr<T> value) {
  if (!value.ok()) throw std::runtime_error(value.status().ToString());
  return *std::move(value);
}

config::v1::Database DatabaseConfig(const testing::TestDatabase& database) {
  config::v1::ServiceConfig config;
  config.mutable_database()->set_write_conninfo(database.service("cases"));
  config::ApplyDefaults(config);
  return config.database();
}

std::unique_ptr<testing::TestDatabase> MigratedDatabase() {
  auto database = testing::PrivatePostgres::Shared().CreateDatabase();
  pg::MigratorOptions options;
  options.conninfo = database->owner("cases");
  options.schema = "cases";
  options.service_role = "cases";
  OrThrow(pg::Migrator(std::move(options), Migrations()).Apply());
  return database;
}

feed::FeedApiOptions FeedOptions(const testing::TestDatabase& database) {
  feed::FeedApiOptions options;
  options.service = "amparo.cases.v1.FeedService";
  options.schema = "cases";
  options.kinds = PublishedKinds();
  options.listen_conninfo = database.service("cases");
  options.export_conninfo = database.service("cases");
  return options;
}

config::v1::Principal WithEveryRole(std::string_view name, std::string_view office) {
  config::v1::Principal principal = testing::MakePrincipal(name, {}, {office});
  for (int role = options::v1::Role_MIN + 1; role <= options::v1::Role_MAX; ++role) {
    principal.add_roles(static_cast<options::v1::Role>(role));
  }
  return principal;
}

}  // namespace

google::type::Date DateOf(absl::CivilDay day) {
  google::type::Date date;
  SetDate(day, &date);
  return date;
}

struct CaseService::Parts {
  Parts(const testing::TestDatabase& test_database, const Clock& clock)
      : envelope(OrThrow(crypto::KeyRing::Parse(kKeys, "test keys"))),
        database(DatabaseConfig(test_database), "case-service", feed::NotifyChannel("cases"), registry),
        store({&database.reads(), &database.decides(), &database.writer(), &envelope, &clock}),
        import_store(&database.workers(), &envelope),
        offices(&store),
        office_api(&store),
        case_api(&store, &offices),
        party_api(&store, &offices),
        operation_api(&store),
        charge_api(&store, &offices),
        network_api(&store, &offices),
        import_api(&import_store, &offices),
        feed_api(FeedOptions(test_database), database.reads()) {}

  std::vector<rpc::ServiceBinding> Bindings() {
    return {office_api.Binding(), case_api.Binding(),    party_api.Binding(),  operation_api.Binding(),
            charge_api.Binding(), network_api.Binding(), import_api.Binding(), feed_api.Binding()};
  }

  obs::Registry registry;
  crypto::Envelope envelope;
  process::Database database;
  PgStore store;
  PgImportStore import_store;
  OfficeDirectory offices;
  OfficeApi office_api;
  CaseApi case_api;
  PartyApi party_api;
  OperationApi operation_api;
  ChargeApi charge_api;
  NetworkApi network_api;
  ImportApi import_api;
  feed::FeedApi feed_api;
};

CaseService::CaseService() : CaseService(MigratedDatabase()) {}

CaseService::CaseService(const CaseService& beside) : CaseService(beside.database_) {}

CaseService::CaseService(std::shared_ptr<testing::TestDatabase> database)
    : clock_(absl::FromCivil(absl::CivilSecond(2014, 12, 11, 2, 0, 0), absl::UTCTimeZone())),
      database_(std::move(database)),
      parts_(std::make_unique<Parts>(*database_, clock_)) {
  using namespace options::v1;  // NOLINT: the roles
  const std::vector<config::v1::Principal> principals = {
      WithEveryRole("everyone", "*"), WithEveryRole("cebu", "cebu"), testing::MakePrincipal("intake", {ROLE_INTAKE}),
      testing::MakePrincipal("investigator", {ROLE_INVESTIGATOR}), testing::MakePrincipal("auditor", {ROLE_AUDITOR})};
  server_ = std::make_unique<testing::RpcServer>(parts_->Bindings(), principals, config::v1::Limits(), &clock_);
  cases_ = StubOf<v1::CaseService>();
  offices_ = StubOf<v1::OfficeService>();
  parties_ = StubOf<v1::PartyService>();
}

// The server goes first: it uses everything else.
CaseService::~CaseService() {
  server_.reset();
}

v1::Office CaseService::OpenOffice(const std::string& id) {
  struct Place {
    const char* country;
    const char* currency;
    const char* zone;
  };
  static const std::map<std::string, Place> places = {{"cebu", {"PH", "PHP", "Asia/Manila"}},
                                                      {"phnom-penh", {"KH", "KHR", "Asia/Phnom_Penh"}},
                                                      {"la-paz", {"BO", "BOB", "America/La_Paz"}}};
  const Place& place = places.at(id);
  v1::CreateOfficeRequest request;
  request.set_office_id(id);
  v1::Office& office = *request.mutable_office();
  office.set_display_name("Office " + id);
  office.set_country_code(place.country);
  office.set_currency_code(place.currency);
  office.set_time_zone(place.zone);
  *office.mutable_open_date() = DateOf(absl::CivilDay(2008, 3, 1));
  return OrThrow(Call(*offices_, &v1::OfficeService::Stub::CreateOffice, request));
}

v1::CreateCaseRequest CaseService::NewCaseRequest(const std::string& title, const std::string& office) {
  v1::CreateCaseRequest request;
  request.set_parent("offices/" + office);
  request.mutable_case_()->set_title(title);
  request.mutable_case_()->set_crime_type("02041");
  *request.mutable_case_()->mutable_report_date() = DateOf(absl::CivilDay(2014, 5, 12));
  return request;
}

v1::Case CaseService::EnterCase(const std::string& title, const std::string& office) {
  return OrThrow(Call(*cases_, &v1::CaseService::Stub::CreateCase, NewCaseRequest(title, office)));
}

absl::StatusOr<v1::Case> CaseService::Act(CaseActMethod method, const std::string& name, const std::string& reason) {
  v1::CaseActRequest request;
  request.set_name(name);
  request.set_reason(reason);
  return Call(*cases_, method, request);
}

}  // namespace amparo::cases
