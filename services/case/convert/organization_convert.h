// Organizations between the contract and the domain.
#pragma once

#include <vector>

#include "amparo/cases/v1/organization.pb.h"
#include "services/case/domain/organization.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What a caller gives of an organization called `name`.
Organization OrganizationFromRequest(const v1::Organization& request, const OrganizationName& name,
                                     Violations& violations);

// An organization as it is kept.
Organization OrganizationFromStored(const v1::Organization& stored);

// Writes the domain's fields into `out`, and leaves times and sealed details as they are.
void ToProto(const Organization& value, v1::Organization& out);

// The columns of its table beside the body (store/tables.h).
std::vector<Value> ColumnsOf(const Organization& value);

}  // namespace amparo::cases
