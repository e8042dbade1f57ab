// The whole table of access: every RPC of the contract, called for real in every role, in the office of what it asks
// for and in another, on the operation's need-to-know list and off it. What each cell must be answered is in the
// contract (common/rpc/contract_check/access_rules.h; protos/ACCESS.md is the same for people).
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "common/rpc/contract_check/access_rules.h"
#include "tests/integration/services/case/court_test.h"
#include "tests/integration/services/case/sample_story.h"

namespace amparo::cases {
namespace {

using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using options::v1::AuthzRule;
using options::v1::Role;
using rpc::Gate;
using rpc::Standing;

constexpr std::size_t kIdSize = 36;

// Every column of the table.
std::vector<Standing> Columns() {
  std::vector<Standing> columns;
  for (const Role role : rpc::Roles()) {
    for (const bool in_office : {true, false}) {
      for (const bool on_list : {true, false}) columns.push_back({role, in_office, on_list});
    }
  }
  return columns;
}

// Who stands so: "social-worker-of-la-paz-listed".
std::string CallerOf(const Standing& standing) {
  return StrCat(absl::StrReplaceAll(rpc::RoleWord(standing.role), {{" ", "-"}}),
                standing.in_office ? "-of-cebu" : "-of-la-paz", standing.on_list ? "-listed" : "");
}

// A service that the story was told to, and who stands in each column. One for all rows of this program.
struct World {
  World() : service(Principals()), story(service, {.readers = Listed()}) { story.Tell(); }

  static std::vector<config::v1::Principal> Principals() {
    std::vector<config::v1::Principal> principals;
    for (const Standing& column : Columns()) {
      principals.push_back(
          testing::MakePrincipal(CallerOf(column), {column.role}, {column.in_office ? "cebu" : "la-paz"}));
    }
    return principals;
  }
  static std::vector<std::string> Listed() {
    std::vector<std::string> listed;
    for (const Standing& column : Columns()) {
      if (column.on_list) listed.push_back(CallerOf(column));
    }
    return listed;
  }

  CaseService service;
  SampleStory story;
};

// Other ids of the same form in place of those in a request: a thing that does not exist.
class Twin {
 public:
  // `everything`: the office and whatever the request names; otherwise only operations.
  Twin(const std::string& request, bool everything) {
    if (everything) others_["cebu"] = "lima";
    for (std::size_t at = 0; at + kIdSize <= request.size(); ++at) {
      const std::string id = request.substr(at, kIdSize);
      const bool operation = at >= 12 && request.compare(at - 12, 12, "/operations/") == 0;
      if ((everything || operation) && Uuid::Parse(id)) others_.emplace(id, NewId());
    }
  }

  std::string Of(const std::string& text) const {
    std::string twin = text;
    for (const auto& [mine, others] : others_) absl::StrReplaceAll({{mine, others}}, &twin);
    return twin;
  }
  // What was said of the twin, as it would be said of the thing itself.
  std::string Back(std::string text) const {
    for (const auto& [mine, others] : others_) absl::StrReplaceAll({{others, mine}}, &text);
    return text;
  }

 private:
  std::map<std::string, std::string> others_;
};

// NOT_FOUND when the one result of an import's answer says so.
template <typename Response>
absl::Status StatusOfResult(const RawAnswer& answer) {
  Response response;
  if (!response.ParseFromString(answer.responses.at(0)) || response.results_size() != 1 ||
      response.results(0).reason() != errors::kNotFound) {
    return answer.status;
  }
  return absl::NotFoundError(ToAbsl(response.results(0).message()));
}

// An import tells of each row, and of each record, in its answer.
absl::Status StatusOf(const MethodDescriptor& method, const RawAnswer& answer) {
  if (!answer.status.ok()) return answer.status;
  if (method.output_type() == v1::ImportCasesResponse::descriptor()) {
    return StatusOfResult<v1::ImportCasesResponse>(answer);
  }
  if (method.output_type() == v1::ImportRecordsResponse::descriptor()) {
    return StatusOfResult<v1::ImportRecordsResponse>(answer);
  }
  return answer.status;
}

// Everything that a failed call was told.
std::string SaidOf(const absl::Status& status) {
  const auto resource = DetailIn<google::rpc::ResourceInfo>(status);
  return StrCat(static_cast<int>(status.code()), " ", FromAbsl(status.message()), " ", errors::Reason(status), " ",
                resource.ShortDebugString());
}

class AccessTableTest : public ::testing::TestWithParam<const ServiceDescriptor*> {
 protected:
  static void SetUpTestSuite() { world_ = std::make_unique<World>(); }
  static void TearDownTestSuite() { world_.reset(); }

  // Calls one cell; what it was answered.
  Gate Answered(const MethodDescriptor& method, const ToldCall& sample, const Standing& standing) {
    const std::string caller = CallerOf(standing);
    const RawAnswer answer = Call(caller, method, sample.requests);
    const absl::Status status = StatusOf(method, answer);
    switch (status.code()) {
      case absl::StatusCode::kPermissionDenied:
        return Gate::kPermissionDenied;
      case absl::StatusCode::kNotFound:
        ExpectTheSameOfNothing(method, sample, standing, status);
        return Gate::kNotFound;
      case absl::StatusCode::kOk:
      case absl::StatusCode::kInvalidArgument:
      case absl::StatusCode::kFailedPrecondition:
      case absl::StatusCode::kAlreadyExists:
      case absl::StatusCode::kAborted:
      case absl::StatusCode::kOutOfRange:
        break;
      default:
        ADD_FAILURE() << method.full_name() << " for " << caller << ": " << status;
    }
    ExpectNothingOfOthers(sample, standing, answer);
    return Gate::kPassed;
  }

  // What frozen compartments keep from everybody else is opened again.
  void TidyUp(const MethodDescriptor& method) {
    if (method.name() != "FreezeCompartment") return;
    const MethodDescriptor& unfreeze = *method.service()->FindMethodByName("UnfreezeCompartment");
    Call("everyone", unfreeze, world_->story.FirstOf(unfreeze)->requests);
  }

  SampleStory& story() { return world_->story; }

 private:
  RawAnswer Call(const std::string& caller, const MethodDescriptor& method, const std::vector<std::string>& requests) {
    world_->service.clock().Advance(absl::Milliseconds(1));
    return RawCall(world_->story.ChannelOf(caller), method, requests);
  }

  // A NOT_FOUND is, to the letter, what is said of what does not exist.
  void ExpectTheSameOfNothing(const MethodDescriptor& method, const ToldCall& sample, const Standing& standing,
                              const absl::Status& status) {
    const Twin twin(sample.requests.at(0), !standing.in_office);
    const RawAnswer of_nothing = Call(CallerOf(standing), method, {twin.Of(sample.requests.at(0))});
    EXPECT_EQ(SaidOf(status), twin.Back(SaidOf(StatusOf(method, of_nothing))))
        << method.full_name() << " for " << CallerOf(standing);
  }

  // Nothing of another office, and no operation whose list the caller is not on. Services are told of operations by the
  // feed, and whoever asks for one has its name already.
  void ExpectNothingOfOthers(const ToldCall& sample, const Standing& standing, const RawAnswer& answer) {
    const std::string& operation = world_->story.NameOf("operation");
    const std::string id = operation.substr(operation.rfind('/') + 1);
    const bool may_know = standing.on_list || standing.role == options::v1::ROLE_SERVICE ||
                          sample.requests.at(0).find(id) != std::string::npos;
    for (const std::string& response : answer.responses) {
      const bool tells_of_office = response.find("offices/cebu") != std::string::npos;
      const bool tells_of_operation = response.find(id) != std::string::npos;
      EXPECT_FALSE(tells_of_office && !standing.in_office) << sample.method->full_name() << " " << CallerOf(standing);
      EXPECT_FALSE(tells_of_operation && !may_know) << sample.method->full_name() << " " << CallerOf(standing);
    }
  }

  static std::unique_ptr<World> world_;
};

std::unique_ptr<World> AccessTableTest::world_;

TEST_P(AccessTableTest, EveryCellIsAnsweredAsTheContractSays) {
  const ServiceDescriptor* service = GetParam();
  ASSERT_NE(service, nullptr) << "a service of the contract is not in this program";
  std::cout << "A = allowed, D = PERMISSION_DENIED, N = NOT_FOUND; in the office and on the list, in the office, on "
               "the list, neither\n";
  for (int i = 0; i < service->method_count(); ++i) {
    const MethodDescriptor& method = *service->method(i);
    const ToldCall* sample = story().FirstOf(method);
    if (sample == nullptr) {
      ADD_FAILURE() << method.full_name() << " has no sample request: add one (samples.h)";
      continue;
    }
    ASSERT_TRUE(method.options().HasExtension(options::v1::authz)) << method.full_name() << " has no access rule";
    const AuthzRule& rule = method.options().GetExtension(options::v1::authz);
    std::string row = StrCat(service->name(), ".", method.name(), " (", rpc::ScopeWord(rule.scope()), ")\n ");
    for (const Standing& standing : Columns()) {
      const Gate expected = rpc::GateOf(rule, standing);
      const Gate answered = Answered(method, *sample, standing);
      EXPECT_EQ(rpc::GateName(answered), rpc::GateName(expected))
          << method.full_name() << " for " << CallerOf(standing);
      TidyUp(method);
      if (standing.in_office && standing.on_list) StrAppend(&row, " ", rpc::RoleWord(standing.role), " ");
      row.push_back(answered == Gate::kPassed ? 'A' : answered == Gate::kNotFound ? 'N' : 'D');
    }
    std::cout << row << "\n";
  }
}

// Feeds and exports are cut to the offices that a caller sees, unless it names one.
TEST(AccessToFeeds, AnOfficeThatOneDoesNotSeeIsNotThere) {
  CaseService service;
  service.OpenOffice("cebu");
  const auto channel = service.server().Channel("la-paz");
  for (const char* name : {"Watch", "Export"}) {
    const MethodDescriptor& method = *google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
        StrCat("amparo.cases.v1.FeedService.", name));
    const auto said = [&](const std::string& office) {
      const std::unique_ptr<google::protobuf::Message> request = NewMessage(*method.input_type());
      request->GetReflection()->SetString(request.get(), method.input_type()->FindFieldByName("office"), office);
      return RawCall(channel, method, {request->SerializeAsString()}).status;
    };
    EXPECT_THAT(said("cebu"), FailsWith(kNotFound, errors::kNotFound));
    EXPECT_EQ(SaidOf(said("cebu")), absl::StrReplaceAll(SaidOf(said("lima")), {{"lima", "cebu"}}));
  }
}

std::string NameOfService(const ::testing::TestParamInfo<const ServiceDescriptor*>& info) {
  return info.param == nullptr ? "Missing" : info.param->name();
}

INSTANTIATE_TEST_SUITE_P(Services, AccessTableTest, ::testing::ValuesIn(ContractServices("amparo.cases.v1")),
                         NameOfService);

}  // namespace
}  // namespace amparo::cases
