// The same report told twice: found by people, by what both are linked with, and by title and day.
#include "common/base/strings.h"
#include "gmock/gmock.h"
#include "services/case/domain/case_duplicates.h"
#include "services/case/store/alike_cases.h"
#include "tests/integration/services/case/merge_fixture.h"
#include "tests/integration/services/case/network_fixture.h"

namespace amparo::cases {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class CaseDuplicateTest : public Merging<NetworkFixture> {
 protected:
  std::string Report(const std::string& title, absl::CivilDay day, const std::string& crime = "02041") {
    service_.clock().Advance(absl::Milliseconds(1));
    v1::CreateCaseRequest request = service_.NewCaseRequest();
    request.mutable_case_()->clear_case_number();
    request.mutable_case_()->set_title(title);
    request.mutable_case_()->set_crime_type(crime);
    *request.mutable_case_()->mutable_report_date() = DateOf(day);
    return Done(service_.cases(), &v1::CaseService::Stub::CreateCase, request).name();
  }
  std::string Person(const std::string& pseudonym) {
    service_.clock().Advance(absl::Milliseconds(1));
    v1::CreatePersonRequest request;
    request.set_parent("offices/cebu");
    request.mutable_person()->set_pseudonym(pseudonym);
    return Done(service_.persons(), &PersonStub::CreatePerson, request).name();
  }
  std::string Role(const std::string& person, const std::string& the_case, v1::PartyRole role) {
    service_.clock().Advance(absl::Milliseconds(1));
    v1::CreatePartyRequest request;
    request.set_parent(the_case);
    request.mutable_party()->set_role(role);
    request.mutable_party()->set_pseudonym("M");
    request.mutable_party()->set_person(person);
    return Done(service_.parties(), &v1::PartyService::Stub::CreateParty, request).name();
  }
  v1::FindDuplicateCasesResponse Search(const std::string& name, int min_score = 0) {
    v1::FindDuplicateCasesRequest request;
    request.set_name(name);
    request.set_min_score(min_score);
    return Done(*merges_, &MergeStub::FindDuplicateCases, request);
  }
  std::vector<std::string> Alike(const std::string& name, int min_score = 0) {
    std::vector<std::string> names;
    const v1::FindDuplicateCasesResponse found = Search(name, min_score);
    for (const v1::CaseDuplicateCandidate& one : found.candidates()) names.push_back(one.case_().name());
    return names;
  }
  static std::vector<v1::CaseDuplicateReasonKind> ReasonsFor(const v1::CaseDuplicateCandidate& candidate) {
    std::vector<v1::CaseDuplicateReasonKind> kinds;
    for (const v1::CaseDuplicateReason& one : candidate.reasons()) kinds.push_back(one.kind());
    return kinds;
  }

  const absl::CivilDay day_{2014, 9, 1};
  const std::string first_ = Report("Girls held in a bar in Mandaue", day_);
};

TEST_F(CaseDuplicateTest, AReportThatWasToldTwiceIsFoundByTitleAndDay) {
  const std::string again = Report("Girls held in a bar, Mandaue", day_);
  const std::string week = Report("Girls held in a bar in Mandaue", day_ - 6);
  Report("Girls held in a bar in Mandaue", day_ - 200);
  Report("A boat without papers", day_);
  const v1::FindDuplicateCasesResponse found = Search(first_);
  ASSERT_EQ(found.candidates_size(), 2);
  EXPECT_EQ(found.candidates(0).case_().name(), again);
  EXPECT_EQ(found.candidates(0).score(), 70);
  EXPECT_THAT(ReasonsFor(found.candidates(0)),
              ElementsAre(v1::CASE_DUPLICATE_REASON_KIND_SAME_TITLE, v1::CASE_DUPLICATE_REASON_KIND_SAME_REPORT_DAY,
                          v1::CASE_DUPLICATE_REASON_KIND_SAME_CRIME_TYPE));
  EXPECT_EQ(found.candidates(0).reasons(0).points(), 30);
  EXPECT_EQ(found.candidates(1).case_().name(), week);
  EXPECT_FALSE(found.incomplete());
  EXPECT_THAT(Alike(again), ElementsAre(first_, week));
}

TEST_F(CaseDuplicateTest, PeopleAreSharedByWhicheverOfTheirRecords) {
  const std::string elsewhere = Report("A boat without papers", day_ - 100);
  const std::string maya = Person("Maya");
  const std::string maya_again = Person("Maya again");
  Role(maya, first_, v1::PARTY_ROLE_SURVIVOR);
  Role(maya_again, elsewhere, v1::PARTY_ROLE_SURVIVOR);
  EXPECT_THAT(Alike(first_), IsEmpty());
  ASSERT_THAT(MergePeople(maya_again, maya), IsOk());
  const v1::FindDuplicateCasesResponse found = Search(first_);
  ASSERT_EQ(found.candidates_size(), 1);
  EXPECT_EQ(found.candidates(0).case_().name(), elsewhere);
  EXPECT_THAT(ReasonsFor(found.candidates(0)), Contains(v1::CASE_DUPLICATE_REASON_KIND_SHARED_SURVIVOR));
  // Who is accused again and again makes no duplicate alone.
  const std::string third = Report("Somewhere else", day_ - 150);
  const std::string boss = Person("The boss");
  Role(boss, first_, v1::PARTY_ROLE_ACCUSED);
  Role(boss, third, v1::PARTY_ROLE_ACCUSED);
  EXPECT_THAT(Alike(first_), ElementsAre(elsewhere));
  EXPECT_THAT(Alike(first_, 45), ElementsAre(elsewhere, third));
}

TEST_F(CaseDuplicateTest, APhoneThatTwoCasesNameIsAReason) {
  const std::string other = Report("Somewhere else", day_ - 2);
  const std::string phone = EnterPhone("Phone 1", "+63 917 555 0101").name();
  Linked(phone, v1::LINK_KIND_NAMED_IN, first_);
  EXPECT_THAT(Alike(first_), IsEmpty());
  const std::string boss = Role(Person("The boss"), other, v1::PARTY_ROLE_ACCUSED);
  const std::string use = Linked(boss, v1::LINK_KIND_USES, phone).name();
  const v1::FindDuplicateCasesResponse found = Search(first_, 40);
  ASSERT_EQ(found.candidates_size(), 1) << "20 of the phone, 15 of the days, 15 of the crime";
  EXPECT_THAT(ReasonsFor(found.candidates(0)), Contains(v1::CASE_DUPLICATE_REASON_KIND_SHARED_ASSET));
  EXPECT_THAT(Alike(other), ElementsAre(first_));
  Done(*network_, &LinkStub::WithdrawLink, WithdrawRequest(use));
  EXPECT_THAT(Alike(first_, 40), IsEmpty());
}

TEST_F(CaseDuplicateTest, WhatWasJudgedNotToBeOneStaysAway) {
  const std::string again = Report("Girls held in a bar in Mandaue", day_);
  const auto apart = DistinguishCases(again, first_);
  ASSERT_THAT(apart, IsOk());
  EXPECT_EQ(DistinguishCases(first_, again)->name(), apart->name()) << "a pair is one, from whichever side";
  EXPECT_THAT(Alike(first_), IsEmpty());
  EXPECT_THAT(Alike(again), IsEmpty());
  EXPECT_THAT(MergeCases(again, first_), FailsWith(kRefused, "CASES_DISTINGUISHED"));
  v1::ListDistinctionsRequest list;
  list.set_parent("offices/cebu");
  list.set_case_(first_);
  EXPECT_EQ(Done(*merges_, &MergeStub::ListDistinctions, list).distinctions_size(), 1);
  list.set_person("offices/cebu/persons/" + NewId());
  EXPECT_THAT(Call(*merges_, &MergeStub::ListDistinctions, list), IsInvalidIn("case"));
  v1::WithdrawDistinctionRequest withdraw;
  withdraw.set_name(apart->name());
  withdraw.set_reason("one raid after all");
  Done(*merges_, &MergeStub::WithdrawDistinction, withdraw);
  EXPECT_THAT(Alike(first_), ElementsAre(again));
  EXPECT_THAT(MergeCases(again, first_), IsOk());
}

TEST_F(CaseDuplicateTest, TheCaseThatStandsForAMergedOneIsTold) {
  const std::string again = Report("Girls held in a bar in Mandaue", day_);
  const std::string survivor = Report("Somewhere else", day_ - 10);
  ASSERT_THAT(MergeCases(again, survivor), IsOk());
  const v1::FindDuplicateCasesResponse found = Search(first_);
  ASSERT_EQ(found.candidates_size(), 1);
  EXPECT_EQ(found.candidates(0).case_().name(), survivor);
  EXPECT_EQ(found.candidates(0).found_as(), again);
  // Its own are no duplicates, and one that was merged has none.
  EXPECT_THAT(Alike(survivor), Not(Contains(again)));
  v1::FindDuplicateCasesRequest request;
  request.set_name(again);
  EXPECT_THAT(Call(*merges_, &MergeStub::FindDuplicateCases, request), WentTo("CASE_MERGED", survivor));
  EXPECT_THAT(DistinguishCases(again, first_), WentTo("CASE_MERGED", survivor));
}

TEST_F(CaseDuplicateTest, SaysWhatIsWrongWithTheRequest) {
  v1::FindDuplicateCasesRequest request;
  request.set_name(first_);
  request.set_max_results(-1);
  EXPECT_THAT(Call(*merges_, &MergeStub::FindDuplicateCases, request), IsInvalidIn("max_results"));
  request.set_max_results(0);
  request.set_min_score(101);
  EXPECT_THAT(Call(*merges_, &MergeStub::FindDuplicateCases, request), IsInvalidIn("min_score"));
  request.set_min_score(0);
  request.set_name("offices/cebu/cases/" + NewId());
  EXPECT_THAT(Call(*merges_, &MergeStub::FindDuplicateCases, request), FailsWith(kNotFound, errors::kNotFound));
  EXPECT_THAT(DistinguishCases(first_, first_), IsInvalidIn("other"));
}

// However many cases there are, those around the report are read by their index, and no more than are looked at.
TEST_F(CaseDuplicateTest, TheDaysAroundAReportAreReadByTheirIndex) {
  service_.Sql(
      "INSERT INTO \"case\" (office, id, version, create_time, update_time, case_number, stage, crime_type, "
      "report_date, "
      "words, body) SELECT 'cebu', gen_random_uuid(), 1, '2014-01-01'::timestamptz + n * interval '1 second', "
      "'2014-01-01', 'N' || n, 1, '02041', '2010-01-01'::date + n % 1500, ARRAY['cebu girls', 'cebu held'], "
      "'\\x'::bytea "
      "FROM generate_series(1, 20000) AS n");
  service_.Sql("ANALYZE \"case\"");
  const std::string plan = service_.Sql(
      StrCat("CREATE TEMP TABLE plan_line (line text); PREPARE near (text, text, text, text[], text, text, text, text, "
             "text) AS ",
             kCasesNear.sql,
             "; DO $do$ DECLARE l text; BEGIN FOR l IN EXECUTE $q$EXPLAIN EXECUTE near('cebu', '2012-06-01', '30', "
             "'{\"cebu girls\"}', '02041', '100', '100', '100', '0204')$q$ ",
             "LOOP INSERT INTO plan_line VALUES (l); END LOOP; END $do$; SELECT string_agg(line, ' ') FROM plan_line"));
  EXPECT_THAT(plan, HasSubstr("case_report"));
  EXPECT_THAT(plan, Not(HasSubstr("Seq Scan on \"case\"")));
}

}  // namespace
}  // namespace amparo::cases
