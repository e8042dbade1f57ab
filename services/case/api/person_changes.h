// What is done with people's records, apart from calls: made, opened, changed, erased. Whoever writes what identifies a
// person writes what they are found by with it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "amparo/cases/v1/person_service.pb.h"
#include "services/case/api/acts.h"
#include "services/case/convert/person_convert.h"

namespace amparo::cases {

// A person's record with what is sealed of it, in an act of several records: locked until its end.
struct OpenPerson {
  Record record;
  Person value;
  v1::Person message;
  v1::Profile profile;
  // The record holds `profile`. False: it was entered through a party before people had records, and stands with that
  // party; or it was erased.
  bool own_profile = false;
};

// The first version of a person.
Change NewPerson(const Person& value, const v1::Profile& profile, absl::Time now);

// The next version of `person`: `value`, and its profile anew.
Change ChangedPerson(OpenPerson person, absl::Time now);

// Opens a person. NOT_FOUND.
absl::StatusOr<OpenPerson> OpenPersonIn(Work& work, const PersonName& name);

// FAILED_PRECONDITION PERSON_MERGED, naming where it went, or PERSON_ERASED.
absl::Status RequirePerson(const OpenPerson& person);

// The same of a person who is to be made a guardian or a party; also NOT_FOUND.
absl::Status RequirePersonIn(const std::optional<Record>& record, const RecordKey& key);

// Every role of a person, locked, in order of entry.
absl::StatusOr<std::vector<Record>> PartiesOf(Work& work, const PersonName& name);

// The records that must be there for a person's guardians.
std::vector<RecordKey> GuardianKeys(const Person& value);

// Writes the next version of `person`, whose profile was `before`; settles anew whether they are a minor in each of
// their cases when that changed their birth. Answers what the caller is told of the person.
absl::StatusOr<std::string> WritePersonIn(Work& work, OpenPerson person, const v1::Profile& before, absl::Time now);

// Carries out UpdatePerson in a work; `update` was read from its request.
absl::StatusOr<std::string> UpdatePersonIn(Work& work, const Update<v1::Person>& update, absl::CivilDay today);

// Carries out ErasePerson in a work.
absl::StatusOr<std::string> ErasePersonIn(Work& work, const Target& target, const std::string& reason);

}  // namespace amparo::cases
