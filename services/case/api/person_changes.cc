#include "services/case/api/person_changes.h"

#include <optional>
#include <utility>

#include "services/case/api/listing.h"
#include "services/case/convert/case_members.h"
#include "services/case/convert/party_convert.h"
#include "services/case/domain/name_terms.h"

namespace amparo::cases {
namespace {

// Seals a profile into a change, an empty one too: every person has a key from the beginning.
void SealProfile(const v1::Profile& profile, Change& change) {
  change.secret = profile.SerializeAsString();
  change.terms = IndexTermsOf(change.key.id, ProfileFromStored(profile));
}

// What a person was called when they were entered through a party, before people had records: sealed with that party.
absl::StatusOr<v1::Profile> ProfileOfParties(Work& work, const PersonName& name) {
  v1::Profile profile;
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Record> parties, PartiesOf(work, name));
  for (const Record& record : parties) {
    AMPARO_ASSIGN_OR_RETURN(const v1::Party message, MessageIn<v1::Party>(record));
    if (message.sealed_identity().empty()) continue;
    AMPARO_ASSIGN_OR_RETURN(const std::optional<std::string> secret,
                            work.Open(KeyOf(StoredName<PartyName>(message)), record));
    v1::Identity identity;
    if (!secret) continue;
    if (!identity.ParseFromString(*secret)) return absl::InternalError("a stored identity is malformed");
    TakeIdentity(identity, profile);
  }
  return profile;
}

// Settles whether the person is a minor in each of their cases.
absl::Status SettleParties(Work& work, const PersonName& name, const std::optional<Birth>& birth, absl::Time now) {
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Record> parties, PartiesOf(work, name));
  for (const Record& record : parties) {
    AMPARO_ASSIGN_OR_RETURN(v1::Party message, MessageIn<v1::Party>(record));
    Party party = PartyFromStored(message);
    if (!party.minor_date) continue;
    const Party before = party;
    SettleMinor(birth, *party.minor_date, party);
    if (party.minor == before.minor && party.minor_derived == before.minor_derived) continue;
    AMPARO_RETURN_IF_ERROR(work.Write(ChangeTo(party, record.version + 1, now, std::move(message))));
  }
  return absl::OkStatus();
}

// Marks a role of a person who is erased, and takes away what stood sealed with it alone.
absl::Status ErasePartyIn(Work& work, const Record& record, absl::Time now) {
  AMPARO_ASSIGN_OR_RETURN(v1::Party message, MessageIn<v1::Party>(record));
  Party party = PartyFromStored(message);
  party.erase_time = now;
  ClearSealed(message);
  AMPARO_RETURN_IF_ERROR(work.ForgetImported(KeyOf(party.name)));
  return work.Write(ChangeTo(party, record.version + 1, now, std::move(message)));
}

// FAILED_PRECONDITION for a record that takes no changes.
absl::Status RequireChangeable(const Record& record, const Person& person) {
  AMPARO_RETURN_IF_ERROR(RequireNotMerged(record, KeyOf(person.name)));
  const std::optional<Refusal> refusal = RefusePerson(person);
  return refusal ? ToStatus(*refusal, ToString(person.name)) : absl::OkStatus();
}

// Erases what identifies a person in one record and in its roles; answers what the caller is told of it.
absl::StatusOr<std::string> EraseRecordIn(Work& work, const Record& record, const Person& value, absl::Time now,
                                          const std::string& reason) {
  AMPARO_ASSIGN_OR_RETURN(v1::Person message, MessageIn<v1::Person>(record));
  ClearSealed(message);
  const Person erased = ErasedPerson(value, now, reason);
  Change change = ChangeTo(erased, record.version + 1, now, std::move(message));
  change.terms.emplace();
  AMPARO_ASSIGN_OR_RETURN(std::string response, Written(work, std::move(change)));
  AMPARO_ASSIGN_OR_RETURN(const std::vector<Record> parties, PartiesOf(work, value.name));
  for (const Record& party : parties) AMPARO_RETURN_IF_ERROR(ErasePartyIn(work, party, now));
  AMPARO_RETURN_IF_ERROR(work.ForgetImported(KeyOf(value.name)));
  AMPARO_RETURN_IF_ERROR(work.EraseKey(value.name.id, now));
  return response;
}

}  // namespace

Change NewPerson(const Person& value, const v1::Profile& profile, absl::Time now) {
  Change change = NewResource<v1::Person>(value, now);
  SealProfile(profile, change);
  return change;
}

Change ChangedPerson(OpenPerson person, absl::Time now) {
  ClearSealed(person.message);
  Change change = ChangeTo(person.value, person.record.version + 1, now, std::move(person.message));
  SealProfile(person.profile, change);
  return change;
}

absl::StatusOr<OpenPerson> OpenPersonIn(Work& work, const PersonName& name) {
  OpenPerson person;
  AMPARO_ASSIGN_OR_RETURN(person.record, Need(work, KeyOf(name)));
  AMPARO_ASSIGN_OR_RETURN(person.message, MessageIn<v1::Person>(person.record));
  person.value = PersonFromStored(person.message);
  if (person.value.erase_time) return person;
  AMPARO_ASSIGN_OR_RETURN(const std::optional<std::string> secret, work.Open(KeyOf(name), person.record));
  person.own_profile = secret.has_value();
  if (secret) {
    AMPARO_ASSIGN_OR_RETURN(person.profile, ProfileIn(*secret));
  } else {
    AMPARO_ASSIGN_OR_RETURN(person.profile, ProfileOfParties(work, name));
  }
  return person;
}

absl::Status RequirePerson(const OpenPerson& person) {
  return RequireChangeable(person.record, person.value);
}

absl::Status RequirePersonIn(const std::optional<Record>& record, const RecordKey& key) {
  AMPARO_RETURN_IF_ERROR(RequireFound(record, key));
  AMPARO_ASSIGN_OR_RETURN(const v1::Person message, MessageIn<v1::Person>(*record));
  return RequireChangeable(*record, PersonFromStored(message));
}

absl::StatusOr<std::vector<Record>> PartiesOf(Work& work, const PersonName& name) {
  ListQuery query;
  query.kind = Kind::kParty;
  query.office = name.office;
  query.all_cases = true;
  query.filters = {std::monostate(), name.id};
  return ListAll(work, std::move(query));
}

std::vector<RecordKey> GuardianKeys(const Person& value) {
  std::vector<RecordKey> keys;
  for (const Guardianship& one : value.guardians) keys.push_back(KeyOf(PersonName{value.name.office, one.guardian}));
  return keys;
}

absl::StatusOr<std::string> WritePersonIn(Work& work, OpenPerson person, const v1::Profile& before, absl::Time now) {
  const PersonName name = person.value.name;
  const std::optional<Birth> birth = ProfileFromStored(person.profile).birth;
  const bool settles = birth != ProfileFromStored(before).birth;
  // A profile that stays as it is stays sealed as it is: so versions say whether it changed, and a timeline tells it.
  const bool same = person.own_profile && person.profile.SerializeAsString() == before.SerializeAsString();
  Change change = same ? ChangeTo(person.value, person.record.version + 1, now, std::move(person.message))
                       : ChangedPerson(std::move(person), now);
  AMPARO_ASSIGN_OR_RETURN(std::string response, Written(work, std::move(change)));
  if (settles) AMPARO_RETURN_IF_ERROR(SettleParties(work, name, birth, now));
  return response;
}

absl::StatusOr<std::string> UpdatePersonIn(Work& work, const Update<v1::Person>& update, absl::CivilDay today) {
  const PersonName name{update.target.key.office, update.target.key.id};
  AMPARO_ASSIGN_OR_RETURN(OpenPerson person, OpenPersonIn(work, name));
  AMPARO_RETURN_IF_ERROR(RequirePerson(person));
  AMPARO_RETURN_IF_ERROR(CheckEtag(update.target.etag, person.record, ToString(name)));
  const v1::Profile before = person.profile;
  TakeFields(update.mask, update.wanted, person.message);
  if (update.mask.Has("profile")) person.profile = update.wanted.profile();
  Violations violations("person.");
  MergeState merge = std::move(person.value.merge);
  person.value = PersonFromRequest(person.message, name, violations);
  person.value.merge = std::move(merge);
  CheckPerson(person.value, today, violations);
  if (update.mask.Has("profile")) CheckProfile(ProfileFrom(person.profile, violations), today, violations);
  AMPARO_RETURN_IF_ERROR(ToStatus(violations));
  if (update.mask.Has("guardians")) {
    for (const RecordKey& key : GuardianKeys(person.value)) {
      AMPARO_ASSIGN_OR_RETURN(const std::optional<Record> guardian, work.Find(key));
      AMPARO_RETURN_IF_ERROR(RequirePersonIn(guardian, key));
    }
  }
  return WritePersonIn(work, std::move(person), before, update.target.now);
}

absl::StatusOr<std::string> ErasePersonIn(Work& work, const Target& target, const std::string& reason) {
  const PersonName name{target.key.office, target.key.id};
  AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, target.key));
  AMPARO_ASSIGN_OR_RETURN(v1::Person message, MessageIn<v1::Person>(record));
  const Person value = PersonFromStored(message);
  // What is gone is gone: whoever asks again, and with whatever etag, is told the same.
  if (value.erase_time) return Basic(std::move(message), record.version).SerializeAsString();
  AMPARO_RETURN_IF_ERROR(RequireChangeable(record, value));
  AMPARO_RETURN_IF_ERROR(CheckEtag(target.etag, record, ToString(name)));
  AMPARO_ASSIGN_OR_RETURN(std::string response, EraseRecordIn(work, record, value, target.now, reason));
  // The records that were merged into it tell of the same person.
  for (const Uuid& member : value.merge.members) {
    AMPARO_ASSIGN_OR_RETURN(const Record merged, Need(work, KeyOf(PersonName{name.office, member})));
    AMPARO_ASSIGN_OR_RETURN(const v1::Person kept, MessageIn<v1::Person>(merged));
    AMPARO_RETURN_IF_ERROR(EraseRecordIn(work, merged, PersonFromStored(kept), target.now, reason).status());
  }
  return response;
}

}  // namespace amparo::cases
