// A person: one record across all cases of an office. What they are in a case is a party (domain/party.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/case/domain/birth.h"
#include "services/case/domain/case.h"
#include "services/case/domain/merge.h"
#include "services/case/domain/names.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// The numbers of this enum and the following are those of the contract and of the database.
enum class Sex { kUnspecified = 0, kFemale = 1, kMale = 2, kOther = 3 };

// A way to reach somebody.
enum class ContactChannel {
  kUnspecified = 0,
  kPhone = 1,
  kMessage = 2,
  kEmail = 3,
  kPost = 4,
  kVisit = 5,
  kGuardian = 6,
  kCounsel = 7,
};

// What somebody needs to be safe, and to take part.
enum class ProtectionNeed {
  kUnspecified = 0,
  kSafeHousing = 1,
  kRelocation = 2,
  kWitnessProtection = 3,
  kNoMedia = 4,
  kClosedCourt = 5,
  kVideoTestimony = 6,
  kInterpreter = 7,
  kSameSexStaff = 8,
  kMedicalCare = 9,
  kPsychologicalCare = 10,
  kDisabilitySupport = 11,
  kOther = 12,
};

// What a guardian is to the person.
enum class GuardianRelation {
  kUnspecified = 0,
  kParent = 1,
  kStepParent = 2,
  kGrandparent = 3,
  kSibling = 4,
  kOtherRelative = 5,
  kLegalGuardian = 6,
  kFosterParent = 7,
  kInstitution = 8,
  kOther = 9,
};

// When somebody may be reached without danger, by the wall of the office.
struct SafeTime {
  // 1 Monday to 7 Sunday; 0 = every day.
  int weekday = 0;
  // Minutes since midnight, 0 to 1440; `until_minute` is after `from_minute`.
  int from_minute = 0;
  int until_minute = 0;
};

// How somebody wants to be reached.
struct ContactPreference {
  // The best first; empty = nothing is known.
  std::vector<ContactChannel> channels;
  // Empty = any time.
  std::vector<SafeTime> safe_times;
  // Nobody may contact them.
  bool never_contact = false;
};

// Who is responsible for the person, and when.
struct Guardianship {
  // A person of the same office.
  Uuid guardian;
  GuardianRelation relation = GuardianRelation::kUnspecified;
  // Absent = since birth, or not known.
  std::optional<absl::CivilDay> from;
  // The last day; absent = still.
  std::optional<absl::CivilDay> until;
};

// A person without what identifies them.
struct Person {
  PersonName name;
  std::string pseudonym;
  Sex sex = Sex::kUnspecified;
  // ISO 3166-1.
  std::vector<std::string> nationalities;
  // BCP 47, the one spoken best first.
  std::vector<std::string> languages;
  ContactPreference contact;
  std::vector<ProtectionNeed> needs;
  std::vector<Guardianship> guardians;
  // Set: what identified the person is gone for good.
  std::optional<absl::Time> erase_time;
  std::string erase_reason;
  // Which record stands for the person, and for which others it stands; one that was merged takes no changes.
  MergeState merge;
};

// A place where somebody lives or can be found.
struct PersonAddress {
  std::string label;
  std::string text;
  std::optional<absl::CivilDay> from;
  std::optional<absl::CivilDay> until;
};

// A number, an address of mail, a name in a messenger.
struct PersonContact {
  ContactChannel channel = ContactChannel::kUnspecified;
  std::string value;
  // It does not reach anybody of whom the person is afraid.
  bool safe = false;
};

// What identifies a person; sealed before it is kept.
struct Profile {
  std::string full_name;
  std::string given_name;
  std::string family_name;
  std::vector<std::string> other_names;
  std::optional<Birth> birth;
  std::vector<PersonAddress> addresses;
  std::vector<PersonContact> contacts;
  std::string narrative;
  std::string contact_note;
  std::string protection_note;
};

// What is wrong with a person: lengths, codes that are none, values given twice, a guardian who is the person itself,
// periods that end before they begin. `today` is the present day in the office's zone.
void CheckPerson(const Person& value, absl::CivilDay today, Violations& violations);

// What is wrong with a profile; paths begin with "profile.".
void CheckProfile(const Profile& value, absl::CivilDay today, Violations& violations);

// Why a person's record takes no changes, and nobody can be made a party or guardian by it: it was erased
// (PERSON_ERASED). That it was merged is another matter: see RequireNotMerged (api/acts.h).
std::optional<Refusal> RefusePerson(const Person& value);

// Why `from` cannot be merged into `into`: one of them was erased (PERSON_ERASED), one is a guardian of the other, by
// itself or by a record that was merged into it (PERSON_IS_GUARDIAN), or the survivor would stand for too many
// (TOO_MANY_MERGED).
std::optional<Refusal> RefusePersonMerge(const Person& from, const Person& into);

// The person after everything that identified them, or helped to find them, was taken away: the pseudonym and the sex
// stay, for what was counted.
Person ErasedPerson(Person value, absl::Time now, std::string reason);

// The names that somebody is known by, each as one text: those in full, given and family name together, other names.
std::vector<std::string> NamesOf(const Profile& value);

}  // namespace amparo::cases
