// amparo.cases.v1.TaskService: what is to be done in cases, and the templates that say so.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/task_service.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/dated_act.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/case_task.h"
#include "services/case/domain/store.h"
#include "services/case/domain/task_template.h"

namespace amparo::cases {

// Says of a task that was read whether it is overdue on `today`.
void SetOverdue(absl::CivilDay today, v1::Task& task);

// The handlers; what each promises stands in task_service.proto.
class TaskApi {
 public:
  // All must outlive it.
  TaskApi(Store* store, OfficeDirectory* offices, TaskTemplateStore* templates)
      : store_(store), offices_(offices), templates_(templates) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  template <typename T>
  using Answer = Task<absl::StatusOr<T>>;

  Answer<v1::ListTaskTemplatesResponse> ListTaskTemplates(rpc::CallContext& context,
                                                          v1::ListTaskTemplatesRequest request);
  Answer<v1::ApplyTaskTemplateResponse> ApplyTaskTemplate(rpc::CallContext& context,
                                                          v1::ApplyTaskTemplateRequest request);
  Answer<v1::Case> SetReferenceDate(rpc::CallContext& context, v1::SetReferenceDateRequest request);
  Answer<v1::Task> CreateTask(rpc::CallContext& context, v1::CreateTaskRequest request);
  Answer<v1::Task> GetTask(rpc::CallContext& context, v1::GetTaskRequest request);
  Answer<v1::ListTasksResponse> ListTasks(rpc::CallContext& context, v1::ListTasksRequest request);
  Answer<v1::Task> UpdateTask(rpc::CallContext& context, v1::UpdateTaskRequest request);
  Answer<v1::Task> ReassignTask(rpc::CallContext& context, v1::ReassignTaskRequest request);
  Answer<v1::Task> CompleteTask(rpc::CallContext& context, v1::TaskActRequest request);
  Answer<v1::Task> CancelTask(rpc::CallContext& context, v1::TaskActRequest request);
  Answer<v1::Task> ReopenTask(rpc::CallContext& context, v1::TaskActRequest request);
  Answer<v1::Task> ExtendTask(rpc::CallContext& context, v1::ExtendTaskRequest request);

 private:
  // An act on a task as its request asks for it, checked.
  struct AskedAct {
    Target target;
    TaskActInput input;
    ActStamp stamp;
  };
  template <typename Request>
  Answer<AskedAct> ReadTaskAct(rpc::CallContext* context, Request request, TaskAct act);

  // An act that looks at nothing but the task.
  template <typename Request>
  Answer<v1::Task> Act(rpc::CallContext* context, Request request, TaskAct act);

  DatedActParts dated_parts() const { return {store_, offices_, templates_}; }

  Store* const store_;
  OfficeDirectory* const offices_;
  TaskTemplateStore* const templates_;
};

}  // namespace amparo::cases
