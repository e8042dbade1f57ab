#include "services/case/api/list_runner.h"

#include <string_view>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "services/case/api/rpc_roles.h"
#include "services/case/domain/names.h"

namespace amparo::cases {
namespace {

// A list's request for a page.
template <typename Request>
Request PageRequest(Request request, std::string parent, ListRunner::Page page) {
  request.set_parent(std::move(parent));
  request.set_page_size(page.size);
  request.set_page_token(std::move(page.token));
  return request;
}

// Takes the token of a list's answer to the front.
template <typename Response>
void MoveToken(Response& list, v1::RunSavedQueryResponse& answer) {
  answer.set_next_page_token(list.next_page_token());
  list.clear_next_page_token();
}

// The RPC that answers a list; "" for none.
std::string_view RpcOfList(v1::SavedQuery::ListCase list) {
  switch (list) {
    case v1::SavedQuery::kCases:
      return "CaseService.ListCases";
    case v1::SavedQuery::kTasks:
      return "TaskService.ListTasks";
    case v1::SavedQuery::kPersons:
      return "PersonService.ListPersons";
    case v1::SavedQuery::kDocuments:
      return "DocumentService.ListDocuments";
    case v1::SavedQuery::LIST_NOT_SET:
      break;
  }
  return "";
}

}  // namespace

absl::Status RequireList(access::RoleSet roles, v1::SavedQuery::ListCase list) {
  const std::string_view rpc = RpcOfList(list);
  if (rpc.empty()) return absl::InternalError("a kept list has no filters");
  if (RolesOfRpc(rpc).Intersects(roles)) return absl::OkStatus();
  return errors::PermissionDenied("the caller has no role in the office that may ask for this list");
}

Task<absl::StatusOr<v1::RunSavedQueryResponse>> ListRunner::Run(rpc::CallContext* context, v1::SavedQuery query,
                                                                std::string office, Page page) {
  AMPARO_CO_RETURN_IF_ERROR(RequireList(context->caller().RolesIn(office), query.list_case()));
  const std::string parent = ToString(OfficeName{office});
  const std::string all_cases = StrCat(parent, "/cases/-");
  v1::RunSavedQueryResponse answer;
  switch (query.list_case()) {
    case v1::SavedQuery::kCases: {
      auto request = PageRequest(std::move(*query.mutable_cases()), parent, std::move(page));
      AMPARO_CO_ASSIGN_OR_RETURN(*answer.mutable_cases(), co_await cases_.ListCases(*context, std::move(request)));
      MoveToken(*answer.mutable_cases(), answer);
      break;
    }
    case v1::SavedQuery::kTasks: {
      auto request = PageRequest(std::move(*query.mutable_tasks()), all_cases, std::move(page));
      AMPARO_CO_ASSIGN_OR_RETURN(*answer.mutable_tasks(), co_await tasks_.ListTasks(*context, std::move(request)));
      MoveToken(*answer.mutable_tasks(), answer);
      break;
    }
    case v1::SavedQuery::kPersons: {
      auto request = PageRequest(std::move(*query.mutable_persons()), parent, std::move(page));
      AMPARO_CO_ASSIGN_OR_RETURN(*answer.mutable_persons(), co_await people_.ListPersons(*context, std::move(request)));
      MoveToken(*answer.mutable_persons(), answer);
      break;
    }
    case v1::SavedQuery::kDocuments: {
      auto request = PageRequest(std::move(*query.mutable_documents()), all_cases, std::move(page));
      AMPARO_CO_ASSIGN_OR_RETURN(*answer.mutable_documents(),
                                 co_await documents_.ListDocuments(*context, std::move(request)));
      MoveToken(*answer.mutable_documents(), answer);
      break;
    }
    case v1::SavedQuery::LIST_NOT_SET:
      co_return absl::InternalError("a kept list has no filters");
  }
  co_return answer;
}

}  // namespace amparo::cases
