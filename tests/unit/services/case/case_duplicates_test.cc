// What speaks for two cases being of one matter.
#include "services/case/domain/case_duplicates.h"

#include "gmock/gmock.h"
#include "services/case/convert/merge_convert.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using CaseReason = CaseDuplicateReason;

Case ReportOf(const std::string& title, absl::CivilDay day = kToday, const std::string& crime = "02041") {
  Case value;
  value.title = title;
  value.report_date = day;
  value.crime_type = crime;
  return value;
}

CaseDuplicateScore CompareApart(const Case& a, const Case& b) {
  return CompareCases(a, {}, b, {});
}

// Two cases of the same crime half a year apart, with these people in both.
CaseDuplicateScore WithPeople(const std::vector<CaseRole>& roles, const std::vector<CaseRole>& theirs) {
  return CompareCases(ReportOf("One"), roles, ReportOf("Two", kToday - 180), {.roles = theirs});
}

TEST(CaseDuplicatesTest, ATitleAndADayMakeACandidate) {
  const CaseDuplicateScore score =
      CompareApart(ReportOf("Girls held in a bar in Mandaue"), ReportOf("GIRLS held in a bar, in Mandaué!"));
  EXPECT_EQ(score.score, 70);
  EXPECT_THAT(score.reasons,
              ElementsAre(CaseReason::kSameTitle, CaseReason::kSameReportDay, CaseReason::kSameCrimeType));
  EXPECT_THAT(
      CompareApart(ReportOf("Girls held in a bar in Mandaue"), ReportOf("Girls held in Mandaue", kToday - 7)).reasons,
      ElementsAre(CaseReason::kSimilarTitle, CaseReason::kCloseReportDays, CaseReason::kSameCrimeType));
  EXPECT_THAT(CompareApart(ReportOf("Girls held in a bar"), ReportOf("Girls freed from a ship", kToday - 8)).reasons,
              ElementsAre(CaseReason::kSameCrimeType))
      << "one word in common says nothing";
  EXPECT_THAT(CompareApart(ReportOf("of a"), ReportOf("of a")).reasons,
              ElementsAre(CaseReason::kSameReportDay, CaseReason::kSameCrimeType))
      << "no word that is looked at";
}

TEST(CaseDuplicatesTest, OtherCrimesAndDistantDaysCountAgainst) {
  const CaseDuplicateScore related = CompareApart(ReportOf("One"), ReportOf("Two", kToday - 366, "02042"));
  EXPECT_THAT(related.reasons, ElementsAre(CaseReason::kRelatedCrimeType));
  const CaseDuplicateScore other = CompareApart(ReportOf("One"), ReportOf("Two", kToday - 367, "0301"));
  EXPECT_THAT(other.reasons, ElementsAre(CaseReason::kDistantReportDays, CaseReason::kDifferentCrimeType));
  EXPECT_EQ(other.score, 0) << "never less than nothing";
}

TEST(CaseDuplicatesTest, SharedPeopleWeighByWhatTheyAreInBoth) {
  const CaseRole maya{Id(1), PartyRole::kSurvivor};
  const CaseRole boss{Id(2), PartyRole::kAccused};
  const CaseDuplicateScore survivor = WithPeople({maya}, {maya});
  EXPECT_EQ(survivor.score, 60);
  EXPECT_THAT(survivor.reasons, ElementsAre(CaseReason::kSharedSurvivor, CaseReason::kSameCrimeType));
  EXPECT_EQ(WithPeople({boss}, {boss}).score, 45) << "somebody accused again makes no duplicate";
  EXPECT_THAT(WithPeople({maya, boss}, {maya, boss}).reasons,
              ElementsAre(CaseReason::kSharedSurvivor, CaseReason::kSharedAccused, CaseReason::kSameCrimeType,
                          CaseReason::kSeveralShared));
  const CaseRole as_witness{Id(1), PartyRole::kWitness};
  EXPECT_THAT(WithPeople({maya}, {as_witness}).reasons,
              ElementsAre(CaseReason::kSharedPerson, CaseReason::kSameCrimeType));
  EXPECT_THAT(WithPeople({as_witness}, {as_witness}).reasons,
              ElementsAre(CaseReason::kSharedPerson, CaseReason::kSameCrimeType));
  // Who is two things in one case is one of them in both.
  EXPECT_THAT(WithPeople({maya}, {as_witness, maya}).reasons,
              ElementsAre(CaseReason::kSharedSurvivor, CaseReason::kSameCrimeType));
}

TEST(CaseDuplicatesTest, WhatBothAreLinkedWithIsAReason) {
  EXPECT_THAT(CompareCases(ReportOf("One"), {}, ReportOf("Two", kToday - 180), {.asset = true, .venue = true}).reasons,
              ElementsAre(CaseReason::kSharedAsset, CaseReason::kSameCrimeType, CaseReason::kSharedVenue));
}

TEST(CaseDuplicatesTest, EveryReasonWeighsSomething) {
  for (int reason = 1; reason <= static_cast<int>(CaseReason::kSharedVenue); ++reason) {
    EXPECT_NE(PointsOf(static_cast<CaseDuplicateReason>(reason)), 0) << reason;
  }
  EXPECT_EQ(PointsOf(CaseReason::kUnspecified), 0);
}

TEST(CaseDuplicatesTest, TitlesAreComparedByTheirWords) {
  EXPECT_THAT(TitleWords("Ñiñas en la Calle 12, niñas"), ElementsAre("calle", "ninas"));
  EXPECT_THAT(TitleWords(""), IsEmpty());
}

TEST(CaseDuplicatesTest, ADistinctionSaysWhetherItIsOfPeopleOrOfCases) {
  const DistinctionName name{"cebu", Id(5)};
  for (const Kind of : {Kind::kPerson, Kind::kCase}) {
    const Distinction made = DistinctionOf(name, Id(3), Id(2), "a", "another raid", of);
    v1::Distinction stored;
    ToProto(made, stored);
    EXPECT_EQ(DistinctionFromStored(stored), made);
    EXPECT_EQ(ColumnsOf(made).back(), Value(DistinguishedKind(of)));
  }
  v1::Distinction stored;
  ToProto(DistinctionOf(name, Id(3), Id(2), "a", "another raid", Kind::kCase), stored);
  EXPECT_EQ(stored.first(), ToString(CaseName{"cebu", Id(2)}));
}

}  // namespace
}  // namespace amparo::cases
