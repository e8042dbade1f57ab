#include "services/case/convert/person_convert.h"

#include <utility>

#include "common/base/strings.h"
#include "services/case/convert/enums.h"
#include "services/case/convert/merge_convert.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(Sex::kOther) == v1::SEX_OTHER);
static_assert(static_cast<int>(ContactChannel::kCounsel) == v1::CONTACT_CHANNEL_COUNSEL);
static_assert(static_cast<int>(ProtectionNeed::kOther) == v1::PROTECTION_NEED_OTHER);
static_assert(static_cast<int>(GuardianRelation::kOther) == v1::GUARDIAN_RELATION_OTHER);
static_assert(static_cast<int>(Minority::kUnknown) == v1::MINORITY_UNKNOWN);

// A value of an enum in a list, where the zero value is none.
template <typename E>
E ListedEnum(int number, bool (*is_valid)(int), std::string_view field, Violations& violations) {
  const E value = EnumFrom<E>(number, is_valid, field, violations);
  violations.Require(value != E{}, field, "must be one of its values");
  return value;
}

ContactPreference PreferenceFrom(const v1::ContactPreference& given, Violations& violations) {
  ContactPreference value;
  for (const int channel : given.channels()) {
    value.channels.push_back(
        ListedEnum<ContactChannel>(channel, v1::ContactChannel_IsValid, "contact_preference.channels", violations));
  }
  for (const v1::SafeTime& time : given.safe_times()) {
    value.safe_times.push_back({time.weekday(), time.from_minute(), time.until_minute()});
  }
  value.never_contact = given.never_contact();
  return value;
}

void SetPreference(const ContactPreference& value, v1::ContactPreference& out) {
  for (const ContactChannel channel : value.channels) out.add_channels(static_cast<v1::ContactChannel>(channel));
  for (const SafeTime& time : value.safe_times) {
    v1::SafeTime& added = *out.add_safe_times();
    added.set_weekday(time.weekday);
    added.set_from_minute(time.from_minute);
    added.set_until_minute(time.until_minute);
  }
  out.set_never_contact(value.never_contact);
}

Guardianship GuardianshipFrom(const v1::Guardianship& given, const std::string& office, const std::string& path,
                              Violations& violations) {
  Guardianship value;
  const auto guardian = ParseName<PersonName>(given.guardian());
  const bool fits = violations.Require(guardian && guardian->office == office, path + "guardian",
                                       "must be the name of a person of the same office");
  if (fits) value.guardian = guardian->id;
  value.relation =
      EnumFrom<GuardianRelation>(given.relation(), v1::GuardianRelation_IsValid, path + "relation", violations);
  value.from = OptionalDay(given.has_from_date(), given.from_date(), path + "from_date", violations);
  value.until = OptionalDay(given.has_until_date(), given.until_date(), path + "until_date", violations);
  return value;
}

void SetGuardianship(const Guardianship& value, const std::string& office, v1::Guardianship& out) {
  out.set_guardian(ToString(PersonName{office, value.guardian}));
  out.set_relation(static_cast<v1::GuardianRelation>(value.relation));
  if (value.from) SetDate(*value.from, out.mutable_from_date());
  if (value.until) SetDate(*value.until, out.mutable_until_date());
}

PersonAddress AddressFrom(const v1::PersonAddress& given, const std::string& path, Violations& violations) {
  return {.label = given.label(),
          .text = given.address(),
          .from = OptionalDay(given.has_from_date(), given.from_date(), path + "from_date", violations),
          .until = OptionalDay(given.has_until_date(), given.until_date(), path + "until_date", violations)};
}

Birth BirthFrom(const v1::Profile& profile) {
  const google::type::Date& date = profile.birth_date();
  return {.year = date.year(),
          .month = date.month(),
          .day = date.day(),
          .estimated = profile.birth_estimated(),
          .margin_years = profile.birth_margin_years()};
}

}  // namespace

Person PersonFromRequest(const v1::Person& request, const PersonName& name, Violations& violations) {
  Person value;
  value.name = name;
  value.pseudonym = request.pseudonym();
  value.sex = EnumFrom<Sex>(request.sex(), v1::Sex_IsValid, "sex", violations);
  value.nationalities.assign(request.nationalities().begin(), request.nationalities().end());
  value.languages.assign(request.languages().begin(), request.languages().end());
  value.contact = PreferenceFrom(request.contact_preference(), violations);
  for (const int need : request.protection_needs()) {
    value.needs.push_back(ListedEnum<ProtectionNeed>(need, v1::ProtectionNeed_IsValid, "protection_needs", violations));
  }
  for (int i = 0; i < request.guardians_size(); ++i) {
    const std::string path = StrCat("guardians[", i, "].");
    value.guardians.push_back(GuardianshipFrom(request.guardians(i), name.office, path, violations));
  }
  return value;
}

Person PersonFromStored(const v1::Person& stored) {
  Violations none;
  Person value = PersonFromRequest(stored, ParseName<PersonName>(stored.name()).value_or(PersonName()), none);
  if (stored.has_erase_time()) value.erase_time = TimeFrom(stored.erase_time());
  value.erase_reason = stored.erase_reason();
  value.merge = MergeStateFrom<PersonName>(stored, stored.merged_persons());
  return value;
}

void ToProto(const Person& value, v1::Person& out) {
  out.set_name(ToString(value.name));
  out.set_pseudonym(value.pseudonym);
  out.set_sex(static_cast<v1::Sex>(value.sex));
  out.mutable_nationalities()->Assign(value.nationalities.begin(), value.nationalities.end());
  out.mutable_languages()->Assign(value.languages.begin(), value.languages.end());
  out.clear_contact_preference();
  const ContactPreference& contact = value.contact;
  if (contact.never_contact || !contact.channels.empty() || !contact.safe_times.empty()) {
    SetPreference(contact, *out.mutable_contact_preference());
  }
  out.clear_protection_needs();
  for (const ProtectionNeed need : value.needs) out.add_protection_needs(static_cast<v1::ProtectionNeed>(need));
  out.clear_guardians();
  for (const Guardianship& one : value.guardians) SetGuardianship(one, value.name.office, *out.add_guardians());
  out.clear_erase_time();
  if (value.erase_time) SetTimestamp(*value.erase_time, out.mutable_erase_time());
  out.set_erase_reason(value.erase_reason);
  SetMergeState<PersonName>(value.merge, value.name.office, out, *out.mutable_merged_persons());
}

std::vector<Value> ColumnsOf(const Person& value) {
  std::vector<int64_t> needs;
  for (const ProtectionNeed need : value.needs) needs.push_back(static_cast<int64_t>(need));
  return {value.pseudonym,
          static_cast<int64_t>(value.sex),
          std::move(needs),
          value.contact.never_contact,
          value.erase_time.has_value(),
          value.merge.merged() ? Value(value.merge.path.back()) : Value(),
          Value(),
          Value()};
}

Profile ProfileFrom(const v1::Profile& profile, Violations& violations) {
  Profile value;
  value.full_name = profile.full_name();
  value.given_name = profile.given_name();
  value.family_name = profile.family_name();
  value.other_names.assign(profile.other_names().begin(), profile.other_names().end());
  const bool says_birth = profile.birth_estimated() || profile.birth_margin_years() != 0;
  violations.Require(profile.has_birth_date() || !says_birth, "profile.birth_date", "is required to be estimated");
  if (profile.has_birth_date()) value.birth = BirthFrom(profile);
  for (int i = 0; i < profile.addresses_size(); ++i) {
    value.addresses.push_back(AddressFrom(profile.addresses(i), StrCat("profile.addresses[", i, "]."), violations));
  }
  for (int i = 0; i < profile.contacts_size(); ++i) {
    const v1::PersonContact& one = profile.contacts(i);
    const std::string field = StrCat("profile.contacts[", i, "].channel");
    value.contacts.push_back(
        {.channel = EnumFrom<ContactChannel>(one.channel(), v1::ContactChannel_IsValid, field, violations),
         .value = one.contact(),
         .safe = one.safe()});
  }
  value.narrative = profile.narrative();
  value.contact_note = profile.contact_note();
  value.protection_note = profile.protection_note();
  return value;
}

Profile ProfileFromStored(const v1::Profile& stored) {
  Violations none;
  return ProfileFrom(stored, none);
}

absl::StatusOr<v1::Profile> ProfileIn(const std::string& secret) {
  v1::Profile profile;
  if (!profile.ParseFromString(secret)) return absl::InternalError("a stored profile is malformed");
  return profile;
}

v1::Identity IdentityOf(const v1::Profile& profile) {
  v1::Identity identity;
  identity.set_full_name(profile.full_name());
  if (profile.full_name().empty()) {
    const bool both = !profile.given_name().empty() && !profile.family_name().empty();
    identity.set_full_name(StrCat(profile.given_name(), both ? " " : "", profile.family_name()));
  }
  *identity.mutable_other_names() = profile.other_names();
  if (profile.addresses_size() > 0) identity.set_address(profile.addresses(0).address());
  if (profile.contacts_size() > 0) identity.set_contact(profile.contacts(0).contact());
  if (profile.has_birth_date() && profile.birth_date().day() != 0) {
    *identity.mutable_birth_date() = profile.birth_date();
  }
  return identity;
}

void TakeIdentity(const v1::Identity& identity, v1::Profile& profile) {
  const v1::Identity before = IdentityOf(profile);
  if (identity.full_name() != before.full_name()) {
    profile.set_full_name(identity.full_name());
    profile.clear_given_name();
    profile.clear_family_name();
  }
  *profile.mutable_other_names() = identity.other_names();
  if (identity.address() != before.address()) {
    if (identity.address().empty()) {
      profile.mutable_addresses()->DeleteSubrange(0, 1);
    } else {
      if (profile.addresses_size() == 0) profile.add_addresses();
      profile.mutable_addresses(0)->set_address(identity.address());
    }
  }
  if (identity.contact() != before.contact()) {
    if (identity.contact().empty()) {
      profile.mutable_contacts()->DeleteSubrange(0, 1);
    } else {
      if (profile.contacts_size() == 0) profile.add_contacts();
      profile.mutable_contacts(0)->set_contact(identity.contact());
    }
  }
  if (identity.has_birth_date()) {
    *profile.mutable_birth_date() = identity.birth_date();
    profile.clear_birth_estimated();
    profile.clear_birth_margin_years();
  } else if (before.has_birth_date()) {
    profile.clear_birth_date();
  }
}

}  // namespace amparo::cases
