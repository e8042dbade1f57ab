// What programs are given: all of a list, and every line of CSV under one header.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "services/cli/failure.h"
#include "services/cli/table.h"
#include "tests/integration/services/cli/fake_services.h"
#include "tests/integration/services/cli/terminal.h"

namespace amparo::testing {
namespace {

using cli::Json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class FormatsTest : public ::testing::Test {
 protected:
  FormatsTest() { answers_.record.set_name(the_case_); }

  // Runs a command that must succeed.
  Outcome Ran(std::vector<std::string> arguments, const std::vector<std::string>& further) {
    arguments.insert(arguments.end(), further.begin(), further.end());
    const Outcome outcome = terminal_.Run(arguments);
    EXPECT_EQ(outcome.code, cli::kOk) << outcome.err;
    return outcome;
  }

  const std::string the_case_ = "offices/cebu/cases/01890000-0000-7000-8000-000000000001";
  FakeAnswers answers_;
  FakeServices services_{answers_};
  Terminal terminal_{services_.Config()};
};

TEST_F(FormatsTest, ProgramsGetAWholeListAndPeopleItsBeginning) {
  answers_.charges.resize(120);
  const auto listed = [this](const std::vector<std::string>& options) {
    return Ran({"charge", "list", the_case_}, options);
  };
  const auto lines = [](const Outcome& outcome) { return std::count(outcome.out.begin(), outcome.out.end(), '\n'); };
  const Outcome table = listed({});
  EXPECT_EQ(lines(table), 51);
  EXPECT_THAT(table.err, HasSubstr("the first 50 only; --limit 0 lists all"));
  const Outcome json = listed({"--format", "json"});
  EXPECT_EQ(Json::parse(json.out).size(), 120u);
  EXPECT_THAT(json.err, IsEmpty());
  const Outcome csv = listed({"--format", "csv"});
  EXPECT_EQ(lines(csv), 121);
  EXPECT_THAT(csv.err, IsEmpty());
  // What was asked for holds for all.
  const Outcome some = listed({"--format", "csv", "--limit", "60"});
  EXPECT_EQ(lines(some), 61);
  EXPECT_THAT(some.err, HasSubstr("the first 60 only"));
  EXPECT_EQ(lines(listed({"--limit", "0"})), 121);
  EXPECT_THAT(Ran({"charge", "list", "--help"}, {}).out, HasSubstr("default: 50 as a table, all as json or csv"));
}

TEST_F(FormatsTest, ACaseInFullIsSoAsCsvToo) {
  answers_.record.set_case_number("CEB-2014-001");
  answers_.record.mutable_narrative()->set_narrative("A neighbour says,\nin words");
  answers_.record.mutable_narrative()->set_reporter("a teacher");
  const std::vector<std::string> get = {"case", "get", the_case_};
  EXPECT_EQ(Ran(get, {"--full", "--format", "csv"}).out,
            "case_number,stage,crime_type,report_date,title,name,narrative,reporter\r\nCEB-2014-001,,,,," + the_case_ +
                ",\"A neighbour says,\nin words\",a teacher\r\n");
  EXPECT_EQ(Ran(get, {"--format", "csv"}).out,
            "case_number,stage,crime_type,report_date,title,name\r\nCEB-2014-001,,,,," + the_case_ + "\r\n");
  const Json narrative = Json::parse(Ran(get, {"--full", "--format", "json"}).out).at("narrative");
  EXPECT_EQ(narrative.at("narrative"), "A neighbour says,\nin words");
  EXPECT_EQ(narrative.at("reporter"), "a teacher");
}

TEST_F(FormatsTest, AFeedAsCsvHasAHeaderAndALineForEachChange) {
  for (int seq = 7; seq <= 8; ++seq) {
    auto& event = *answers_.changes.add_events();
    event.set_seq(seq);
    event.mutable_change_time()->set_seconds(1'415'000'000);
    event.set_kind("case");
    event.set_version(seq - 6);
    event.set_name(the_case_);
  }
  answers_.changes.set_token("t");
  answers_.changes.set_caught_up(true);
  EXPECT_EQ(Ran({"feed", "tail", "--format", "csv"}, {}).out,
            "seq,time,kind,version,name\r\n7,2014-11-03T07:33:20Z,case,1," + the_case_ +
                "\r\n8,2014-11-03T07:33:20Z,case,2," + the_case_ + "\r\n");
}

TEST_F(FormatsTest, TheStatusAsCsvIsOneList) {
  auto& feed = *answers_.status.add_feeds();
  feed.set_feed("case");
  feed.set_applied_seq(5);
  feed.set_head_seq(7);
  feed.set_lag_seconds(1.5);
  feed.set_connected(true);
  auto& fact = *answers_.status.add_facts();
  fact.set_kind("conviction");
  fact.set_count(3);
  const std::string address = services_.Config().case_address();
  EXPECT_EQ(Ran({"status"}, {"--format", "csv"}).out,
            "what,name,address,health,applied_seq,head_seq,lag_seconds,connected,count\r\nservice,case," + address +
                ",serving,,,,,\r\nservice,scheduling," + address + ",serving,,,,,\r\nservice,statistics," + address +
                ",serving,,,,,\r\nfeed,case,,,5,7,1.5,true,\r\nfact,conviction,,,,,,,3\r\n");
  const Json json = Json::parse(Ran({"status"}, {"--format", "json"}).out);
  EXPECT_EQ(json.at("services").size(), 3u);
  EXPECT_EQ(json.at("feeds").at(0).at("head_seq"), 7);
  EXPECT_EQ(json.at("facts").at(0).at("count"), 3);
}

TEST_F(FormatsTest, AnOfficeIsTakenByItsIdAndByItsName) {
  answers_.changes.set_caught_up(true);
  const std::vector<std::vector<std::string>> commands = {{"feed", "tail", "--office"},
                                                          {"report", "convictions", "--office"},
                                                          {"highlights", "--month", "2014-11", "--office"}};
  for (const std::vector<std::string>& command : commands) {
    for (const char* office : {"cebu", "offices/cebu"}) {
      Ran(command, {office});
      EXPECT_THAT(services_.TakeOffices(), ElementsAre("cebu")) << command.front();
    }
  }
  Ran({"report", "convictions", "--office", "offices/cebu,la-paz"}, {});
  EXPECT_THAT(services_.TakeOffices(), ElementsAre("cebu", "la-paz"));
}

}  // namespace
}  // namespace amparo::testing
