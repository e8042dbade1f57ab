#include "services/case/api/case_api.h"

#include <utility>

#include "common/base/status_macros.h"
#include "services/case/api/acts.h"
#include "services/case/api/case_across.h"
#include "services/case/api/case_changes.h"
#include "services/case/api/pages_across.h"
#include "services/case/api/reads.h"
#include "services/case/api/support.h"
#include "services/case/convert/case_search_convert.h"

namespace amparo::cases {
namespace {

constexpr int kMostPerBatch = 100;

// True for acts that set a day which tasks hang on, stop their clocks or let them go on, or end the case or begin it
// again. Of what becomes known while it is over its tasks hear when it is reopened.
bool MovesClocks(CaseAct act) {
  using enum CaseAct;
  return act == kScreen || act == kDecline || act == kDeactivate || act == kReactivate || act == kReopen;
}

}  // namespace

rpc::ServiceBinding CaseApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.CaseService");
  binding.Unary<&CaseApi::CreateCase>("CreateCase", this)
      .Unary<&CaseApi::GetCase>("GetCase", this)
      .Unary<&CaseApi::ListCases>("ListCases", this)
      .Unary<&CaseApi::CountCases>("CountCases", this)
      .Unary<&CaseApi::UpdateCase>("UpdateCase", this)
      .Unary<&CaseApi::BatchGetCases>("BatchGetCases", this)
      .Unary<&CaseApi::Act<CaseAct::kScreen>>("ScreenCase", this)
      .Unary<&CaseApi::Act<CaseAct::kDecline>>("DeclineCase", this)
      .Unary<&CaseApi::Act<CaseAct::kStartInvestigation>>("StartInvestigation", this)
      .Unary<&CaseApi::Act<CaseAct::kStartOperation>>("StartOperation", this)
      .Unary<&CaseApi::Act<CaseAct::kStartProsecution>>("StartProsecution", this)
      .Unary<&CaseApi::Act<CaseAct::kDispose>>("DisposeCase", this)
      .Unary<&CaseApi::Act<CaseAct::kLodgeAppeal>>("LodgeAppeal", this)
      .Unary<&CaseApi::Act<CaseAct::kDeactivate>>("DeactivateCase", this)
      .Unary<&CaseApi::Act<CaseAct::kReactivate>>("ReactivateCase", this)
      .Unary<&CaseApi::Act<CaseAct::kReopen>>("ReopenCase", this);
  return binding;
}

Task<absl::StatusOr<v1::Case>> CaseApi::CreateCase(rpc::CallContext& context, v1::CreateCaseRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  // Most calls find their office in memory and are spared a coroutine.
  std::shared_ptr<const OfficeFacts> office = offices_->Known(parent.office);
  if (!office) {
    AMPARO_CO_ASSIGN_OR_RETURN(office, co_await offices_->Find(parent.office, context.limits()));
  }
  const absl::Time now = context.clock().Now();
  AMPARO_CO_ASSIGN_OR_RETURN(Change change, NewCase(request, parent, *office, now));
  const RecordKey key = change.key;
  ActPlan plan;
  plan.stamp = StampOf(context, parent.office, request.request_id(), request);
  plan.decide = [change = std::move(change)](const Found&) { return change; };
  if (!request.case_id().empty()) {
    co_return co_await RunUnderChosenId<v1::Case>(store_, &context, key, std::move(plan));
  }
  absl::StatusOr<std::string> response = co_await store_->Run(std::move(plan), context.limits());
  co_return ParseStored<v1::Case>(response);
}

Task<absl::StatusOr<rpc::Encoded<v1::Case>>> CaseApi::GetCase(rpc::CallContext& context, v1::GetCaseRequest request) {
  return GetByView<CaseName, v1::Case>(store_, &context, request);
}

Task<absl::StatusOr<v1::ListCasesResponse>> CaseApi::ListCases(rpc::CallContext& context,
                                                               v1::ListCasesRequest request) {
  if (request.parent() == kAllOffices) co_return co_await ListAcross(&context, std::move(request));
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  Violations found;
  CaseSearch search = CaseSearchFrom(request, parent.office, found);
  errors::FieldViolations violations;
  AddViolations(found, violations);
  ListQuery query;
  query.kind = Kind::kCase;
  query.office = parent.office;
  if (IsPlain(search)) {
    query.filters = PlainFilters(search);
    co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                                &v1::ListCasesResponse::add_cases, std::move(violations));
  }
  ReadPage(request, query, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  co_return co_await FindCases(&context, std::move(request), std::move(search), std::move(query));
}

Task<absl::StatusOr<v1::ListCasesResponse>> CaseApi::FindCases(rpc::CallContext* context, v1::ListCasesRequest request,
                                                               CaseSearch search, ListQuery query) {
  const bool reads_narratives = !search.narrative_words.empty();
  AMPARO_CO_ASSIGN_OR_RETURN(std::vector<Listed> listed,
                             co_await finder_->Find(std::move(search), query.after, query.limit, context->limits()));
  if (listed.empty() && !query.after) {
    const absl::StatusOr<Record> parent = co_await store_->Get(ParentOfList(query), std::nullopt, context->limits());
    AMPARO_CO_RETURN_IF_ERROR(parent.status());
  }
  v1::ListCasesResponse response;
  response.set_next_page_token(FinishPage(request, query, listed));
  if (reads_narratives) AMPARO_CO_RETURN_IF_ERROR(co_await RecordNarratives(context, query.office, listed));
  for (const Listed& one : listed) {
    AMPARO_CO_ASSIGN_OR_RETURN(*response.add_cases(), BasicOf<v1::Case>(one.record));
  }
  co_return response;
}

Task<absl::StatusOr<v1::CountCasesResponse>> CaseApi::CountCases(rpc::CallContext& context,
                                                                 v1::ListCasesRequest request) {
  if (request.parent() == kAllOffices) co_return co_await CountAcross(&context, std::move(request));
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  AMPARO_CO_ASSIGN_OR_RETURN(CaseSearch search, SearchToCount(request, parent.office));
  const auto office = co_await offices_->Find(parent.office, context.limits());
  AMPARO_CO_RETURN_IF_ERROR(office.status());
  AMPARO_CO_ASSIGN_OR_RETURN(const int64_t counted,
                             co_await finder_->Count(std::move(search), kMostCounted + 1, context.limits()));
  co_return Counted(counted);
}

Task<absl::StatusOr<v1::BatchGetCasesResponse>> CaseApi::BatchGetCases(rpc::CallContext& context,
                                                                       v1::BatchGetCasesRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  errors::FieldViolations violations;
  const bool fits = request.names_size() >= 1 && request.names_size() <= kMostPerBatch;
  violations.Require(fits, "names", "must be 1 to 100 names");
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  std::vector<Uuid> ids;
  for (const std::string& text : request.names()) {
    const auto name = ParseName<CaseName>(text);
    violations.Require(name && name->office == parent.office, "names", "must be names of cases of the parent office");
    if (name) ids.push_back(name->id);
  }
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<Record> records,
                             co_await store_->BatchGet(Kind::kCase, parent.office, std::move(ids), context.limits()));
  v1::BatchGetCasesResponse response;
  for (const Record& record : records) {
    AMPARO_CO_ASSIGN_OR_RETURN(*response.add_cases(), BasicOf<v1::Case>(record));
  }
  co_return response;
}

Task<absl::StatusOr<v1::Case>> CaseApi::UpdateCase(rpc::CallContext& context, v1::UpdateCaseRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Update<v1::Case> update,
                             ReadUpdate<CaseName>(context, request, request.case_(), "case",
                                                  {"title", "crime_type", "lead", "report_date", "narrative"}));
  const Target& target = update.target;
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(target.key.office, target.now, context.limits()));
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  Decide decide = [update, today](const Found& found) { return UpdatedCase(update, *found[0], today); };
  ActPlan plan = ChangePlan(std::move(stamp), target, std::move(decide));
  if (!update.mask.Has("report_date")) co_return co_await RunAct<v1::Case>(store_, &context, std::move(plan));
  const CaseName name{target.key.office, target.key.id};
  co_return co_await RunDatedAct<v1::Case>(dated_parts(), &context, std::move(plan), name, target.now);
}

Task<absl::StatusOr<v1::Case>> CaseApi::RunCaseAct(rpc::CallContext& context, v1::CaseActRequest request, CaseAct act) {
  errors::FieldViolations violations;
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<CaseName>(context, request, violations));
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(target.key.office, target.now, context.limits()));
  CaseActInput input = ActInput(request, act, today, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  input.actor = context.caller().identity();
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  Decide decide = [input, now = target.now](const Found& found) { return MovedCase(input, *found[0], now); };
  ActPlan plan = ChangePlan(std::move(stamp), target, std::move(decide));
  if (!MovesClocks(act)) co_return co_await RunAct<v1::Case>(store_, &context, std::move(plan));
  const CaseName name{target.key.office, target.key.id};
  co_return co_await RunDatedAct<v1::Case>(dated_parts(), &context, std::move(plan), name, target.now);
}

}  // namespace amparo::cases
