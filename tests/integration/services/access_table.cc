#include "tests/integration/services/access_table.h"

#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <stdexcept>

#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "common/base/strings.h"
#include "common/base/uuid.h"
#include "common/errors/errors.h"
#include "common/testing/raw_call.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/text_format.h"
#include "google/rpc/error_details.pb.h"

namespace amparo::testing {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using rpc::Gate;
using rpc::Standing;

constexpr std::size_t kIdSize = 36;
constexpr std::string_view kBeforeOperation = "/operations/";

class TableOfAccess {
 public:
  TableOfAccess(RpcServer& server, const TableOffices& offices, const SampleRequests& samples)
      : offices_(offices), samples_(samples) {
    for (const Standing& standing : Columns(false)) channels_[CallerOf(standing)] = server.Channel(CallerOf(standing));
  }

  void ExpectService(const ServiceDescriptor& service) {
    told_of_home_ = false;
    for (int i = 0; i < service.method_count(); ++i) ExpectRow(*service.method(i));
    EXPECT_TRUE(told_of_home_) << service.full_name() << " tells nobody of the office: to look for it proves nothing";
  }

 private:
  void ExpectRow(const MethodDescriptor& method) {
    const auto sample = samples_.find(StrCat(method.service()->name(), ".", method.name()));
    ASSERT_NE(sample, samples_.end()) << method.full_name() << " has no sample request: add one";
    const std::unique_ptr<google::protobuf::Message> request = NewMessage(*method.input_type());
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(sample->second, request.get())) << method.full_name();
    for (const Standing& standing : Columns(false)) ExpectCell(method, request->SerializeAsString(), standing);
  }

  void ExpectCell(const MethodDescriptor& method, const std::string& request, const Standing& standing) {
    const std::string cell = StrCat(method.full_name(), " for ", CallerOf(standing));
    const RawAnswer answer = Call(method, request, standing);
    const std::optional<Gate> gate = AnsweredGate(answer.status);
    ASSERT_TRUE(gate.has_value()) << cell << ": " << answer.status;
    const Gate expected = rpc::GateOf(method.options().GetExtension(options::v1::authz), standing);
    EXPECT_EQ(rpc::GateName(*gate), rpc::GateName(expected)) << cell << ": " << answer.status;
    if (*gate == Gate::kNotFound) {
      const Twin twin(request, offices_, true);
      EXPECT_EQ(SaidOf(answer.status), twin.Back(SaidOf(Call(method, twin.Of(request), standing).status))) << cell;
    }
    for (const std::string& response : answer.responses) {
      const bool tells_of_home = response.find(offices_.home) != std::string::npos;
      told_of_home_ = told_of_home_ || tells_of_home;
      EXPECT_FALSE(tells_of_home && !standing.in_office) << cell;
    }
  }

  RawAnswer Call(const MethodDescriptor& method, const std::string& request, const Standing& standing) {
    return RawCall(channels_.at(CallerOf(standing)), method, {request});
  }

  const TableOffices offices_;
  const SampleRequests& samples_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
  bool told_of_home_ = false;
};

}  // namespace

std::vector<const ServiceDescriptor*> ContractServices(std::string_view package) {
  google::protobuf::FileDescriptorSet set;
  std::ifstream input(AMPARO_CONTRACT, std::ios::binary);
  if (!input || !set.ParseFromIstream(&input)) throw std::runtime_error("the contract cannot be read");
  std::vector<const ServiceDescriptor*> services;
  for (const auto& file : set.file()) {
    if (file.package() != package) continue;
    for (const auto& service : file.service()) {
      services.push_back(DescriptorPool::generated_pool()->FindServiceByName(StrCat(package, ".", service.name())));
    }
  }
  return services;
}

std::vector<Standing> Columns(bool lists) {
  std::vector<Standing> columns;
  for (const options::v1::Role role : rpc::Roles()) {
    for (const bool in_office : {true, false}) {
      if (lists) columns.push_back({role, in_office, true});
      columns.push_back({role, in_office, false});
    }
  }
  return columns;
}

std::string CallerOf(const Standing& standing) {
  return StrCat(absl::StrReplaceAll(rpc::RoleWord(standing.role), {{" ", "-"}}),
                standing.in_office ? "-inside" : "-outside", standing.on_list ? "-listed" : "");
}

std::vector<config::v1::Principal> CallersOf(const std::vector<Standing>& columns, const TableOffices& offices) {
  std::vector<config::v1::Principal> callers;
  for (const Standing& column : columns) {
    callers.push_back(
        MakePrincipal(CallerOf(column), {column.role}, {column.in_office ? offices.home : offices.other}));
  }
  return callers;
}

std::optional<Gate> AnsweredGate(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kPermissionDenied:
      return Gate::kPermissionDenied;
    case absl::StatusCode::kNotFound:
      return Gate::kNotFound;
    case absl::StatusCode::kOk:
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kOutOfRange:
      return Gate::kPassed;
    default:
      return std::nullopt;
  }
}

std::string SaidOf(const absl::Status& status) {
  google::rpc::ResourceInfo resource;
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.ResourceInfo");
  if (payload) resource.ParseFromString(std::string(*payload));
  return StrCat(static_cast<int>(status.code()), " ", FromAbsl(status.message()), " ", errors::Reason(status), " ",
                resource.ShortDebugString());
}

Twin::Twin(const std::string& request, const TableOffices& offices, bool everything) {
  if (everything) others_.emplace(offices.home, offices.nowhere);
  for (std::size_t at = 0; at + kIdSize <= request.size(); ++at) {
    const std::string id = request.substr(at, kIdSize);
    const bool operation = std::string_view(request).substr(0, at).ends_with(kBeforeOperation);
    if ((everything || operation) && Uuid::Parse(id)) others_.emplace(id, Uuid::V7(absl::Now()).ToString());
  }
}

std::string Twin::Of(const std::string& text) const {
  std::string twin = text;
  for (const auto& [mine, others] : others_) absl::StrReplaceAll({{mine, others}}, &twin);
  return twin;
}

std::string Twin::Back(std::string text) const {
  for (const auto& [mine, others] : others_) absl::StrReplaceAll({{others, mine}}, &text);
  return text;
}

void ExpectEveryCell(RpcServer& server, std::string_view package, const TableOffices& offices,
                     const SampleRequests& samples) {
  TableOfAccess table(server, offices, samples);
  for (const ServiceDescriptor* service : ContractServices(package)) {
    ASSERT_NE(service, nullptr) << "a service of the contract is not in this program";
    table.ExpectService(*service);
  }
}

}  // namespace amparo::testing
