#include "common/rpc/contract_check/access_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "google/protobuf/descriptor.pb.h"

namespace amparo::rpc {
namespace {

using ::testing::HasSubstr;

options::v1::AuthzRule RuleWith(options::v1::Scope scope) {
  options::v1::AuthzRule rule;
  rule.add_roles(options::v1::ROLE_SUPERVISOR);
  rule.add_roles(options::v1::ROLE_AUDITOR);
  rule.set_scope(scope);
  return rule;
}

// What a supervisor and an auditor are answered: in the office and on the list, in it only, on the list only, neither.
std::vector<std::string_view> Answers(options::v1::Role role, options::v1::Scope scope) {
  std::vector<std::string_view> answers;
  for (const bool in_office : {true, false}) {
    for (const bool on_list : {true, false}) {
      answers.push_back(GateName(GateOf(RuleWith(scope), {role, in_office, on_list})));
    }
  }
  return answers;
}

TEST(AccessRules, ARoleThatIsNotNamedIsDeniedWhateverItAsksFor) {
  for (const options::v1::Role role : Roles()) {
    if (role == options::v1::ROLE_SUPERVISOR || role == options::v1::ROLE_AUDITOR) continue;
    EXPECT_THAT(Answers(role, options::v1::SCOPE_SHARED), ::testing::Each("PERMISSION_DENIED")) << role;
  }
  EXPECT_EQ(Roles().size(), 12u);
}

TEST(AccessRules, AScopeSaysToWhomItIsThere) {
  using ::testing::ElementsAre;
  const auto supervisor = options::v1::ROLE_SUPERVISOR;
  const auto auditor = options::v1::ROLE_AUDITOR;
  for (const auto scope : {options::v1::SCOPE_UNSPECIFIED, options::v1::SCOPE_OFFICE}) {
    EXPECT_THAT(Answers(supervisor, scope), ElementsAre("allowed", "allowed", "NOT_FOUND", "NOT_FOUND"));
  }
  EXPECT_THAT(Answers(supervisor, options::v1::SCOPE_SHARED), ::testing::Each("allowed"));
  EXPECT_THAT(Answers(supervisor, options::v1::SCOPE_CALLERS_OFFICES), ::testing::Each("allowed"));
  for (const auto scope : {options::v1::SCOPE_COMPARTMENT, options::v1::SCOPE_COMPARTMENT_OR_AUDITOR}) {
    EXPECT_THAT(Answers(supervisor, scope), ElementsAre("allowed", "NOT_FOUND", "NOT_FOUND", "NOT_FOUND"));
  }
  EXPECT_THAT(Answers(auditor, options::v1::SCOPE_COMPARTMENT_OR_AUDITOR),
              ElementsAre("allowed", "allowed", "NOT_FOUND", "NOT_FOUND"));
}

std::string TextOf(const char* path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// The text that people read is made from the contract: after a change of it, write it anew as it says itself.
TEST(AccessRules, TheDocumentIsThatOfTheContract) {
  google::protobuf::FileDescriptorSet set;
  ASSERT_TRUE(set.ParseFromString(TextOf(AMPARO_CONTRACT)));
  google::protobuf::DescriptorPool pool;
  std::vector<const google::protobuf::FileDescriptor*> files;
  for (const auto& proto : set.file()) {
    const auto* file = pool.BuildFile(proto);
    ASSERT_NE(file, nullptr) << proto.name();
    if (file->package().starts_with("amparo.")) files.push_back(file);
  }
  const std::string document = AccessDocument(files);
  EXPECT_THAT(document, HasSubstr("| GetOperation | compartment |"));
  EXPECT_EQ(document, TextOf(AMPARO_ACCESS_DOCUMENT)) << "protos/ACCESS.md is not that of the contract";
}

}  // namespace
}  // namespace amparo::rpc
