// Kept lists between the contract and the domain.
#pragma once

#include "amparo/cases/v1/saved_query.pb.h"
#include "services/case/domain/saved_query.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What a caller gives of a kept list called `name`, without its filters.
SavedQuery SavedQueryFromRequest(const v1::SavedQuery& request, const SavedQueryName& name);

// A kept list as it was kept.
SavedQuery SavedQueryFromStored(const v1::SavedQuery& stored);

// Writes the domain's fields into `out`, and leaves the list and the times as they are.
void ToProto(const SavedQuery& value, v1::SavedQuery& out);

// The columns of the table beside the body (store/tables.h).
std::vector<Value> ColumnsOf(const SavedQuery& value);

// Leaves of the list what is kept: its filters. Notes a violation when there is none, or one that must not be kept.
void KeepFilters(v1::SavedQuery& value, Violations& violations);

}  // namespace amparo::cases
