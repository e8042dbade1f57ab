// The commands that read: what they ask for and how they show it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
using ::testing::Not;

const std::string kOffice = "offices/phnom-penh";
const std::string kRing = kOffice + "/cases/01890000-0000-7000-8000-000000000001";

class ReadCommandsTest : public ::testing::Test {
 protected:
  ReadCommandsTest() { answers_.record.set_name(kRing); }

  std::string AddParty(const std::string& id, const std::string& pseudonym) {
    answers_.parties.emplace_back().set_name(kRing + "/parties/" + id);
    answers_.parties.back().set_pseudonym(pseudonym);
    return answers_.parties.back().name();
  }

  std::string AddVenue(const std::string& id, const std::string& pseudonym) {
    answers_.venues.emplace_back().set_name(kOffice + "/venues/" + id);
    answers_.venues.back().set_pseudonym(pseudonym);
    return answers_.venues.back().name();
  }

  void AddLink(const std::string& kind, const std::string& from, const std::string& words, const std::string& to,
               int day) {
    auto& entry = *answers_.timeline.add_entries();
    entry.mutable_date()->set_year(2013);
    entry.mutable_date()->set_month(8);
    entry.mutable_date()->set_day(day);
    entry.set_kind(cases::v1::TIMELINE_KIND_LINK);
    entry.set_resource(kOffice + "/links/" + std::to_string(answers_.timeline.entries_size()));
    entry.set_what("link " + kind);
    entry.set_text(from + " " + words + " " + to);
    entry.add_mentions(from);
    entry.add_mentions(to);
  }

  // "date what: details" of each entry that the command prints.
  std::vector<std::string> Told(const std::vector<std::string>& options = {}) {
    std::vector<std::string> command = {"case", "timeline", kRing, "--format", "json"};
    command.insert(command.end(), options.begin(), options.end());
    const Outcome outcome = terminal_.Run(command);
    EXPECT_EQ(outcome.code, cli::kOk) << outcome.err;
    std::vector<std::string> told;
    for (const Json& entry : Json::parse(outcome.out)) {
      told.push_back(entry.at("date").get<std::string>() + " " + entry.at("what").get<std::string>() + ": " +
                     entry.at("details").get<std::string>());
    }
    return told;
  }

  FakeAnswers answers_;
  FakeServices services_{answers_};
  Terminal terminal_{services_.Config()};
};

TEST_F(ReadCommandsTest, ATimelineCallsPeopleAndPlacesByTheirPseudonyms) {
  const std::string one = AddParty("1", "Ring member 1");
  const std::string two = AddParty("2", "Ring member 2");
  const std::string parlour = AddVenue("3", "Massage parlour 1");
  const std::string elsewhere = kOffice + "/cases/other/parties/4";
  AddLink("associated-with", one, "associated with", two, 1);
  AddLink("moved-to", one, "moved to", parlour, 14);
  AddLink("recruited-by", two, "recruited by", elsewhere, 20);
  answers_.timeline.mutable_entries(2)->set_corrected(true);
  EXPECT_THAT(Told(),
              ElementsAre("2013-08-01 link associated-with: Ring member 1 associated with Ring member 2",
                          "2013-08-14 link moved-to: Ring member 1 moved to Massage parlour 1",
                          "2013-08-20 link recruited-by: Ring member 2 recruited by offices/phnom-penh/cases/other/"
                          "parties/4 (corrected)"));
}

TEST_F(ReadCommandsTest, ATimelineHasTheHearingsOfMergedCases) {
  const std::string merged = kOffice + "/cases/01890000-0000-7000-8000-000000000002";
  answers_.record.add_merged_cases(merged);
  int day = 20;
  for (const std::string& the_case : {kRing, merged, kOffice + "/cases/01890000-0000-7000-8000-000000000003"}) {
    auto& hearing = answers_.hearings.emplace_back();
    hearing.set_case_(the_case);
    hearing.mutable_hearing_date()->set_year(2014);
    hearing.mutable_hearing_date()->set_month(3);
    hearing.mutable_hearing_date()->set_day(day--);
    hearing.set_state(scheduling::v1::HEARING_STATE_HELD);
    hearing.set_purpose(scheduling::v1::HEARING_PURPOSE_TRIAL);
  }
  EXPECT_THAT(Told({"--kind", "hearing"}),
              ElementsAre("2014-03-19 hearing held: trial", "2014-03-20 hearing held: trial"));
}

TEST_F(ReadCommandsTest, ATimelineIsAskedForSomeKinds) {
  AddLink("moved-to", "a", "moved to", "b", 14);
  EXPECT_THAT(Told({"--kind", "verdict,sentence"}), IsEmpty());
  EXPECT_THAT(Told({"--kind", "verdict,link"}), ElementsAre("2013-08-14 link moved-to: a moved to b"));
  EXPECT_THAT(Told({"--kind", "hearing"}), IsEmpty());
  const Outcome wrong = terminal_.Run({"case", "timeline", kRing, "--kind", "weather"});
  EXPECT_EQ(wrong.code, cli::kUsage);
  EXPECT_THAT(wrong.err, HasSubstr("--kind"));
}

TEST_F(ReadCommandsTest, AChargeIsShownWithWhoIsCharged) {
  const std::string known = AddParty("1", "Ring member 1");
  answers_.charges.emplace_back().set_accused(known);
  answers_.charges.emplace_back().set_accused(kRing + "/parties/2");
  const Outcome outcome = terminal_.Run({"charge", "list", kRing, "--format", "json"});
  ASSERT_EQ(outcome.code, cli::kOk) << outcome.err;
  const Json charges = Json::parse(outcome.out);
  EXPECT_EQ(charges.at(0).at("accused"), "Ring member 1");
  EXPECT_EQ(charges.at(1).at("accused"), "2");
}

TEST_F(ReadCommandsTest, APardonIsShownWhereTheSentenceStands) {
  auto& standing = *answers_.standings.add_charges()->mutable_standing();
  standing.mutable_verdict()->set_outcome(cases::v1::VERDICT_OUTCOME_CONVICTED);
  standing.mutable_sentence()->mutable_imprisonment()->mutable_min()->set_years(15);
  standing.set_sentence_end(cases::v1::SENTENCE_END_PARDONED);
  const Outcome outcome = terminal_.Run({"charge", "standing", kRing, "--format", "csv"});
  ASSERT_EQ(outcome.code, cli::kOk) << outcome.err;
  EXPECT_EQ(outcome.out, "since,verdict,sentence,ended,charge\r\n,convicted,15 years,pardoned,\r\n");
}

TEST_F(ReadCommandsTest, AVerdictIsShownWithWhatWasFound) {
  cases::v1::Verdict& verdict = *answers_.charges.emplace_back().mutable_verdict();
  verdict.set_outcome(cases::v1::VERDICT_OUTCOME_CONVICTED_LESSER);
  verdict.set_lesser_completion(cases::v1::COMPLETION_ATTEMPTED);
  *answers_.standings.add_charges()->mutable_standing()->mutable_verdict() = verdict;
  verdict.set_lesser_crime_type("0302");
  verdict.set_lesser_law_article("RA 9208 sec. 5");
  const Outcome listed = terminal_.Run({"charge", "list", kRing, "--format", "json"});
  ASSERT_EQ(listed.code, cli::kOk) << listed.err;
  EXPECT_EQ(Json::parse(listed.out).at(0).at("verdict"), "convicted-lesser: 0302, attempted, RA 9208 sec. 5");
  const Outcome standing = terminal_.Run({"charge", "standing", kRing, "--format", "csv"});
  ASSERT_EQ(standing.code, cli::kOk) << standing.err;
  EXPECT_EQ(standing.out, "since,verdict,sentence,ended,charge\r\n,convicted-lesser: attempted,,,\r\n");
}

TEST_F(ReadCommandsTest, WhatSomebodyServesAndOwesIsSummedUp) {
  const auto shown = [this](const std::string& format) {
    const Outcome outcome = terminal_.Run({"charge", "sentence", kRing + "/parties/1", "--format", format});
    EXPECT_EQ(outcome.code, cli::kOk) << outcome.err;
    return outcome.out;
  };
  const std::string header = "what,sum,start_date,earliest_end_date,latest_end_date,follows,charge\r\n";
  cases::v1::EffectiveSentence& sentence = answers_.sentence;
  auto& fine = *sentence.add_fines();
  fine.mutable_ordered()->set_currency_code("PHP");
  fine.mutable_ordered()->set_units(500);
  fine.mutable_paid()->set_currency_code("PHP");
  fine.mutable_paid()->set_units(200);
  EXPECT_EQ(shown("csv"), header + "fine,PHP 200.00 of PHP 500.00 paid,,,,,\r\n");

  sentence.mutable_custody()->mutable_min()->set_years(3);
  sentence.mutable_custody()->mutable_max()->set_years(5);
  sentence.mutable_suspended()->mutable_min()->set_years(1);
  sentence.mutable_suspended()->mutable_max()->set_years(1);
  sentence.mutable_default_imprisonment()->set_months(6);
  sentence.set_at_large(true);
  *sentence.add_restitutions() = fine;
  sentence.mutable_restitutions(0)->set_survivor(kRing + "/parties/7");
  auto& part = *sentence.add_parts();
  for (google::type::Date* start : {sentence.mutable_start_date(), part.mutable_start_date()}) {
    start->set_year(2014);
    start->set_month(8);
    start->set_day(11);
  }
  *sentence.mutable_latest_end_date() = sentence.start_date();
  sentence.mutable_latest_end_date()->set_year(2019);
  part.set_charge(kRing + "/charges/2");
  part.set_follows(kRing + "/charges/3");
  EXPECT_EQ(shown("csv"), header +
                              "custody,3 years to 5 years,2014-08-11,,2019-08-11,,\r\n"
                              "suspended,1 year,,,,,\r\n"
                              "default imprisonment,6 months,,,,,\r\n"
                              "at large,,,,,,\r\n"
                              "fine,PHP 200.00 of PHP 500.00 paid,,,,,\r\n"
                              "restitution,PHP 200.00 of PHP 500.00 paid to 7,,,,,\r\n"
                              "part,,2014-08-11,,,3," +
                              part.charge() + "\r\n");
  sentence.mutable_custody()->set_life(true);
  EXPECT_THAT(shown("table"), HasSubstr("life"));
}

TEST_F(ReadCommandsTest, AppealsAreListedOfACaseOrOfAnOffice) {
  const auto listed = [this](const std::vector<std::string>& of) {
    std::vector<std::string> arguments = {"appeal", "list", "--format", "json"};
    arguments.insert(arguments.end(), of.begin(), of.end());
    const Outcome outcome = terminal_.Run(arguments);
    EXPECT_EQ(outcome.code, cli::kOk) << outcome.err;
    return Json::parse(outcome.out).at(0);
  };
  EXPECT_EQ(listed({kRing}).at("name"), kRing);
  const Json of_office = listed({"--office", "phnom-penh", "--state", "filed"});
  EXPECT_EQ(of_office.at("name"), "offices/phnom-penh/cases/-");
  EXPECT_EQ(of_office.at("state"), "filed");
  EXPECT_EQ(terminal_.Run({"appeal", "list"}).code, cli::kUsage);
  EXPECT_EQ(terminal_.Run({"appeal", "list", kRing, "--office", "cebu"}).code, cli::kUsage);
}

TEST_F(ReadCommandsTest, ANarrativeCannotSteerTheTerminal) {
  answers_.record.mutable_narrative()->set_narrative("a neighbour\x1b]0;x\x07 says\nreporter:  nobody");
  answers_.record.mutable_narrative()->set_reporter("\x1b[2Jteacher");
  const Outcome outcome = terminal_.Run({"case", "get", kRing, "--full"});
  ASSERT_EQ(outcome.code, cli::kOk) << outcome.err;
  EXPECT_THAT(outcome.out,
              HasSubstr("\nnarrative: a neighbour ]0;x  says reporter:  nobody\nreporter:   [2Jteacher\n"));
  const Outcome json = terminal_.Run({"case", "get", kRing, "--full", "--format", "json"});
  EXPECT_EQ(Json::parse(json.out).at("narrative").at("reporter"), "\x1b[2Jteacher");
}

TEST_F(ReadCommandsTest, AMergedCaseSaysWhichStandsForIt) {
  EXPECT_THAT(terminal_.Run({"case", "get", kRing}).out, ::testing::Not(HasSubstr("merged_into")));
  const std::string survivor = "offices/phnom-penh/cases/0190f3c2-7d1e-7abc-8def-0123456789ff";
  answers_.record.set_merged_into(survivor);
  const Outcome table = terminal_.Run({"case", "get", kRing});
  EXPECT_THAT(table.out, ::testing::AllOf(HasSubstr("merged_into"), HasSubstr(survivor)));
  const Outcome csv = terminal_.Run({"case", "get", kRing, "--format", "csv"});
  EXPECT_THAT(csv.out, ::testing::AllOf(HasSubstr(",merged_into"), HasSubstr("," + survivor)));
  const Outcome json = terminal_.Run({"case", "get", kRing, "--format", "json"});
  EXPECT_EQ(Json::parse(json.out).at("merged_into"), survivor);
}

TEST_F(ReadCommandsTest, AFeedAsJsonHasTheResourceAfterTheChange) {
  cases::v1::Charge charge;
  charge.set_name(kRing + "/charges/5");
  charge.mutable_verdict()->set_outcome(cases::v1::VERDICT_OUTCOME_CONVICTED);
  for (int seq = 1; seq <= 2; ++seq) {
    auto& event = *answers_.changes.add_events();
    event.set_seq(seq);
    event.set_kind("charge");
    event.set_version(seq);
    event.set_name(charge.name());
    event.mutable_resource()->PackFrom(charge);
  }
  // Of a later version than this client's.
  answers_.changes.mutable_events(1)->mutable_resource()->set_type_url("type.googleapis.com/amparo.cases.v9.Charge");
  answers_.changes.set_token("t");
  answers_.changes.set_caught_up(true);
  const Outcome outcome = terminal_.Run({"feed", "tail", "--format", "json"});
  ASSERT_EQ(outcome.code, cli::kOk) << outcome.err;
  const size_t end = outcome.out.find('\n');
  const Json first = Json::parse(outcome.out.substr(0, end));
  EXPECT_EQ(first.at("type"), "amparo.cases.v1.Charge");
  EXPECT_EQ(first.at("resource").at("verdict").at("outcome"), "VERDICT_OUTCOME_CONVICTED");
  const Json second = Json::parse(outcome.out.substr(end));
  EXPECT_EQ(second.at("type"), "amparo.cases.v9.Charge");
  EXPECT_TRUE(second.at("resource").is_null());
  EXPECT_THAT(terminal_.Run({"feed", "tail"}).out, Not(HasSubstr("VERDICT_OUTCOME")));
}

TEST_F(ReadCommandsTest, AReportWithoutRowsHasTheColumnsAskedForInTheirOrder) {
  const Outcome by_all =
      terminal_.Run({"report", "convictions", "--by", "month,crime-type,country,year,office", "--format", "csv"});
  ASSERT_EQ(by_all.code, cli::kOk) << by_all.err;
  EXPECT_EQ(by_all.out, "year,month,crime_type,country,office,convictions,cases\r\n");
  EXPECT_EQ(terminal_.Run({"report", "convictions", "--format", "csv"}).out, "convictions,cases\r\n");
}

TEST_F(ReadCommandsTest, ACrimeTypeThatIsNotKnownKeepsItsCell) {
  answers_.convictions.add_rows()->set_convictions(3);
  answers_.convictions.mutable_rows(0)->set_cases(2);
  answers_.convictions.mutable_rows(0)->mutable_key()->set_office("cebu");
  EXPECT_EQ(terminal_.Run({"report", "convictions", "--by", "office,crime-type", "--format", "csv"}).out,
            "office,crime_type,convictions,cases\r\ncebu,,3,2\r\n");
}

TEST_F(ReadCommandsTest, WhatFamiliesLostStandsBesideTheTotal) {
  auto& row = *answers_.adjournments.add_rows();
  row.set_adjourned(2);
  row.set_wage_half_days_lost(5);
  row.set_family_wage_half_days_lost(3);
  row.add_wages_lost()->set_currency_code("BOB");
  row.mutable_wages_lost(0)->set_units(165);
  row.add_family_wages_lost()->set_currency_code("BOB");
  row.mutable_family_wages_lost(0)->set_units(99);
  const Json json = Json::parse(terminal_.Run({"report", "adjournments", "--format", "json"}).out).at(0);
  EXPECT_EQ(json.at("wage_days_lost"), 2.5);
  EXPECT_EQ(json.at("family_wage_days_lost"), 1.5);
  EXPECT_EQ(json.at("wages_lost").at(0).at("amount"), "165.00");
  EXPECT_EQ(json.at("family_wages_lost").at(0).at("amount"), "99.00");
}

TEST_F(ReadCommandsTest, CallsAreOnBehalfOfWhomTheTokenIsOf) {
  ASSERT_EQ(terminal_.Run({"case", "get", kRing}).code, cli::kOk);
  EXPECT_THAT(services_.TakeAuthorizations(), IsEmpty());
  const std::string file = terminal_.Write("token", "a.b.c\n");
  ASSERT_EQ(terminal_.Run({"case", "get", kRing, "--token-file", file}).code, cli::kOk);
  EXPECT_THAT(services_.TakeAuthorizations(), ElementsAre("Bearer a.b.c"));
  ASSERT_EQ(terminal_.Run({"feed", "tail", "--token-file", file}).code, cli::kOk);
  EXPECT_THAT(services_.TakeAuthorizations(), ElementsAre("Bearer a.b.c"));
}

TEST_F(ReadCommandsTest, AConfigurationNamesATokenBesideItself) {
  config::v1::CliConfig config = services_.Config();
  config.set_token_file("of_the_desk");
  const Terminal desk(config);
  const Outcome without = desk.Run({"case", "get", kRing});
  EXPECT_EQ(without.code, cli::kUsage);
  EXPECT_THAT(without.err, HasSubstr("of_the_desk cannot be read"));
  desk.Write("of_the_desk", "d.e.f");
  ASSERT_EQ(desk.Run({"case", "get", kRing}).code, cli::kOk);
  EXPECT_THAT(services_.TakeAuthorizations(), ElementsAre("Bearer d.e.f"));
  // Another one may be named for a command.
  ASSERT_EQ(desk.Run({"case", "get", kRing, "--token-file", desk.Write("other", "g.h.i")}).code, cli::kOk);
  EXPECT_THAT(services_.TakeAuthorizations(), ElementsAre("Bearer g.h.i"));
}

}  // namespace
}  // namespace amparo::testing
