// Calls that read, the same for every kind of resource: one record, one record with what is sealed, a page of a list.
// Each is the whole handler: `store` and `context` outlive the task.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/status_macros.h"
#include "services/case/api/support.h"
#include "services/case/convert/sealed.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// A call that answers one record.
template <typename Message>
using ReadTask = Task<absl::StatusOr<rpc::Encoded<Message>>>;

// The moment that a request to read asks for, its `read_time`; nullopt for now. Notes a violation for a time that is
// none or is still to come.
template <typename Request>
std::optional<absl::Time> ReadTimeOf(const rpc::CallContext& context, const Request& request,
                                     errors::FieldViolations& violations) {
  if (!request.has_read_time()) return std::nullopt;
  return PastTime(request.read_time(), "read_time", context.clock().Now(), violations);
}

// The record `key`, BASIC, as it is or as it was at `at`. Another service rests writes of its own on what it is told:
// that never lags behind.
template <typename Message>
ReadTask<Message> ReadBasic(Store* store, rpc::CallContext* context, RecordKey key, std::optional<absl::Time> at) {
  const Freshness freshness = context->caller().is_service() ? Freshness::kLatest : Freshness::kMayLag;
  AMPARO_CO_ASSIGN_OR_RETURN(const VersionedBody kept,
                             co_await store->Read(std::move(key), at, freshness, context->limits()));
  co_return BasicOf<Message>(kept);
}

// The same, FULL: audited, then opened.
template <typename Message>
ReadTask<Message> ReadFull(Store* store, rpc::CallContext* context, RecordKey key, std::optional<absl::Time> at) {
  const SealedField& field = SealedFieldOf<Message>();
  std::vector<std::string> fields(1, field.plain->name());
  RevealStamp stamp = RevealStampOf(*context, std::move(fields));
  AMPARO_CO_ASSIGN_OR_RETURN(const Revealed revealed,
                             co_await store->Reveal(std::move(key), at, std::move(stamp), context->limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(Message answer, BasicOf<Message>(revealed.record));
  if (revealed.secret && !SetSecret(*revealed.secret, field, answer)) {
    co_return absl::InternalError("what was sealed is malformed");
  }
  co_return answer;
}

// The calls below look at their request at once and keep nothing of it: what then waits for the database is one small
// coroutine.

// A call that ends with `status`.
template <typename Message>
ReadTask<Message> EndedBy(absl::Status status) {
  return Ended(absl::StatusOr<rpc::Encoded<Message>>(std::move(status)));
}

// The record that the request names, BASIC, as it is or as it was at its `read_time`. Errors: INVALID_ARGUMENT for what
// is no name or time, NOT_FOUND.
template <typename Name, typename Message, typename Request>
ReadTask<Message> GetBasic(Store* store, rpc::CallContext* context, const Request& request) {
  const absl::StatusOr<Name> name = RequireName<Name>(*context, request.name(), "name");
  if (!name.ok()) return EndedBy<Message>(name.status());
  errors::FieldViolations violations;
  const std::optional<absl::Time> at = ReadTimeOf(*context, request, violations);
  if (absl::Status status = violations.ToStatus(); !status.ok()) return EndedBy<Message>(std::move(status));
  return ReadBasic<Message>(store, context, KeyOf(*name), at);
}

// The record `key` in the view that the request asks for; FULL opens what is sealed, and is audited first. The caller
// was found to see it.
template <typename Message, typename Request>
ReadTask<Message> GetKeyByView(Store* store, rpc::CallContext* context, RecordKey key, const Request& request) {
  errors::FieldViolations violations;
  const bool full = WantsFull(request.view(), violations);
  const std::optional<absl::Time> at = ReadTimeOf(*context, request, violations);
  if (absl::Status status = violations.ToStatus(); !status.ok()) return EndedBy<Message>(std::move(status));
  return full ? ReadFull<Message>(store, context, std::move(key), at)
              : ReadBasic<Message>(store, context, std::move(key), at);
}

// The record that the request names, in the view it asks for.
template <typename Name, typename Message, typename Request>
ReadTask<Message> GetByView(Store* store, rpc::CallContext* context, const Request& request) {
  const absl::StatusOr<Name> name = RequireName<Name>(*context, request.name(), "name");
  if (!name.ok()) return EndedBy<Message>(name.status());
  return GetKeyByView<Message>(store, context, KeyOf(*name), request);
}

// What the records of a list stand under: a case, or an office also for those of all its cases.
inline RecordKey ParentOfList(const ListQuery& query) {
  if (ParentOf(query.kind) == Parent::kCase && !query.all_cases) return KeyOf(CaseName{query.office, query.case_id});
  return KeyOf(OfficeName{query.office});
}

// A page of a list: reads `request`'s size and token, asks the store, adds each record by `add` (such as
// &v1::ListChargesResponse::add_charges) in its BASIC view. `violations` are those of the request's filters. NOT_FOUND
// for the parent.
template <typename Response, typename Request, typename Message>
Task<absl::StatusOr<Response>> ListPage(Store* store, rpc::CallContext* context, Request request, ListQuery query,
                                        Message* (Response::*add)(), errors::FieldViolations violations) {
  ReadPage(request, query, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_ASSIGN_OR_RETURN(std::vector<Listed> listed, co_await store->List(query, context->limits()));
  // A parent without records and one that is not there look the same in the list itself.
  if (listed.empty() && !query.after) {
    const absl::StatusOr<Record> parent = co_await store->Get(ParentOfList(query), std::nullopt, context->limits());
    AMPARO_CO_RETURN_IF_ERROR(parent.status());
  }
  Response response;
  response.set_next_page_token(FinishPage(request, query, listed));
  for (const Listed& one : listed) {
    AMPARO_CO_ASSIGN_OR_RETURN(*(response.*add)(), BasicOf<Message>(one.record));
  }
  co_return response;
}

// The same for a request without filters to check.
template <typename Response, typename Request, typename Message>
Task<absl::StatusOr<Response>> ListPage(Store* store, rpc::CallContext* context, Request request, ListQuery query,
                                        Message* (Response::*add)()) {
  return ListPage(store, context, std::move(request), std::move(query), add, errors::FieldViolations());
}

}  // namespace amparo::cases
