// Operations as commands print them.
#pragma once

#include "amparo/cases/v1/operation.pb.h"
#include "services/cli/context.h"
#include "services/cli/table.h"

namespace amparo::cli {

// Prints one operation.
void PrintOperation(Context& context, const cases::v1::Operation& operation);

// A table of operations, and a row of it.
Table OperationTable();
Json OperationRow(const cases::v1::Operation& operation);

// What a command's argument for an operation is called, for help.
inline constexpr char kOperationHelp[] = "offices/OFFICE/cases/CASE/operations/ID (amparo operation list)";

}  // namespace amparo::cli
