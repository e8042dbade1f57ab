// Tasks as rows.
#pragma once

#include "amparo/cases/v1/task.pb.h"
#include "services/cli/table.h"

namespace amparo::cli {

// The columns of tasks.
Table TaskTable();

// A task as one of its rows.
Json TaskRow(const cases::v1::Task& task);

}  // namespace amparo::cli
