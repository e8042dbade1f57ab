// `amparo grant ...` against a case service, as somebody at a terminal uses it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/cli/failure.h"
#include "services/cli/table.h"
#include "tests/integration/services/case/case_service.h"
#include "tests/integration/services/cli/terminal.h"

namespace amparo::testing {
namespace {

using cli::Json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class GrantCommandsTest : public ::testing::Test {
 protected:
  GrantCommandsTest() {
    service_.OpenOffice("cebu");
    service_.OpenOffice("la-paz");
  }

  Outcome Tried(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "grant");
    // Lists are in order of entry: two entries need two moments.
    service_.clock().Advance(absl::Milliseconds(1));
    return terminal_.Run(arguments);
  }
  // Runs a command that must succeed; what it printed.
  std::string Done(const std::vector<std::string>& arguments) {
    const Outcome outcome = Tried(arguments);
    EXPECT_EQ(outcome.code, cli::kOk) << outcome.err;
    return outcome.out;
  }

  cases::CaseService service_;
  Terminal terminal_{ConfigFor(service_.server(), "supervisor")};
};

TEST_F(GrantCommandsTest, ARoleIsGivenListedAndTakenBack) {
  const Json given = Json::parse(Done({"add", "cebu", "s.worker", "social-worker", "--reason", "a new colleague",
                                       "--until", "2015-01-31T18:00", "--format", "json"}));
  EXPECT_EQ(given.at("principal"), "spiffe://amparo/people/s.worker");
  EXPECT_EQ(given.at("role"), "ROLE_SOCIAL_WORKER");
  EXPECT_EQ(given.at("reason"), "a new colleague");
  EXPECT_EQ(given.at("end_time"), "2015-01-31T10:00:00Z") << "as the clocks in Cebu show it";
  Done({"add", "cebu", "spiffe://amparo/people/s.planner", "PLANNER", "--reason", "plans the hearings"});
  EXPECT_THAT(Done({"list", "cebu"}), AllOf(HasSubstr("s.worker"), HasSubstr("social-worker"), HasSubstr("s.planner")));
  EXPECT_THAT(Done({"list", "cebu", "--person", "s.planner", "--format", "csv"}),
              AllOf(HasSubstr("spiffe://amparo/people/s.planner,planner,"), Not(HasSubstr("s.worker"))));
  const std::string name = given.at("name");
  EXPECT_THAT(Done({"revoke", name, "--reason", "has left"}), HasSubstr(name));
  EXPECT_THAT(Done({"list", "cebu"}), Not(HasSubstr(name)));
  EXPECT_THAT(Done({"list", "offices/cebu", "--ended"}), HasSubstr(name));
}

TEST_F(GrantCommandsTest, AllThatAPersonMayDoIsOneList) {
  const auto given = [this](const std::string& office, const std::string& person, const std::string& role) {
    return Json::parse(Done({"add", office, person, role, "--reason", "a new colleague", "--format", "json"}))
        .at("name")
        .get<std::string>();
  };
  const std::string there = given("la-paz", "s.worker", "intake");
  const std::string here = given("cebu", "s.worker", "social-worker");
  const std::string other = given("cebu", "s.planner", "planner");
  EXPECT_THAT(Done({"list", "--all-offices", "--person", "s.worker"}),
              AllOf(HasSubstr(there), HasSubstr(here), Not(HasSubstr(other))));
  EXPECT_THAT(Done({"list", "--all-offices"}), AllOf(HasSubstr(there), HasSubstr(here), HasSubstr(other)));
  EXPECT_THAT(Done({"list", "cebu", "--person", "s.worker"}), AllOf(HasSubstr(here), Not(HasSubstr(there))));
  Done({"revoke", there, "--reason", "has left"});
  EXPECT_THAT(Done({"list", "--all-offices", "--person", "s.worker"}), AllOf(HasSubstr(here), Not(HasSubstr(there))));
  EXPECT_THAT(Done({"list", "--all-offices", "--person", "s.worker", "--ended"}), HasSubstr(there));
  EXPECT_EQ(Tried({"list", "--person", "s.worker"}).code, cli::kUsage) << "of one office or of all";
  EXPECT_EQ(Tried({"list", "cebu", "--all-offices"}).code, cli::kUsage);
}

TEST_F(GrantCommandsTest, AllRolesOfAPersonAreTakenBackAtOnce) {
  Done({"add", "cebu", "s.worker", "social-worker", "--reason", "a new colleague"});
  Done({"add", "la-paz", "s.worker", "intake", "--reason", "stands in", "--from", "2030-01-07T08:00"});
  Done({"add", "cebu", "s.planner", "planner", "--reason", "plans the hearings"});
  const Json revoked =
      Json::parse(Done({"revoke", "--person", "s.worker", "--reason", "has left", "--format", "json"}));
  ASSERT_EQ(revoked.size(), 2u);
  for (const Json& grant : revoked) {
    EXPECT_EQ(grant.at("principal"), "spiffe://amparo/people/s.worker");
    EXPECT_NE(grant.at("revoked"), "");
  }
  EXPECT_THAT(Done({"list", "--all-offices"}), AllOf(HasSubstr("s.planner"), Not(HasSubstr("s.worker"))));
  const Outcome none = Tried({"revoke", "--person", "s.worker", "--reason", "has left"});
  EXPECT_EQ(none.code, cli::kNotFound);
  EXPECT_THAT(none.err, HasSubstr("spiffe://amparo/people/s.worker has no role"));
}

TEST_F(GrantCommandsTest, ARoleThatIsNotOnesToTakeKeepsNoOtherFromIt) {
  const Terminal everyone(ConfigFor(service_.server(), "everyone"));
  const Outcome theirs =
      everyone.Run({"grant", "add", "cebu", "s.worker", "auditor", "--reason", "reads the trail", "--format", "json"});
  ASSERT_EQ(theirs.code, cli::kOk) << theirs.err;
  const std::string auditor = Json::parse(theirs.out).at("name");
  Done({"add", "la-paz", "s.worker", "intake", "--reason", "stands in"});
  const Outcome outcome = Tried({"revoke", "--person", "s.worker", "--reason", "has left"});
  EXPECT_EQ(outcome.code, cli::kRefused);
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("intake"), Not(HasSubstr(auditor))));
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("1 of 2 roles not taken back:\n  " + auditor + ": "),
                                 HasSubstr("ROLE_NOT_YOURS_TO_GIVE")));
  EXPECT_THAT(Done({"list", "--all-offices", "--person", "s.worker"}),
              AllOf(HasSubstr(auditor), Not(HasSubstr("intake"))));
}

TEST_F(GrantCommandsTest, ARoleOfTwoWordsIsTakenAsTheContractWritesItToo) {
  EXPECT_THAT(Done({"add", "cebu", "s.worker", "social_worker", "--reason", "a new colleague", "--from",
                    "2015-01-01T09:00:00+08:00"}),
              AllOf(HasSubstr("social-worker"), HasSubstr("2015-01-01T01:00:00Z")));
}

TEST_F(GrantCommandsTest, MistakesAreTold) {
  const Outcome unknown = Tried({"add", "cebu", "s.worker", "boss", "--reason", "r"});
  EXPECT_EQ(unknown.code, cli::kUsage);
  EXPECT_THAT(unknown.err, AllOf(HasSubstr("\"boss\" is none of"), HasSubstr("social-worker")));
  EXPECT_EQ(Tried({"add", "cebu", "s.worker", "intake", "--reason", "r", "--from", "soon"}).code, cli::kUsage);
  EXPECT_THAT(Tried({"add", "cebu", "S Worker", "intake", "--reason", "r"}).err, HasSubstr("grant.principal"));
  const Outcome not_theirs = Tried({"add", "cebu", "s.worker", "ops", "--reason", "r"});
  EXPECT_EQ(not_theirs.code, cli::kRefused);
  EXPECT_THAT(not_theirs.err, HasSubstr("ROLE_NOT_YOURS_TO_GIVE"));
  EXPECT_EQ(Tried({"revoke", "offices/cebu/grants/0190f3c2-7d1e-7abc-8def-0123456789ab", "--reason", "r"}).code,
            cli::kNotFound);
}

}  // namespace
}  // namespace amparo::testing
