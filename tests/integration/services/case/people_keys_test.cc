// The keys that stand outside the database are changed while the service runs: those that wrap, and those that names
// are found by.
#include "common/base/task.h"
#include "common/crypto/key_ring.h"
#include "services/case/api/acts.h"
#include "services/case/convert/party_convert.h"
#include "services/case/store/rewrap_keys.h"
#include "tests/integration/services/case/person_test.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The keys of the service under test (case_service.cc), and those that come after them.
constexpr char kTestKey[] = "test:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n";
constexpr char kNextKey[] = "next:1123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n";
constexpr char kTestIndexKey[] = "test:fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210\n";
constexpr char kNextIndexKey[] = "next:eedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210\n";

class PeopleKeysTest : public PersonTest {
 protected:
  absl::StatusOr<int64_t> Rewrap(const std::string& keys) {
    crypto::KeyRing ring = *crypto::KeyRing::Parse(keys, "keys");
    const std::string current = ring.current_id();
    return RewrapKeys(service_.workers(), crypto::Envelope(std::move(ring)), current);
  }
};

TEST_F(PeopleKeysTest, DataKeysAreWrappedAnewAndNothingElseChanges) {
  const v1::Person maya = EnterPerson("Maria Santos");
  EnterPerson("Pedro Reyes", "The dealer");
  const std::string body = service_.Sql("SELECT md5(string_agg(body, '' ORDER BY id)) FROM person");
  ASSERT_EQ(Rewrap(std::string(kNextKey) + kTestKey).value_or(-1), 2);
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM data_key WHERE wrapping_key_id = 'next'"), "2");
  EXPECT_EQ(service_.Sql("SELECT md5(string_agg(body, '' ORDER BY id)) FROM person"), body);
  EXPECT_EQ(Rewrap(std::string(kNextKey) + kTestKey).value_or(-1), 0) << "done is done";
  // The service has the old key only: what it cannot open it says.
  EXPECT_THAT(ReadPerson(maya.name()), FailsWith(kRefused, "WRAPPING_KEY_MISSING"));
  ASSERT_EQ(Rewrap(std::string(kTestKey) + kNextKey).value_or(-1), 2);
  EXPECT_EQ(ReadPerson(maya.name())->profile().full_name(), "Maria Santos");
}

TEST_F(PeopleKeysTest, WhoWasErasedStaysErasedAndAMissingKeyIsNamed) {
  EnterPerson("Maria Santos");
  const v1::Person gone = EnterPerson("Pedro Reyes", "The dealer");
  Done(service_.persons(), &PersonStub::ErasePerson, EraseRequest(gone.name()));
  EXPECT_EQ(Rewrap(std::string(kNextKey) + kTestKey).value_or(-1), 1);
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM data_key WHERE wrapped IS NULL AND wrapping_key_id = ''"), "1");
  EXPECT_THAT(Rewrap("third:2123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n").status(),
              FailsWith(kRefused, "WRAPPING_KEY_MISSING"));
}

TEST_F(PeopleKeysTest, PeopleAreIndexedAnewUnderAnotherKey) {
  EnterPerson("Maria Santos");
  const v1::Person gone = EnterPerson("Pedro Reyes", "The dealer");
  Done(service_.persons(), &PersonStub::ErasePerson, EraseRequest(gone.name()));
  EXPECT_EQ(service_.IndexPeopleUnder(kTestIndexKey).value_or(-1), 0);
  const std::string events = service_.Sql("SELECT count(*) FROM outbox");
  EXPECT_EQ(service_.IndexPeopleUnder(std::string(kNextIndexKey) + kTestIndexKey).value_or(-1), 1);
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM person WHERE index_key = 'next'"), "1");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM outbox"), events) << "no record has changed";
  EXPECT_THAT(Found("Maria Santos"), IsEmpty()) << "the service has the former key only";
  EXPECT_EQ(service_.IndexPeopleUnder(std::string(kTestIndexKey) + kNextIndexKey).value_or(-1), 1);
  EXPECT_THAT(Found("Maria Santos"), ElementsAre("Maya"));
}

// What stood before people had records: a party whose identity was sealed with it, and the person that the migration
// made of it.
TEST_F(PeopleKeysTest, WhoWasEnteredBeforeGetsARecordAndIsFound) {
  const PartyName name{"cebu", ParseName<CaseName>(case_)->id, Uuid::V7(service_.clock().Now())};
  const absl::Time now = service_.clock().Now();
  WorkBody enter = [name, now](Work& work) -> absl::StatusOr<std::string> {
    v1::Identity identity;
    identity.set_full_name("Maria Santos");
    SetDate(absl::CivilDay(1999, 2, 3), identity.mutable_birth_date());
    Party party;
    party.name = name;
    party.role = PartyRole::kSurvivor;
    party.pseudonym = "Maya";
    party.minor_date = absl::CivilDay(2014, 5, 12);
    AMPARO_RETURN_IF_ERROR(work.Write(NewResource<v1::Party>(party, now, identity.SerializeAsString())));
    return std::string("done");
  };
  ActStamp stamp{"cebu", "spiffe://amparo/test", "test.Service/Work", "trace", std::nullopt, std::string(32, 'f')};
  ASSERT_THAT(SyncWait(service_.store().RunWork(stamp, enter, Limits::For(absl::Seconds(20)))), IsOk());
  const std::string id = name.id.ToString();
  EXPECT_EQ(ReadParty(ToString(name))->identity().full_name(), "Maria Santos") << "it has no person yet";
  // As the migration does it.
  service_.Sql(
      "INSERT INTO person (office, id, version, create_time, update_time, pseudonym, sex, needs, never_contact, "
      "erased, "
      "tokens, index_key, body) SELECT office, id, 1, create_time, create_time, 'Maya', 0, '{}', false, false, '{}', "
      "'', "
      "'\\x0a'::bytea || set_byte('\\x00', 0, length('offices/cebu/persons/' || id)) || "
      "convert_to('offices/cebu/persons/' || id, 'UTF8') || '\\x12044d617961'::bytea FROM party WHERE id = '" +
      id + "'");
  service_.Sql(
      "UPDATE party SET person_id = id, body = body || '\\x6a'::bytea || set_byte('\\x00', 0, "
      "length('offices/cebu/persons/' || id)) || convert_to('offices/cebu/persons/' || id, 'UTF8') WHERE id = '" +
      id + "'");
  const std::string person = "offices/cebu/persons/" + id;
  EXPECT_EQ(ReadParty(ToString(name))->identity().full_name(), "Maria Santos") << "it still stands with the party";
  EXPECT_THAT(Found("Maria Santos"), IsEmpty());

  service_.clock().Advance(absl::Minutes(1));
  EXPECT_EQ(service_.IndexPeopleUnder(kTestIndexKey).value_or(-1), 1);
  EXPECT_THAT(Found("Maria Santos"), ElementsAre("Maya"));
  EXPECT_EQ(ReadPerson(person)->profile().full_name(), "Maria Santos");
  const auto party = ReadParty(ToString(name));
  EXPECT_EQ(party->identity().full_name(), "Maria Santos");
  EXPECT_EQ(party->person(), person);
  EXPECT_EQ(service_.Sql("SELECT string_agg(kind || ' ' || version, ', ' ORDER BY seq) FROM outbox WHERE change_time > "
                         "(SELECT create_time FROM party)"),
            "person 2, party 2");
  EXPECT_EQ(service_.IndexPeopleUnder(kTestIndexKey).value_or(-1), 0);
  // One key, that of the party, which is the person's now.
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM data_key"), "1");
}

}  // namespace
}  // namespace amparo::cases
