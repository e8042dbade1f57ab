#include "services/case/domain/restoration.h"

#include "common/base/strings.h"
#include "tests/unit/services/case/care_values.h"
#include "tests/unit/services/case/rules_matchers.h"

namespace amparo::cases {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Judged for kToday, in care since kOpened.
RestorationJudgement Judged(std::vector<Assessment> assessments, int64_t flags = 0,
                            const RestorationCriteria& criteria = SmallCatalogue().criteria[0]) {
  return JudgeRestoration(
      criteria,
      {.date = kToday, .in_care_since = kOpened, .assessments = std::move(assessments), .open_safety_flags = flags});
}

std::vector<std::string> Unmet(const RestorationJudgement& judgement) {
  std::vector<std::string> unmet;
  for (const JudgedCriterion& one : judgement.criterions) {
    if (!one.met) unmet.push_back(one.code);
  }
  return unmet;
}

TEST(RestorationTest, IsReachedWhenTheScoresHaveHeld) {
  const RestorationJudgement judgement = Judged(
      {FinalOf(kOpened, 1), FinalOf(absl::CivilDay(2014, 8, 1), 3, 4), FinalOf(absl::CivilDay(2014, 12, 1), 3, 5)});
  EXPECT_THAT(Unmet(judgement), IsEmpty());
  EXPECT_TRUE(judgement.met());
  EXPECT_EQ(judgement.criteria, "restoration-1");
  EXPECT_EQ(judgement.assessment, Id(5));
  EXPECT_EQ(judgement.criterions.size(), 11u);
}

TEST(RestorationTest, WithoutAnAssessmentNothingElseCanBeJudged) {
  EXPECT_THAT(Unmet(Judged({})), ElementsAre("ASSESSED"));
  EXPECT_THAT(Unmet(Judged({DraftOf(kToday, 4)}, 1)), ElementsAre("ASSESSED", "NO_OPEN_SAFETY_FLAG"));
}

TEST(RestorationTest, EachDomainIsToldApart) {
  Assessment low = DraftOf(absl::CivilDay(2014, 12, 1), 3);
  low.scores[1].score = 2;
  low.scores[3].score = 1;
  const RestorationJudgement judgement = Judged({FinalizeAssessment(low, SmallInstrument()).value()});
  EXPECT_THAT(Unmet(judgement),
              ElementsAre("DOMAIN_SCORE_SAFETY", "DOMAIN_SCORE_MENTAL_WELLBEING", "OVERALL_SCORE", "HELD_FOR_MONTHS"));
  EXPECT_EQ(judgement.criterions[1].description, "SAFETY must be at least 3.00; it is 2.50");
}

TEST(RestorationTest, AMeanThatRoundsToTheThresholdIsToldExactly) {
  RestorationCriteria criteria = SmallCatalogue().criteria[0];
  criteria.min_overall_hundredths = 267;
  Assessment one = DraftOf(kToday, 3);
  for (const std::size_t at : {2u, 3u}) one.scores[at].score = 2;
  const RestorationJudgement judgement = Judged({FinalizeAssessment(one, SmallInstrument()).value()}, 0, criteria);
  EXPECT_THAT(Unmet(judgement), Contains("OVERALL_SCORE"));
  EXPECT_THAT(judgement.criterions[7].description, HasSubstr("must be at least 2.67; it is 2.67 (8/3)"));
}

TEST(RestorationTest, ScoresHoldFromTheFirstAssessmentOfAnUnbrokenRow) {
  const auto judged = [](std::vector<std::pair<absl::CivilDay, int>> scores) {
    std::vector<Assessment> assessments;
    for (const auto& [day, score] : scores) assessments.push_back(FinalOf(day, score));
    return Judged(std::move(assessments));
  };
  // To the day.
  EXPECT_THAT(Unmet(judged({{absl::CivilDay(2014, 9, 11), 3}, {kToday, 3}})), IsEmpty());
  EXPECT_THAT(Unmet(judged({{absl::CivilDay(2014, 9, 12), 3}, {kToday, 3}})), ElementsAre("HELD_FOR_MONTHS"));
  // A relapse begins the row anew.
  EXPECT_THAT(Unmet(judged({{absl::CivilDay(2014, 3, 1), 3}, {absl::CivilDay(2014, 11, 1), 2}, {kToday, 3}})),
              ElementsAre("HELD_FOR_MONTHS"));
  RestorationCriteria at_once = SmallCatalogue().criteria[0];
  at_once.hold_months = 0;
  EXPECT_TRUE(Judged({FinalOf(kToday, 3)}, 0, at_once).met());
}

TEST(RestorationTest, TheLastAssessmentIsRecentAndNotOfTheFuture) {
  EXPECT_THAT(Unmet(Judged({FinalOf(kToday - 92, 4)})), IsEmpty());
  EXPECT_THAT(Unmet(Judged({FinalOf(kToday - 93, 4)})), ElementsAre("RECENT_ASSESSMENT"));
  EXPECT_THAT(Unmet(Judged({FinalOf(kToday + 1, 4)})), ElementsAre("ASSESSED"));
}

TEST(RestorationTest, WhatWasReachedBeforeAReopeningDoesNotCount) {
  RestorationFacts facts{.date = kToday, .in_care_since = kToday - 10, .assessments = {FinalOf(kToday - 20, 4)}};
  EXPECT_FALSE(JudgeRestoration(SmallCatalogue().criteria[0], facts).met());
  facts.assessments.push_back(FinalOf(kToday - 5, 4));
  EXPECT_THAT(Unmet(JudgeRestoration(SmallCatalogue().criteria[0], facts)), ElementsAre("HELD_FOR_MONTHS"));
}

TEST(RestorationTest, AnOpenSafetyFlagStandsAgainstIt) {
  const std::vector<Assessment> good = {FinalOf(absl::CivilDay(2014, 8, 1), 4), FinalOf(kToday, 4)};
  EXPECT_THAT(Unmet(Judged(good, 1)), ElementsAre("NO_OPEN_SAFETY_FLAG"));
  RestorationCriteria without = SmallCatalogue().criteria[0];
  without.no_open_safety_flag = false;
  EXPECT_TRUE(Judged(good, 1, without).met());
}

TEST(CatalogueTest, AnInstrumentScoresEveryDomain) {
  Instrument instrument = SmallInstrument();
  EXPECT_TRUE(instrument.IsComplete());
  instrument.sub_domains.pop_back();
  EXPECT_FALSE(instrument.IsComplete());
  EXPECT_FALSE(Instrument().IsComplete());
}

TEST(CatalogueTest, TheNewestInUseIsTaken) {
  Catalogue catalogue = SmallCatalogue();
  Instrument next = SmallInstrument();
  next.id = "small-2";
  next.effective_date = absl::CivilDay(2014, 7, 1);
  catalogue.instruments.push_back(next);
  catalogue.criteria.push_back({.id = "restoration-2", .effective_date = absl::CivilDay(2014, 7, 1)});
  EXPECT_EQ(catalogue.InstrumentOn(absl::CivilDay(2014, 6, 30))->id, "small-1");
  EXPECT_EQ(catalogue.InstrumentOn(absl::CivilDay(2014, 7, 1))->id, "small-2");
  EXPECT_EQ(catalogue.InstrumentOn(absl::CivilDay(2009, 1, 1)), nullptr);
  EXPECT_EQ(catalogue.FindInstrument("small-1")->id, "small-1");
  EXPECT_EQ(catalogue.FindInstrument("none"), nullptr);
  EXPECT_EQ(catalogue.CriteriaOn(absl::CivilDay(2014, 6, 30))->id, "restoration-1");
  EXPECT_EQ(catalogue.CriteriaOn(kToday)->id, "restoration-2");
  EXPECT_EQ(catalogue.FindCriteria("restoration-1")->hold_months, 3);
  EXPECT_EQ(catalogue.FindCriteria("none"), nullptr);
  EXPECT_TRUE(catalogue.HasServiceKind("home-visit"));
  EXPECT_FALSE(catalogue.HasServiceKind("visit"));
}

}  // namespace
}  // namespace amparo::cases
