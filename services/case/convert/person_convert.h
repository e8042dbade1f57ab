// People between the contract and the domain.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "amparo/cases/v1/party.pb.h"
#include "amparo/cases/v1/person.pb.h"
#include "services/case/domain/person.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What a caller gives of a person, but its profile. `name` says who it is: guardians are of its office.
Person PersonFromRequest(const v1::Person& request, const PersonName& name, Violations& violations);

// A person as kept.
Person PersonFromStored(const v1::Person& stored);

// Writes the domain's fields into `out`, and leaves what the domain does not know (times, the sealed profile) as it is.
void ToProto(const Person& value, v1::Person& out);

// The columns of the person's table beside the body (store/tables.h). The last two say what the person is found by: the
// store fills them from Change::terms.
std::vector<Value> ColumnsOf(const Person& value);

// A profile; values that are none are violations, their paths below "profile.".
Profile ProfileFrom(const v1::Profile& profile, Violations& violations);

// A profile as kept.
Profile ProfileFromStored(const v1::Profile& stored);

// The profile in the bytes that a record's sealed field held. INTERNAL when they are none.
absl::StatusOr<v1::Profile> ProfileIn(const std::string& secret);

// A profile in short, as a party shows it.
v1::Identity IdentityOf(const v1::Profile& profile);

// Takes over what a caller says of a person through one of their parties: the parts of the profile that an identity
// shows become what it says, also where it says nothing. A birth date that an identity cannot show (one that is not
// exact) stays unless a new one is given; given and family name go with the name in full that they belonged to.
void TakeIdentity(const v1::Identity& identity, v1::Profile& profile);

}  // namespace amparo::cases
