// What is done with parties, apart from calls: a role is entered for somebody who is known or with somebody new, and
// what is said of a person through it changes the person.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "amparo/cases/v1/party.pb.h"
#include "services/case/api/acts.h"
#include "services/case/api/person_changes.h"
#include "services/case/domain/party.h"

namespace amparo::cases {

// A person who is entered with a role: of the party's id and pseudonym.
Change PersonOfParty(const Party& party, const v1::Identity& identity, absl::Time now);

// Carries out CreateParty in a work. `value.person` absent = a new person is entered with it.
absl::StatusOr<std::string> CreatePartyIn(Work& work, Party value, const v1::Identity& identity, absl::Time now);

// What of an update needs to know the person: `minor` and its day, which must not contradict a birth date, and
// `identity`, which is the person's.
bool IsOfPerson(const Update<v1::Party>& update);

// The change that an update makes of a party without looking at the person; `found` are the party and the case.
absl::StatusOr<Change> UpdatedParty(const Update<v1::Party>& update, const Found& found, absl::CivilDay today);

// Carries out an update that needs the person in a work.
absl::StatusOr<std::string> UpdatePartyIn(Work& work, const Update<v1::Party>& update, absl::CivilDay today);

}  // namespace amparo::cases
