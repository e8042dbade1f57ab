// The whole statistics service on a database of its own, following two real feeds and served over real mutual TLS.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "amparo/statistics/v1/report.grpc.pb.h"
#include "common/errors/grpc_status.h"
#include "common/feed/follower.h"
#include "common/pg/workers.h"
#include "common/testing/fake_clock.h"
#include "common/testing/people.h"
#include "common/testing/postgres.h"
#include "common/testing/rpc_server.h"
#include "services/statistics/api/report_api.h"
#include "services/statistics/domain/fact_board.h"
#include "services/statistics/ingest/fact_sink.h"
#include "services/statistics/store/fact_store.h"
#include "tests/integration/services/statistics/feed_source.h"

namespace amparo::statistics {

// Calls a method of ReportService on a server as `caller`; the error has its details.
template <typename Request, typename Response>
absl::StatusOr<Response> CallReports(testing::RpcServer& server, const std::string& caller,
                                     grpc::Status (v1::ReportService::Stub::*method)(grpc::ClientContext*,
                                                                                     const Request&, Response*),
                                     const Request& request) {
  const auto stub = v1::ReportService::NewStub(server.Channel(caller));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  Response response;
  const grpc::Status status = (stub.get()->*method)(&context, request, &response);
  if (!status.ok()) return errors::FromGrpc(status);
  return response;
}

// The service, as `statistics-service` wires it. Callers: "analyst" (statistician, all offices), "cebu-analyst" (the
// same, office cebu only), "intake" (a role that may not ask for reports), and the people who are given roles, through
// the front desk. Its clock stands at 2015-06-01.
class StatisticsService {
 public:
  // Follows the sources, which must outlive it. `max_rows` bounds an answer; `also` may call besides its own callers.
  StatisticsService(FeedSource& cases, FeedSource& scheduling, int max_rows = 10000,
                    const std::vector<config::v1::Principal>& also = {});
  ~StatisticsService();

  // Waits until everything published so far has been applied; false when that has not happened within a minute.
  bool CatchUp();

  // Stops following and starts again, with empty memory, as a new process does.
  void Restart();

  // CallReports on its server.
  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (v1::ReportService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                                Response*),
                                const Request& request, const std::string& caller = "analyst") {
    return CallReports(*server_, caller, method, request);
  }

  testing::RpcServer& server() { return *server_; }
  testing::TestPeople& test_people() { return test_people_; }

  // SQL as superuser on the service's schema; the first field of the first row.
  std::string Sql(const std::string& sql) const { return database_->Exec("SET search_path = statistics; " + sql); }

  // A digest of every row of every table of facts.
  std::string Digest() const;

  // What the service keeps, as text: everything that could ever leak from its database.
  std::string Dump() const;

 private:
  void Follow();

  FeedSource& case_source_;
  FeedSource& scheduling_source_;
  testing::FakeClock clock_;
  testing::TestPeople test_people_{clock_};
  std::unique_ptr<testing::TestDatabase> database_;
  std::unique_ptr<FactStore> store_;
  FactBoard board_;
  std::unique_ptr<MemoryKeeper> keeper_;
  std::unique_ptr<FactSink> case_sink_;
  std::unique_ptr<FactSink> scheduling_sink_;
  std::unique_ptr<pg::Workers> workers_;
  std::unique_ptr<feed::Follower> cases_;
  std::unique_ptr<feed::Follower> scheduling_;
  ReportPool pool_{2, 64};
  std::unique_ptr<ReportApi> api_;
  std::unique_ptr<testing::RpcServer> server_;
};

}  // namespace amparo::statistics
