// The whole case service on a database of its own, served over real mutual TLS, for tests that drive it through its
// RPCs.
#pragma once

#include <grpcpp/grpcpp.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "amparo/cases/v1/appeal.grpc.pb.h"
#include "amparo/cases/v1/asset.grpc.pb.h"
#include "amparo/cases/v1/audit_service.grpc.pb.h"
#include "amparo/cases/v1/case_service.grpc.pb.h"
#include "amparo/cases/v1/charge.grpc.pb.h"
#include "amparo/cases/v1/compartment.grpc.pb.h"
#include "amparo/cases/v1/content.grpc.pb.h"
#include "amparo/cases/v1/document_copy.grpc.pb.h"
#include "amparo/cases/v1/document_service.grpc.pb.h"
#include "amparo/cases/v1/feed_service.grpc.pb.h"
#include "amparo/cases/v1/grant.grpc.pb.h"
#include "amparo/cases/v1/import.grpc.pb.h"
#include "amparo/cases/v1/import_fault.grpc.pb.h"
#include "amparo/cases/v1/law.grpc.pb.h"
#include "amparo/cases/v1/lifecycle.grpc.pb.h"
#include "amparo/cases/v1/network.grpc.pb.h"
#include "amparo/cases/v1/network_analysis.grpc.pb.h"
#include "amparo/cases/v1/office.grpc.pb.h"
#include "amparo/cases/v1/operation.grpc.pb.h"
#include "amparo/cases/v1/organization.grpc.pb.h"
#include "amparo/cases/v1/party.grpc.pb.h"
#include "amparo/cases/v1/person_service.grpc.pb.h"
#include "amparo/cases/v1/sentence_service.grpc.pb.h"
#include "amparo/config/v1/service.pb.h"
#include "common/base/civil.h"
#include "common/crypto/blind_index.h"
#include "common/crypto/envelope.h"
#include "common/errors/grpc_status.h"
#include "common/pg/workers.h"
#include "common/testing/fake_clock.h"
#include "common/testing/people.h"
#include "common/testing/postgres.h"
#include "common/testing/rpc_server.h"
#include "common/testing/temp_folder.h"
#include "services/case/domain/case_finder.h"
#include "services/case/domain/people_store.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// Calls `method` of `stub` with a deadline; the error has its details (errors::Reason).
template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> Call(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                              const Request& request, std::chrono::seconds deadline = std::chrono::seconds(20)) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + deadline);
  Response response;
  const grpc::Status status = (stub.*method)(&context, request, &response);
  if (!status.ok()) return errors::FromGrpc(status);
  return response;
}

// A date as requests carry it.
google::type::Date DateOf(absl::CivilDay day);

// The service, as `case-service` wires it. Callers: "everyone" (every role, all offices), "cebu" (every role, office
// cebu only), "la-paz" (the same of la-paz), "intake", "investigator", "team-leader" (an investigator too), "auditor",
// "supervisor", "second-supervisor", "social-worker", "attorney" (one role each, all offices), "follower" (batch and
// ops), and the people who are given roles, through the front desk.
class CaseService {
 public:
  // `also` may call too.
  explicit CaseService(const std::vector<config::v1::Principal>& also = {});
  // The same with a replica that has heard of nothing yet: there is nothing in what reads that may lag are answered
  // from.
  static std::unique_ptr<CaseService> BesideALaggingReplica(const std::vector<config::v1::Principal>& also = {});
  // Another instance on the database of `beside`, as a second process would be; it may outlive the first.
  explicit CaseService(const CaseService& beside);
  ~CaseService();

  // A stub of `Service` (such as v1::CaseService) for a caller.
  template <typename Service>
  std::unique_ptr<typename Service::Stub> StubOf(std::string_view caller = "everyone") {
    return Service::NewStub(ChannelOf(caller));
  }
  // What a caller's stubs share: a channel is a certificate and a handshake, and a fixture has a dozen stubs.
  std::shared_ptr<grpc::Channel> ChannelOf(std::string_view caller);

  // The calls that most tests make, as "everyone".
  v1::CaseService::Stub& cases() { return *cases_; }
  v1::OfficeService::Stub& offices() { return *offices_; }
  v1::PartyService::Stub& parties() { return *parties_; }
  v1::PersonService::Stub& persons() { return *persons_; }

  // Opens an office (zone, currency and country of the place of that name: "cebu", "phnom-penh", "la-paz").
  v1::Office OpenOffice(const std::string& id = "cebu");

  // Enters a case with this title, reported on 2014-05-12, at a moment of its own.
  v1::Case EnterCase(const std::string& title = "A case", const std::string& office = "cebu");

  // A request for EnterCase, to be changed by the test.
  v1::CreateCaseRequest NewCaseRequest(const std::string& title = "A case", const std::string& office = "cebu");

  // Moves a case by an act such as &v1::CaseService::Stub::ScreenCase, today.
  using CaseActMethod = grpc::Status (v1::CaseService::Stub::*)(grpc::ClientContext*, const v1::CaseActRequest&,
                                                                v1::Case*);
  absl::StatusOr<v1::Case> Act(CaseActMethod method, const std::string& name, const std::string& reason = "");

  // Closes a case that is DISPOSED: "everyone" asks for it, "supervisor" approves.
  absl::StatusOr<v1::Case> Close(const std::string& name);

  // Declines a case, for a reason that is none of the usual.
  absl::StatusOr<v1::Case> Decline(const std::string& name, const std::string& reason);

  // Imports whole cases in one call.
  absl::StatusOr<v1::ImportCasesResponse> Import(const std::vector<v1::ImportCasesRequest>& rows);

  // SQL as superuser in the service's schema; the first field of the first row.
  std::string Sql(const std::string& sql) { return database_->Exec("SET search_path = cases; " + sql); }

  // The stores beneath, and the workers that maintenance runs on, for what no RPC does alone.
  Store& store();
  PeopleStore& people();
  CaseFinder& finder();
  pg::Workers& workers();
  // What the service seals with, and what it finds people by.
  const crypto::Envelope& envelope() const;
  const crypto::BlindIndex& index() const;

  // Runs `case-service index-people` with this file of index keys; the service goes on with its own. Answers how many
  // people and assets were indexed.
  absl::StatusOr<int64_t> IndexPeopleUnder(const std::string& keys);

  // Where the heads of the audit trail are written.
  std::string heads_file() const;

  testing::FakeClock& clock() { return clock_; }
  testing::TestPeople& test_people() { return test_people_; }
  testing::RpcServer& server() { return *server_; }
  testing::TestDatabase& database() { return *database_; }

 private:
  struct Parts;

  CaseService(std::shared_ptr<testing::TestDatabase> database, std::unique_ptr<testing::TestDatabase> replica,
              const std::vector<config::v1::Principal>& also);

  testing::FakeClock clock_;
  testing::TestPeople test_people_{clock_};
  std::shared_ptr<testing::TestDatabase> database_;
  // Null unless reads that may lag are answered from elsewhere.
  std::unique_ptr<testing::TestDatabase> replica_;
  std::unique_ptr<Parts> parts_;
  std::unique_ptr<testing::RpcServer> server_;
  std::mutex channels_mutex_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;  // by caller
  std::unique_ptr<v1::CaseService::Stub> cases_;
  std::unique_ptr<v1::OfficeService::Stub> offices_;
  std::unique_ptr<v1::PartyService::Stub> parties_;
  std::unique_ptr<v1::PersonService::Stub> persons_;
};

}  // namespace amparo::cases
