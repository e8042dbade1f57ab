// `amparo highlights`: as people read them, and as programs do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

void SetDay(int day, google::type::Date& date) {
  date.set_year(2014);
  date.set_month(11);
  date.set_day(day);
}

class HighlightsTest : public ::testing::Test {
 protected:
  statistics::v1::Highlight& AddHighlight(const std::string& office, const std::string& text) {
    statistics::v1::Highlight& highlight = *answers_.highlights.add_highlights();
    highlight.set_office(office);
    highlight.set_text(text);
    return highlight;
  }

  // With a figure of each kind.
  void AddPlea() {
    statistics::v1::Highlight& plea = AddHighlight("cebu", "He pleaded guilty, and was sentenced.");
    plea.set_kind("plea");
    const auto figure = [&plea](const std::string& name) -> statistics::v1::Figure& {
      statistics::v1::Figure& added = *plea.add_figures();
      added.set_name(name);
      return added;
    };
    figure("convictions").set_count(8);
    figure("adjourned").set_rate(0.75);
    figure("term").mutable_term()->set_years(15);
    google::type::Money& fine = *figure("fine").mutable_money();
    fine.set_currency_code("PHP");
    fine.set_units(500000);
    SetDay(14, *figure("verdict").mutable_date());
    SetDay(1, *plea.mutable_period()->mutable_from());
    SetDay(30, *plea.mutable_period()->mutable_to());
    plea.mutable_definition()->set_text("Pleas of guilty of the month");
    plea.mutable_definition()->set_denominator("All pleas");
    plea.mutable_definition()->add_exclusions("Pleas taken back");
    plea.mutable_definition()->mutable_snapshot_time()->set_seconds(1'415'000'000);
    plea.add_resources("offices/cebu/cases/1/charges/2");
  }

  std::string Shown(const std::string& format) {
    const Outcome outcome = terminal_.Run({"highlights", "--month", "2014-11", "--format", format});
    EXPECT_EQ(outcome.code, cli::kOk) << outcome.err;
    return outcome.out;
  }

  FakeAnswers answers_;
  FakeServices services_{answers_};
  Terminal terminal_{services_.Config()};
};

TEST_F(HighlightsTest, PeopleReadLinesOfAWidthOfficeByOffice) {
  std::string ten_words;
  for (int i = 0; i < 10; ++i) ten_words += " convicted";
  AddHighlight("", "More than 140 people were convicted.");
  AddHighlight("cebu", ten_words + " in November");
  AddHighlight("cebu", "A \x1b[2Jrecord.");
  EXPECT_EQ(Shown("table"),
            "Highlights of 2014-11\n\nall offices\n  * More than 140 people were convicted.\n\ncebu\n  *" + ten_words +
                " in\n    November\n  * A [2Jrecord.\n");
}

TEST_F(HighlightsTest, AMonthOfWhichThereIsNothingToTell) {
  EXPECT_EQ(Shown("table"), "Highlights of 2014-11\n\nThere is nothing to tell of this month.\n");
  EXPECT_EQ(Shown("json"), "[]\n");
  EXPECT_EQ(Shown("csv"), "office,kind,text,figures,from,to,definition\r\n");
}

TEST_F(HighlightsTest, JsonHasWhatProvesALine) {
  AddPlea();
  const Json all = Json::parse(Shown("json"));
  ASSERT_EQ(all.size(), 1u);
  std::vector<std::string> keys;
  for (const auto& [key, value] : all.at(0).items()) keys.push_back(key);
  EXPECT_THAT(keys, ElementsAre("office", "kind", "text", "figures", "period", "definition", "resources"));
  const Json figures = Json::parse(R"({"convictions": 8, "adjourned": 0.75, "term": {"years": 15},
      "fine": {"currency": "PHP", "amount": "500000.00"}, "verdict": "2014-11-14"})");
  const Json definition = Json::parse(R"({"text": "Pleas of guilty of the month", "denominator": "All pleas",
      "exclusions": ["Pleas taken back"], "snapshot_time": "2014-11-03T07:33:20Z"})");
  EXPECT_EQ(all.at(0).at("figures"), figures);
  EXPECT_EQ(all.at(0).at("period"), Json::parse(R"({"from": "2014-11-01", "to": "2014-11-30"})"));
  EXPECT_EQ(all.at(0).at("definition"), definition);
  EXPECT_EQ(all.at(0).at("resources"), Json::parse(R"(["offices/cebu/cases/1/charges/2"])"));
}

TEST_F(HighlightsTest, CsvHasTheFiguresInOneCell) {
  AddPlea();
  EXPECT_EQ(Shown("csv"),
            "office,kind,text,figures,from,to,definition\r\n"
            "cebu,plea,\"He pleaded guilty, and was sentenced.\","
            "convictions=8; adjourned=0.75; term=years 15; fine=PHP 500000.00; verdict=2014-11-14,"
            "2014-11-01,2014-11-30,Pleas of guilty of the month\r\n");
}

}  // namespace
}  // namespace amparo::testing
