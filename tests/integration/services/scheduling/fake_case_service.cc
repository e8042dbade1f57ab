#include "tests/integration/services/scheduling/fake_case_service.h"

#include <grpcpp/server_builder.h>

#include <chrono>

#include "common/base/check.h"
#include "common/base/strings.h"
#include "common/rpc/tls.h"

namespace amparo::testing {

FakeCaseService::FakeCaseService(const TestCa& ca) : tls_(ca.Issue("case-service")) {
  Start();
}

FakeCaseService::~FakeCaseService() {
  SetSilent(false);
  Stop();
}

std::string FakeCaseService::address() const {
  return StrCat("127.0.0.1:", port_);
}

void FakeCaseService::AddOffice(const std::string& name) {
  const std::lock_guard lock(mutex_);
  offices_.insert(name);
}

void FakeCaseService::SetCase(const std::string& name, cases::v1::CaseStage stage) {
  const std::lock_guard lock(mutex_);
  cases_[name] = stage;
}

void FakeCaseService::SetMerged(const std::string& name, const std::string& survivor) {
  const std::lock_guard lock(mutex_);
  merged_[name] = survivor;
}

void FakeCaseService::SetSilent(bool silent) {
  const std::lock_guard lock(mutex_);
  silent_ = silent;
  changed_.notify_all();
}

void FakeCaseService::Stop() {
  if (server_) server_->Shutdown(std::chrono::system_clock::now());
  server_.reset();
}

void FakeCaseService::Start() {
  auto credentials = rpc::ServerCredentials(tls_);
  AMPARO_CHECK(credentials.ok(), "the test's certificates can be read");
  grpc::ServerBuilder builder;
  builder.AddListeningPort(address(), *credentials, &port_);
  builder.RegisterService(&case_service_);
  builder.RegisterService(&office_service_);
  server_ = builder.BuildAndStart();
  AMPARO_CHECK(server_ != nullptr, "the test's case service can be started");
}

int FakeCaseService::calls() const {
  const std::lock_guard lock(mutex_);
  return calls_;
}

void FakeCaseService::Arrive(grpc::ServerContext* context) {
  std::unique_lock lock(mutex_);
  ++calls_;
  while (silent_ && !context->IsCancelled()) changed_.wait_for(lock, std::chrono::milliseconds(10));
}

grpc::Status FakeCaseService::Cases::GetCase(grpc::ServerContext* context, const cases::v1::GetCaseRequest* request,
                                             cases::v1::Case* response) {
  fake_.Arrive(context);
  const std::lock_guard lock(fake_.mutex_);
  const auto found = fake_.cases_.find(request->name());
  if (found == fake_.cases_.end()) return {grpc::StatusCode::NOT_FOUND, "no such case"};
  response->set_name(found->first);
  response->set_stage(found->second);
  if (const auto at = fake_.merged_.find(found->first); at != fake_.merged_.end())
    response->set_merged_into(at->second);
  for (const auto& [merged, survivor] : fake_.merged_) {
    if (survivor == found->first) response->add_merged_cases(merged);
  }
  return grpc::Status::OK;
}

grpc::Status FakeCaseService::Offices::GetOffice(grpc::ServerContext* context,
                                                 const cases::v1::GetOfficeRequest* request,
                                                 cases::v1::Office* response) {
  fake_.Arrive(context);
  const std::lock_guard lock(fake_.mutex_);
  if (!fake_.offices_.contains(request->name())) return {grpc::StatusCode::NOT_FOUND, "no such office"};
  response->set_name(request->name());
  return grpc::Status::OK;
}

}  // namespace amparo::testing
