// Flags between the contract and the domain.
#pragma once

#include "amparo/cases/v1/flag.pb.h"
#include "services/case/domain/flag.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What a caller gives of a new flag called `name`: kind, person.
Flag FlagFromRequest(const v1::Flag& request, const FlagName& name, Violations& violations);

// A flag as it was kept; whose key seals it the record says (Record::subject).
Flag FlagFromStored(const v1::Flag& stored);

// Writes the domain's fields into `out`, and leaves what the domain does not know (times, sealed reason) as it is.
void ToProto(const Flag& value, v1::Flag& out);

// The columns of the flag's table beside the body (store/tables.h).
std::vector<Value> ColumnsOf(const Flag& value);

}  // namespace amparo::cases
