#include "services/case/convert/person_convert.h"

#include "services/case/convert/values.h"
#include "tests/unit/services/case/rules_matchers.h"
#include "tests/unit/services/case/values.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const PersonName kMaya{"cebu", Id(1)};

v1::Person FullPerson() {
  v1::Person person;
  person.set_name(ToString(kMaya));
  person.set_pseudonym("Maya");
  person.set_sex(v1::SEX_FEMALE);
  person.add_nationalities("PH");
  person.add_languages("ceb");
  person.mutable_contact_preference()->add_channels(v1::CONTACT_CHANNEL_MESSAGE);
  v1::SafeTime& time = *person.mutable_contact_preference()->add_safe_times();
  time.set_weekday(2);
  time.set_from_minute(60);
  time.set_until_minute(120);
  person.add_protection_needs(v1::PROTECTION_NEED_NO_MEDIA);
  v1::Guardianship& guardian = *person.add_guardians();
  guardian.set_guardian(ToString(PersonName{"cebu", Id(2)}));
  guardian.set_relation(v1::GUARDIAN_RELATION_PARENT);
  SetDate(kToday - 10, guardian.mutable_from_date());
  SetDate(kToday, guardian.mutable_until_date());
  return person;
}

v1::Profile FullProfile() {
  v1::Profile profile;
  profile.set_full_name("Maria Santos");
  profile.set_given_name("Maria");
  profile.set_family_name("Santos");
  profile.add_other_names("Luz");
  SetDate(absl::CivilDay(1999, 2, 3), profile.mutable_birth_date());
  v1::PersonAddress& address = *profile.add_addresses();
  address.set_label("home");
  address.set_address("Colon Street");
  profile.add_addresses()->set_address("A shelter");
  v1::PersonContact& contact = *profile.add_contacts();
  contact.set_channel(v1::CONTACT_CHANNEL_PHONE);
  contact.set_contact("0917 123 4567");
  contact.set_safe(true);
  profile.set_narrative("What else is known");
  return profile;
}

TEST(PersonConvertTest, APersonComesBackAsItWas) {
  Violations violations;
  Person value = PersonFromRequest(FullPerson(), kMaya, violations);
  EXPECT_THAT(Fields(violations), IsEmpty());
  v1::Person out;
  ToProto(value, out);
  EXPECT_EQ(out.SerializeAsString(), FullPerson().SerializeAsString());
  value.erase_time = kNow;
  value.erase_reason = "asked for it";
  value.merge = {.path = {Id(4), Id(3)}, .members = {Id(5)}, .reason = "the same card"};
  ToProto(value, out);
  const Person again = PersonFromStored(out);
  EXPECT_EQ(again.name, kMaya);
  EXPECT_EQ(again.erase_time, kNow);
  EXPECT_EQ(again.erase_reason, "asked for it");
  EXPECT_EQ(again.merge, value.merge);
  EXPECT_EQ(out.merged_into(), ToString(PersonName{"cebu", Id(3)}))
      << "the record that stands for it, at the end of the way";
}

TEST(PersonConvertTest, WhatIsNoValueIsTold) {
  v1::Person person = FullPerson();
  person.set_sex(static_cast<v1::Sex>(9));
  person.mutable_contact_preference()->add_channels(v1::CONTACT_CHANNEL_UNSPECIFIED);
  person.add_protection_needs(static_cast<v1::ProtectionNeed>(99));
  person.mutable_guardians(0)->set_guardian(ToString(PersonName{"la-paz", Id(2)}));
  Violations violations;
  PersonFromRequest(person, kMaya, violations);
  EXPECT_THAT(Fields(violations),
              ElementsAre("sex", "contact_preference.channels", "protection_needs", "guardians[0].guardian"));
}

TEST(PersonConvertTest, ColumnsFollowTheTable) {
  Violations violations;
  const std::vector<Value> columns = ColumnsOf(PersonFromRequest(FullPerson(), kMaya, violations));
  ASSERT_EQ(columns.size(), 8u);
  EXPECT_EQ(columns[0], Value(std::string("Maya")));
  EXPECT_EQ(columns[2], Value(std::vector<int64_t>{4}));
  EXPECT_EQ(columns[4], Value(false));
  EXPECT_EQ(columns[6], Value());
}

TEST(PersonConvertTest, AProfileIsRead) {
  Violations violations;
  const Profile profile = ProfileFrom(FullProfile(), violations);
  EXPECT_THAT(Fields(violations), IsEmpty());
  EXPECT_EQ(profile.birth, BirthOn(absl::CivilDay(1999, 2, 3)));
  EXPECT_EQ(profile.addresses[0].text, "Colon Street");
  EXPECT_TRUE(profile.contacts[0].safe);
  v1::Profile partial;
  partial.mutable_birth_date()->set_year(1999);
  partial.set_birth_estimated(true);
  partial.set_birth_margin_years(2);
  const Birth about{.year = 1999, .estimated = true, .margin_years = 2};
  EXPECT_EQ(ProfileFromStored(partial).birth, about);
  partial.clear_birth_date();
  ProfileFrom(partial, violations);
  EXPECT_THAT(Fields(violations), ElementsAre("profile.birth_date"));
}

TEST(PersonConvertTest, AnIdentityIsTheProfileInShort) {
  const v1::Identity identity = IdentityOf(FullProfile());
  EXPECT_EQ(identity.full_name(), "Maria Santos");
  EXPECT_EQ(identity.other_names(0), "Luz");
  EXPECT_EQ(identity.address(), "Colon Street");
  EXPECT_EQ(identity.contact(), "0917 123 4567");
  EXPECT_EQ(identity.birth_date().year(), 1999);
  v1::Profile profile = FullProfile();
  profile.clear_full_name();
  profile.mutable_birth_date()->set_day(0);
  EXPECT_EQ(IdentityOf(profile).full_name(), "Maria Santos");
  EXPECT_FALSE(IdentityOf(profile).has_birth_date());
  EXPECT_EQ(IdentityOf(v1::Profile()).ByteSizeLong(), 0u);
}

TEST(PersonConvertTest, WhatIsSaidThroughAPartyLeavesTheRest) {
  v1::Profile profile = FullProfile();
  TakeIdentity(IdentityOf(profile), profile);
  EXPECT_EQ(profile.SerializeAsString(), FullProfile().SerializeAsString()) << "the same said again changes nothing";
  v1::Identity identity = IdentityOf(profile);
  identity.set_full_name("Marie Santos");
  identity.set_address("");
  identity.clear_birth_date();
  TakeIdentity(identity, profile);
  EXPECT_EQ(profile.full_name(), "Marie Santos");
  EXPECT_EQ(profile.given_name(), "") << "it belonged to the other name";
  ASSERT_EQ(profile.addresses_size(), 1);
  EXPECT_EQ(profile.addresses(0).address(), "A shelter");
  EXPECT_EQ(profile.contacts(0).channel(), v1::CONTACT_CHANNEL_PHONE);
  EXPECT_FALSE(profile.has_birth_date());
  EXPECT_EQ(profile.narrative(), "What else is known");
}

TEST(PersonConvertTest, AnEstimateIsNotForgottenByWhoCannotSayIt) {
  v1::Profile profile;
  profile.mutable_birth_date()->set_year(1999);
  profile.set_birth_estimated(true);
  v1::Identity identity;
  TakeIdentity(identity, profile);
  EXPECT_EQ(profile.birth_date().year(), 1999);
  SetDate(absl::CivilDay(1998, 7, 1), identity.mutable_birth_date());
  TakeIdentity(identity, profile);
  EXPECT_EQ(profile.birth_date().year(), 1998);
  EXPECT_FALSE(profile.birth_estimated());
}

TEST(PersonConvertTest, AnEmptyIdentityTakesAllOfItAway) {
  v1::Profile profile;
  profile.set_full_name("Maria Santos");
  profile.add_addresses()->set_address("Colon Street");
  profile.add_contacts()->set_contact("0917 123 4567");
  TakeIdentity(v1::Identity(), profile);
  EXPECT_EQ(profile.ByteSizeLong(), 0u);
}

}  // namespace
}  // namespace amparo::cases
