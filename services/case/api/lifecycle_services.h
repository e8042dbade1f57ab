// The services of a case's course: its end and its clock, links, tasks, reminders, notes, flags.
#pragma once

#include <vector>

#include "common/rpc/service_binding.h"
#include "services/case/api/case_link_api.h"
#include "services/case/api/flag_api.h"
#include "services/case/api/lifecycle_api.h"
#include "services/case/api/note_api.h"
#include "services/case/api/office_directory.h"
#include "services/case/api/reminder_api.h"
#include "services/case/api/task_api.h"
#include "services/case/domain/reminder.h"
#include "services/case/domain/store.h"
#include "services/case/domain/task_template.h"

namespace amparo::cases {

// What it is made of outlives it.
class LifecycleServices {
 public:
  LifecycleServices(Store* store, OfficeDirectory* offices, TaskTemplateStore* templates, TaskFeed* task_feed)
      : lifecycle_(store, offices, templates),
        links_(store, offices),
        tasks_(store, offices, templates),
        reminders_(store, offices, task_feed),
        notes_(store, offices),
        flags_(store, offices) {}

  // Adds the services, bound to this object.
  void AddTo(std::vector<rpc::ServiceBinding>& bindings) {
    bindings.push_back(lifecycle_.Binding());
    bindings.push_back(links_.Binding());
    bindings.push_back(tasks_.Binding());
    bindings.push_back(reminders_.Binding());
    bindings.push_back(notes_.Binding());
    bindings.push_back(flags_.Binding());
  }

 private:
  LifecycleApi lifecycle_;
  CaseLinkApi links_;
  TaskApi tasks_;
  ReminderApi reminders_;
  NoteApi notes_;
  FlagApi flags_;
};

}  // namespace amparo::cases
