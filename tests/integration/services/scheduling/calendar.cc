#include "tests/integration/services/scheduling/calendar.h"

#include <gtest/gtest.h>

#include <utility>

#include "absl/time/clock.h"
#include "common/audit/head_book.h"
#include "common/audit/head_keeper.h"
#include "common/base/check.h"
#include "common/base/strings.h"
#include "common/base/uuid.h"
#include "common/crypto/ed25519.h"
#include "common/pg/migrator.h"
#include "common/rpc/channel.h"
#include "services/scheduling/convert/common.h"
#include "services/scheduling/migrations/migrations.h"

namespace amparo::testing {
namespace {

namespace v1 = scheduling::v1;
using options::v1::ROLE_ATTORNEY;
using options::v1::ROLE_INTAKE;
using options::v1::ROLE_SERVICE;

std::unique_ptr<TestDatabase> MakeDatabase() {
  return PrivatePostgres::Shared().CreateDatabase("scheduling", [](const TestDatabase& database) {
    pg::Migrator migrator(
        {.conninfo = database.owner("scheduling"), .schema = "scheduling", .service_role = "scheduling"},
        scheduling::Migrations());
    const absl::StatusOr<int> applied = migrator.Apply();
    EXPECT_TRUE(applied.ok()) << applied.status();
  });
}

feed::FeedApiOptions FeedOptions(const TestDatabase& database) {
  feed::FeedApiOptions options;
  options.service = "amparo.scheduling.v1.FeedService";
  options.schema = "scheduling";
  options.kinds = scheduling::FeedKinds();
  options.listen_conninfo = database.service("scheduling");
  options.export_conninfo = database.service("scheduling");
  return options;
}

std::shared_ptr<audit::HeadKeeper> HeadsIn(const TempFolder& folder) {
  absl::StatusOr<crypto::SigningKey> key = crypto::SigningKey::Generate();
  AMPARO_CHECK(key.ok(), "a test may make a key");
  absl::StatusOr<audit::HeadBook> book = audit::HeadBook::Open(folder.File("heads.tsv"), *std::move(key));
  AMPARO_CHECK(book.ok(), "a test may keep the heads of its trail");
  return std::make_shared<audit::HeadKeeper>(*std::move(book), 0);
}

template <typename Response>
absl::StatusOr<Response> OrStatus(const absl::Status& status, Response& response) {
  if (!status.ok()) return status;
  return std::move(response);
}

}  // namespace

std::string NewId() {
  return Uuid::V7(absl::Now()).ToString();
}

absl::Time At(int year, int month, int day, int hour, int minute) {
  absl::TimeZone la_paz;
  AMPARO_CHECK(absl::LoadTimeZone("America/La_Paz", &la_paz), "the machine knows the zones of the world");
  return absl::FromCivil(absl::CivilSecond(year, month, day, hour, minute, 0), la_paz);
}

google::protobuf::Timestamp Proto(absl::Time time) {
  google::protobuf::Timestamp proto;
  scheduling::TimeToProto(time, &proto);
  return proto;
}

Calendar::Calendar(const std::vector<config::v1::Principal>& also)
    : database_(MakeDatabase()), clock_(At(2014, 11, 10, 15)), cases_(case_ca_) {
  const std::string conninfo = database_->service("scheduling");
  reader_ = std::make_unique<pg::Reader>(pg::ReaderOptions{.conninfo = conninfo, .threads = 1});
  writer_ = std::make_unique<pg::Writer>(
      pg::WriterOptions{.conninfo = conninfo, .notify_channel = feed::NotifyChannel("scheduling")});
  workers_ = std::make_unique<pg::Workers>(pg::WorkersOptions{.conninfo = conninfo, .threads = 1});
  auto channel = rpc::MakeChannel({.address = cases_.address(),
                                   .tls = case_ca_.Issue("scheduling-service"),
                                   .services = {"amparo.cases.v1.CaseService", "amparo.cases.v1.OfficeService"}});
  AMPARO_CHECK(channel.ok(), "the test's case service has an address");
  case_client_ = std::make_unique<scheduling::CaseService>(rpc::Client(*channel));
  store_ = std::make_unique<scheduling::PgStore>(*reader_, *reader_, *writer_);
  court_api_ = std::make_unique<scheduling::CourtApi>(*store_, *case_client_);
  hearing_api_ = std::make_unique<scheduling::HearingApi>(*store_, *case_client_);
  feed_api_ = std::make_unique<feed::FeedApi>(FeedOptions(*database_), *reader_, *reader_);
  audit_api_ = std::make_unique<audit::AuditApi>(
      "amparo.scheduling.v1.AuditService",
      audit::AuditApiParts{reader_.get(), writer_.get(), workers_.get(), HeadsIn(audit_folder_)});
  std::vector<config::v1::Principal> callers = {MakePrincipal("attorney", {ROLE_ATTORNEY}),
                                                MakePrincipal("colleague", {ROLE_ATTORNEY}),
                                                MakePrincipal("intake", {ROLE_INTAKE}),
                                                MakePrincipal("cebuana", {ROLE_ATTORNEY}, {"cebu"}),
                                                MakePrincipal("statistics-service", {ROLE_SERVICE}),
                                                TestPeople::FrontDesk()};
  callers.insert(callers.end(), also.begin(), also.end());
  server_ = std::make_unique<RpcServer>(std::vector<rpc::ServiceBinding>{court_api_->Binding(), hearing_api_->Binding(),
                                                                         feed_api_->Binding(), audit_api_->Binding()},
                                        callers, config::v1::Limits(), &clock_, &test_people_.people());
  courts_ = v1::CourtService::NewStub(server_->Channel("attorney"));
  hearings_ = v1::HearingService::NewStub(server_->Channel("attorney"));
  feed_ = v1::FeedService::NewStub(server_->Channel("statistics-service"));
  cases_.AddOffice(kLaPaz);
  cases_.SetCase(kCase, cases::v1::CASE_STAGE_PROSECUTION);
}

absl::StatusOr<v1::Court> Calendar::CreateCourt(std::string_view display_name, std::string_view zone) {
  v1::CreateCourtRequest request;
  request.set_parent(kLaPaz);
  request.mutable_court()->set_display_name(std::string(display_name));
  request.mutable_court()->set_city("La Paz");
  request.mutable_court()->set_time_zone(std::string(zone));
  v1::Court court;
  return OrStatus(Call(*courts_, &v1::CourtService::Stub::CreateCourt, request, &court), court);
}

absl::StatusOr<v1::Hearing> Calendar::Schedule(const v1::ScheduleHearingRequest& request, absl::Duration deadline) {
  v1::Hearing hearing;
  return OrStatus(Call(*hearings_, &v1::HearingService::Stub::ScheduleHearing, request, &hearing, deadline), hearing);
}

absl::StatusOr<v1::Hearing> Calendar::Get(const std::string& name) {
  v1::GetHearingRequest request;
  request.set_name(name);
  v1::Hearing hearing;
  return OrStatus(Call(*hearings_, &v1::HearingService::Stub::GetHearing, request, &hearing), hearing);
}

absl::StatusOr<v1::Hearing> Calendar::Hold(const v1::HoldHearingRequest& request) {
  v1::Hearing hearing;
  return OrStatus(Call(*hearings_, &v1::HearingService::Stub::HoldHearing, request, &hearing), hearing);
}

absl::StatusOr<v1::AdjournHearingResponse> Calendar::Adjourn(const v1::AdjournHearingRequest& request) {
  v1::AdjournHearingResponse response;
  return OrStatus(Call(*hearings_, &v1::HearingService::Stub::AdjournHearing, request, &response), response);
}

absl::StatusOr<v1::Hearing> Calendar::Vacate(const v1::VacateHearingRequest& request) {
  v1::Hearing hearing;
  return OrStatus(Call(*hearings_, &v1::HearingService::Stub::VacateHearing, request, &hearing), hearing);
}

absl::StatusOr<v1::ListHearingsResponse> Calendar::List(const v1::ListHearingsRequest& request) {
  v1::ListHearingsResponse response;
  return OrStatus(Call(*hearings_, &v1::HearingService::Stub::ListHearings, request, &response), response);
}

const std::string& Calendar::court() {
  if (court_.empty()) court_ = CreateCourt("Juzgado 1° de Sentencia").value().name();
  return court_;
}

v1::ScheduleHearingRequest Calendar::HearingAt(absl::Time start) {
  v1::ScheduleHearingRequest request;
  request.set_parent(kLaPaz);
  v1::Hearing& hearing = *request.mutable_hearing();
  hearing.set_case_(kCase);
  hearing.set_court(court());
  hearing.set_purpose(v1::HEARING_PURPOSE_TRIAL);
  *hearing.mutable_start_time() = Proto(start);
  hearing.mutable_duration()->set_seconds(2 * 60 * 60);
  hearing.add_required_staff("spiffe://amparo/people/a.attorney");
  return request;
}

v1::Hearing Calendar::Scheduled(absl::Time start) {
  absl::StatusOr<v1::Hearing> hearing = Schedule(HearingAt(start));
  EXPECT_TRUE(hearing.ok()) << hearing.status();
  return hearing.value();
}

v1::AdjournHearingRequest Calendar::Adjournment(const v1::Hearing& hearing, absl::Time next) {
  v1::AdjournHearingRequest request;
  request.set_name(hearing.name());
  request.mutable_adjournment()->set_reason(v1::ADJOURNMENT_REASON_JUDGE_ABSENT);
  request.mutable_adjournment()->set_side(v1::RESPONSIBLE_SIDE_COURT);
  *request.mutable_adjournment()->mutable_next_start_time() = Proto(next);
  v1::Attendance& mother = *request.add_attendance();
  mother.set_attendee(v1::ATTENDEE_KIND_PARENT);
  mother.set_day_lost(v1::DAY_LOST_HALF);
  mother.mutable_wages_lost()->set_currency_code("BOB");
  mother.mutable_wages_lost()->set_units(45);
  return request;
}

}  // namespace amparo::testing
