#include "tests/bench/workloads.h"

#include <absl/time/clock.h>

#include <atomic>
#include <random>
#include <stdexcept>

#include "amparo/cases/v1/case_service.grpc.pb.h"
#include "amparo/cases/v1/office.grpc.pb.h"
#include "amparo/feed/v1/feed.pb.h"
#include "common/base/uuid.h"
#include "common/rpc/read_ahead.h"
#include "tests/bench/calls.h"

namespace amparo::bench {
namespace {

using cases::v1::Case;

void EnterOffice(const std::shared_ptr<grpc::Channel>& channel) {
  cases::v1::OfficeService::Stub stub(channel);
  cases::v1::CreateOfficeRequest request;
  request.set_office_id("bench");
  auto& office = *request.mutable_office();
  office.set_display_name("Bench");
  office.set_country_code("PH");
  office.set_currency_code("PHP");
  office.set_time_zone("Asia/Manila");
  office.mutable_open_date()->set_year(2007);
  office.mutable_open_date()->set_month(1);
  office.mutable_open_date()->set_day(15);
  Call(stub, &cases::v1::OfficeService::Stub::CreateOffice, request);
}

cases::v1::CreateCaseRequest NewCase() {
  cases::v1::CreateCaseRequest request;
  request.set_parent(kOffice);
  request.set_request_id(Uuid::V7(absl::Now()).ToString());
  Case& record = *request.mutable_case_();
  record.set_title("Report from a shelter of girls held at a bar near the port");
  record.set_crime_type("02041");
  record.set_lead("spiffe://amparo/people/attorney-7");
  record.mutable_report_date()->set_year(2014);
  record.mutable_report_date()->set_month(5);
  record.mutable_report_date()->set_day(13);
  return request;
}

}  // namespace

std::vector<std::string> FillCases(const std::vector<std::shared_ptr<grpc::Channel>>& channels, int count) {
  EnterOffice(channels.front());
  cases::v1::CaseService::Stub stub(channels.front());
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i) {
    names.push_back(Call(stub, &cases::v1::CaseService::Stub::CreateCase, NewCase()).name());
  }
  return names;
}

Workload EchoWorkload(const std::shared_ptr<grpc::Channel>& case_service, const std::string& name) {
  cases::v1::CaseService::Stub stub(case_service);
  cases::v1::GetCaseRequest request;
  request.set_name(name);
  const grpc::ByteBuffer bytes = BufferOf(Call(stub, &cases::v1::CaseService::Stub::GetCase, request));
  return {"/amparo.bench.v1.EchoService/Echo", [bytes] { return bytes; }};
}

Workload GetCaseWorkload(const std::vector<std::string>& names) {
  std::vector<grpc::ByteBuffer> requests;
  for (const std::string& name : names) {
    cases::v1::GetCaseRequest request;
    request.set_name(name);
    requests.push_back(BufferOf(request));
  }
  return {"/amparo.cases.v1.CaseService/GetCase", [requests] {
            thread_local std::minstd_rand random(std::random_device{}());
            return requests[random() % requests.size()];
          }};
}

Workload CreateCaseWorkload() {
  return {"/amparo.cases.v1.CaseService/CreateCase", [] { return BufferOf(NewCase()); }};
}

Tally RunExport(const std::shared_ptr<grpc::Channel>& channel, const std::string& office) {
  grpc::ClientContext context;
  Tally tally;
  const absl::Time begin = absl::Now();
  feed::v1::ExportRequest request;
  request.set_office(office);
  // Read and parsed as a follower of the feed does.
  rpc::ReadAhead answers(channel, "/amparo.cases.v1.FeedService/Export", &context, request);
  feed::v1::ExportResponse response;
  while (answers.Read(response)) tally.answered += response.events_size();
  if (const absl::Status status = answers.Finish(); !status.ok()) {
    throw std::runtime_error(std::string(status.message()));
  }
  tally.seconds = absl::ToDoubleSeconds(absl::Now() - begin);
  return tally;
}

}  // namespace amparo::bench
