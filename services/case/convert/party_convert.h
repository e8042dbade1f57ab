// People between the contract and the domain.
#pragma once

#include "amparo/cases/v1/party.pb.h"
#include "services/case/domain/party.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What a caller gives of a party: role, pseudonym, minor flag and its day, testified, and who it is: the party's office
// is that of `person`. Dates and names that are none are violations.
Party PartyFromRequest(const v1::Party& request, Violations& violations);

// A person as kept.
Party PartyFromStored(const v1::Party& stored);

// Writes the domain's fields into `out`, and leaves what the domain does not know (times, sealed identity) as it is.
void ToProto(const Party& value, v1::Party& out);

// An identity; a birth date that is none is a violation of "identity.birth_date".
Identity IdentityFrom(const v1::Identity& identity, Violations& violations);

// The columns of the party's table beside the body (store/tables.h).
std::vector<Value> ColumnsOf(const Party& value);

}  // namespace amparo::cases
