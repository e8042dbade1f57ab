// Links between cases, between the contract and the domain.
#pragma once

#include "absl/time/civil_time.h"
#include "amparo/cases/v1/case_link.pb.h"
#include "services/case/domain/case_link.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What a caller gives of a new link called `name`: kind, other case, day (absent = `today`), reason.
CaseLink CaseLinkFromRequest(const v1::CaseLink& request, const CaseLinkName& name, absl::CivilDay today,
                             Violations& violations);

// A link as it was kept.
CaseLink CaseLinkFromStored(const v1::CaseLink& stored);

// Writes the domain's fields into `out`, and leaves its times as they are.
void ToProto(const CaseLink& value, v1::CaseLink& out);

// The columns of the link's table beside the body (store/tables.h).
std::vector<Value> ColumnsOf(const CaseLink& value);

}  // namespace amparo::cases
