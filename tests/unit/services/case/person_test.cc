#include "services/case/domain/person.h"

#include "tests/unit/services/case/rules_matchers.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Person Maya() {
  Person person;
  person.name = {"cebu", Id(1)};
  person.pseudonym = "Maya";
  return person;
}

Guardianship MotherOf(int id) {
  Guardianship one;
  one.guardian = Id(id);
  one.relation = GuardianRelation::kParent;
  return one;
}

std::vector<std::string> WrongWithPerson(const Person& person) {
  Violations violations("person.");
  CheckPerson(person, kToday, violations);
  return Fields(violations);
}

std::vector<std::string> WrongWithProfile(const Profile& profile) {
  Violations violations;
  CheckProfile(profile, kToday, violations);
  return Fields(violations);
}

TEST(PersonTest, APseudonymIsEnough) {
  EXPECT_THAT(WrongWithPerson(Maya()), IsEmpty());
  EXPECT_THAT(WrongWithPerson(Person()), ElementsAre("person.pseudonym"));
}

TEST(PersonTest, CodesAreThoseOfTheirStandards) {
  Person person = Maya();
  person.nationalities = {"PH", "KH"};
  person.languages = {"ceb", "km-KH", "zh-Hant-TW", "es-419"};
  EXPECT_THAT(WrongWithPerson(person), IsEmpty());
  for (const char* code : {"ph", "XQ", "PHL", ""}) {
    person.nationalities = {code};
    EXPECT_THAT(WrongWithPerson(person), ElementsAre("person.nationalities")) << code;
  }
  person.nationalities.clear();
  for (const char* tag : {"c", "cebuano language", "ceb-", "-ceb", "12", "ceb--PH", "abcdefghi", ""}) {
    person.languages = {tag};
    EXPECT_THAT(WrongWithPerson(person), ElementsAre("person.languages")) << tag;
  }
  person.languages = {"ceb", "ceb"};
  EXPECT_THAT(WrongWithPerson(person), ElementsAre("person.languages"));
}

TEST(PersonTest, WhomNobodyMayContactHasNoChannel) {
  Person person = Maya();
  person.contact.channels = {ContactChannel::kMessage, ContactChannel::kGuardian};
  person.contact.safe_times = {{1, 9 * 60, 11 * 60}, {0, 0, 1440}};
  EXPECT_THAT(WrongWithPerson(person), IsEmpty());
  person.contact.never_contact = true;
  EXPECT_THAT(WrongWithPerson(person), ElementsAre("person.contact_preference.channels"));
}

TEST(PersonTest, SafeTimesAreWithinADay) {
  for (const SafeTime& time :
       {SafeTime{8, 0, 60}, SafeTime{-1, 0, 60}, SafeTime{1, 60, 60}, SafeTime{1, 0, 1441}, SafeTime{1, -1, 60}}) {
    Person person = Maya();
    person.contact.safe_times = {time};
    EXPECT_THAT(WrongWithPerson(person), ElementsAre("person.contact_preference.safe_times[0]"));
  }
}

TEST(PersonTest, NeedsAreThereOnce) {
  Person person = Maya();
  person.needs = {ProtectionNeed::kInterpreter, ProtectionNeed::kNoMedia};
  EXPECT_THAT(WrongWithPerson(person), IsEmpty());
  person.needs.push_back(ProtectionNeed::kInterpreter);
  EXPECT_THAT(WrongWithPerson(person), ElementsAre("person.protection_needs"));
}

TEST(PersonTest, AGuardianIsSomebodyElseForATime) {
  Person person = Maya();
  person.guardians = {MotherOf(2), MotherOf(2)};
  person.guardians[0].from = kToday - 100;
  person.guardians[0].until = kToday - 10;
  person.guardians[1].from = kToday - 5;
  EXPECT_THAT(WrongWithPerson(person), IsEmpty()) << "the same guardian may return";
  person.guardians[1].from = kToday - 100;
  EXPECT_THAT(WrongWithPerson(person), ElementsAre("person.guardians[1].guardian"));
  person.guardians = {MotherOf(1)};
  person.guardians[0].relation = GuardianRelation::kUnspecified;
  person.guardians[0].from = kToday + 1;
  person.guardians[0].until = kToday;
  EXPECT_THAT(WrongWithPerson(person), ElementsAre("person.guardians[0].guardian", "person.guardians[0].relation",
                                                   "person.guardians[0].from_date", "person.guardians[0].until_date"));
}

TEST(PersonTest, ProfilesAreBounded) {
  Profile profile;
  profile.full_name = std::string(201, 'n');
  profile.other_names = {"Luz", ""};
  profile.birth = BirthOn(kToday + 1);
  profile.addresses = {{std::string(41, 'l'), "", kToday, kToday - 1}};
  profile.contacts = {{ContactChannel::kPhone, "", false}};
  profile.narrative = std::string(10001, 'x');
  profile.contact_note = std::string(2001, 'x');
  EXPECT_THAT(
      WrongWithProfile(profile),
      ElementsAre("profile.full_name", "profile.other_names[1]", "profile.birth_date", "profile.addresses[0].label",
                  "profile.addresses[0].address", "profile.addresses[0].until_date", "profile.contacts[0].contact",
                  "profile.narrative", "profile.contact_note"));
  EXPECT_THAT(WrongWithProfile(Profile()), IsEmpty());
}

TEST(PersonTest, WhatStaysOfWhoWasErasedIsWhatWasCounted) {
  Person person = Maya();
  person.sex = Sex::kFemale;
  person.languages = {"ceb"};
  person.nationalities = {"PH"};
  person.needs = {ProtectionNeed::kRelocation};
  person.guardians = {MotherOf(2)};
  person.contact.never_contact = true;
  EXPECT_FALSE(RefusePerson(person));
  const Person erased = ErasedPerson(person, kNow, "asked for it");
  EXPECT_EQ(erased.name, person.name);
  EXPECT_EQ(erased.pseudonym, "Maya");
  EXPECT_EQ(erased.sex, Sex::kFemale);
  EXPECT_EQ(erased.erase_time, kNow);
  EXPECT_EQ(erased.erase_reason, "asked for it");
  EXPECT_TRUE(erased.languages.empty() && erased.nationalities.empty() && erased.needs.empty() &&
              erased.guardians.empty() && !erased.contact.never_contact);
  EXPECT_EQ(RefusePerson(erased)->rule, "PERSON_ERASED");
}

TEST(PersonTest, NobodyIsMergedIntoTheirGuardianOrWithSomebodyErased) {
  Person child = Maya();
  Person other = Maya();
  other.name.id = Id(7);
  child.guardians.clear();
  other.guardians.clear();
  EXPECT_EQ(RefusePersonMerge(child, other), std::nullopt);
  child.guardians = {{.guardian = Id(7), .relation = GuardianRelation::kParent, .from = {}, .until = {}}};
  EXPECT_EQ(RefusePersonMerge(child, other)->rule, "PERSON_IS_GUARDIAN");
  EXPECT_EQ(RefusePersonMerge(other, child)->rule, "PERSON_IS_GUARDIAN");
  other.name.id = Id(8);
  EXPECT_EQ(RefusePersonMerge(child, other), std::nullopt);
  other.merge.members.assign(1, Id(7));
  EXPECT_EQ(RefusePersonMerge(child, other)->rule, "PERSON_IS_GUARDIAN") << "a guardian who was merged is one still";
  EXPECT_EQ(RefusePersonMerge(other, child)->rule, "PERSON_IS_GUARDIAN");
  other.merge.members.clear();
  child.guardians.clear();
  const Person erased = ErasedPerson(other, kNow, "asked for it");
  EXPECT_EQ(RefusePersonMerge(child, erased)->rule, "PERSON_ERASED");
  EXPECT_EQ(RefusePersonMerge(erased, child)->rule, "PERSON_ERASED");
  other.merge.members.assign(kMostMerged, Id(9));
  EXPECT_EQ(RefusePersonMerge(child, other)->rule, "TOO_MANY_MERGED");
}

TEST(PersonTest, ErasureLeavesWhichRecordStandsForWhich) {
  Person person = Maya();
  person.merge.path = {Id(7)};
  EXPECT_EQ(ErasedPerson(person, kNow, "asked for it").merge, person.merge);
}

TEST(PersonTest, EveryNameIsOne) {
  Profile profile;
  EXPECT_THAT(NamesOf(profile), IsEmpty());
  profile.given_name = "Maria";
  EXPECT_THAT(NamesOf(profile), ElementsAre("Maria"));
  profile.family_name = "Santos";
  profile.full_name = "Santos, Maria C.";
  profile.other_names = {"Luz"};
  EXPECT_THAT(NamesOf(profile), ElementsAre("Santos, Maria C.", "Maria Santos", "Luz"));
}

}  // namespace
}  // namespace amparo::cases
