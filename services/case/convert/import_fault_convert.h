// Faults of imports between the contract and the domain.
#pragma once

#include "amparo/cases/v1/import_fault.pb.h"
#include "services/case/domain/import_fault.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// A fault as it was kept.
ImportFault ImportFaultFromStored(const v1::ImportFault& stored);

// Writes the domain's fields into `out`, and leaves what the domain does not know (times, sealed content) as it is.
void ToProto(const ImportFault& value, v1::ImportFault& out);

// The columns of the fault's table beside the body (store/tables.h).
std::vector<Value> ColumnsOf(const ImportFault& value);

}  // namespace amparo::cases
