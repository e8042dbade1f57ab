// A sealed value that somebody put back into its row opens, and the journal shows that it was put back
// (services/adr/0017-the-journal-shows-what-was-put-back.md).
#include "tests/integration/services/case/person_test.h"

namespace amparo::cases {
namespace {

class RollbackTest : public PersonTest {
 protected:
  // How many people are not what the journal tells of them: the statement of the decision, counted.
  std::string PutBack() {
    return service_.Sql(
        "SELECT count(*) FROM person AS p CROSS JOIN LATERAL (SELECT version, payload FROM outbox WHERE office = "
        "p.office COLLATE \"default\" AND name = ('offices/' || p.office || '/persons/' || p.id) COLLATE \"default\" "
        "ORDER BY version DESC LIMIT 1) AS told WHERE (told.version, told.payload) IS DISTINCT FROM (p.version, "
        "p.body)");
  }
};

TEST_F(RollbackTest, AnOlderProfileInItsRowIsNotWhatTheJournalTells) {
  v1::Person person = EnterPerson("Maria Santos");
  EnterPerson("Pedro Reyes", "The dealer");
  person.mutable_profile()->set_full_name("Luz Santos");
  ASSERT_THAT(UpdatePerson(person, {"profile"}), IsOk());
  EXPECT_EQ(PutBack(), "0");
  const std::string first = "(SELECT payload FROM outbox WHERE name = '" + person.name() + "' AND version = 1)";
  const std::string row = " WHERE id = '" + ParseName<PersonName>(person.name())->id.ToString() + "'";
  service_.Sql("UPDATE person SET body = " + first + row);
  EXPECT_EQ(ReadPerson(person.name())->profile().full_name(), "Maria Santos") << "it is bound to its place alone";
  EXPECT_EQ(PutBack(), "1");
  service_.Sql("UPDATE person SET version = 1" + row);
  EXPECT_EQ(PutBack(), "1");
  EXPECT_EQ(service_.Sql("SELECT max(version) FROM audit WHERE action = 'WRITE' AND name = '" + person.name() + "'"),
            "2")
      << "what the trail tells of is later than the row";
}

}  // namespace
}  // namespace amparo::cases
