#include "services/case/domain/person.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "common/base/strings.h"
#include "services/case/domain/office.h"

namespace amparo::cases {
namespace {

constexpr TextBounds kPersonPseudonym{1, 100};
constexpr TextBounds kPersonName{0, 200};
constexpr TextBounds kPersonOtherName{1, 200};
constexpr TextBounds kAddressLabel{0, 40};
constexpr TextBounds kAddressText{1, 500};
constexpr TextBounds kContactValue{1, 500};
constexpr TextBounds kPersonNote{0, 2000};
constexpr TextBounds kPersonNarrative{0, 10000};
constexpr std::size_t kMostNationalities = 5;
constexpr std::size_t kMostLanguages = 10;
constexpr std::size_t kMostChannels = 7;
constexpr std::size_t kMostSafeTimes = 50;
constexpr std::size_t kMostNeeds = 12;
constexpr std::size_t kMostGuardians = 20;
constexpr std::size_t kMostNames = 20;
constexpr std::size_t kMostAddresses = 20;
constexpr std::size_t kMostContacts = 20;
constexpr int kMinutesOfDay = 1440;

// Notes a list that is too long or has a value twice; answers whether it is worth looking at each.
template <typename T>
bool CheckList(const std::vector<T>& values, std::size_t most, std::string_view field, Violations& violations) {
  const bool fits = violations.Require(values.size() <= most, field, StrCat("must be at most ", most));
  const std::set<T> distinct(values.begin(), values.end());
  return violations.Require(distinct.size() == values.size(), field, "must each be there once") && fits;
}

bool IsSubtag(std::string_view tag) {
  return !tag.empty() && tag.size() <= 8 &&
         std::all_of(tag.begin(), tag.end(), [](char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); });
}

// A well-formed BCP 47 tag: a language of 2 to 8 letters, then subtags of 1 to 8 letters and digits. Whether the
// registry knows it is not asked: small languages come and go.
bool IsLanguage(std::string_view tag) {
  if (tag.size() > 35) return false;
  std::size_t end = std::min(tag.find('-'), tag.size());
  const std::string_view language = tag.substr(0, end);
  const bool letters = std::all_of(language.begin(), language.end(),
                                   [](char c) { return absl::ascii_isalpha(static_cast<unsigned char>(c)); });
  if (language.size() < 2 || !letters || !IsSubtag(language)) return false;
  while (end < tag.size()) {
    tag.remove_prefix(end + 1);
    end = std::min(tag.find('-'), tag.size());
    if (!IsSubtag(tag.substr(0, end))) return false;
  }
  return true;
}

void CheckPreference(const ContactPreference& value, Violations& violations) {
  CheckList(value.channels, kMostChannels, "contact_preference.channels", violations);
  violations.Require(!value.never_contact || value.channels.empty(), "contact_preference.channels",
                     "must be empty for somebody whom nobody may contact");
  violations.Require(value.safe_times.size() <= kMostSafeTimes, "contact_preference.safe_times", "must be at most 50");
  for (std::size_t i = 0; i < value.safe_times.size() && i < kMostSafeTimes; ++i) {
    const SafeTime& time = value.safe_times[i];
    const bool fits = time.weekday >= 0 && time.weekday <= 7 && time.from_minute >= 0 &&
                      time.from_minute < time.until_minute && time.until_minute <= kMinutesOfDay;
    violations.Require(fits, StrCat("contact_preference.safe_times[", i, "]"),
                       "must be a weekday from 0 to 7 and minutes of one day, the first before the second");
  }
}

void CheckPeriod(const std::optional<absl::CivilDay>& from, const std::optional<absl::CivilDay>& until,
                 std::string_view path, Violations& violations) {
  violations.Require(!from || !until || *from <= *until, StrCat(path, "until_date"), "must not be before from_date");
}

void CheckGuardians(const Person& value, absl::CivilDay today, Violations& violations) {
  violations.Require(value.guardians.size() <= kMostGuardians, "guardians", "must be at most 20");
  std::set<std::pair<Uuid, std::optional<absl::CivilDay>>> seen;
  for (std::size_t i = 0; i < value.guardians.size() && i < kMostGuardians; ++i) {
    const Guardianship& one = value.guardians[i];
    const std::string path = StrCat("guardians[", i, "].");
    violations.Require(one.guardian != value.name.id, path + "guardian", "must be another person");
    violations.Require(one.relation != GuardianRelation::kUnspecified, path + "relation", "must be given");
    violations.Require(!one.from || *one.from <= today, path + "from_date", "must not be in the future");
    CheckPeriod(one.from, one.until, path, violations);
    violations.Require(seen.insert({one.guardian, one.from}).second, path + "guardian",
                       "must be there once for each day it begins on");
  }
}

// By whichever of the records that `guardian` stands for.
bool IsGuardianOf(const Person& guardian, const Person& person) {
  const std::vector<Uuid>& members = guardian.merge.members;
  return std::any_of(person.guardians.begin(), person.guardians.end(), [&](const Guardianship& one) {
    return one.guardian == guardian.name.id || std::find(members.begin(), members.end(), one.guardian) != members.end();
  });
}

void CheckNames(const Profile& value, Violations& violations) {
  violations.RequireText(value.full_name, kPersonName, "profile.full_name");
  violations.RequireText(value.given_name, kPersonName, "profile.given_name");
  violations.RequireText(value.family_name, kPersonName, "profile.family_name");
  violations.Require(value.other_names.size() <= kMostNames, "profile.other_names", "must be at most 20");
  for (std::size_t i = 0; i < value.other_names.size() && i < kMostNames; ++i) {
    violations.RequireText(value.other_names[i], kPersonOtherName, StrCat("profile.other_names[", i, "]"));
  }
}

void CheckWhereabouts(const Profile& value, Violations& violations) {
  violations.Require(value.addresses.size() <= kMostAddresses, "profile.addresses", "must be at most 20");
  for (std::size_t i = 0; i < value.addresses.size() && i < kMostAddresses; ++i) {
    const PersonAddress& one = value.addresses[i];
    const std::string path = StrCat("profile.addresses[", i, "].");
    violations.RequireText(one.label, kAddressLabel, path + "label");
    violations.RequireText(one.text, kAddressText, path + "address");
    CheckPeriod(one.from, one.until, path, violations);
  }
  violations.Require(value.contacts.size() <= kMostContacts, "profile.contacts", "must be at most 20");
  for (std::size_t i = 0; i < value.contacts.size() && i < kMostContacts; ++i) {
    const PersonContact& one = value.contacts[i];
    violations.RequireText(one.value, kContactValue, StrCat("profile.contacts[", i, "].contact"));
  }
}

}  // namespace

void CheckPerson(const Person& value, absl::CivilDay today, Violations& violations) {
  violations.RequireText(value.pseudonym, kPersonPseudonym, "pseudonym");
  if (CheckList(value.nationalities, kMostNationalities, "nationalities", violations)) {
    const bool countries = std::all_of(value.nationalities.begin(), value.nationalities.end(), IsCountryCode);
    violations.Require(countries, "nationalities", "must be ISO 3166-1 codes of two capital letters");
  }
  if (CheckList(value.languages, kMostLanguages, "languages", violations)) {
    const bool languages = std::all_of(value.languages.begin(), value.languages.end(), IsLanguage);
    violations.Require(languages, "languages", "must be BCP 47 tags, such as ceb or km-KH");
  }
  CheckPreference(value.contact, violations);
  CheckList(value.needs, kMostNeeds, "protection_needs", violations);
  CheckGuardians(value, today, violations);
}

void CheckProfile(const Profile& value, absl::CivilDay today, Violations& violations) {
  CheckNames(value, violations);
  if (value.birth) CheckBirth(*value.birth, today, "profile.birth_date", violations);
  CheckWhereabouts(value, violations);
  violations.RequireText(value.narrative, kPersonNarrative, "profile.narrative");
  violations.RequireText(value.contact_note, kPersonNote, "profile.contact_note");
  violations.RequireText(value.protection_note, kPersonNote, "profile.protection_note");
}

std::optional<Refusal> RefusePerson(const Person& value) {
  if (value.erase_time) {
    return Refusal{"PERSON_ERASED", "what identified the person was erased, and nothing is entered of them again"};
  }
  return std::nullopt;
}

std::optional<Refusal> RefusePersonMerge(const Person& from, const Person& into) {
  if (const auto refusal = RefusePerson(from)) return refusal;
  if (const auto refusal = RefusePerson(into)) return refusal;
  if (IsGuardianOf(from, into) || IsGuardianOf(into, from)) {
    return Refusal{"PERSON_IS_GUARDIAN", "one of the two is a guardian of the other, and nobody is their own"};
  }
  if (TooManyMerged(from.merge, into.merge)) {
    return Refusal{"TOO_MANY_MERGED", StrCat("a record stands for at most ", kMostMerged, " others")};
  }
  return std::nullopt;
}

Person ErasedPerson(Person value, absl::Time now, std::string reason) {
  Person erased;
  erased.name = std::move(value.name);
  erased.pseudonym = std::move(value.pseudonym);
  erased.sex = value.sex;
  erased.merge = std::move(value.merge);
  erased.erase_time = now;
  erased.erase_reason = std::move(reason);
  return erased;
}

std::vector<std::string> NamesOf(const Profile& value) {
  std::vector<std::string> names;
  if (!value.full_name.empty()) names.push_back(value.full_name);
  if (!value.given_name.empty() && !value.family_name.empty()) {
    names.push_back(StrCat(value.given_name, " ", value.family_name));
  } else if (!value.given_name.empty() || !value.family_name.empty()) {
    names.push_back(value.given_name.empty() ? value.family_name : value.given_name);
  }
  names.insert(names.end(), value.other_names.begin(), value.other_names.end());
  return names;
}

}  // namespace amparo::cases
