// Operations between the contract and the domain.
#pragma once

#include "amparo/cases/v1/operation.pb.h"
#include "services/case/domain/operation.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What a caller gives of a new operation called `name`: start time, unit, the sites' venues, resources, what it
// follows. Venues and operations of another office are violations; whether an operation of another case is of the same
// matter is for who reads both cases.
Operation OperationFromRequest(const v1::Operation& request, const OperationName& name, Violations& violations);

// An operation with its history (an import): the above, and state, outcomes, planner, approver, reason, and the list
// that it is to have. Sites are numbered anew, in their order.
Operation WholeOperationFrom(const v1::Operation& request, const OperationName& name, Violations& violations);

// An operation as it was kept, whole (operation_whole.h). The bytes were written by us: anything unreadable is a fault
// of the program.
Operation OperationFromStored(const v1::Operation& stored);

// What the team reports of a site, and what came of it in truth.
SiteReport SiteReportFrom(const v1::RecordSiteOutcomeRequest& request, Violations& violations);
SiteReport SiteReportFrom(const v1::CorrectSiteOutcomeRequest& request, Violations& violations);

// Somebody freed, an arrest, and why a site failed, as callers say it of the operation `name`: no strikes. Parties of
// another office are violations ("person.survivor", "arrest.accused"); whether those of another case are of the same
// matter is for who reads both cases.
FreedPerson FreedPersonFrom(const v1::FreedPerson& request, const OperationName& name, Violations& violations);
Arrest ArrestFrom(const v1::Arrest& request, const OperationName& name, Violations& violations);
SiteFailure SiteFailureFrom(const v1::AnalyzeSiteFailureRequest& request, Violations& violations);

// Writes the domain's fields into `out`, and leaves what the domain does not know (times, the plan in words) as it is.
void ToProto(const Operation& value, v1::Operation& out);

// The columns of the operation's table beside the body (store/tables.h).
std::vector<Value> ColumnsOf(const Operation& value);

}  // namespace amparo::cases
