// Offices between the contract and the domain.
#pragma once

#include <vector>

#include "amparo/cases/v1/office.pb.h"
#include "services/case/domain/office.h"
#include "services/case/domain/store.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// What a caller gives of an office, all but its name. A date that is none is a violation of "<field>".
Office OfficeFromRequest(const v1::Office& request, Violations& violations);

// An office as kept.
Office OfficeFromStored(const v1::Office& stored);

// Writes the domain's fields into `out`, and leaves times and etag as they are.
void ToProto(const Office& value, v1::Office& out);

// The columns of the office's table beside the body: none.
std::vector<Value> ColumnsOf(const Office& value);

}  // namespace amparo::cases
