// The whole table of access of the case service: every RPC, called for real in every role, in the office of what it
// asks for and in another, on the operation's need-to-know list and off it. What each cell must be answered is in the
// contract (common/rpc/contract_check/access_rules.h; protos/ACCESS.md is the same for people).
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "common/rpc/contract_check/access_rules.h"
#include "tests/integration/services/access_table.h"
#include "tests/integration/services/case/court_test.h"
#include "tests/integration/services/case/sample_story.h"

namespace amparo::cases {
namespace {

using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;
using options::v1::AuthzRule;
using rpc::Gate;
using rpc::Standing;

constexpr testing::TableOffices kTableOffices = {"cebu", "la-paz", "lima"};

// A service that the story was told to, and who stands in each column. One for all rows of this program.
struct World {
  World() : service(testing::CallersOf(testing::Columns(true), kTableOffices)), story(service, {.readers = Listed()}) {
    story.Tell();
  }

  static std::vector<std::string> Listed() {
    std::vector<std::string> listed;
    for (const Standing& column : testing::Columns(true)) {
      if (column.on_list) listed.push_back(testing::CallerOf(column));
    }
    return listed;
  }

  CaseService service;
  SampleStory story;
};

// NOT_FOUND when the one result of an import's answer says so.
template <typename Response>
absl::Status StatusOfResult(const testing::RawAnswer& answer) {
  Response response;
  if (!response.ParseFromString(answer.responses.at(0)) || response.results_size() != 1 ||
      response.results(0).reason() != errors::kNotFound) {
    return answer.status;
  }
  return absl::NotFoundError(ToAbsl(response.results(0).message()));
}

// An import tells of each row, and of each record, in its answer.
absl::Status StatusOf(const MethodDescriptor& method, const testing::RawAnswer& answer) {
  if (!answer.status.ok()) return answer.status;
  if (method.output_type() == v1::ImportCasesResponse::descriptor()) {
    return StatusOfResult<v1::ImportCasesResponse>(answer);
  }
  if (method.output_type() == v1::ImportRecordsResponse::descriptor()) {
    return StatusOfResult<v1::ImportRecordsResponse>(answer);
  }
  return answer.status;
}

class AccessTableTest : public ::testing::TestWithParam<const ServiceDescriptor*> {
 protected:
  static void SetUpTestSuite() { world_ = std::make_unique<World>(); }
  static void TearDownTestSuite() { world_.reset(); }

  // Calls one cell; what it was answered.
  Gate Answered(const MethodDescriptor& method, const ToldCall& sample, const Standing& standing) {
    const std::string caller = testing::CallerOf(standing);
    const testing::RawAnswer answer = Call(caller, method, sample.requests);
    const absl::Status status = StatusOf(method, answer);
    const std::optional<Gate> gate = testing::AnsweredGate(status);
    if (!gate) ADD_FAILURE() << method.full_name() << " for " << caller << ": " << status;
    if (gate == Gate::kNotFound) ExpectTheSameOfNothing(method, sample, standing, status);
    if (gate == Gate::kPassed) ExpectNothingOfOthers(sample, standing, answer);
    return gate.value_or(Gate::kPassed);
  }

  // What frozen compartments keep from everybody else is opened again.
  void TidyUp(const MethodDescriptor& method) {
    if (method.name() != "FreezeCompartment") return;
    const MethodDescriptor& unfreeze = *method.service()->FindMethodByName("UnfreezeCompartment");
    Call("everyone", unfreeze, world_->story.FirstOf(unfreeze)->requests);
  }

  SampleStory& story() { return world_->story; }

 private:
  testing::RawAnswer Call(const std::string& caller, const MethodDescriptor& method,
                          const std::vector<std::string>& requests) {
    world_->service.clock().Advance(absl::Milliseconds(1));
    return testing::RawCall(world_->story.ChannelOf(caller), method, requests);
  }

  // A NOT_FOUND is, to the letter, what is said of what does not exist.
  void ExpectTheSameOfNothing(const MethodDescriptor& method, const ToldCall& sample, const Standing& standing,
                              const absl::Status& status) {
    const testing::Twin twin(sample.requests.at(0), kTableOffices, !standing.in_office);
    const testing::RawAnswer of_nothing = Call(testing::CallerOf(standing), method, {twin.Of(sample.requests.at(0))});
    EXPECT_EQ(testing::SaidOf(status), twin.Back(testing::SaidOf(StatusOf(method, of_nothing))))
        << method.full_name() << " for " << testing::CallerOf(standing);
  }

  // Nothing of another office, and no operation whose list the caller is not on. Services are told of operations by the
  // feed, and whoever asks for one has its name already.
  void ExpectNothingOfOthers(const ToldCall& sample, const Standing& standing, const testing::RawAnswer& answer) {
    const std::string& operation = world_->story.NameOf("operation");
    const std::string id = operation.substr(operation.rfind('/') + 1);
    const bool may_know = standing.on_list || standing.role == options::v1::ROLE_SERVICE ||
                          sample.requests.at(0).find(id) != std::string::npos;
    for (const std::string& response : answer.responses) {
      const bool tells_of_office = response.find("offices/cebu") != std::string::npos;
      const bool tells_of_operation = response.find(id) != std::string::npos;
      EXPECT_FALSE(tells_of_office && !standing.in_office)
          << sample.method->full_name() << " " << testing::CallerOf(standing);
      EXPECT_FALSE(tells_of_operation && !may_know) << sample.method->full_name() << " " << testing::CallerOf(standing);
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
    for (const Standing& standing : testing::Columns(true)) {
      const Gate expected = rpc::GateOf(rule, standing);
      const Gate answered = Answered(method, *sample, standing);
      EXPECT_EQ(rpc::GateName(answered), rpc::GateName(expected))
          << method.full_name() << " for " << testing::CallerOf(standing);
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
      const std::unique_ptr<google::protobuf::Message> request = testing::NewMessage(*method.input_type());
      request->GetReflection()->SetString(request.get(), method.input_type()->FindFieldByName("office"), office);
      return testing::RawCall(channel, method, {request->SerializeAsString()}).status;
    };
    EXPECT_THAT(said("cebu"), FailsWith(kNotFound, errors::kNotFound));
    EXPECT_EQ(testing::SaidOf(said("cebu")), absl::StrReplaceAll(testing::SaidOf(said("lima")), {{"lima", "cebu"}}));
  }
}

std::string NameOfService(const ::testing::TestParamInfo<const ServiceDescriptor*>& info) {
  return info.param == nullptr ? "Missing" : info.param->name();
}

INSTANTIATE_TEST_SUITE_P(Services, AccessTableTest, ::testing::ValuesIn(testing::ContractServices("amparo.cases.v1")),
                         NameOfService);

}  // namespace
}  // namespace amparo::cases
