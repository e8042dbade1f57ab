// `amparo person ...` against a case service.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

class PersonCommandsTest : public ::testing::Test {
 protected:
  PersonCommandsTest() { service_.OpenOffice("cebu"); }

  Outcome Tried(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "person");
    return terminal_.Run(arguments);
  }
  // Runs a command that must succeed; what it printed.
  std::string Done(const std::vector<std::string>& arguments) {
    const Outcome outcome = Tried(arguments);
    EXPECT_EQ(outcome.code, cli::kOk) << outcome.err;
    return outcome.out;
  }
  std::string Create(const std::string& pseudonym, const std::string& full_name, const std::string& birth = "1999") {
    const std::string out = Done({"create", "--office", "cebu", "--pseudonym", pseudonym, "--full-name", full_name,
                                  "--birth", birth, "--language", "ceb", "--sex", "female", "--format", "json"});
    return Json::parse(out).at("name");
  }

  cases::CaseService service_;
  Terminal terminal_{ConfigFor(service_.server(), "everyone")};
};

TEST_F(PersonCommandsTest, SomebodyIsEnteredFoundAndErased) {
  const std::string name = Create("Maya", "Maria Santos");
  EXPECT_THAT(Done({"search", "santos maria", "--office", "cebu"}), AllOf(HasSubstr("Maria Santos"), HasSubstr(name)));
  EXPECT_THAT(Done({"get", name}), AllOf(HasSubstr("Maya"), Not(HasSubstr("Santos"))));
  EXPECT_THAT(Done({"get", name, "--full"}), AllOf(HasSubstr("Maria Santos"), HasSubstr("1999")));
  EXPECT_EQ(Tried({"erase", name, "--reason", "asked for it"}).code, cli::kUsage);
  Done({"erase", name, "--reason", "asked for it", "--for-good"});
  EXPECT_THAT(Done({"search", "santos maria", "--office", "cebu"}), Not(HasSubstr(name)));
  EXPECT_THAT(Done({"list", "--office", "cebu", "--erased"}), HasSubstr(name));
}

TEST_F(PersonCommandsTest, WhySomebodyIsReadIsKept) {
  const std::string name = Create("Maya", "Maria Santos");
  Done({"get", name, "--full", "--reason", "la visita de la señora Paz"});
  EXPECT_EQ(service_.Sql("SELECT reason FROM audit WHERE action = 'READ'"), "la visita de la señora Paz");
  // A command's own reason is for what it does.
  Done({"erase", name, "--reason", "asked for it", "--for-good"});
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM audit WHERE reason = 'asked for it'"), "0");
}

TEST_F(PersonCommandsTest, AgesAreTold) {
  const std::string name = Create("Maya", "Maria Santos", "1996-05");
  const Json ages = Json::parse(Done({"ages", name, "--on", "2014-05-12,2014-06-01", "--format", "json"}));
  ASSERT_EQ(ages.size(), 2u);
  EXPECT_EQ(ages[0].at("min_years"), 17);
  EXPECT_EQ(ages[0].at("max_years"), 18);
  EXPECT_EQ(ages[0].at("minority"), "unknown");
  EXPECT_EQ(ages[1].at("minority"), "adult");
}

TEST_F(PersonCommandsTest, MistakesAreTold) {
  EXPECT_EQ(Tried({"create", "--office", "cebu", "--pseudonym", "M", "--birth", "99"}).code, cli::kUsage);
  EXPECT_EQ(Tried({"create", "--office", "cebu", "--pseudonym", "M", "--birth", "1999-00"}).code, cli::kUsage);
  EXPECT_EQ(Tried({"list", "--office", "cebu", "--need", "money"}).code, cli::kUsage);
  EXPECT_EQ(Tried({"get", "offices/cebu/persons/0190f3c2-7d1e-7abc-8def-0123456789ab"}).code, cli::kNotFound);
  EXPECT_EQ(Tried({"parties", "offices/cebu/persons/0190f3c2-7d1e-7abc-8def-0123456789ab"}).code, cli::kNotFound);
}

}  // namespace
}  // namespace amparo::testing
