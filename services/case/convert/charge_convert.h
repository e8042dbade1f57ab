// Charges between the contract and the domain.
#pragma once

#include "amparo/cases/v1/charge.pb.h"
#include "services/case/convert/ruling_convert.h"
#include "services/case/domain/charge.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What a caller gives of a new charge called `name`. An accused of another case is a violation.
Charge ChargeFromRequest(const v1::Charge& request, const ChargeName& name, Violations& violations);

// What a caller says a charge is: article, crime, completion, day, elements.
Wording WordingFrom(const v1::Charge& request, Violations& violations);

// A charge with its history (an import). Without `pleas` and `rulings` they are its plea, verdict and sentence.
Charge WholeChargeFrom(const v1::Charge& request, const ChargeName& name, Violations& violations);

// A charge as it was kept. The bytes were written by us: anything unreadable is a fault of the program.
Charge ChargeFromStored(const v1::Charge& stored);

// Writes the domain's fields and what follows from them into `out`, and leaves its times as they are.
void ToProto(const Charge& value, v1::Charge& out);

// The columns of the charge's table beside the body (store/tables.h).
std::vector<Value> ColumnsOf(const Charge& value);

}  // namespace amparo::cases
