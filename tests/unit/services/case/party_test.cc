#include "services/case/domain/party.h"

#include "tests/unit/services/case/rules_matchers.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Party Survivor() {
  Party party;
  party.role = PartyRole::kSurvivor;
  party.pseudonym = "Sopheap";
  return party;
}

bool MinorWhen(absl::CivilDay birth, absl::CivilDay report) {
  Party party = Survivor();
  Identity identity;
  identity.birth_date = birth;
  SettleMinor(identity, report, party);
  return party.minor;
}

TEST(PartyTest, AChildIsUnderEighteenOnTheDayOfTheReport) {
  const absl::CivilDay birth(1996, 5, 20);
  EXPECT_TRUE(MinorWhen(birth, absl::CivilDay(2014, 5, 19)));
  EXPECT_FALSE(MinorWhen(birth, absl::CivilDay(2014, 5, 20)));
}

TEST(PartyTest, ALeapDayBirthComesOfAgeOnTheFirstOfMarch) {
  const absl::CivilDay birth(1996, 2, 29);
  EXPECT_TRUE(MinorWhen(birth, absl::CivilDay(2014, 2, 28)));
  EXPECT_FALSE(MinorWhen(birth, absl::CivilDay(2014, 3, 1)));
}

TEST(PartyTest, TheDayTheFlagSpeaksOfMayBeGiven) {
  Party party = Survivor();
  party.minor_date = absl::CivilDay(2013, 10, 15);
  Identity identity;
  identity.birth_date = absl::CivilDay(1996, 1, 1);
  SettleMinor(identity, absl::CivilDay(2014, 6, 1), party);
  EXPECT_TRUE(party.minor);
  EXPECT_EQ(party.minor_date, absl::CivilDay(2013, 10, 15));
}

TEST(PartyTest, WithoutABirthDateTheFlagStaysAsGiven) {
  Party party = Survivor();
  party.minor = true;
  SettleMinor(Identity(), kToday, party);
  EXPECT_TRUE(party.minor);
  EXPECT_FALSE(party.minor_derived);
}

TEST(PartyTest, ABirthThatLeavesBothLeavesTheFlag) {
  const std::optional<Birth> about = Birth{.year = 1996, .estimated = true};
  Party party = Survivor();
  party.minor = true;
  SettleMinor(about, absl::CivilDay(2014, 6, 1), party);
  EXPECT_TRUE(party.minor);
  EXPECT_FALSE(party.minor_derived);
  EXPECT_FALSE(RefuseMinor(party));
  // On another day it leaves one answer only, whatever was said.
  party.minor_date = absl::CivilDay(2015, 1, 1);
  SettleMinor(about, absl::CivilDay(2014, 6, 1), party);
  EXPECT_FALSE(party.minor);
  EXPECT_TRUE(party.minor_derived);
}

TEST(PartyTest, TheDayOfTheReportIsKeptWithTheFlag) {
  Party party = Survivor();
  DateMinor(absl::CivilDay(2014, 5, 12), party);
  DateMinor(absl::CivilDay(2014, 6, 1), party);
  EXPECT_EQ(party.minor_date, absl::CivilDay(2014, 5, 12));
}

TEST(PartyTest, AFlagThatFollowsFromABirthDateIsNotChangedAlone) {
  Party party = Survivor();
  EXPECT_FALSE(RefuseMinor(party));
  Identity identity;
  identity.birth_date = absl::CivilDay(1996, 1, 1);
  SettleMinor(identity, kToday, party);
  EXPECT_TRUE(party.minor_derived);
  ASSERT_TRUE(RefuseMinor(party));
  EXPECT_EQ(RefuseMinor(party)->rule, "MINOR_IS_DERIVED");
  EXPECT_NE(RefuseMinor(party)->description.find("party.minor_date"), std::string::npos);
  // Without the birth date the flag stays as it was, and anybody's to say.
  SettleMinor(Identity(), kToday, party);
  EXPECT_FALSE(RefuseMinor(party));
}

TEST(PartyTest, EveryFieldIsToldAtOnce) {
  Party party;
  party.role = static_cast<PartyRole>(6);
  party.minor_date = kToday + 1;
  Violations violations("party.");
  CheckParty(party, kToday, violations);
  EXPECT_THAT(Fields(violations), ElementsAre("party.role", "party.pseudonym", "party.minor_date"));
  Violations none;
  CheckParty(Survivor(), kToday, none);
  EXPECT_THAT(Fields(none), IsEmpty());
}

TEST(PartyTest, IdentitiesAreBounded) {
  Identity identity;
  identity.full_name = std::string(201, 'n');
  identity.other_names = {"Srey", "", std::string(201, 'n')};
  identity.address = std::string(501, 'a');
  identity.contact = std::string(501, 'c');
  identity.birth_date = kToday + 1;
  Violations violations;
  CheckIdentity(identity, kToday, violations);
  EXPECT_THAT(Fields(violations),
              ElementsAre("identity.full_name", "identity.other_names[1]", "identity.other_names[2]",
                          "identity.address", "identity.contact", "identity.birth_date"));
  Identity many;
  many.other_names.assign(21, "Srey");
  Violations too_many;
  CheckIdentity(many, kToday, too_many);
  EXPECT_THAT(Fields(too_many), ElementsAre("identity.other_names"));
}

}  // namespace
}  // namespace amparo::cases
