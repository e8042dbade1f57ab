#include "services/case/api/saved_query_api.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "common/rpc/resource_id.h"
#include "services/case/api/reads.h"
#include "services/case/convert/saved_query_convert.h"

namespace amparo::cases {
namespace {

// The caller, by their roles in the office whose query it is.
QueryUser QueryUserOf(const rpc::CallContext& context, std::string_view office) {
  return {.identity = context.caller().identity(),
          .supervisor = context.caller().RolesIn(office).Has(options::v1::ROLE_SUPERVISOR)};
}

// What is not to be seen is not there.
absl::Status RequireSeenQuery(const SavedQuery& value, const QueryUser& user) {
  if (MaySee(value, user)) return absl::OkStatus();
  return errors::NotFound(KindWord(Kind::kSavedQuery), ToString(value.name));
}

// Whether an update brings another list.
bool NamesList(const rpc::UpdateMask& mask) {
  return mask.Has("cases") || mask.Has("tasks") || mask.Has("persons") || mask.Has("documents");
}

// Whether the list that an update brings is the one that its mask names.
bool FitsMask(const v1::SavedQuery& wanted, const rpc::UpdateMask& mask) {
  switch (wanted.list_case()) {
    case v1::SavedQuery::kCases:
      return mask.Has("cases");
    case v1::SavedQuery::kTasks:
      return mask.Has("tasks");
    case v1::SavedQuery::kPersons:
      return mask.Has("persons");
    case v1::SavedQuery::kDocuments:
      return mask.Has("documents");
    case v1::SavedQuery::LIST_NOT_SET:
      break;
  }
  return false;
}

// A change that somebody asks for: who may not see the query is told nothing of it, not even that the etag is stale.
absl::StatusOr<v1::SavedQuery> Changeable(const Target& target, const QueryUser& user, const Record& record) {
  AMPARO_ASSIGN_OR_RETURN(v1::SavedQuery kept, MessageIn<v1::SavedQuery>(record));
  const SavedQuery value = SavedQueryFromStored(kept);
  AMPARO_RETURN_IF_ERROR(RequireSeenQuery(value, user));
  AMPARO_RETURN_IF_ERROR(CheckEtag(target.etag, record, kept.name()));
  if (const auto refusal = RefuseQueryChange(value, user)) return ToStatus(*refusal, kept.name());
  return kept;
}

absl::StatusOr<Change> UpdatedQuery(const Update<v1::SavedQuery>& update, const QueryUser& user, const Record& record) {
  AMPARO_ASSIGN_OR_RETURN(v1::SavedQuery kept, Changeable(update.target, user, record));
  SavedQuery value = SavedQueryFromStored(kept);
  if (update.mask.Has("title")) value.title = update.wanted.title();
  if (update.mask.Has("shared")) value.shared = update.wanted.shared();
  if (NamesList(update.mask)) {
    v1::SavedQuery wanted = update.wanted;
    Violations none;
    KeepFilters(wanted, none);
    // Each list takes the place of whichever was kept.
    if (wanted.has_cases()) *kept.mutable_cases() = wanted.cases();
    if (wanted.has_tasks()) *kept.mutable_tasks() = wanted.tasks();
    if (wanted.has_persons()) *kept.mutable_persons() = wanted.persons();
    if (wanted.has_documents()) *kept.mutable_documents() = wanted.documents();
  }
  Violations violations("saved_query.");
  CheckSavedQuery(value, violations);
  AMPARO_RETURN_IF_ERROR(ToStatus(violations));
  return ChangeTo(value, record.version + 1, update.target.now, std::move(kept));
}

absl::StatusOr<Change> DeletedQuery(const Target& target, const QueryUser& user, const Record& record) {
  AMPARO_ASSIGN_OR_RETURN(v1::SavedQuery kept, Changeable(target, user, record));
  SavedQuery value = SavedQueryFromStored(kept);
  value.delete_time = target.now;
  return ChangeTo(value, record.version + 1, target.now, std::move(kept));
}

}  // namespace

rpc::ServiceBinding SavedQueryApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.SavedQueryService");
  binding.Unary<&SavedQueryApi::CreateSavedQuery>("CreateSavedQuery", this)
      .Unary<&SavedQueryApi::GetSavedQuery>("GetSavedQuery", this)
      .Unary<&SavedQueryApi::ListSavedQueries>("ListSavedQueries", this)
      .Unary<&SavedQueryApi::UpdateSavedQuery>("UpdateSavedQuery", this)
      .Unary<&SavedQueryApi::DeleteSavedQuery>("DeleteSavedQuery", this)
      .Unary<&SavedQueryApi::RunSavedQuery>("RunSavedQuery", this);
  return binding;
}

Task<absl::StatusOr<v1::SavedQuery>> SavedQueryApi::Seen(rpc::CallContext* context, SavedQueryName name) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await store_->GetLatest(KeyOf(name), context->limits()));
  AMPARO_CO_ASSIGN_OR_RETURN(v1::SavedQuery query, BasicOf<v1::SavedQuery>(record));
  AMPARO_CO_RETURN_IF_ERROR(RequireSeenQuery(SavedQueryFromStored(query), QueryUserOf(*context, name.office)));
  co_return query;
}

Task<absl::Status> SavedQueryApi::TryFilters(rpc::CallContext* context, v1::SavedQuery query, std::string office) {
  ListRunner::Page page;
  page.size = 1;
  const absl::StatusOr<v1::RunSavedQueryResponse> tried =
      co_await lists_.Run(context, std::move(query), std::move(office), std::move(page));
  co_return tried.status();
}

Task<absl::StatusOr<v1::SavedQuery>> SavedQueryApi::CreateSavedQuery(rpc::CallContext& context,
                                                                     v1::CreateSavedQueryRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  const auto office = co_await offices_->Find(parent.office, context.limits());
  AMPARO_CO_RETURN_IF_ERROR(office.status());
  const absl::Time now = context.clock().Now();
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  const SavedQueryName name{parent.office,
                            rpc::GivenOrNewId(request.saved_query_id(), "saved_query_id", now, violations)};
  v1::SavedQuery filters = request.saved_query();
  Violations found("saved_query.");
  SavedQuery value = SavedQueryFromRequest(filters, name);
  CheckSavedQuery(value, found);
  KeepFilters(filters, found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_RETURN_IF_ERROR(co_await TryFilters(&context, filters, parent.office));
  filters.clear_etag();
  value.owner = context.caller().identity();
  ActPlan plan;
  plan.stamp = StampOf(context, parent.office, request.request_id(), request);
  plan.decide = [value, filters, now](const Found&) -> absl::StatusOr<Change> {
    return ChangeTo(value, 1, now, filters);
  };
  co_return co_await RunAct<v1::SavedQuery>(store_, &context, std::move(plan));
}

Task<absl::StatusOr<rpc::Encoded<v1::SavedQuery>>> SavedQueryApi::GetSavedQuery(rpc::CallContext& context,
                                                                                v1::GetSavedQueryRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const SavedQueryName name, RequireName<SavedQueryName>(context, request.name(), "name"));
  AMPARO_CO_ASSIGN_OR_RETURN(v1::SavedQuery query, co_await Seen(&context, name));
  if (!request.has_read_time()) co_return query;
  co_return co_await GetBasic<SavedQueryName, v1::SavedQuery>(store_, &context, std::move(request));
}

Task<absl::StatusOr<v1::ListSavedQueriesResponse>> SavedQueryApi::ListSavedQueries(
    rpc::CallContext& context, v1::ListSavedQueriesRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  Violations found;
  found.RequireText(request.title(), {0, 100}, "title");
  errors::FieldViolations violations;
  AddViolations(found, violations);
  ListQuery query;
  query.kind = Kind::kSavedQuery;
  query.office = parent.office;
  // In the order of the table's filters (store/tables.cc).
  query.filters.resize(2);
  query.filters[0] = context.caller().identity();
  if (!request.title().empty()) query.filters[1] = request.title();
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                              &v1::ListSavedQueriesResponse::add_saved_queries, std::move(violations));
}

Task<absl::StatusOr<v1::SavedQuery>> SavedQueryApi::UpdateSavedQuery(rpc::CallContext& context,
                                                                     v1::UpdateSavedQueryRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Update<v1::SavedQuery> update,
                             ReadUpdate<SavedQueryName>(context, request, request.saved_query(), "saved_query",
                                                        {"title", "shared", "cases", "tasks", "persons", "documents"}));
  const std::string office = update.target.key.office;
  if (NamesList(update.mask)) {
    v1::SavedQuery filters = update.wanted;
    Violations found("saved_query.");
    KeepFilters(filters, found);
    found.Require(FitsMask(filters, update.mask), "list", "must be the one that update_mask names");
    AMPARO_CO_RETURN_IF_ERROR(ToStatus(found));
    AMPARO_CO_RETURN_IF_ERROR(co_await TryFilters(&context, std::move(filters), office));
  }
  ActStamp stamp = StampOf(context, office, request.request_id(), request);
  Decide decide = [update, user = QueryUserOf(context, office)](const Found& found) {
    return UpdatedQuery(update, user, *found[0]);
  };
  std::vector<RecordKey> rests_on(1, update.target.key);
  ActPlan plan = NewPlan(std::move(stamp), std::move(rests_on), std::move(decide));
  co_return co_await RunAct<v1::SavedQuery>(store_, &context, std::move(plan));
}

Task<absl::StatusOr<v1::SavedQuery>> SavedQueryApi::DeleteSavedQuery(rpc::CallContext& context,
                                                                     v1::DeleteSavedQueryRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<SavedQueryName>(context, request, Violations()));
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  Decide decide = [target, user = QueryUserOf(context, target.key.office)](const Found& found) {
    return DeletedQuery(target, user, *found[0]);
  };
  std::vector<RecordKey> rests_on(1, target.key);
  ActPlan plan = NewPlan(std::move(stamp), std::move(rests_on), std::move(decide));
  co_return co_await RunAct<v1::SavedQuery>(store_, &context, std::move(plan));
}

Task<absl::StatusOr<v1::RunSavedQueryResponse>> SavedQueryApi::RunSavedQuery(rpc::CallContext& context,
                                                                             v1::RunSavedQueryRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const SavedQueryName name, RequireName<SavedQueryName>(context, request.name(), "name"));
  AMPARO_CO_ASSIGN_OR_RETURN(v1::SavedQuery query, co_await Seen(&context, name));
  if (const auto refusal = RefuseDeleted(SavedQueryFromStored(query))) co_return ToStatus(*refusal, request.name());
  ListRunner::Page page;
  page.size = request.page_size();
  page.token = request.page_token();
  co_return co_await lists_.Run(&context, std::move(query), name.office, std::move(page));
}

}  // namespace amparo::cases
