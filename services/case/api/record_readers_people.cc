// People, what they are in cases, and who is not whom.
#include <string>
#include <utility>

#include "services/case/api/acts.h"
#include "services/case/api/person_changes.h"
#include "services/case/api/record_merge.h"
#include "services/case/api/record_names.h"
#include "services/case/api/record_readers.h"
#include "services/case/convert/merge_convert.h"
#include "services/case/convert/party_convert.h"
#include "services/case/convert/person_convert.h"
#include "services/case/domain/record_history.h"

namespace amparo::cases {
namespace {

// Notes what of a distinction does not name two people, or two cases, of the office.
void RequireTwoOfAKind(const v1::Distinction& message, const std::string& office, Violations& found) {
  if (ParseName<CaseName>(message.first())) {
    RequireNameIn<CaseName>(message.first(), office, "first", found);
    RequireNameIn<CaseName>(message.second(), office, "second", found);
  } else {
    RequireNameIn<PersonName>(message.first(), office, "first", found);
    RequireNameIn<PersonName>(message.second(), office, "second", found);
  }
}

}  // namespace

void ReadPersonRecord(const EntryFrame& frame, const v1::Person& message, const PersonName& name, RecordEntry& entry,
                      Violations& found) {
  PersonFromRequest(message, name, found);
  const Profile profile = ProfileFrom(message.profile(), found);
  if (!message.merged_into().empty())
    RequireNameIn<PersonName>(message.merged_into(), name.office, "merged_into", found);
  for (const std::string& other : message.merged_through()) {
    RequireNameIn<PersonName>(other, name.office, "merged_through", found);
  }
  for (const std::string& other : message.merged_persons()) {
    RequireNameIn<PersonName>(other, name.office, "merged_persons", found);
  }
  if (!found.empty()) return;
  const Person value = PersonFromStored(message);
  CheckPerson(value, frame.today, found);
  CheckProfile(profile, frame.today, found);
  CheckMergeState(name.id, value.merge, found);
  found.RequireText(value.erase_reason, {.min = 0, .max = 1000}, "erase_reason");
  // Whoever was erased stays so, wherever they go.
  entry.erased = value.erase_time.has_value();
  found.Require(!entry.erased || message.profile().ByteSizeLong() == 0, "profile",
                "must be empty: the person was erased");
  // Guardians need not be there.
  for (const Uuid& id : value.merge.path) entry.rests_on.push_back(KeyOf(PersonName{name.office, id}));
  for (const Uuid& id : value.merge.members) entry.members.push_back(KeyOf(PersonName{name.office, id}));
  entry.members_field = "merged_persons";
  // Without a profile it stands with a party, which was entered before people had records.
  const bool profiled = message.has_profile() && !entry.erased;
  entry.decide = [value, message, profiled, now = frame.now](const Found& there,
                                                             Violations& violations) -> absl::StatusOr<Change> {
    AMPARO_ASSIGN_OR_RETURN(const std::vector<MergeState> above, MergeStatesOf(there, &PersonFromStored));
    CheckMergePath(value.name.id, value.merge, above, violations);
    if (profiled) return NewPerson(value, message.profile(), now);
    Change change = NewResource<v1::Person>(value, now);
    change.terms.emplace();
    return change;
  };
}

void ReadDistinctionRecord(const EntryFrame& frame, const v1::Distinction& message, const DistinctionName& name,
                           RecordEntry& entry, Violations& found) {
  RequireTwoOfAKind(message, name.office, found);
  if (!found.empty()) return;
  const Distinction value = DistinctionFromStored(message);
  CheckDistinctionHistory(value, found);
  for (const Uuid& id : {value.first, value.second}) {
    entry.rests_on.push_back({.kind = value.of, .office = name.office, .case_id = Uuid(), .id = id});
  }
  entry.decide = [value, now = frame.now](const Found&, Violations&) -> absl::StatusOr<Change> {
    return NewResource<v1::Distinction>(value, now);
  };
}

void ReadPartyRecord(const EntryFrame& frame, const v1::Party& message, const PartyName& name, RecordEntry& entry,
                     Violations& found) {
  PartyFromRequest(message, found);
  const Identity identity = IdentityFrom(message.identity(), found);
  if (!message.person().empty()) RequireNameIn<PersonName>(message.person(), name.office, "person", found);
  if (!found.empty()) return;
  const Party value = PartyFromStored(message);
  CheckParty(value, frame.today, found);
  CheckIdentity(identity, frame.today, found);
  found.Require(!value.erase_time || identity.empty(), "identity", "must be empty: the person was erased");
  entry.rests_on = {KeyOf(name.parent())};
  if (value.person) entry.rests_on.push_back(KeyOf(PersonName{name.office, *value.person}));
  entry.decide = [value, secret = SecretOf(message), now = frame.now](const Found& there,
                                                                      Violations&) -> absl::StatusOr<Change> {
    Party party = value;
    // Who stands for the person here.
    party.surviving_person = party.person ? there[1]->merged_into : std::nullopt;
    Change change = NewResource<v1::Party>(party, now, secret);
    change.subject = party.person;
    return change;
  };
}

}  // namespace amparo::cases
