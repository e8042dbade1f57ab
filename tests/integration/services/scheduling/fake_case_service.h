// A case service that knows what a test tells it: cases with their stages, offices; it can be slow, gone and back.
#pragma once

#include <grpcpp/server.h>

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "amparo/cases/v1/case.pb.h"
#include "amparo/cases/v1/case_service.grpc.pb.h"
#include "amparo/cases/v1/office.grpc.pb.h"
#include "common/testing/certificates.h"

namespace amparo::testing {

// Serves on this machine with a certificate of `ca` until destroyed.
class FakeCaseService {
 public:
  explicit FakeCaseService(const TestCa& ca);
  ~FakeCaseService();

  // "127.0.0.1:<port>", the same after it came back.
  std::string address() const;

  // Makes an office or a case known.
  void AddOffice(const std::string& name);
  void SetCase(const std::string& name, cases::v1::CaseStage stage);
  // Says which case stands for a known one.
  void SetMerged(const std::string& name, const std::string& survivor);

  // From now on calls are not answered, until they are over for their caller (or answered again).
  void SetSilent(bool silent);

  // Gone as a process that ended, and back at the same address.
  void Stop();
  void Start();

  // Calls that have come so far.
  int calls() const;

 private:
  class Cases : public cases::v1::CaseService::Service {
   public:
    explicit Cases(FakeCaseService& fake) : fake_(fake) {}
    grpc::Status GetCase(grpc::ServerContext* context, const cases::v1::GetCaseRequest* request,
                         cases::v1::Case* response) override;

   private:
    FakeCaseService& fake_;
  };
  class Offices : public cases::v1::OfficeService::Service {
   public:
    explicit Offices(FakeCaseService& fake) : fake_(fake) {}
    grpc::Status GetOffice(grpc::ServerContext* context, const cases::v1::GetOfficeRequest* request,
                           cases::v1::Office* response) override;

   private:
    FakeCaseService& fake_;
  };

  // Counts a call, and waits while the service is silent.
  void Arrive(grpc::ServerContext* context);

  const config::v1::Tls tls_;
  Cases case_service_{*this};
  Offices office_service_{*this};
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, cases::v1::CaseStage> cases_;
  std::map<std::string, std::string> merged_;
  std::set<std::string> offices_;
  bool silent_ = false;
  int calls_ = 0;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace amparo::testing
