// Tasks and their templates between the contract and the domain.
#pragma once

#include "absl/time/civil_time.h"
#include "amparo/cases/v1/task.pb.h"
#include "amparo/cases/v1/task_template.pb.h"
#include "services/case/domain/case_task.h"
#include "services/case/domain/store.h"
#include "services/case/domain/task_template.h"

namespace amparo::cases {

// What a caller gives of a new task called `name`: title, assignee, due date, person. A due date that is given is set
// by hand.
CaseTask TaskFromRequest(const v1::Task& request, const TaskName& name, Violations& violations);

// A task as it was kept.
CaseTask TaskFromStored(const v1::Task& stored);

// Who is to do it; notes a violation of "role" for a number that is no role.
Assignee AssigneeFrom(const std::string& principal, int role, Violations& violations);

// Writes the domain's fields into `out`, and leaves its times as they are. Whether it is overdue is not kept.
void ToProto(const CaseTask& value, v1::Task& out);

// A template as the contract has it.
void ToProto(const TaskTemplate& value, v1::TaskTemplate& out);

// The columns of the task's table beside the body (store/tables.h).
std::vector<Value> ColumnsOf(const CaseTask& value);

}  // namespace amparo::cases
