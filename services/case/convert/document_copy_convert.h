// Copies of documents between the contract and the domain.
#pragma once

#include "amparo/cases/v1/document_copy.pb.h"
#include "services/case/domain/document_copy.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What a caller gives of a new copy called `name`: document, kind, recipient, institution. A document of another case
// is a violation; paths begin with "copy.".
DocumentCopy CopyFromRequest(const v1::DocumentCopy& request, const DocumentCopyName& name, Violations& violations);

// A copy as it was kept.
DocumentCopy CopyFromStored(const v1::DocumentCopy& stored);

// An act on a day (`today` when none is given).
CopyActInput CopyInputFrom(const v1::DocumentCopyActRequest& request, CopyAct act, absl::CivilDay today,
                           Violations& violations);
CopyActInput CopyInputFrom(const v1::RecordCopyDeliveryRequest& request, absl::CivilDay today, Violations& violations);

// Writes the domain's fields into `out`, and leaves what the domain does not know (times, who took it) as it is.
void ToProto(const DocumentCopy& value, v1::DocumentCopy& out);

// The columns of the copy's table beside the body (store/tables.h).
std::vector<Value> ColumnsOf(const DocumentCopy& value);

}  // namespace amparo::cases
