#include "services/case/api/document_api.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "common/rpc/resource_id.h"
#include "services/case/api/dated_act.h"
#include "services/case/api/document_changes.h"
#include "services/case/api/document_preparation.h"
#include "services/case/api/reads.h"
#include "services/case/convert/document_convert.h"

namespace amparo::cases {
namespace {

// In the order of the table's filters (store/tables.h).
std::vector<Value> DocumentFilters(const v1::ListDocumentsRequest& request, std::string_view office,
                                   errors::FieldViolations& violations) {
  std::vector<Value> filters(5);
  std::vector<int64_t> states;
  for (const int state : request.states()) {
    violations.Require(state != 0 && v1::DocumentState_IsValid(state), "states", "must be states of documents");
    states.push_back(state);
  }
  if (!states.empty()) filters[0] = std::move(states);
  if (!request.party().empty()) {
    const auto party = ParseName<PartyName>(request.party());
    if (violations.Require(party && party->office == office, "party", "must be the name of a party")) {
      filters[1] = party->id;
    }
  }
  Violations found;
  const auto overdue_at = OptionalDay(request.has_overdue_at(), request.overdue_at(), "overdue_at", found);
  found.RequireText(request.asked_institution(), {.min = 0, .max = 200}, "asked_institution");
  AddViolations(found, violations);
  if (!request.asked_institution().empty()) filters[4] = request.asked_institution();
  if (overdue_at) filters[2] = *overdue_at;
  violations.Require(v1::DocumentSource_IsValid(request.asked_source()), "asked_source", "must be one of its values");
  if (request.asked_source() != 0) filters[3] = int64_t{request.asked_source()};
  return filters;
}

// What a request of any act says of whom to ask: only RequestDocument does.
std::optional<std::string> ContactIn(const v1::RequestDocumentRequest& request) {
  return request.contact().empty() ? std::nullopt : std::optional(request.contact());
}
template <typename Request>
std::optional<std::string> ContactIn(const Request&) {
  return std::nullopt;
}

template <DocumentAct A>
DocumentActInput PlainInputFrom(const v1::DocumentActRequest& request, absl::CivilDay today, Violations& violations) {
  return InputFrom(request, A, today, violations);
}

// A document to be entered; `found` are its case and, if it is about one, the person.
absl::StatusOr<Change> EnteredDocument(Document value, std::optional<std::string> contact, const Found& found,
                                       absl::Time now) {
  AMPARO_RETURN_IF_ERROR(RequireNotMerged(*found[0], KeyOf(value.name.parent())));
  AMPARO_RETURN_IF_ERROR(RequireOpen(*found[0]));
  if (value.party) value.subject = found[1]->subject;
  Change change = NewDocument(value, now, std::move(contact));
  change.guard = OpenGuard(value.name.case_id);
  return change;
}

}  // namespace

rpc::ServiceBinding DocumentApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.DocumentService");
  binding.Unary<&DocumentApi::ListDocumentTemplates>("ListDocumentTemplates", this)
      .Unary<&DocumentApi::PrepareDocuments>("PrepareDocuments", this)
      .Unary<&DocumentApi::CreateDocument>("CreateDocument", this)
      .Unary<&DocumentApi::GetDocument>("GetDocument", this)
      .Unary<&DocumentApi::ListDocuments>("ListDocuments", this)
      .Unary<&DocumentApi::UpdateDocument>("UpdateDocument", this)
      .Unary<&DocumentApi::RequestDocument>("RequestDocument", this)
      .Unary<&DocumentApi::ObtainDocument>("ObtainDocument", this)
      .Unary<&DocumentApi::Act<DocumentAct::kCertify>>("CertifyDocument", this)
      .Unary<&DocumentApi::Act<DocumentAct::kReject>>("RejectDocument", this)
      .Unary<&DocumentApi::Act<DocumentAct::kReportLost>>("ReportDocumentLost", this)
      .Unary<&DocumentApi::Act<DocumentAct::kWaive>>("WaiveDocument", this)
      .Unary<&DocumentApi::Act<DocumentAct::kReinstate>>("ReinstateDocument", this);
  return binding;
}

Task<absl::StatusOr<v1::ListDocumentTemplatesResponse>> DocumentApi::ListDocumentTemplates(
    rpc::CallContext& context, v1::ListDocumentTemplatesRequest request) {
  Violations violations;
  const auto date = OptionalDay(request.has_effective_date(), request.effective_date(), "effective_date", violations);
  AMPARO_CO_RETURN_IF_ERROR(ToStatus(violations));
  AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<DocumentTemplate> all,
                             co_await templates_->ListTemplates(context.limits()));
  const TemplateScope scope{request.crime_type(), request.country_code(), date};
  v1::ListDocumentTemplatesResponse response;
  for (const DocumentTemplate& one : TemplatesFor(all, scope)) ToProto(one, *response.add_templates());
  co_return response;
}

Task<absl::StatusOr<v1::PrepareDocumentsResponse>> DocumentApi::PrepareDocuments(rpc::CallContext& context,
                                                                                 v1::PrepareDocumentsRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName parent, RequireName<CaseName>(context, request.parent(), "parent"));
  AMPARO_CO_ASSIGN_OR_RETURN(const std::shared_ptr<const OfficeFacts> office,
                             co_await offices_->Find(parent.office, context.limits()));
  Preparation preparation{.the_case = parent, .country_code = office->country_code, .now = context.clock().Now()};
  const absl::CivilDay today = office->Today(preparation.now);
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  Violations found;
  preparation.date =
      OptionalDay(request.has_effective_date(), request.effective_date(), "effective_date", found).value_or(today);
  found.Require(preparation.date <= today, "effective_date", "must not be in the future");
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_ASSIGN_OR_RETURN(preparation.templates, co_await templates_->ListTemplates(context.limits()));
  ActStamp stamp = StampOf(context, parent.office, request.request_id(), request);
  WorkBody body = [preparation = std::move(preparation)](Work& work) { return Prepare(work, preparation); };
  co_return co_await RunWork<v1::PrepareDocumentsResponse>(store_, &context, std::move(stamp), std::move(body));
}

Task<absl::StatusOr<v1::Document>> DocumentApi::CreateDocument(rpc::CallContext& context,
                                                               v1::CreateDocumentRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName parent, RequireName<CaseName>(context, request.parent(), "parent"));
  const absl::Time now = context.clock().Now();
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  const DocumentName name{parent.office, parent.id,
                          rpc::GivenOrNewId(request.document_id(), "document_id", now, violations)};
  Violations wrong("document.");
  const Document value = DocumentFromRequest(request.document(), name, wrong);
  CheckDocument(value, wrong);
  CheckContact(request.document().contact(), wrong);
  AddViolations(wrong, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());

  std::vector<RecordKey> rests_on(1, KeyOf(parent));
  if (value.party) rests_on.push_back(KeyOf(PartyName{parent.office, parent.id, *value.party}));
  ActStamp stamp = StampOf(context, parent.office, request.request_id(), request);
  Decide decide = [value, contact = SecretOf(request.document()), now](const Found& found) {
    return EnteredDocument(value, contact, found, now);
  };
  ActPlan plan = NewPlan(std::move(stamp), std::move(rests_on), std::move(decide));
  co_return co_await RunAct<v1::Document>(store_, &context, std::move(plan));
}

Task<absl::StatusOr<rpc::Encoded<v1::Document>>> DocumentApi::GetDocument(rpc::CallContext& context,
                                                                          v1::GetDocumentRequest request) {
  return GetByView<DocumentName, v1::Document>(store_, &context, request);
}

Task<absl::StatusOr<v1::ListDocumentsResponse>> DocumentApi::ListDocuments(rpc::CallContext& context,
                                                                           v1::ListDocumentsRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(ListQuery query, CaseQuery(context, request.parent(), Kind::kDocument));
  errors::FieldViolations violations;
  query.filters = DocumentFilters(request, query.office, violations);
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                              &v1::ListDocumentsResponse::add_documents, std::move(violations));
}

Task<absl::StatusOr<v1::Document>> DocumentApi::UpdateDocument(rpc::CallContext& context,
                                                               v1::UpdateDocumentRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const Update<v1::Document> update,
                             ReadUpdate<DocumentName>(context, request, request.document(), "document",
                                                      {"title", "source", "due_date", "contact"}));
  ActStamp stamp = StampOf(context, update.target.key.office, request.request_id(), request);
  Decide decide = [&update](const Found& found) { return UpdatedDocument(update, *found[0]); };
  ActPlan plan = ChangePlan(std::move(stamp), update.target, std::move(decide));
  co_return co_await RunAct<v1::Document>(store_, &context, std::move(plan));
}

Task<absl::StatusOr<v1::Document>> DocumentApi::RequestDocument(rpc::CallContext& context,
                                                                v1::RequestDocumentRequest request) {
  return RunDocumentAct<v1::RequestDocumentRequest>(context, std::move(request), &InputFrom);
}

Task<absl::StatusOr<v1::Document>> DocumentApi::ObtainDocument(rpc::CallContext& context,
                                                               v1::ObtainDocumentRequest request) {
  return RunDocumentAct<v1::ObtainDocumentRequest>(context, std::move(request), &InputFrom);
}

template <DocumentAct A>
Task<absl::StatusOr<v1::Document>> DocumentApi::Act(rpc::CallContext& context, v1::DocumentActRequest request) {
  return RunDocumentAct<v1::DocumentActRequest>(context, std::move(request), &PlainInputFrom<A>);
}

template <typename Request>
Task<absl::StatusOr<v1::Document>> DocumentApi::RunDocumentAct(rpc::CallContext& context, Request request,
                                                               InputReader<Request> input_of) {
  errors::FieldViolations violations;
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<DocumentName>(context, request, violations));
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(target.key.office, target.now, context.limits()));
  Violations found;
  const DocumentActInput input = input_of(request, today, found);
  const std::optional<std::string> contact = ContactIn(request);
  CheckDocumentAct(input, today, found);
  CheckContact(contact.value_or(""), found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActStamp stamp = StampOf(context, target.key.office, request.request_id(), request);
  Decide decide = [input, contact, now = target.now](const Found& facts) {
    return MovedDocument(input, *facts[0], now, contact);
  };
  const CaseName the_case{target.key.office, target.key.case_id};
  std::vector<RecordKey> rests_on(1, KeyOf(the_case));
  ActPlan plan = ChangePlan(std::move(stamp), target, std::move(decide), std::move(rests_on));
  const DatedActParts parts{store_, offices_, task_templates_};
  co_return co_await RunDatedAct<v1::Document>(parts, &context, std::move(plan), the_case, target.now);
}

}  // namespace amparo::cases
