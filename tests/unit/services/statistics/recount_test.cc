// Every line of every month of the demonstration data set, counted again from the resources it names.
#include "tests/unit/services/statistics/recount.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/unit/services/statistics/newsroom.h"

namespace amparo::statistics {
namespace {

// Counts every line of every month again; answers which kinds of line there were.
std::set<std::string> CountAgain(const Facts& facts) {
  std::set<std::string> kinds;
  for (absl::CivilMonth month(2000, 10); month <= absl::CivilMonth(2014, 12); ++month) {
    const HighlightsQuery query{.office = "", .visible_offices = {}, .month = month, .as_of = {}};
    const std::optional<absl::CivilDay> as_of = DefaultAsOf(facts, query);
    EXPECT_TRUE(as_of) << month;
    if (!as_of) continue;
    const Recount recount(facts, month, *as_of);
    for (const Highlight& line : FindHighlights(facts, query)) {
      EXPECT_EQ(recount.Of(line), FiguresOf(line)) << month << " " << line.kind << ": " << line.text;
      kinds.insert(line.kind);
    }
  }
  return kinds;
}

TEST(RecountTest, TheNamedResourcesGiveTheFiguresOfEveryLine) {
  EXPECT_THAT(CountAgain(NewsroomFacts()),
              ::testing::ElementsAre("adjournments", "convictions", "duration", "milestone", "operation", "plea",
                                     "record", "speed", "testimony", "total"))
      << "the data set has every kind of line";
}

// Each conviction by the first day of the verdicts of guilty that stood without a break, each month as it was known.
TEST(RecountTest, TheySayWhatStoodAfterAppealsToo) {
  EXPECT_THAT(CountAgain(NewsroomFactsAfterAppeals()), ::testing::IsSupersetOf({"convictions", "total"}));
}

// The months of the ring's operations and of Cebu's, as a newsroom reads them.
TEST(RecountTest, TheOperationsOfTheNewsroomAreToldInTheirMonths) {
  const Facts facts = NewsroomFacts();
  const auto told = [&facts](const std::string& office, absl::CivilMonth month) {
    std::string texts;
    const HighlightsQuery query{.office = office, .visible_offices = {}, .month = month, .as_of = {}};
    for (const Highlight& line : FindHighlights(facts, query)) {
      if (line.kind == "operation") texts += line.text + "\n";
    }
    return texts;
  };
  using ::testing::HasSubstr;
  for (int month : {6, 7}) {
    EXPECT_THAT(told("phnom-penh", absl::CivilMonth(2013, month)), HasSubstr("was tipped off"));
  }
  EXPECT_THAT(told("phnom-penh", absl::CivilMonth(2013, 10)),
              HasSubstr("on 17 October 2013 an operation with the police at two places at the same moment freed 11 "
                        "people, six of them minors, and led to six arrests."));
  EXPECT_THAT(told("cebu", absl::CivilMonth(2014, 5)), HasSubstr("freed nine people, eight of them minors"));
}

}  // namespace
}  // namespace amparo::statistics
