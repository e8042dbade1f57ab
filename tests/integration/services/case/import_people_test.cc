// Imports of roles of people who are there already.
#include <string>
#include <thread>

#include "common/testing/eventually.h"
#include "tests/integration/services/case/import_fixture.h"
#include "tests/integration/services/case/merge_fixture.h"

namespace amparo::cases {
namespace {

using ImportPeopleTest = Merging<ImportFixture>;

// A row whose first party is a role of this person, whose record comes along.
v1::ImportCasesRequest RowOfPerson(const std::string& person) {
  v1::ImportCasesRequest row = RingRow();
  v1::Person& record = *row.mutable_bundle()->add_persons();
  record.set_name(person);
  record.set_pseudonym("Dara");
  record.mutable_profile()->set_full_name("canary Dara");
  v1::Party& role = *row.mutable_bundle()->mutable_parties(0);
  role.set_person(person);
  role.clear_identity();
  return row;
}

TEST_F(ImportPeopleTest, ARoleOfSomebodyWhoWasMergedMeanwhileIsTheSurvivors) {
  const std::string known = ToString(PersonName{"phnom-penh", Uuid::V7(absl::Now())});
  const std::string again = ToString(PersonName{"phnom-penh", Uuid::V7(absl::Now())});
  for (const std::string& person : {known, again}) {
    const v1::ImportResult result = ImportOne(RowOfPerson(person));
    ASSERT_EQ(result.outcome(), v1::IMPORT_OUTCOME_CREATED) << result.message();
  }
  ASSERT_THAT(MergePeople(again, known), IsOk());
  const v1::ImportCasesRequest later = RowOfPerson(again);
  const v1::ImportResult result = ImportOne(later);
  ASSERT_EQ(result.outcome(), v1::IMPORT_OUTCOME_CREATED) << result.message();
  v1::GetPartyRequest get;
  get.set_name(later.bundle().parties(0).name());
  const v1::Party role = Done(service_.parties(), &v1::PartyService::Stub::GetParty, get);
  EXPECT_EQ(role.person(), again);
  EXPECT_EQ(role.surviving_person(), known);
  EXPECT_EQ(Count("party WHERE surviving_id IS NOT NULL"), "2") << "the role that was there, and this one";
}

// Locks a person and, once somebody waits for that, a venue: as an act does that links the two. Fails when the other
// has the venue already.
std::string LockAsALinkDoes(const std::string& person, const std::string& venue) {
  return StrCat("DO $$ BEGIN PERFORM 1 FROM person WHERE id = '", ParseName<PersonName>(person)->id.ToString(),
                "' FOR NO KEY UPDATE; FOR look IN 1..15000 LOOP IF EXISTS (SELECT FROM pg_locks WHERE NOT granted AND "
                "pg_backend_pid() = ANY (pg_blocking_pids(pid))) THEN PERFORM 1 FROM venue WHERE id = '",
                ParseName<VenueName>(venue)->id.ToString(),
                "' FOR NO KEY UPDATE NOWAIT; RETURN; END IF; PERFORM pg_sleep(0.002); END LOOP; RAISE 'nobody waited'; "
                "END $$");
}

TEST_F(ImportPeopleTest, PeopleAndVenuesAreLockedInTheOrderOfActsThatLinkThem) {
  const std::string person = ToString(PersonName{"phnom-penh", Uuid::V7(absl::Now())});
  ASSERT_EQ(ImportOne(RowOfPerson(person)).outcome(), v1::IMPORT_OUTCOME_CREATED);
  const std::string venue = EnterVenue(v1::VENUE_KIND_BAR, "A bar", "phnom-penh");
  v1::ImportCasesRequest row = RowOfPerson(person);
  row.mutable_bundle()->mutable_links(0)->set_to(venue);
  std::thread importing([&] {
    const std::string asleep = "pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'";
    EXPECT_TRUE(testing::Eventually([&] { return Count(asleep) == "1"; })) << "the person is locked";
    EXPECT_EQ(ImportOne(row).outcome(), v1::IMPORT_OUTCOME_CREATED);
  });
  EXPECT_NO_THROW(service_.Sql(LockAsALinkDoes(person, venue)));
  importing.join();
}

}  // namespace
}  // namespace amparo::cases
