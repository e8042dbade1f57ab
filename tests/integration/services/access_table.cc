#include "tests/integration/services/access_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <memory>
#include <stdexcept>

#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "common/access/access.h"
#include "common/base/strings.h"
#include "common/base/uuid.h"
#include "common/errors/errors.h"
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
  // `people` are null when workloads call.
  TableOfAccess(RpcServer& server, TestPeople* people, const TableOffices& offices, const SampleRequests& samples)
      : people_(people), offices_(offices), samples_(samples), caller_(server, people) {}

  // No RPC lets in who has no grant, nor, where `stale`, who may make the call.
  void ExpectNobody(std::string_view package, bool stale) {
    for (const ServiceDescriptor* service : ContractServices(package)) {
      for (int i = 0; service != nullptr && i < service->method_count(); ++i) ExpectNobody(*service->method(i), stale);
    }
  }

  void ExpectServices(std::string_view package) {
    for (const ServiceDescriptor* service : ContractServices(package)) {
      ASSERT_NE(service, nullptr) << "a service of the contract is not in this program";
      ExpectService(*service);
    }
  }

 private:
  void ExpectService(const ServiceDescriptor& service) {
    told_of_home_ = false;
    for (int i = 0; i < service.method_count(); ++i) ExpectRow(*service.method(i));
    EXPECT_TRUE(told_of_home_) << service.full_name() << " tells nobody of the office: to look for it proves nothing";
  }

  void ExpectRow(const MethodDescriptor& method) {
    const auto sample = samples_.find(StrCat(method.service()->name(), ".", method.name()));
    ASSERT_NE(sample, samples_.end()) << method.full_name() << " has no sample request: add one";
    const std::unique_ptr<google::protobuf::Message> request = NewMessage(*method.input_type());
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(sample->second, request.get())) << method.full_name();
    const std::string bytes = request->SerializeAsString();
    if (people_ == nullptr) {
      for (const Standing& standing : Columns(false)) ExpectCell(method, bytes, standing, CallerOf(standing));
    } else {
      for (const Standing& standing : PeoplesColumns(false)) ExpectCell(method, bytes, standing, CallerOf(standing));
      ExpectCrossTerms(method, bytes);
    }
  }

  void ExpectNobody(const MethodDescriptor& method, bool stale) {
    const std::optional<options::v1::Role> role = RoleThatMay(method.options().GetExtension(options::v1::authz));
    const std::string name = stale && role ? CallerOf({*role, true, false}) : "a-stranger";
    const RawAnswer answer = caller_.Call(name, method, {std::string()});
    if (stale) {
      ExpectRefusal(answer, absl::StatusCode::kUnavailable, "GRANTS_STALE", method.full_name());
    } else {
      ExpectRefusal(answer, absl::StatusCode::kPermissionDenied, errors::kPermissionDenied, method.full_name());
    }
  }

  // Who may make the call elsewhere only is answered as if they were nothing here.
  void ExpectCrossTerms(const MethodDescriptor& method, const std::string& request) {
    const std::vector<CrossTerm> terms = CrossTermsOf(method.options().GetExtension(options::v1::authz));
    for (const CrossTerm& term : terms) {
      const MixedPerson person(*people_, offices_, term.may_not, term.may);
      ExpectCell(method, request, {term.may, false, false}, MixedPerson::kName);
    }
    if (terms.empty()) return;
    // The other way round it is allowed, so that it was not the person that was refused.
    const MixedPerson person(*people_, offices_, terms.front().may, terms.front().may_not);
    ExpectCell(method, request, {terms.front().may, true, false}, MixedPerson::kName);
  }

  void ExpectCell(const MethodDescriptor& method, const std::string& request, const Standing& standing,
                  const std::string& name) {
    const std::string cell = StrCat(method.full_name(), " for ", caller_.NameOf(name), " as ", CallerOf(standing));
    const RawAnswer answer = caller_.Call(name, method, {request});
    const std::optional<Gate> gate = AnsweredGate(answer.status);
    ASSERT_TRUE(gate.has_value()) << cell << ": " << answer.status;
    const Gate expected = rpc::GateOf(method.options().GetExtension(options::v1::authz), standing);
    EXPECT_EQ(rpc::GateName(*gate), rpc::GateName(expected)) << cell << ": " << answer.status;
    if (*gate == Gate::kNotFound) {
      const Twin twin(request, offices_, true);
      EXPECT_EQ(SaidOf(answer.status), twin.Back(SaidOf(caller_.Call(name, method, {twin.Of(request)}).status)))
          << cell;
    }
    for (const std::string& response : answer.responses) {
      const bool tells_of_home = response.find(offices_.home) != std::string::npos;
      told_of_home_ = told_of_home_ || tells_of_home;
      EXPECT_FALSE(tells_of_home && !standing.in_office) << cell;
    }
  }

  TestPeople* const people_;
  const TableOffices offices_;
  const SampleRequests& samples_;
  TableCaller caller_;
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

std::vector<Standing> PeoplesColumns(bool lists) {
  std::vector<Standing> columns = Columns(lists);
  std::erase_if(columns, [](const Standing& column) { return column.role == options::v1::ROLE_SERVICE; });
  return columns;
}

void HoldNone(TestPeople& people) {
  people.board().Replace({});
  people.board().Prove(BootClock::now() + std::chrono::hours(1));
}

void ExpectRefusal(const RawAnswer& answer, absl::StatusCode code, std::string_view reason, std::string_view what) {
  EXPECT_EQ(answer.status.code(), code) << what << ": " << answer.status;
  EXPECT_EQ(errors::Reason(answer.status), reason) << what << ": " << answer.status;
  EXPECT_TRUE(answer.responses.empty()) << what;
}

void GiveRoles(TestPeople& people, const std::vector<Standing>& columns, const TableOffices& offices) {
  for (const Standing& column : columns) {
    people.Give(CallerOf(column), column.role, column.in_office ? offices.home : offices.other);
  }
}

RawAnswer TableCaller::Call(const std::string& name, const MethodDescriptor& method,
                            const std::vector<std::string>& requests) {
  const std::string workload = people_ == nullptr ? name : std::string(TestPeople::kFrontDesk);
  std::shared_ptr<grpc::Channel>& channel = channels_[workload];
  if (channel == nullptr) channel = server_.Channel(workload);
  return RawCall(channel, method, requests, people_ == nullptr ? std::string() : people_->Token(name));
}

std::string TableCaller::NameOf(const std::string& name) const {
  return StrCat(people_ == nullptr ? "workload " : "person ", name);
}

std::optional<options::v1::Role> RoleThatMay(const options::v1::AuthzRule& rule) {
  for (const int role : rule.roles()) {
    if (role != options::v1::ROLE_SERVICE) return static_cast<options::v1::Role>(role);
  }
  return std::nullopt;
}

std::vector<CrossTerm> CrossTermsOf(const options::v1::AuthzRule& rule) {
  const access::RoleSet allowed = access::RoleSet::Of(rule);
  std::vector<options::v1::Role> may;
  std::vector<options::v1::Role> may_not;
  for (const options::v1::Role role : rpc::Roles()) {
    if (role == options::v1::ROLE_SERVICE) continue;
    (allowed.Has(role) ? may : may_not).push_back(role);
  }
  std::vector<CrossTerm> terms;
  if (may.empty() || may_not.empty()) return terms;
  for (std::size_t i = 0; i < std::max(may.size(), may_not.size()); ++i) {
    terms.push_back({may[i % may.size()], may_not[i % may_not.size()]});
  }
  return terms;
}

MixedPerson::MixedPerson(TestPeople& people, const TableOffices& offices, options::v1::Role at_home,
                         options::v1::Role elsewhere)
    : people_(people),
      at_home_(people.Give(kName, at_home, offices.home)),
      elsewhere_(people.Give(kName, elsewhere, offices.other)) {}

MixedPerson::~MixedPerson() {
  people_.Revoke(at_home_);
  people_.Revoke(elsewhere_);
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
  TableOfAccess(server, nullptr, offices, samples).ExpectServices(package);
}

void ExpectEveryCellOfPeople(RpcServer& server, TestPeople& people, std::string_view package,
                             const TableOffices& offices, const SampleRequests& samples) {
  GiveRoles(people, PeoplesColumns(false), offices);
  TableOfAccess table(server, &people, offices, samples);
  table.ExpectServices(package);
  table.ExpectNobody(package, /*stale=*/false);
  people.Forget();
  table.ExpectNobody(package, /*stale=*/true);
}

}  // namespace amparo::testing
