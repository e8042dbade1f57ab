// The parts that calls on any kind of record have in common: a page of a list, the target of an act, the stage of the
// case it belongs to.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "services/case/api/rule_act.h"
#include "services/case/api/support.h"
#include "services/case/convert/case_convert.h"

namespace amparo::cases {

// FAILED_PRECONDITION `rule` ("`words`") unless the case in `record` is in one of `stages`.
inline absl::Status RequireStage(const Record& record, const std::vector<Stage>& stages, std::string_view rule,
                                 std::string_view words) {
  AMPARO_ASSIGN_OR_RETURN(const v1::Case message, MessageIn<v1::Case>(record));
  for (const Stage stage : stages) {
    if (static_cast<int>(stage) == message.stage()) return absl::OkStatus();
  }
  return errors::FailedPrecondition(rule, message.name(), words);
}

// The record that a request with `name`, `etag` and `request_id` is about; all three checked.
template <typename Name, typename Request>
absl::StatusOr<Target> TargetOf(rpc::CallContext& context, const Request& request) {
  AMPARO_ASSIGN_OR_RETURN(const Name name, RequireName<Name>(context, request.name(), "name"));
  errors::FieldViolations violations;
  Target target{.key = KeyOf(name), .etag = EtagFrom(request.etag(), violations), .now = context.clock().Now()};
  rpc::CheckRequestId(request.request_id(), violations);
  AMPARO_RETURN_IF_ERROR(violations.ToStatus());
  return target;
}

// A page of a list: reads `request`'s size and token, asks the store, adds each record by `add` (such as
// &v1::ListChargesResponse::add_charges) in its BASIC view. `store` and `context` outlive the task.
template <typename Response, typename Request, typename Message>
Task<absl::StatusOr<Response>> ListPage(Store* store, rpc::CallContext* context, Request request, ListQuery query,
                                        Message* (Response::*add)()) {
  errors::FieldViolations violations;
  ReadPage(request, query, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_ASSIGN_OR_RETURN(std::vector<Listed> listed, co_await store->List(query, context->limits()));
  Response response;
  response.set_next_page_token(FinishPage(request, query, listed));
  for (const Listed& one : listed) {
    AMPARO_CO_ASSIGN_OR_RETURN(*(response.*add)(), BasicOf<Message>(one.record));
  }
  co_return response;
}

}  // namespace amparo::cases
