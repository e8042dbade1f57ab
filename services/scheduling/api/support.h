// What the APIs of this service share: reading names and ids out of requests, saying what the domain found wrong,
// entering a resource, and the pages of a list.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/status_macros.h"
#include "common/errors/errors.h"
#include "common/rpc/call_context.h"
#include "common/rpc/paging.h"
#include "google/protobuf/message.h"
#include "services/scheduling/clients/case_service.h"
#include "services/scheduling/convert/court.h"
#include "services/scheduling/convert/hearing.h"
#include "services/scheduling/domain/decision.h"
#include "services/scheduling/domain/names.h"
#include "services/scheduling/domain/store.h"

namespace amparo::scheduling {

// The page sizes of every list.
inline constexpr int32_t kStandardPage = 50;
inline constexpr int32_t kLargestPage = 1000;

// The office's id in a request's `parent`; empty and a violation when it is none.
std::string ParentOffice(std::string_view parent, errors::FieldViolations& wrong);

// The key in a request's `name`; empty and a violation when it is none.
Key NamedKey(Collection collection, std::string_view name, errors::FieldViolations& wrong);

// Tells the caller what the domain found wrong; `prefix` is where its paths begin in the request ("hearing.").
void Note(const Violations& violations, std::string_view prefix, errors::FieldViolations& wrong);

// A decision as the status the caller gets; `subject` is the resource's name.
template <typename T>
absl::StatusOr<T> ToStatusOr(Decision<T> decision, std::string_view prefix, std::string_view subject) {
  if (auto* made = std::get_if<T>(&decision)) return std::move(*made);
  if (const auto* broken = std::get_if<BrokenRule>(&decision)) {
    return errors::FailedPrecondition(broken->rule, subject, broken->description);
  }
  errors::FieldViolations wrong;
  Note(std::get<Violations>(decision), prefix, wrong);
  return wrong.ToStatus();
}

// Whether a call may go on, once everything in its request was read: INVALID_ARGUMENT for what is `wrong` with it;
// NOT_FOUND for the resource of `type` and `name` when it is of an office that the caller does not see.
absl::Status Admit(rpc::CallContext& context, std::string_view office, std::string_view type, std::string_view name,
                   const errors::FieldViolations& wrong);

// Who asks for an act in `office`. Notes a violation of "request_id" in `wrong`.
ActStamp StampOf(const rpc::CallContext& context, std::string_view office, const google::protobuf::Message& request,
                 std::string_view request_id, errors::FieldViolations& wrong);

// Enters the resource that `request` asks for in `office` by `create`, a method of the store; what was found wrong with
// it so far is in `wrong`, and `make` is asked only when nothing is. What the pointers and `make` refer to must outlive
// the task.
template <typename Resource, typename Request>
Task<absl::StatusOr<Resource>> Enter(Store* store,
                                     Task<absl::StatusOr<Resource>> (Store::*create)(ActStamp, Store::Make<Resource>,
                                                                                     Limits),
                                     rpc::CallContext* context, const Request* request, std::string office,
                                     errors::FieldViolations wrong, Store::Make<Resource> make) {
  ActStamp stamp = StampOf(*context, office, *request, request->request_id(), wrong);
  AMPARO_CO_RETURN_IF_ERROR(Admit(*context, office, "office", request->parent(), wrong));
  absl::StatusOr<Resource> entered = co_await (store->*create)(std::move(stamp), std::move(make), context->limits());
  co_return entered;
}

// Where a record stands in its list.
Position PositionOf(const Record& record);
Position PositionOf(const Hearing& hearing);

// The place a request's `page_token` goes on from, nothing at the beginning; and the token that goes on after `last`.
std::optional<Position> ReadPosition(const google::protobuf::Message& request, errors::FieldViolations& wrong);
std::string TokenAfter(const google::protobuf::Message& request, const Position& last);

// What every list is asked for: whose records, from where, and how many: one beyond the page, to know whether another
// page follows.
template <typename Request>
ListQuery ReadPage(const Request& request, errors::FieldViolations& wrong) {
  ListQuery query;
  query.office = ParentOffice(request.parent(), wrong);
  query.after = ReadPosition(request, wrong);
  query.limit = rpc::PageSize(request.page_size(), kStandardPage, kLargestPage, wrong) + 1;
  return query;
}

// Cuts the record beyond the page; the token that goes on, empty on the last page.
template <typename Resource>
std::string CutPage(const google::protobuf::Message& request, const ListQuery& query, std::vector<Resource>& page) {
  if (page.size() < static_cast<size_t>(query.limit)) return "";
  page.pop_back();
  return TokenAfter(request, PositionOf(page.back()));
}

// The resource that a request names, read by `get`, a method of the store. What the pointers refer to must outlive the
// task.
template <typename Resource, typename Request>
auto Read(Store* store, Task<absl::StatusOr<Resource>> (Store::*get)(Key, Limits), Collection collection,
          std::string_view type, rpc::CallContext* context, Request request)
    -> Task<absl::StatusOr<decltype(ToProto(std::declval<const Resource&>()))>> {
  errors::FieldViolations wrong;
  const Key key = NamedKey(collection, request.name(), wrong);
  AMPARO_CO_RETURN_IF_ERROR(Admit(*context, key.office, type, request.name(), wrong));
  AMPARO_CO_ASSIGN_OR_RETURN(const Resource resource, co_await (store->*get)(key, context->limits()));
  co_return ToProto(resource);
}

// A page of what `query` asks for, listed by `list`, a method of the store, and added by `add` (such as
// &v1::ListCourtsResponse::add_courts); what was found wrong with the request is in `wrong`. NOT_FOUND for the office:
// `cases` is asked when there is nothing to list. What the pointers refer to must outlive the task.
template <typename Response, typename Request, typename Query, typename Resource, typename Message>
Task<absl::StatusOr<Response>> List(Store* store,
                                    Task<absl::StatusOr<std::vector<Resource>>> (Store::*list)(Query, Limits),
                                    CaseService* cases, rpc::CallContext* context, Request request, Query query,
                                    Message* (Response::*add)(), errors::FieldViolations wrong) {
  AMPARO_CO_RETURN_IF_ERROR(Admit(*context, query.office, "office", request.parent(), wrong));
  AMPARO_CO_ASSIGN_OR_RETURN(std::vector<Resource> page, co_await (store->*list)(query, context->limits()));
  if (page.empty() && !query.after) {
    AMPARO_CO_RETURN_IF_ERROR(co_await cases->RequireOffice(*context, query.office));
  }
  Response response;
  response.set_next_page_token(CutPage(request, query, page));
  for (const Resource& one : page) *(response.*add)() = ToProto(one);
  co_return response;
}

}  // namespace amparo::scheduling
