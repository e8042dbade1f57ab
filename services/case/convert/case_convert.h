// Cases between the contract and the domain.
#pragma once

#include "amparo/cases/v1/case.pb.h"
#include "services/case/domain/case.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What a caller gives of a new or changed case: number, title, crime type, report date, lead, `reconstructed`. Dates
// that are none are violations of "<field>".
Case CaseFromRequest(const v1::Case& request, Violations& violations);

// A case as it was kept, with its history. The bytes were written by us: anything unreadable is a fault of the program.
Case CaseFromStored(const v1::Case& stored);

// Writes the domain's fields into `out`, and leaves what the domain does not know (times, sealed narrative) as it is.
void ToProto(const Case& value, v1::Case& out);

// The history given by a caller (an import), in order.
std::vector<StageChange> StageChangesFrom(const v1::Case& request, Violations& violations);

// A narrative.
CaseNarrative NarrativeFrom(const v1::CaseNarrative& narrative);

// The columns of the case's table beside the body (store/tables.h).
std::vector<Value> ColumnsOf(const Case& value);

}  // namespace amparo::cases
