#include "services/cli/task_table.h"

#include "services/cli/values.h"

namespace amparo::cli {

Table TaskTable() {
  return Table({"due_date", "state", "who", "title", "name"});
}

Json TaskRow(const cases::v1::Task& task) {
  const std::string state = ShortName(*cases::v1::TaskState_descriptor(), "TASK_STATE_", task.state());
  return Json{{"due_date", TextOf(task.due_date())},
              {"state", task.overdue()         ? "overdue"
                        : task.clock_stopped() ? "stopped"
                                               : state},
              {"who", task.assignee().empty() ? ShortName(*options::v1::Role_descriptor(), "ROLE_", task.role())
                                              : task.assignee()},
              {"title", task.title()},
              {"name", task.name()}};
}

}  // namespace amparo::cli
