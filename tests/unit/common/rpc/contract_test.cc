#include "common/rpc/contract_check/contract.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "amparo/options/v1/options.pb.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/text_format.h"

namespace amparo::rpc {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The faults of a file in package `package` with these definitions, in the text format of FileDescriptorProto.
std::vector<std::string> FaultsOf(const std::string& package, const std::string& definitions) {
  // The options' own file must be linked in for its extensions to be known.
  (void)options::v1::AuthzRule::descriptor();
  google::protobuf::FileDescriptorProto proto;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString("name: 'x.proto' syntax: 'proto3' package: '" + package +
                                                                "' dependency: 'amparo/options/v1/options.proto'" +
                                                                definitions,
                                                            &proto));
  google::protobuf::DescriptorPool pool(google::protobuf::DescriptorPool::generated_pool());
  const auto* file = pool.BuildFile(proto);
  EXPECT_NE(file, nullptr);
  return file == nullptr ? std::vector<std::string>{"not a file"} : CheckContract(*file);
}

std::string Service(const std::string& request_fields, const std::string& options) {
  return " message_type { name: 'Request' " + request_fields + " } message_type { name: 'Response' }" +
         " service { name: 'S' method { name: 'M' input_type: 'Request' output_type: 'Response' options { " + options +
         " } } }";
}

std::string Text(const std::string& name, const std::string& options = "") {
  return " field { name: '" + name + "' number: " + std::to_string(name.size()) +
         " type: TYPE_STRING label: LABEL_OPTIONAL " + options + " }";
}

constexpr char kRule[] = "[amparo.options.v1.authz] { roles: ROLE_INTAKE work_class: WORK_CLASS_INTERACTIVE }";
constexpr char kSafeRule[] =
    "[amparo.options.v1.authz] { roles: ROLE_INTAKE work_class: WORK_CLASS_INTERACTIVE safe: true }";
constexpr char kSensitive[] = "options { [amparo.options.v1.sensitive]: true }";

TEST(Contract, AMarkedRpcKeepsTheRules) {
  EXPECT_THAT(FaultsOf("amparo.x", Service(Text("request_id"), kRule)), IsEmpty());
  EXPECT_THAT(FaultsOf("amparo.x", Service("", kSafeRule)), IsEmpty());
}

TEST(Contract, AnRpcNeedsARuleWithARoleAndAClass) {
  EXPECT_THAT(FaultsOf("amparo.x", Service(Text("request_id"), "")),
              ElementsAre(HasSubstr("amparo.x.S.M has no option")));
  EXPECT_THAT(
      FaultsOf("amparo.x", Service("", "[amparo.options.v1.authz] { work_class: WORK_CLASS_BATCH safe: true }")),
      ElementsAre(HasSubstr("names no role")));
  EXPECT_THAT(FaultsOf("amparo.x", Service("", "[amparo.options.v1.authz] { roles: ROLE_OPS safe: true }")),
              ElementsAre(HasSubstr("no class of work")));
}

TEST(Contract, MutationsAndOnlyTheyTakeARequestId) {
  EXPECT_THAT(FaultsOf("amparo.x", Service("", kRule)), ElementsAre(HasSubstr("takes no request_id")));
  EXPECT_THAT(FaultsOf("amparo.x", Service(Text("request_id"), kSafeRule)),
              ElementsAre(HasSubstr("takes a request_id")));
}

TEST(Contract, PagesHaveASizeAndAToken) {
  EXPECT_THAT(FaultsOf("amparo.x", Service(Text("page_token"), kSafeRule)), ElementsAre(HasSubstr("page_size")));
}

TEST(Contract, FieldsAboutPersonsAreSensitiveInTheCaseService) {
  const std::string plain = " message_type { name: 'Person'" + Text("full_name") + " }";
  const std::string marked = " message_type { name: 'Person'" + Text("full_name", kSensitive) + " }";
  EXPECT_THAT(FaultsOf("amparo.cases.v9", plain), ElementsAre(HasSubstr("amparo.cases.v9.Person.full_name")));
  EXPECT_THAT(FaultsOf("amparo.cases.v9", marked), IsEmpty());
}

TEST(Contract, OnlyTheCaseServiceHasSensitiveFields) {
  const std::string marked = " message_type { name: 'Fact'" + Text("victim", kSensitive) + " }";
  for (const char* package : {"amparo.scheduling.v9", "amparo.statistics.v9"}) {
    EXPECT_THAT(FaultsOf(package, marked), ElementsAre(HasSubstr("only the case service may have it")));
  }
}

}  // namespace
}  // namespace amparo::rpc
