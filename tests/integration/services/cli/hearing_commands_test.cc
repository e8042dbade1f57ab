// `amparo hearing ...` against a scheduling service.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/strings.h"
#include "services/cli/failure.h"
#include "services/cli/table.h"
#include "tests/integration/services/cli/terminal.h"
#include "tests/integration/services/scheduling/calendar.h"

namespace amparo::testing {
namespace {

namespace v1 = scheduling::v1;
using cli::Json;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class HearingCommandsTest : public ::testing::Test {
 protected:
  Calendar calendar_;
  Terminal terminal_{ConfigFor(calendar_.server(), "attorney", cli::Service::kScheduling)};
  const std::string hearing_ = calendar_.Scheduled(At(2014, 11, 10)).name();
};

TEST_F(HearingCommandsTest, AHeldHearingKeepsWhoCame) {
  const Outcome outcome = terminal_.Run({"hearing", "hold", hearing_, "--attended", "survivor", "--attended",
                                         "parent:half:40.50BOB", "--format", "json"});
  ASSERT_EQ(outcome.code, cli::kOk) << outcome.err;
  EXPECT_EQ(Json::parse(outcome.out).at("state"), "HEARING_STATE_HELD");
  const v1::Hearing held = calendar_.Get(hearing_).value();
  EXPECT_EQ(held.state(), v1::HEARING_STATE_HELD);
  ASSERT_EQ(held.attendance_size(), 2);
  EXPECT_EQ(held.attendance(0).attendee(), v1::ATTENDEE_KIND_SURVIVOR);
  EXPECT_EQ(held.attendance(1).day_lost(), v1::DAY_LOST_HALF);
  EXPECT_EQ(held.attendance(1).wages_lost().units(), 40);
  EXPECT_EQ(held.attendance(1).wages_lost().nanos(), 500'000'000);
}

TEST_F(HearingCommandsTest, AnOptionThatRepeatsDoesNotSwallowTheHearing) {
  const Outcome outcome = terminal_.Run({"hearing", "hold", "--attended", "staff", hearing_});
  ASSERT_EQ(outcome.code, cli::kOk) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(StartsWith("start "), HasSubstr("2014-11-10T13:00:00Z  2014-11-10  held   trial"),
                                 HasSubstr(hearing_)));
  EXPECT_EQ(calendar_.Get(hearing_)->attendance_size(), 1);
}

TEST_F(HearingCommandsTest, AHearingThatHasNotBegunCannotHaveBeenHeld) {
  const std::string tomorrow = calendar_.Scheduled(At(2014, 11, 11)).name();
  const Outcome outcome = terminal_.Run({"hearing", "hold", tomorrow});
  EXPECT_EQ(outcome.code, cli::kRefused);
  EXPECT_THAT(outcome.err, HasSubstr("HEARING_NOT_BEGUN"));
  EXPECT_THAT(outcome.out, IsEmpty());
}

TEST_F(HearingCommandsTest, AVacatedHearingSaysWhy) {
  const Outcome outcome =
      terminal_.Run({"hearing", "vacate", hearing_, "--reason", "the accused pleaded guilty", "--format", "json"});
  ASSERT_EQ(outcome.code, cli::kOk) << outcome.err;
  EXPECT_EQ(Json::parse(outcome.out).at("vacate_reason"), "the accused pleaded guilty");
  EXPECT_EQ(calendar_.Get(hearing_)->state(), v1::HEARING_STATE_VACATED);

  const Outcome again = terminal_.Run({"hearing", "vacate", hearing_, "--reason", "once more"});
  EXPECT_EQ(again.code, cli::kRefused);
  EXPECT_THAT(again.err, AllOf(StartsWith("amparo: vacating the hearing: "), HasSubstr("HEARING_NOT_SCHEDULED")));

  const Outcome listed =
      terminal_.Run({"hearing", "list", "--office", "la-paz", "--state", "vacated", "--format", "csv"});
  EXPECT_THAT(listed.out, EndsWith("," + hearing_ + "\r\n"));
}

TEST_F(HearingCommandsTest, AVacatedHearingAsATableAndAsCsv) {
  const Outcome outcome = terminal_.Run({"hearing", "vacate", hearing_, "--reason", "x", "--format", "csv"});
  ASSERT_EQ(outcome.code, cli::kOk) << outcome.err;
  EXPECT_THAT(outcome.out,
              AllOf(StartsWith("start,day,state,"), HasSubstr("\r\n2014-11-10T13:00:00Z,2014-11-10,vacated,")));
}

TEST_F(HearingCommandsTest, TheReasonMustNotBeTooLong) {
  const Outcome outcome = terminal_.Run({"hearing", "vacate", hearing_, "--reason", std::string(1001, 'x')});
  EXPECT_EQ(outcome.code, cli::kRefused);
  EXPECT_THAT(outcome.err, HasSubstr("reason: must have at most 1000 characters"));
}

TEST_F(HearingCommandsTest, TheSameRequestIdGivesTheFirstAnswer) {
  for (const std::vector<std::string>& act :
       {std::vector<std::string>{"hearing", "hold", hearing_},
        std::vector<std::string>{"hearing", "vacate", calendar_.Scheduled(At(2014, 11, 12)).name(), "--reason", "x"}}) {
    std::vector<std::string> arguments = act;
    arguments.insert(arguments.end(), {"--request-id", NewId()});
    const Outcome first = terminal_.Run(arguments);
    const Outcome second = terminal_.Run(arguments);
    EXPECT_EQ(first.code, cli::kOk) << first.err;
    EXPECT_EQ(second.code, cli::kOk) << second.err;
    EXPECT_EQ(second.out, first.out);
  }
  const Outcome none = terminal_.Run({"hearing", "hold", hearing_, "--request-id", "7"});
  EXPECT_EQ(none.code, cli::kRefused);
  EXPECT_THAT(none.err, HasSubstr("--request-id: must be"));
}

TEST_F(HearingCommandsTest, WhatIsNotThereIsNotFoundAndWhatIsNoNameIsRefused) {
  const std::string missing = StrCat(kLaPaz, "/hearings/", NewId());
  for (const std::vector<std::string>& act :
       {std::vector<std::string>{"hearing", "hold"}, std::vector<std::string>{"hearing", "vacate", "--reason", "x"}}) {
    std::vector<std::string> arguments = act;
    arguments.push_back(missing);
    EXPECT_EQ(terminal_.Run(arguments).code, cli::kNotFound);
    arguments.back() = "la-paz/7";
    const Outcome refused = terminal_.Run(arguments);
    EXPECT_EQ(refused.code, cli::kRefused);
    EXPECT_THAT(refused.err, HasSubstr("\n  name: must be"));
  }
}

TEST_F(HearingCommandsTest, WhoMayNotActIsTold) {
  const Terminal intake(ConfigFor(calendar_.server(), "intake", cli::Service::kScheduling));
  EXPECT_EQ(intake.Run({"hearing", "hold", hearing_}).code, cli::kDenied);
  EXPECT_EQ(intake.Run({"hearing", "vacate", hearing_, "--reason", "x"}).code, cli::kDenied);
  EXPECT_EQ(calendar_.Get(hearing_)->state(), v1::HEARING_STATE_SCHEDULED);
}

TEST_F(HearingCommandsTest, AnAdjournmentGoesOnAtTheCourtsHour) {
  const Outcome outcome =
      terminal_.Run({"hearing", "adjourn", hearing_, "--reason", "judge-absent", "--side", "court", "--next",
                     "2015-02-03T09:00", "--attended", "parent:half:40.50BOB", "--format", "csv"});
  ASSERT_EQ(outcome.code, cli::kOk) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr(",adjourned,trial,120,judge-absent,court,"),
                                 HasSubstr("\r\n2015-02-03T13:00:00Z,2015-02-03,scheduled,trial,120,,,")));
}

TEST_F(HearingCommandsTest, AListThatGoesOnSaysSo) {
  for (int day = 1; day <= 3; ++day) calendar_.Scheduled(At(2014, 12, day));
  const Outcome some = terminal_.Run({"hearing", "list", "--office", "la-paz", "--limit", "2", "--format", "json"});
  EXPECT_EQ(Json::parse(some.out).size(), 2u);
  EXPECT_THAT(some.err, HasSubstr("the first 2 only"));
  const Outcome all = terminal_.Run({"hearing", "list", "--office", "la-paz", "--limit", "0", "--format", "json"});
  EXPECT_EQ(Json::parse(all.out).size(), 4u);
  EXPECT_THAT(all.err, IsEmpty());
}

TEST_F(HearingCommandsTest, AnAnswerThatCannotBeWrittenIsAFailure) {
  std::ostream full(nullptr);
  std::ostringstream err;
  EXPECT_EQ(terminal_.RunTo(full, err, {"hearing", "list", "--office", "la-paz"}), cli::kFailed);
  EXPECT_THAT(err.str(), HasSubstr("cannot be written"));
}

TEST_F(HearingCommandsTest, AKeyThatCannotBeReadIsToldWithWhoMay) {
  config::v1::CliConfig config = ConfigFor(calendar_.server(), "planner", cli::Service::kScheduling);
  config.mutable_tls()->set_key_file("/nowhere/cli.key");
  const Outcome outcome = Terminal(config).Run({"hearing", "list", "--office", "la-paz"});
  EXPECT_EQ(outcome.code, cli::kUsage);
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("/nowhere/cli.key: cannot be read"), HasSubstr("who ran it may read them")));
}

TEST_F(HearingCommandsTest, WithoutAServiceOneIsToldWhatToDo) {
  const Outcome outcome = terminal_.Run({"office", "list"});
  EXPECT_EQ(outcome.code, cli::kUnavailable);
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("127.0.0.1:1"), HasSubstr("deploy/run")));

  const Outcome status = terminal_.Run({"status"});
  EXPECT_EQ(status.code, cli::kUnavailable);
  EXPECT_THAT(status.out, AllOf(HasSubstr("scheduling  " + calendar_.server().address() + "  serving"),
                                HasSubstr("statistics  127.0.0.1:1")));
}

}  // namespace
}  // namespace amparo::testing
