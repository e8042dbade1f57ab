// `amparo task|note|flag ...` and `amparo case close|reopen|clock|link|duplicates` against a case service, as somebody
// at a terminal uses them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "services/cli/failure.h"
#include "services/cli/table.h"
#include "tests/integration/services/case/case_service.h"
#include "tests/integration/services/cli/terminal.h"

namespace amparo::testing {
namespace {

namespace v1 = cases::v1;
using cli::Json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Key;
using ::testing::Not;

constexpr char kCase[] = "cebu/CEB-2014-007";

class TaskCommandsTest : public ::testing::Test {
 protected:
  TaskCommandsTest() {
    service_.OpenOffice("cebu");
    for (const char* number : {"CEB-2014-007", "CEB-2013-011"}) {
      v1::CreateCaseRequest request = service_.NewCaseRequest();
      request.mutable_case_()->set_case_number(number);
      EXPECT_TRUE(cases::Call(service_.cases(), &v1::CaseService::Stub::CreateCase, request).ok());
    }
  }

  // Runs a command that must succeed; what it printed.
  std::string Done(const std::vector<std::string>& arguments) {
    const Outcome outcome = terminal_.Run(arguments);
    EXPECT_EQ(outcome.code, cli::kOk) << outcome.err;
    return outcome.out;
  }

  cases::CaseService service_;
  Terminal terminal_{ConfigFor(service_.server(), "everyone")};
};

TEST_F(TaskCommandsTest, ADirectiveIsAppliedAndItsTasksAreDone) {
  EXPECT_THAT(Done({"task", "templates", "--office", "cebu"}),
              AllOf(HasSubstr("child-victims-first"), HasSubstr("30 days after first-charge")));
  EXPECT_THAT(Done({"task", "apply", kCase, "--template", "child-victims-first"}),
              AllOf(HasSubstr("2014-05-15"),
                    HasSubstr("0 there before, 9 waiting for their day, 0 of an older version cancelled")));
  EXPECT_THAT(Done({"task", "date", kCase, "--kind", "arraignment", "--date", "2014-12-01"}), HasSubstr("arraignment"));
  const Json tasks = Json::parse(Done({"task", "list", "--case", kCase, "--format", "json"}));
  // The clock stands still: what is made by two calls has no order of entry.
  std::map<std::string, Json> by_due_date;
  for (const Json& task : tasks) by_due_date[task.at("due_date")] = task;
  ASSERT_THAT(by_due_date, ElementsAre(Key("2014-05-15"), Key("2014-05-19"), Key("2014-12-31")));
  EXPECT_EQ(by_due_date["2014-05-15"].at("state"), "overdue");
  EXPECT_EQ(by_due_date["2014-12-31"].at("state"), "open");
  const std::string first = by_due_date["2014-05-15"].at("name");
  EXPECT_THAT(Done({"task", "done", first, "--reason", "recorded on video"}), HasSubstr("done"));
  EXPECT_THAT(Done({"task", "list", "--office", "cebu", "--overdue"}), Not(HasSubstr(first)));
  Done({"task", "reopen", first, "--reason", "the recording is void"});
  const std::string last = by_due_date["2014-12-31"].at("name");
  EXPECT_THAT(Done({"task", "extend", last, "--days", "15", "--reason", "order of 3 December"}),
              HasSubstr("2015-01-15"));
  EXPECT_THAT(Done({"task", "list", "--office", "cebu", "--overdue"}), HasSubstr(first));
}

TEST_F(TaskCommandsTest, CasesAreListedByWhoIsToDoSomethingInThemOverAllOffices) {
  Done(
      {"task", "add", kCase, "--title", "Ask for it", "--due", "2014-12-20", "--assignee", "spiffe://amparo/attorney"});
  const std::string listed = Done({"case", "list", "--all-offices", "--assignee", "spiffe://amparo/attorney"});
  EXPECT_THAT(listed, AllOf(HasSubstr("CEB-2014-007"), Not(HasSubstr("CEB-2013-011"))));
  EXPECT_THAT(Done({"case", "list", "--office", "cebu", "--moved-from", "2014-05-13"}), Not(HasSubstr("CEB-2014-007")));
  EXPECT_EQ(terminal_.Run({"case", "list", "--office", "cebu", "--all-offices"}).code, cli::kUsage);
}

TEST_F(TaskCommandsTest, CasesThatMayBeOneAreShownUntilTheyAreToldApart) {
  // Both of the fixture have one title and one day.
  EXPECT_THAT(Done({"case", "duplicates", kCase}), AllOf(HasSubstr("CEB-2013-011"), HasSubstr("same-title +30")));
  Done({"case", "distinguish", kCase, "--from", "cebu/CEB-2013-011", "--reason", "another raid"});
  EXPECT_THAT(Done({"case", "duplicates", kCase}), Not(HasSubstr("CEB-2013-011")));
}

TEST_F(TaskCommandsTest, HolidaysAreEnteredAndListed) {
  Done({"holiday", "set", "--office", "cebu", "--date", "2014-04-18", "--title", "Good Friday"});
  EXPECT_THAT(Done({"holiday", "list", "--office", "cebu", "--year", "2014"}),
              AllOf(HasSubstr("Good Friday"), HasSubstr("2014-12-30")));
  EXPECT_THAT(Done({"holiday", "remove", "--office", "cebu", "--date", "2014-04-18"}), Not(HasSubstr("Good Friday")));
}

TEST_F(TaskCommandsTest, WhatIsNearIsPrintedALineEach) {
  Done({"task", "add", kCase, "--title", "Visit the family", "--due", "2014-12-12", "--role", "social-worker"});
  const Outcome near = terminal_.Run({"task", "remind", "--office", "cebu", "--days", "2", "--format", "json"});
  EXPECT_EQ(near.code, cli::kOk) << near.err;
  EXPECT_EQ(Json::parse(near.out).at("urgency"), "upcoming");
  EXPECT_THAT(near.err, HasSubstr("--from "));
}

TEST_F(TaskCommandsTest, NotesAndFlagsAreSeen) {
  const Json note = Json::parse(
      Done({"note", "add", kCase, "--for", "legal", "--text", "The child is heard first", "--format", "json"}));
  EXPECT_FALSE(note.contains("text"));
  EXPECT_THAT(Done({"note", "get", note.at("name")}), HasSubstr("The child is heard first"));
  EXPECT_THAT(Done({"note", "list", kCase}), HasSubstr("legal"));
  const Json flag = Json::parse(
      Done({"flag", "raise", kCase, "--kind", "safety-risk", "--reason", "The accused calls her", "--format", "json"}));
  EXPECT_THAT(Done({"case", "get", kCase, "--format", "json"}), HasSubstr("FLAG_KIND_SAFETY_RISK"));
  Done({"flag", "lower", flag.at("name"), "--reason", "The accused is in custody"});
  EXPECT_THAT(Done({"flag", "list", "--office", "cebu"}), Not(HasSubstr("safety-risk")));
}

TEST_F(TaskCommandsTest, CasesAreLinkedTimedAndNotClosedTooEarly) {
  EXPECT_THAT(Done({"case", "link", kCase, "--kind", "split-from", "--to", "cebu/CEB-2013-011"}),
              HasSubstr("split-from"));
  EXPECT_THAT(Done({"case", "links", "cebu/CEB-2013-011"}), HasSubstr("split-from"));
  EXPECT_THAT(Done({"case", "clock", kCase, "--as-of", "2014-12-11"}), HasSubstr("213"));
  const Outcome early = terminal_.Run({"case", "close", kCase, "--reason", "done"});
  EXPECT_EQ(early.code, cli::kRefused);
  EXPECT_THAT(early.err, HasSubstr("CASE_STAGE"));
  EXPECT_THAT(terminal_.Run({"case", "close", kCase, "--reason", std::string(1001, 'x')}).err,
              HasSubstr("\n  --reason: must have at most"));
  const Outcome open = terminal_.Run({"case", "reopen", kCase, "--further-accused", "--reason", "one more arrest"});
  EXPECT_EQ(open.code, cli::kRefused);
  EXPECT_THAT(open.err, HasSubstr("CASE_STAGE"));
}

TEST_F(TaskCommandsTest, WhatIsMissingIsCalledByTheOptionThatGivesIt) {
  const std::string name = service_.EnterCase("A case", "cebu").name();
  ASSERT_TRUE(service_.Act(&v1::CaseService::Stub::ScreenCase, name).ok());
  ASSERT_TRUE(service_.Act(&v1::CaseService::Stub::StartInvestigation, name).ok());
  const Outcome needed = terminal_.Run({"case", "close", name, "--reason", "nobody can testify"});
  EXPECT_EQ(needed.code, cli::kRefused);
  EXPECT_THAT(needed.err, AllOf(HasSubstr("its --code"), HasSubstr("CLOSURE_REASON_NEEDED")));
}

}  // namespace
}  // namespace amparo::testing
