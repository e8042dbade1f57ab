// Grants between the contract and the domain.
#pragma once

#include <vector>

#include "amparo/cases/v1/grant.pb.h"
#include "services/case/domain/grant.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What a caller gives of a grant called `name`; notes a role or a time that is none.
RoleGrant GrantFromRequest(const v1::Grant& request, const GrantName& name, Violations& violations);

// A grant as it was kept.
RoleGrant GrantFromStored(const v1::Grant& stored);

// Writes the domain's fields into `out`, and leaves the times of its record as they are.
void ToProto(const RoleGrant& value, v1::Grant& out);

// The columns of the table beside the body (store/tables.h).
std::vector<Value> ColumnsOf(const RoleGrant& value);

}  // namespace amparo::cases
