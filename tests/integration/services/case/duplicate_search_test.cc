// Who may be the same person: found by the tokens of the index, scored by named reasons, audited before it is told.
#include <algorithm>

#include "absl/strings/str_format.h"
#include "common/base/strings.h"
#include "gmock/gmock.h"
#include "services/case/domain/duplicates.h"
#include "services/case/store/people_statements.h"
#include "tests/integration/services/case/merge_fixture.h"

namespace amparo::cases {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

class DuplicateSearchTest : public Merging<PersonTest> {
 protected:
  v1::FindDuplicatesRequest Of(const std::string& person) {
    v1::FindDuplicatesRequest request;
    request.set_parent("offices/cebu");
    request.set_person(person);
    return request;
  }
  v1::FindDuplicatesResponse Search(const v1::FindDuplicatesRequest& request) {
    return Done(*merges_, &MergeStub::FindDuplicates, request);
  }
  // The pseudonyms of the candidates, the likeliest first.
  std::vector<std::string> Candidates(const v1::FindDuplicatesRequest& request) {
    std::vector<std::string> pseudonyms;
    const v1::FindDuplicatesResponse found = Search(request);
    for (const v1::DuplicateCandidate& one : found.candidates()) {
      pseudonyms.push_back(one.person().pseudonym());
    }
    return pseudonyms;
  }
  std::string Enter(const std::string& full_name, const std::string& pseudonym, int birth_year,
                    const char* phone = "") {
    service_.clock().Advance(absl::Milliseconds(1));
    v1::CreatePersonRequest request = PersonRequest(full_name, pseudonym);
    v1::Profile& profile = *request.mutable_person()->mutable_profile();
    if (birth_year != 0) profile.mutable_birth_date()->set_year(birth_year);
    if (*phone != '\0') {
      profile.add_contacts()->set_channel(v1::CONTACT_CHANNEL_PHONE);
      profile.mutable_contacts(0)->set_contact(phone);
    }
    return Done(service_.persons(), &PersonStub::CreatePerson, request).name();
  }

  const std::string maya_ = Enter("Maria Santos", "Maya", 1999, "+63 917 555 0101");
};

TEST_F(DuplicateSearchTest, TheLikeliestComeFirstWithWhatSpeaksForThem) {
  Enter("Marya Zantos", "sounds", 1999);
  Enter("Santos, Maria", "same", 1999, "0917-555-0101");
  Enter("Maria Santos", "other birth", 1970);
  Enter("Pedro Cruz", "nobody", 1999);
  const v1::FindDuplicatesResponse response = Search(Of(maya_));
  ASSERT_EQ(response.candidates_size(), 2);
  EXPECT_FALSE(response.incomplete());
  const v1::DuplicateCandidate& first = response.candidates(0);
  EXPECT_EQ(first.person().pseudonym(), "same");
  EXPECT_EQ(first.person().profile().full_name(), "Santos, Maria") << "given to be compared";
  EXPECT_EQ(first.reasons(0).kind(), v1::DUPLICATE_REASON_KIND_SAME_NAME);
  int sum = 0;
  for (const v1::DuplicateReason& reason : first.reasons()) sum += reason.points();
  EXPECT_EQ(first.score(), std::min(sum, 100)) << "nothing is in the score that has no name";
  EXPECT_EQ(response.candidates(1).person().pseudonym(), "sounds");
  v1::FindDuplicatesRequest stricter = Of(maya_);
  stricter.set_min_score(70);
  EXPECT_THAT(Candidates(stricter), ElementsAre("same"));
}

TEST_F(DuplicateSearchTest, SomebodyWhoIsAboutToBeEnteredIsLookedForWithoutBeingKept) {
  v1::FindDuplicatesRequest draft;
  draft.set_parent("offices/cebu");
  draft.mutable_draft()->mutable_profile()->set_full_name("Mria Santos");
  EXPECT_THAT(Candidates(draft), ElementsAre("Maya")) << "one letter left out";
  draft.mutable_draft()->mutable_profile()->set_full_name("Elena Santos");
  EXPECT_THAT(Candidates(draft), IsEmpty());
  draft.mutable_draft()->set_sex(v1::SEX_FEMALE);
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM person"), "1");
  draft.mutable_draft()->mutable_profile()->mutable_birth_date()->set_year(2999);
  EXPECT_THAT(Call(*merges_, &MergeStub::FindDuplicates, draft), IsInvalid("draft.profile.birth_date"));
  v1::FindDuplicatesRequest nobody;
  nobody.set_parent("offices/cebu");
  EXPECT_THAT(Call(*merges_, &MergeStub::FindDuplicates, nobody), IsInvalid("person"));
}

TEST_F(DuplicateSearchTest, PairsThatWereToldApartStayAwayAlsoThroughWhatTheyAreMergedWith) {
  const std::string twin = Enter("Maria Santos", "twin", 1999);
  ASSERT_THAT(Candidates(Of(maya_)), ElementsAre("twin"));
  ASSERT_THAT(Distinguish(maya_, twin), IsOk());
  EXPECT_THAT(Candidates(Of(maya_)), IsEmpty());
  EXPECT_THAT(Candidates(Of(twin)), IsEmpty());
  const std::string again = Enter("Maria Santos", "twin again", 1999);
  EXPECT_THAT(Candidates(Of(maya_)), ElementsAre("twin again"));
  ASSERT_THAT(MergePeople(twin, again), IsOk());
  EXPECT_THAT(Candidates(Of(maya_)), IsEmpty()) << "it stands for the one that was told apart";
}

TEST_F(DuplicateSearchTest, AMergedRecordLeadsToTheOneThatStandsForIt) {
  const std::string married = Enter("Luzviminda Reyes", "Luz", 1999);
  ASSERT_THAT(MergePeople(married, maya_), IsOk());
  v1::FindDuplicatesRequest draft;
  draft.set_parent("offices/cebu");
  draft.mutable_draft()->mutable_profile()->set_full_name("Luzviminda Reyes");
  const v1::FindDuplicatesResponse response = Search(draft);
  ASSERT_EQ(response.candidates_size(), 1);
  EXPECT_EQ(response.candidates(0).person().name(), maya_);
  EXPECT_EQ(response.candidates(0).found_as(), married);
  EXPECT_THAT(Candidates(Of(maya_)), IsEmpty()) << "nobody is a duplicate of their own records";
}

TEST_F(DuplicateSearchTest, WhoIsToldOfIsAuditedAndNobodyElse) {
  const std::string same = Enter("Maria Santos", "same", 1999);
  Enter("Maria Santos", "other birth", 1970);
  Search(Of(maya_));
  EXPECT_EQ(service_.Sql("SELECT string_agg(name, ' ' ORDER BY audit_time, name) FROM audit WHERE action = 'READ' AND "
                         "method LIKE '%FindDuplicates'"),
            maya_ < same ? maya_ + " " + same : same + " " + maya_);
}

TEST_F(DuplicateSearchTest, OfANameThatHundredsHaveNotAllAreOpened) {
  for (int i = 0; i < 60; ++i) {
    v1::CreatePersonRequest person = PersonRequest("Maria Santos", StrCat("P", i));
    // Nobody of the sample, as their ids say.
    person.set_person_id(absl::StrFormat("0190f3c2-7d1e-7abc-8def-01234567%02x41", i));
    Done(service_.persons(), &PersonStub::CreatePerson, person);
  }
  v1::FindDuplicatesRequest request = Of(maya_);
  request.set_max_results(1000);
  const v1::FindDuplicatesResponse response = Search(request);
  EXPECT_TRUE(response.incomplete());
  EXPECT_THAT(response.candidates_size(), AllOf(Ge(kMostPerBlock - 1), Le(50)));
}

TEST_F(DuplicateSearchTest, ABlockIsReadByTheIndexOfTokens) {
  service_.Sql(
      "INSERT INTO person SELECT office, gen_random_uuid(), 1, create_time, create_time, 'x', 0, "
      "'{}'::integer[], false, false, NULL::uuid, ARRAY[g, g + 1, g + 2]::bigint[], index_key, body FROM person, "
      "generate_series(1, 20000) AS g; ANALYZE person");
  const std::string plan = service_.Sql(StrCat(
      "CREATE TEMP TABLE plan_line (line text); PREPARE blocks (text, text[], text[], integer, integer, integer) AS ",
      kPeopleInBlocks.sql,
      "; DO $do$ DECLARE l text; BEGIN FOR l IN EXECUTE $q$EXPLAIN EXECUTE blocks('cebu', "
      "'{\"{7}\",\"{8,9}\"}', '{\"{17}\",\"{18}\"}', 40, 13, 1000)$q$ ",
      "LOOP INSERT INTO plan_line VALUES (l); END LOOP; END $do$; SELECT string_agg(line, ' ') FROM plan_line"));
  EXPECT_THAT(plan, HasSubstr("person_tokens"));
  EXPECT_THAT(plan, Not(HasSubstr("Seq Scan on person")));
}

// Half of a crowd is in the sample, as their ids say: enough of them for a block, so that nobody else is looked at.
TEST_F(DuplicateSearchTest, OfACrowdThoseInTheSampleAreTold) {
  for (int i = 0; i < 50; ++i) {
    service_.clock().Advance(absl::Milliseconds(1));
    const bool sampled = i % 2 == 0;
    v1::CreatePersonRequest request = PersonRequest("Maria Santos", sampled ? "in the sample" : "not in it");
    request.set_person_id(absl::StrFormat("0190f3c2-7d1e-7abc-8def-01234567%02x%s", i, sampled ? "40" : "41"));
    Done(service_.persons(), &PersonStub::CreatePerson, request);
  }
  v1::FindDuplicatesRequest request = Of(maya_);
  request.set_max_results(50);
  EXPECT_THAT(Candidates(request), AllOf(SizeIs(Ge(kMostPerBlock - 1)), Each("in the sample")));
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM person WHERE pseudonym <> 'Maya' AND "
                         "(get_byte(uuid_send(id), 15) % 64 = 0) <> (pseudonym = 'in the sample')"),
            "0")
      << "as the migration tells them";
}

// Of fifty in a block five are in the sample: they stand for all where they are enough.
TEST_F(DuplicateSearchTest, ABlockIsTakenFromTheSampleWhereThatHasEnough) {
  service_.Sql(
      "INSERT INTO person SELECT office, gen_random_uuid(), 1, create_time, create_time, 'P' || g, 0, '{}'::integer[], "
      "false, false, NULL::uuid, CASE WHEN g % 10 = 0 THEN '{7,17}' ELSE '{7}' END::bigint[], index_key, body FROM "
      "person, "
      "generate_series(1, 50) AS g");
  const auto taken = [&](int most, int enough) {
    const std::string name = StrCat("taken_", most, "_", enough);
    return service_.Sql(
        StrCat("PREPARE ", name, " (text, text[], text[], integer, integer, integer) AS ", kPeopleInBlocks.sql,
               "; CREATE TEMP TABLE hits_", name, " AS EXECUTE ", name, "('cebu', '{\"{7}\"}', '{\"{17}\"}', ", most,
               ", ", enough, ", 1000); SELECT count(*) || ' ' || count(*) FILTER (WHERE p.tokens @> '{17}') FROM hits_",
               name, " AS h JOIN person AS p ON p.office = 'cebu' AND p.id = h.id"));
  };
  EXPECT_EQ(taken(4, 4), "4 4");
  EXPECT_EQ(taken(5, 5), "5 5");
  EXPECT_EQ(taken(18, 5), "5 5");
  EXPECT_THAT(taken(18, 6), StartsWith("18 "));
  EXPECT_EQ(taken(60, 6), "50 5");
}

}  // namespace
}  // namespace amparo::cases
