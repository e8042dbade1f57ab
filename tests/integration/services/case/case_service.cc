#include "tests/integration/services/case/case_service.h"

#include <map>
#include <stdexcept>
#include <utility>

#include "common/audit/audit_api.h"
#include "common/audit/sealer.h"
#include "common/config/config.h"
#include "common/crypto/blind_index.h"
#include "common/crypto/envelope.h"
#include "common/feed/feed_api.h"
#include "common/pg/migrator.h"
#include "common/process/database.h"
#include "services/case/api/asset_index.h"
#include "services/case/api/audit_gate.h"
#include "services/case/api/people_index.h"
#include "services/case/convert/values.h"
#include "services/case/migrations/migrations.h"
#include "services/case/store/feed_kinds.h"
#include "services/case/store/pg_network_store.h"
#include "services/case/store/pg_people_store.h"
#include "services/case/store/pg_store.h"
#include "services/case/wiring.h"

namespace amparo::cases {
namespace {

constexpr char kIndexKeys[] = "test:fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210\n";
constexpr char kKeys[] = "test:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n";

template <typename T>
T OrThrow(absl::StatusOr<T> value) {
  if (!value.ok()) throw std::runtime_error(value.status().ToString());
  return *std::move(value);
}

config::v1::Database DatabaseConfig(const testing::TestDatabase& database, const testing::TestDatabase* replica) {
  config::v1::ServiceConfig config;
  config.mutable_database()->set_write_conninfo(database.service("cases"));
  if (replica != nullptr) config.mutable_database()->set_read_conninfo(replica->service("cases"));
  // As few as do not wait for one another: to make a connection takes longer than most tests do besides.
  config.mutable_database()->set_reader_connections(1);
  config.mutable_database()->set_worker_connections(2);
  config::ApplyDefaults(config);
  return config.database();
}

std::unique_ptr<testing::TestDatabase> MigratedDatabase() {
  return testing::PrivatePostgres::Shared().CreateDatabase("cases", [](const testing::TestDatabase& database) {
    pg::MigratorOptions options;
    options.conninfo = database.owner("cases");
    options.schema = "cases";
    options.service_role = "cases";
    OrThrow(pg::Migrator(std::move(options), Migrations()).Apply());
  });
}

feed::FeedApiOptions FeedOptions(const testing::TestDatabase& database) {
  feed::FeedApiOptions options;
  options.service = "amparo.cases.v1.FeedService";
  options.schema = "cases";
  options.kinds = PublishedKinds();
  options.service_kinds = KindsForServices();
  options.listen_conninfo = database.service("cases");
  options.export_conninfo = database.service("cases");
  return options;
}

std::shared_ptr<audit::HeadKeeper> HeadsIn(const testing::TempFolder& folder) {
  crypto::SigningKey key = OrThrow(crypto::SigningKey::Generate());
  return std::make_shared<audit::HeadKeeper>(OrThrow(audit::HeadBook::Open(folder.File("heads.tsv"), std::move(key))),
                                             0);
}

audit::SealerOptions SealerOptions(const testing::TestDatabase& database) {
  audit::SealerOptions options;
  options.conninfo = database.service("cases");
  options.poll_interval = absl::Milliseconds(50);
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
  Parts(const testing::TestDatabase& test_database, const testing::TestDatabase* replica, const Clock& clock)
      : envelope(OrThrow(crypto::KeyRing::Parse(kKeys, "test keys"))),
        index(OrThrow(crypto::KeyRing::Parse(kIndexKeys, "test index keys"))),
        database(DatabaseConfig(test_database, replica), "case-service", feed::NotifyChannel("cases"), registry, exit),
        services(database, envelope, index, clock, FeedOptions(test_database)),
        heads(HeadsIn(folder)),
        sealer(SealerOptions(test_database), heads, clock),
        audit_api("amparo.cases.v1.AuditService", {&database.decides(), &database.writer(), &database.workers(), heads},
                  AuditGate(&services.offices(), &services.compartments())) {}

  std::vector<rpc::ServiceBinding> Bindings() {
    std::vector<rpc::ServiceBinding> bindings = services.Bindings();
    bindings.push_back(audit_api.Binding());
    return bindings;
  }

  obs::Registry registry;
  crypto::Envelope envelope;
  crypto::BlindIndex index;
  process::ExitDeadline exit;
  process::Database database;
  CaseServices services;
  testing::TempFolder folder;
  std::shared_ptr<audit::HeadKeeper> heads;
  audit::Sealer sealer;
  audit::AuditApi audit_api;
};

CaseService::CaseService(const std::vector<config::v1::Principal>& also)
    : CaseService(MigratedDatabase(), nullptr, also) {}

std::unique_ptr<CaseService> CaseService::BesideALaggingReplica(const std::vector<config::v1::Principal>& also) {
  return std::unique_ptr<CaseService>(new CaseService(MigratedDatabase(), MigratedDatabase(), also));
}

CaseService::CaseService(const CaseService& beside) : CaseService(beside.database_, nullptr, {}) {}

CaseService::CaseService(std::shared_ptr<testing::TestDatabase> database,
                         std::unique_ptr<testing::TestDatabase> replica, const std::vector<config::v1::Principal>& also)
    : clock_(absl::FromCivil(absl::CivilSecond(2014, 12, 11, 2, 0, 0), absl::UTCTimeZone())),
      database_(std::move(database)),
      replica_(std::move(replica)),
      parts_(std::make_unique<Parts>(*database_, replica_.get(), clock_)) {
  using namespace options::v1;  // NOLINT: the roles
  std::vector<config::v1::Principal> principals = {WithEveryRole("everyone", "*"),
                                                   WithEveryRole("cebu", "cebu"),
                                                   testing::MakePrincipal("intake", {ROLE_INTAKE}),
                                                   testing::MakePrincipal("investigator", {ROLE_INVESTIGATOR}),
                                                   testing::MakePrincipal("auditor", {ROLE_AUDITOR}),
                                                   testing::MakePrincipal("supervisor", {ROLE_SUPERVISOR}),
                                                   testing::MakePrincipal("second-supervisor", {ROLE_SUPERVISOR}),
                                                   testing::MakePrincipal("team-leader", {ROLE_INVESTIGATOR}),
                                                   testing::MakePrincipal("follower", {ROLE_BATCH, ROLE_OPS}),
                                                   WithEveryRole("la-paz", "la-paz"),
                                                   testing::MakePrincipal("social-worker", {ROLE_SOCIAL_WORKER}),
                                                   testing::MakePrincipal("attorney", {ROLE_ATTORNEY})};
  principals.push_back(testing::TestPeople::FrontDesk());
  principals.insert(principals.end(), also.begin(), also.end());
  server_ = std::make_unique<testing::RpcServer>(parts_->Bindings(), principals, config::v1::Limits(), &clock_,
                                                 &test_people_.people());
  cases_ = StubOf<v1::CaseService>();
  offices_ = StubOf<v1::OfficeService>();
  parties_ = StubOf<v1::PartyService>();
  persons_ = StubOf<v1::PersonService>();
}

std::shared_ptr<grpc::Channel> CaseService::ChannelOf(std::string_view caller) {
  const std::lock_guard lock(channels_mutex_);
  std::shared_ptr<grpc::Channel>& channel = channels_[std::string(caller)];
  if (channel == nullptr) channel = server_->Channel(caller);
  return channel;
}

std::string CaseService::heads_file() const {
  return parts_->heads->book().path();
}

// The server goes first: it uses everything else.
CaseService::~CaseService() {
  server_.reset();
}

Store& CaseService::store() {
  return parts_->services.store();
}

PeopleStore& CaseService::people() {
  return parts_->services.people();
}

CaseFinder& CaseService::finder() {
  return parts_->services.finder();
}

const crypto::Envelope& CaseService::envelope() const {
  return parts_->envelope;
}

const crypto::BlindIndex& CaseService::index() const {
  return parts_->index;
}

absl::StatusOr<int64_t> CaseService::IndexPeopleUnder(const std::string& keys) {
  const crypto::BlindIndex index(OrThrow(crypto::KeyRing::Parse(keys, "test index keys")));
  process::Database& database = parts_->database;
  PgStore store({&database.reads(), &database.decides(), &database.writer(), &database.workers(), &parts_->envelope,
                 &clock_, &index});
  PgPeopleStore people({&database.workers(), &database.writer(), &parts_->envelope, &index, &clock_});
  PgNetworkStore network(&database.reads(), &database.decides(), &index);
  const absl::StatusOr<int64_t> assets = IndexAssets(store, network);
  if (!assets.ok()) return assets;
  const absl::StatusOr<int64_t> indexed = IndexPeople(store, people, clock_);
  if (!indexed.ok()) return indexed;
  return *indexed + *assets;
}

pg::Workers& CaseService::workers() {
  return parts_->database.workers();
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
  // Lists are in order of entry: two entries need two moments.
  clock_.Advance(absl::Milliseconds(1));
  return OrThrow(Call(*cases_, &v1::CaseService::Stub::CreateCase, NewCaseRequest(title, office)));
}

absl::StatusOr<v1::Case> CaseService::Act(CaseActMethod method, const std::string& name, const std::string& reason) {
  v1::CaseActRequest request;
  request.set_name(name);
  request.set_reason(reason);
  return Call(*cases_, method, request);
}

absl::StatusOr<v1::Case> CaseService::Close(const std::string& name) {
  using Stub = v1::LifecycleService::Stub;
  v1::ClosureActRequest request;
  request.set_name(name);
  request.set_reason("nothing is left to do");
  const auto asked = Call(*StubOf<v1::LifecycleService>(), &Stub::RequestClosure, request);
  if (!asked.ok()) return asked;
  return Call(*StubOf<v1::LifecycleService>("supervisor"), &Stub::ApproveClosure, request);
}

absl::StatusOr<v1::Case> CaseService::Decline(const std::string& name, const std::string& reason) {
  v1::CaseActRequest request;
  request.set_name(name);
  request.set_decline_reason(v1::DECLINE_REASON_OTHER);
  request.set_reason(reason);
  return Call(*cases_, &v1::CaseService::Stub::DeclineCase, request);
}

absl::StatusOr<v1::ImportCasesResponse> CaseService::Import(const std::vector<v1::ImportCasesRequest>& rows) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(120));
  v1::ImportCasesResponse response;
  const auto stub = StubOf<v1::ImportService>();
  const auto writer = stub->ImportCases(&context, &response);
  for (const v1::ImportCasesRequest& row : rows) {
    if (!writer->Write(row)) break;
  }
  writer->WritesDone();
  const grpc::Status status = writer->Finish();
  if (!status.ok()) return errors::FromGrpc(status);
  return response;
}

}  // namespace amparo::cases
