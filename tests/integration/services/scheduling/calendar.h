// The scheduling service as its callers see it: a loopback server over a database of its own, with a case service that
// a test rules.
#pragma once

#include <grpcpp/client_context.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "amparo/scheduling/v1/court.grpc.pb.h"
#include "amparo/scheduling/v1/feed_service.grpc.pb.h"
#include "amparo/scheduling/v1/hearing.grpc.pb.h"
#include "common/audit/audit_api.h"
#include "common/base/strings.h"
#include "common/errors/grpc_status.h"
#include "common/feed/feed_api.h"
#include "common/pg/reader.h"
#include "common/pg/workers.h"
#include "common/pg/writer.h"
#include "common/testing/fake_clock.h"
#include "common/testing/people.h"
#include "common/testing/postgres.h"
#include "common/testing/rpc_server.h"
#include "common/testing/temp_folder.h"
#include "services/scheduling/api/court_api.h"
#include "services/scheduling/api/hearing_api.h"
#include "services/scheduling/clients/case_service.h"
#include "services/scheduling/store/pg_store.h"
#include "tests/integration/services/scheduling/fake_case_service.h"

namespace amparo::testing {

// Names of the world that every Calendar begins with: the office of La Paz with one open case.
inline constexpr char kLaPaz[] = "offices/la-paz";
inline constexpr char kCase[] = "offices/la-paz/cases/01890000-0000-7000-8000-0000000000ca";

// A UUID, a different one at each call.
std::string NewId();

// A moment on a wall in La Paz.
absl::Time At(int year, int month, int day, int hour = 9, int minute = 0);
google::protobuf::Timestamp Proto(absl::Time time);

// A server of the scheduling service. Its clock stands at 2014-11-10 15:00 in La Paz until a test moves it. The people
// who are given roles may call too, through the front desk.
class Calendar {
 public:
  // `also` may call besides its own callers.
  explicit Calendar(const std::vector<config::v1::Principal>& also = {});

  // Calls `method` of `stub` as "attorney" with a deadline; the status has its details.
  template <typename Stub, typename Request, typename Response>
  absl::Status Call(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const Request& request, Response* response, absl::Duration deadline = absl::Seconds(20)) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + absl::ToChronoMicroseconds(deadline));
    return errors::FromGrpc((stub.*method)(&context, request, response));
  }

  absl::StatusOr<scheduling::v1::Court> CreateCourt(std::string_view display_name,
                                                    std::string_view zone = "America/La_Paz");
  absl::StatusOr<scheduling::v1::Hearing> Schedule(const scheduling::v1::ScheduleHearingRequest& request,
                                                   absl::Duration deadline = absl::Seconds(20));
  absl::StatusOr<scheduling::v1::Hearing> Get(const std::string& hearing);
  absl::StatusOr<scheduling::v1::Hearing> Hold(const scheduling::v1::HoldHearingRequest& request);
  absl::StatusOr<scheduling::v1::AdjournHearingResponse> Adjourn(const scheduling::v1::AdjournHearingRequest& request);
  absl::StatusOr<scheduling::v1::Hearing> Vacate(const scheduling::v1::VacateHearingRequest& request);
  absl::StatusOr<scheduling::v1::ListHearingsResponse> List(const scheduling::v1::ListHearingsRequest& request);

  // A request for a hearing of two hours at `start` at the court of this calendar, which is made when first needed.
  scheduling::v1::ScheduleHearingRequest HearingAt(absl::Time start);
  // A hearing that is on the calendar; failing to put it there fails the test.
  scheduling::v1::Hearing Scheduled(absl::Time start);
  // An adjournment of `hearing` because the judge was absent, to `next`.
  static scheduling::v1::AdjournHearingRequest Adjournment(const scheduling::v1::Hearing& hearing, absl::Time next);

  // What one query of the superuser answers, with the service's schema in the path.
  std::string Query(const std::string& sql) { return database_->Exec(StrCat("SET search_path = scheduling; ", sql)); }

  // As the service itself connects.
  std::string conninfo() const { return database_->service("scheduling"); }

  scheduling::v1::CourtService::Stub& courts() { return *courts_; }
  scheduling::v1::HearingService::Stub& hearings() { return *hearings_; }
  scheduling::v1::FeedService::Stub& feed() { return *feed_; }
  FakeCaseService& cases() { return cases_; }
  FakeClock& clock() { return clock_; }
  TestPeople& test_people() { return test_people_; }
  RpcServer& server() { return *server_; }
  const std::string& court();

 private:
  std::unique_ptr<TestDatabase> database_;
  FakeClock clock_;
  TestPeople test_people_{clock_};
  TestCa case_ca_;
  FakeCaseService cases_;
  std::unique_ptr<pg::Reader> reader_;
  std::unique_ptr<pg::Writer> writer_;
  std::unique_ptr<pg::Workers> workers_;
  TempFolder audit_folder_;
  std::unique_ptr<scheduling::CaseService> case_client_;
  std::unique_ptr<scheduling::PgStore> store_;
  std::unique_ptr<scheduling::CourtApi> court_api_;
  std::unique_ptr<scheduling::HearingApi> hearing_api_;
  std::unique_ptr<feed::FeedApi> feed_api_;
  std::unique_ptr<audit::AuditApi> audit_api_;
  std::unique_ptr<RpcServer> server_;
  std::unique_ptr<scheduling::v1::CourtService::Stub> courts_;
  std::unique_ptr<scheduling::v1::HearingService::Stub> hearings_;
  std::unique_ptr<scheduling::v1::FeedService::Stub> feed_;
  std::string court_;
};

}  // namespace amparo::testing
