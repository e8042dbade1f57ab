// Answers kept lists: as the lists themselves would.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "amparo/cases/v1/saved_query.pb.h"
#include "common/access/access.h"
#include "common/rpc/call_context.h"
#include "services/case/api/case_api.h"
#include "services/case/api/document_api.h"
#include "services/case/api/person_api.h"
#include "services/case/api/task_api.h"

namespace amparo::cases {

// PERMISSION_DENIED unless one of `roles`, which are those that somebody has in an office, may ask for the list itself.
absl::Status RequireList(access::RoleSet roles, v1::SavedQuery::ListCase list);

// The lists that can be kept. What it is made of outlives it.
class ListRunner {
 public:
  struct Parts {
    Store* store = nullptr;
    CaseFinder* finder = nullptr;
    PeopleStore* people = nullptr;
    OfficeDirectory* offices = nullptr;
    TaskTemplateStore* task_templates = nullptr;
    TemplateStore* document_templates = nullptr;
  };
  explicit ListRunner(Parts parts)
      : cases_(parts.store, parts.finder, parts.offices, parts.task_templates),
        tasks_(parts.store, parts.offices, parts.task_templates),
        people_(parts.store, parts.people, parts.offices),
        documents_(parts.store, parts.document_templates, parts.offices, parts.task_templates) {}

  // Which page of a list.
  struct Page {
    int32_t size = 0;
    std::string token;
  };

  // A page of the list that `query`, of `office`, keeps; errors are those of RequireList and of the list. `context`
  // outlives the task.
  Task<absl::StatusOr<v1::RunSavedQueryResponse>> Run(rpc::CallContext* context, v1::SavedQuery query,
                                                      std::string office, Page page);

 private:
  CaseApi cases_;
  TaskApi tasks_;
  PersonApi people_;
  DocumentApi documents_;
};

}  // namespace amparo::cases
