// Appeals between the contract and the domain.
#pragma once

#include "amparo/cases/v1/appeal.pb.h"
#include "services/case/convert/ruling_convert.h"
#include "services/case/domain/appeal.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What a caller gives of a new appeal called `name`; what is not of its case is a violation.
Appeal AppealFromRequest(const v1::Appeal& request, const AppealName& name, Violations& violations);

// An appeal as it was kept.
Appeal AppealFromStored(const v1::Appeal& stored);

// Writes the domain's fields and what follows from them into `out`, and leaves its times and sealed grounds.
void ToProto(const Appeal& value, v1::Appeal& out);

// The columns of the appeal's table beside the body (store/tables.h).
std::vector<Value> ColumnsOf(const Appeal& value);

}  // namespace amparo::cases
