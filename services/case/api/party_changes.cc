#include "services/case/api/party_changes.h"

#include <optional>
#include <utility>

#include "services/case/convert/case_convert.h"
#include "services/case/convert/party_convert.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

// The day a case was reported.
absl::StatusOr<absl::CivilDay> ReportDateOf(const Record& record) {
  AMPARO_ASSIGN_OR_RETURN(const v1::Case message, MessageIn<v1::Case>(record));
  return CaseFromStored(message).report_date;
}

// Takes over what an update says of a party itself; notes what is wrong with it.
void TakePartyFields(const Update<v1::Party>& update, const v1::Party& message, Party& value, Violations& violations) {
  if (!update.mask.Has("minor_date")) return;
  value.minor_date = OptionalDay(message.has_minor_date(), message.minor_date(), "minor_date", violations);
}

// FAILED_PRECONDITION MINOR_IS_DERIVED for a flag that is to change without the birth date it follows from.
absl::Status RequireOwnMinor(const Update<v1::Party>& update, const Party& before, const std::string& name) {
  const bool of_minor = update.mask.Has("minor") || update.mask.Has("minor_date");
  if (!of_minor || update.mask.Has("identity")) return absl::OkStatus();
  const std::optional<Refusal> refusal = RefuseMinor(before);
  return refusal ? ToStatus(*refusal, name) : absl::OkStatus();
}

// What an update says of the person, over what is known of them; notes what is wrong with it.
void TakeIdentityOf(const Update<v1::Party>& update, absl::CivilDay today, v1::Profile& profile,
                    Violations& violations) {
  const Identity identity = IdentityFrom(update.wanted.identity(), violations);
  CheckIdentity(identity, today, violations);
  TakeIdentity(update.wanted.identity(), profile);
}

// The person of a party, opened; nullopt for a party that was recorded without one.
absl::StatusOr<std::optional<OpenPerson>> PersonBehind(Work& work, const Party& party) {
  if (!party.person) return std::optional<OpenPerson>();
  AMPARO_ASSIGN_OR_RETURN(OpenPerson person, OpenPersonIn(work, {party.name.office, *party.person}));
  return std::optional<OpenPerson>(std::move(person));
}

// FAILED_PRECONDITION for an identity that nobody may enter (again).
absl::Status RequireIdentity(const std::optional<OpenPerson>& person, const std::string& name) {
  if (!person) {
    return errors::FailedPrecondition("PARTY_WITHOUT_PERSON", name, "there is no record of the person to be changed");
  }
  if (person->value.erase_time) {
    return errors::FailedPrecondition("DATA_KEY_ERASED", name,
                                      "what identifies this subject was erased and cannot be entered again");
  }
  return RequirePerson(*person);
}

}  // namespace

Change PersonOfParty(const Party& party, const v1::Identity& identity, absl::Time now) {
  Person person;
  person.name = {party.name.office, party.name.id};
  person.pseudonym = party.pseudonym;
  v1::Profile profile;
  TakeIdentity(identity, profile);
  return NewPerson(person, profile, now);
}

absl::StatusOr<std::string> CreatePartyIn(Work& work, Party value, const v1::Identity& identity, absl::Time now) {
  const CaseName the_case = value.name.parent();
  AMPARO_ASSIGN_OR_RETURN(const Record found_case, Need(work, KeyOf(the_case)));
  AMPARO_RETURN_IF_ERROR(RequireNotMerged(found_case, KeyOf(the_case)));
  AMPARO_RETURN_IF_ERROR(RequireOpen(found_case));
  AMPARO_ASSIGN_OR_RETURN(const absl::CivilDay report_date, ReportDateOf(found_case));
  AMPARO_ASSIGN_OR_RETURN(const std::optional<Record> before, work.Find(KeyOf(value.name)));
  if (before) return errors::AlreadyExists(KindWord(Kind::kParty), ToString(value.name));
  v1::Profile profile;
  if (value.person) {
    AMPARO_ASSIGN_OR_RETURN(OpenPerson person, OpenPersonIn(work, {the_case.office, *value.person}));
    AMPARO_RETURN_IF_ERROR(RequirePerson(person));
    profile = std::move(person.profile);
  } else {
    TakeIdentity(identity, profile);
    AMPARO_RETURN_IF_ERROR(work.Write(PersonOfParty(value, identity, now)));
    value.person = value.name.id;
  }
  SettleMinor(ProfileFromStored(profile).birth, report_date, value);
  return Written(work, NewResource<v1::Party>(value, now));
}

bool IsOfPerson(const Update<v1::Party>& update) {
  return update.mask.Has("identity") || update.mask.Has("minor") || update.mask.Has("minor_date");
}

absl::StatusOr<Change> UpdatedParty(const Update<v1::Party>& update, const Found& found, absl::CivilDay today) {
  AMPARO_ASSIGN_OR_RETURN(v1::Party message, Merged(update, *found[0]));
  AMPARO_ASSIGN_OR_RETURN(const absl::CivilDay report_date, ReportDateOf(*found[1]));
  Violations violations("party.");
  Party value = PartyFromStored(message);
  DateMinor(report_date, value);
  CheckParty(value, today, violations);
  AMPARO_RETURN_IF_ERROR(ToStatus(violations));
  return ChangeBy(update, value, *found[0], std::move(message));
}

absl::StatusOr<std::string> UpdatePartyIn(Work& work, const Update<v1::Party>& update, absl::CivilDay today) {
  const Target& target = update.target;
  AMPARO_ASSIGN_OR_RETURN(const Record found_case, Need(work, KeyOf(CaseName{target.key.office, target.key.case_id})));
  AMPARO_ASSIGN_OR_RETURN(const absl::CivilDay report_date, ReportDateOf(found_case));
  AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, target.key));
  const std::string name = NameOf(target.key);
  AMPARO_RETURN_IF_ERROR(CheckEtag(target.etag, record, name));
  AMPARO_ASSIGN_OR_RETURN(v1::Party message, Merged(update, record));
  Party value = PartyFromStored(message);
  AMPARO_ASSIGN_OR_RETURN(std::optional<OpenPerson> person, PersonBehind(work, value));
  v1::Profile profile = person ? person->profile : v1::Profile();
  Violations violations("party.");
  TakePartyFields(update, message, value, violations);
  const bool of_identity = update.mask.Has("identity");
  if (of_identity) TakeIdentityOf(update, today, profile, violations);
  CheckParty(value, today, violations);
  AMPARO_RETURN_IF_ERROR(ToStatus(violations));
  AMPARO_RETURN_IF_ERROR(RequireOwnMinor(update, value, name));
  if (of_identity) AMPARO_RETURN_IF_ERROR(RequireIdentity(person, name));
  // Of somebody who was erased no birth is known any more: what followed from it stays.
  if (person && !person->value.erase_time) SettleMinor(ProfileFromStored(profile).birth, report_date, value);
  DateMinor(report_date, value);
  // The person keeps what was sealed with a role before people had records.
  if (of_identity) ClearSealed(message);
  AMPARO_ASSIGN_OR_RETURN(std::string response,
                          Written(work, ChangeTo(value, record.version + 1, target.now, std::move(message))));
  if (!of_identity) return response;
  const v1::Profile before = std::exchange(person->profile, std::move(profile));
  AMPARO_RETURN_IF_ERROR(WritePersonIn(work, *std::move(person), before, target.now).status());
  return response;
}

}  // namespace amparo::cases
