// What the tests of tasks and reminders share: a case in prosecution, and short ways to make and move its tasks.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "amparo/cases/v1/task_service.grpc.pb.h"
#include "tests/integration/services/case/charge_fixture.h"

namespace amparo::cases {

using TaskStub = v1::TaskService::Stub;

// The day the fixture's clock begins with, in Cebu.
inline const absl::CivilDay kFirstDay(2014, 12, 11);

class TaskTest : public ChargeTest {
 protected:
  v1::CreateTaskRequest TaskRequest(absl::CivilDay due, const std::string& assignee = "spiffe://amparo/attorney") {
    service_.clock().Advance(absl::Milliseconds(1));
    v1::CreateTaskRequest request;
    request.set_parent(prosecuted_);
    request.mutable_task()->set_title("Ask for the birth certificate");
    request.mutable_task()->set_assignee(assignee);
    *request.mutable_task()->mutable_due_date() = DateOf(due);
    return request;
  }
  v1::Task Enter(absl::CivilDay due, const std::string& assignee = "spiffe://amparo/attorney") {
    return Done(*tasks_, &TaskStub::CreateTask, TaskRequest(due, assignee));
  }
  v1::Task GetTask(const std::string& name) {
    v1::GetTaskRequest request;
    request.set_name(name);
    return Done(*tasks_, &TaskStub::GetTask, request);
  }

  using TaskMethod = grpc::Status (TaskStub::*)(grpc::ClientContext*, const v1::TaskActRequest&, v1::Task*);
  static v1::TaskActRequest ActOn(const std::string& name, const std::string& reason = "") {
    v1::TaskActRequest request;
    request.set_name(name);
    request.set_reason(reason);
    return request;
  }
  absl::StatusOr<v1::Task> Act(TaskMethod method, const std::string& name, const std::string& reason = "") {
    return Call(*tasks_, method, ActOn(name, reason));
  }

  absl::StatusOr<v1::ApplyTaskTemplateResponse> Apply(const std::string& the_case, const std::string& id,
                                                      int32_t version = 0) {
    service_.clock().Advance(absl::Milliseconds(1));
    v1::ApplyTaskTemplateRequest request;
    request.set_name(the_case);
    request.set_template_id(id);
    request.set_version(version);
    return Call(*tasks_, &TaskStub::ApplyTaskTemplate, request);
  }

  absl::StatusOr<v1::Case> SetDate(const std::string& the_case, v1::ReferenceKind kind, absl::CivilDay day,
                                   const std::string& reason = "") {
    v1::SetReferenceDateRequest request;
    request.set_name(the_case);
    request.set_kind(kind);
    *request.mutable_date() = DateOf(day);
    request.set_reason(reason);
    return Call(*tasks_, &TaskStub::SetReferenceDate, request);
  }

  // The due dates of a case's tasks, by the items that made them.
  std::map<std::string, absl::CivilDay> DueDates(const std::string& the_case) {
    v1::ListTasksRequest request;
    request.set_parent(the_case);
    std::map<std::string, absl::CivilDay> due;
    const v1::ListTasksResponse listed = Done(*tasks_, &TaskStub::ListTasks, request);
    for (const v1::Task& task : listed.tasks()) {
      due[task.origin().item()] = DayFrom(task.due_date()).value_or(absl::CivilDay());
    }
    return due;
  }

  // The titles or items that a list gives.
  std::vector<std::string> Listed(v1::ListTasksRequest request) {
    if (request.parent().empty()) request.set_parent("offices/cebu/cases/-");
    std::vector<std::string> names;
    const v1::ListTasksResponse listed = Done(*tasks_, &TaskStub::ListTasks, request);
    for (const v1::Task& task : listed.tasks()) names.push_back(task.name());
    return names;
  }

  std::unique_ptr<TaskStub> tasks_ = service_.StubOf<v1::TaskService>();
};

}  // namespace amparo::cases
