// Compartments, requests to break the glass and reports of exposure between the contract and the domain.
#pragma once

#include <string_view>
#include <vector>

#include "amparo/cases/v1/compartment.pb.h"
#include "amparo/cases/v1/need_to_know.pb.h"
#include "amparo/cases/v1/operation.pb.h"
#include "services/case/domain/break_glass.h"
#include "services/case/domain/compartment.h"
#include "services/case/domain/exposure.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// Somebody whom a caller wants on a list: principal, open_time and keeper; a time that is none is a violation of `path`
// and "open_time".
CompartmentReader ReaderFrom(const v1::OperationReader& request, std::string_view path, Violations& violations);

// The list that a caller wants a new operation to have.
std::vector<CompartmentReader> ReadersFrom(const v1::Operation& request, Violations& violations);

// The compartment of an operation as it was kept.
Compartment CompartmentFrom(const v1::Operation& whole);

// Writes the compartment into an operation. `parent` is the operation's case.
void SetCompartment(const Compartment& value, const CaseName& parent, v1::Operation& out);

// A freeze as callers are told of it.
void SetFreeze(const CompartmentFreeze& value, v1::CompartmentFreeze& out);

// What freezing and opening answer.
v1::Compartment StateOf(const OperationName& name, const Compartment& value, absl::Time now);

// A request as it was kept. The bytes were written by us: anything unreadable is a fault of the program.
BreakGlass BreakGlassFromStored(const v1::BreakGlass& stored);

// Writes the domain's fields into `out`.
void ToProto(const BreakGlass& value, v1::BreakGlass& out);

// The columns of the table beside the body (store/tables.h).
std::vector<Value> ColumnsOf(const BreakGlass& value);

// A person of a report, and a receipt of it.
void SetExposed(const ExposedPerson& value, v1::ExposedPerson& out);
void SetReceipt(const ReadReceipt& value, v1::ReadReceipt& out);

}  // namespace amparo::cases
