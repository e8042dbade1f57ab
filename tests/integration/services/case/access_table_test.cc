// The whole table of access of the case service: every RPC, called for real in every role, in the office of what it
// asks for and in another, on the operation's need-to-know list and off it, by workloads and by people. What each cell
// must be answered is in the contract (common/rpc/contract_check/access_rules.h; protos/ACCESS.md is the same to be
// read).
#include <functional>
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

// A service that the story was told to, and who stands in each column: a workload, and a person of the same name. One
// for all rows of this program.
struct World {
  World() : service(testing::CallersOf(testing::Columns(true), kTableOffices)), story(service, {.readers = Listed()}) {
    story.Tell();
    testing::GiveRoles(service.test_people(), testing::PeoplesColumns(true), kTableOffices);
  }

  // Whoever a column has on the list, and the one whose roles differ by office.
  static std::vector<std::string> Listed() {
    std::vector<std::string> listed = {PersonNamed(testing::MixedPerson::kName)};
    for (const Standing& column : testing::Columns(true)) {
      if (column.on_list) listed.push_back(testing::CallerOf(column));
    }
    for (const Standing& column : testing::PeoplesColumns(true)) {
      if (column.on_list) listed.push_back(PersonNamed(testing::CallerOf(column)));
    }
    return listed;
  }

  // As the need-to-know list of the story has them.
  static std::string PersonNamed(const std::string& name) { return "people/" + name; }

  CaseService service;
  SampleStory story;
  testing::TableCaller workloads{service.server()};
  testing::TableCaller persons{service.server(), &service.test_people()};
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

  // Has every RPC of the service looked at by `expect_row`, with its sample.
  void ForEachRow(const std::function<void(const MethodDescriptor&, const ToldCall&)>& expect_row) {
    const ServiceDescriptor* service = GetParam();
    ASSERT_NE(service, nullptr) << "a service of the contract is not in this program";
    for (int i = 0; i < service->method_count(); ++i) {
      const MethodDescriptor& method = *service->method(i);
      const ToldCall* sample = world_->story.FirstOf(method);
      if (sample == nullptr) {
        ADD_FAILURE() << method.full_name() << " has no sample request: add one (samples.h)";
        continue;
      }
      ASSERT_TRUE(method.options().HasExtension(options::v1::authz)) << method.full_name() << " has no access rule";
      expect_row(method, *sample);
    }
  }

  // Calls one cell as `name`, who stands so; what it was answered, which must be what the contract says.
  Gate ExpectCell(testing::TableCaller& caller, const std::string& name, const Standing& standing,
                  const ToldCall& sample) {
    const MethodDescriptor& method = *sample.method;
    const std::string cell =
        StrCat(method.full_name(), " for ", caller.NameOf(name), " as ", testing::CallerOf(standing));
    const testing::RawAnswer answer = Call(caller, name, method, sample.requests);
    const absl::Status status = StatusOf(method, answer);
    const std::optional<Gate> gate = testing::AnsweredGate(status);
    if (!gate) ADD_FAILURE() << cell << ": " << status;
    if (gate == Gate::kNotFound) {
      // It is, to the letter, what is said of what does not exist.
      const testing::Twin twin(sample.requests.at(0), kTableOffices, !standing.in_office);
      const testing::RawAnswer of_nothing = Call(caller, name, method, {twin.Of(sample.requests.at(0))});
      EXPECT_EQ(testing::SaidOf(status), twin.Back(testing::SaidOf(StatusOf(method, of_nothing)))) << cell;
    }
    if (gate == Gate::kPassed) ExpectNothingOfOthers(sample, standing, answer);
    const Gate expected = rpc::GateOf(method.options().GetExtension(options::v1::authz), standing);
    EXPECT_EQ(rpc::GateName(gate.value_or(expected)), rpc::GateName(expected)) << cell << ": " << status;
    TidyUp(method);
    return gate.value_or(expected);
  }

  // All columns of a row; what they were answered, as one line.
  std::string ExpectColumns(testing::TableCaller& caller, const std::vector<Standing>& columns,
                            const ToldCall& sample) {
    std::string row;
    for (const Standing& standing : columns) {
      const Gate answered = ExpectCell(caller, testing::CallerOf(standing), standing, sample);
      if (standing.in_office && standing.on_list) StrAppend(&row, " ", rpc::RoleWord(standing.role), " ");
      row.push_back(answered == Gate::kPassed ? 'A' : answered == Gate::kNotFound ? 'N' : 'D');
    }
    return row;
  }

  static World& world() { return *world_; }

 private:
  // What frozen compartments keep from everybody else is opened again.
  static void TidyUp(const MethodDescriptor& method) {
    if (method.name() != "FreezeCompartment") return;
    const MethodDescriptor& unfreeze = *method.service()->FindMethodByName("UnfreezeCompartment");
    Call(world_->workloads, "everyone", unfreeze, world_->story.FirstOf(unfreeze)->requests);
  }

  static testing::RawAnswer Call(testing::TableCaller& caller, const std::string& name, const MethodDescriptor& method,
                                 const std::vector<std::string>& requests) {
    world_->service.clock().Advance(absl::Milliseconds(1));
    return caller.Call(name, method, requests);
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
  std::cout << "A = allowed, D = PERMISSION_DENIED, N = NOT_FOUND; in the office and on the list, in the office, on "
               "the list, neither\n";
  ForEachRow([this](const MethodDescriptor& method, const ToldCall& sample) {
    const AuthzRule& rule = method.options().GetExtension(options::v1::authz);
    std::cout << StrCat(method.service()->name(), ".", method.name(), " (", rpc::ScopeWord(rule.scope()), ")\n ",
                        ExpectColumns(world().workloads, testing::Columns(true), sample), "\n");
  });
}

TEST_P(AccessTableTest, EveryCellIsAnsweredTheSameToPeople) {
  ForEachRow([this](const MethodDescriptor&, const ToldCall& sample) {
    ExpectColumns(world().persons, testing::PeoplesColumns(true), sample);
  });
}

// Somebody is nothing here that they are elsewhere only: a role that may make the call does not come from another
// office, whatever they are in this one.
TEST_P(AccessTableTest, RolesOfDifferentOfficesAreNotMixed) {
  ForEachRow([this](const MethodDescriptor& method, const ToldCall& sample) {
    const auto terms = testing::CrossTermsOf(method.options().GetExtension(options::v1::authz));
    testing::TestPeople& people = world().service.test_people();
    for (const testing::CrossTerm& term : terms) {
      const testing::MixedPerson person(people, kTableOffices, term.may_not, term.may);
      ExpectCell(world().persons, testing::MixedPerson::kName, {term.may, false, true}, sample);
    }
    if (terms.empty()) return;
    // The other way round it is allowed, so that it was not the person that was refused.
    const testing::MixedPerson person(people, kTableOffices, terms.front().may, terms.front().may_not);
    ExpectCell(world().persons, testing::MixedPerson::kName, {terms.front().may, true, true}, sample);
  });
}

TEST_P(AccessTableTest, NobodyIsLetInWithoutAGrantThatIsFresh) {
  ForEachRow([this](const MethodDescriptor& method, const ToldCall& sample) {
    testing::ExpectRefusal(world().persons.Call("a-stranger", method, sample.requests),
                           absl::StatusCode::kPermissionDenied, errors::kPermissionDenied, method.full_name());
  });
  testing::TestPeople& people = world().service.test_people();
  people.Forget();
  ForEachRow([this](const MethodDescriptor& method, const ToldCall& sample) {
    const auto role = testing::RoleThatMay(method.options().GetExtension(options::v1::authz));
    ASSERT_TRUE(role.has_value()) << method.full_name() << " is for services only: say how it is tested";
    testing::ExpectRefusal(world().persons.Call(testing::CallerOf({*role, true, true}), method, sample.requests),
                           absl::StatusCode::kUnavailable, "GRANTS_STALE", method.full_name());
  });
  testing::HoldNone(people);
  testing::GiveRoles(people, testing::PeoplesColumns(true), kTableOffices);
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
