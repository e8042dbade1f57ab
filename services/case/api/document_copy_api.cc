#include "services/case/api/document_copy_api.h"

#include <memory>
#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/request_id.h"
#include "common/rpc/resource_id.h"
#include "services/case/api/dated_act.h"
#include "services/case/api/document_changes.h"
#include "services/case/api/reads.h"
#include "services/case/convert/document_copy_convert.h"

namespace amparo::cases {
namespace {

// A copy to be entered.
struct NewCopy {
  DocumentCopy copy;
  absl::CivilDay date;
  absl::Time now;
};

CopyActInput ReadAct(const v1::DocumentCopyActRequest& request, CopyAct act, absl::CivilDay today,
                     Violations& violations) {
  return CopyInputFrom(request, act, today, violations);
}
CopyActInput ReadAct(const v1::RecordCopyDeliveryRequest& request, CopyAct, absl::CivilDay today,
                     Violations& violations) {
  CheckReceivedBy(request.received_by(), violations);
  return CopyInputFrom(request, today, violations);
}

RecordKey DocumentKeyOf(const DocumentCopy& copy) {
  return KeyOf(DocumentName{copy.name.office, copy.name.case_id, copy.document});
}

// Enters a copy and counts it at its document.
absl::StatusOr<std::string> Enter(Work& work, const NewCopy& asked) {
  AMPARO_ASSIGN_OR_RETURN(const Record the_case, Need(work, KeyOf(asked.copy.name.parent())));
  AMPARO_RETURN_IF_ERROR(RequireOpen(the_case));
  AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, DocumentKeyOf(asked.copy)));
  AMPARO_ASSIGN_OR_RETURN(StoredDocument stored, DocumentIn(record));
  AMPARO_ASSIGN_OR_RETURN(
      const NumberedCopy numbered,
      ToStatusOr(NumberCopy(stored.value, asked.copy, asked.date, asked.now), ToString(stored.value.name)));
  Change entered = NewResource<v1::DocumentCopy>(numbered.copy, asked.now);
  AMPARO_RETURN_IF_ERROR(work.Write(ChangedDocument(std::move(stored), numbered.document, record, asked.now)));
  return Written(work, std::move(entered));
}

// A copy after an act. Whatever became of its case: proofs come late.
absl::StatusOr<Change> MovedCopy(const CopyAction& act, const Record& record) {
  const Rule<DocumentCopy> rule = [&act](DocumentCopy copy) {
    return ApplyCopyAct(std::move(copy), act.input, act.target.now);
  };
  return ChangeByRule(act.target, record, &CopyFromStored, rule);
}

// Makes a copy, if its document is at hand.
absl::StatusOr<std::string> Make(Work& work, const CopyAction& act) {
  AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, act.target.key));
  AMPARO_RETURN_IF_ERROR(CheckEtag(act.target.etag, record, NameOf(act.target.key)));
  AMPARO_ASSIGN_OR_RETURN(const v1::DocumentCopy message, MessageIn<v1::DocumentCopy>(record));
  const RecordKey document = DocumentKeyOf(CopyFromStored(message));
  AMPARO_ASSIGN_OR_RETURN(const Record copied, Need(work, document));
  AMPARO_ASSIGN_OR_RETURN(const StoredDocument stored, DocumentIn(copied));
  if (const auto refusal = RefuseToCopy(stored.value.state)) return ToStatus(*refusal, NameOf(document));
  AMPARO_ASSIGN_OR_RETURN(Change change, MovedCopy(act, record));
  return Written(work, std::move(change));
}

}  // namespace

rpc::ServiceBinding DocumentCopyApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.DocumentCopyService");
  binding.Unary<&DocumentCopyApi::CreateDocumentCopy>("CreateDocumentCopy", this)
      .Unary<&DocumentCopyApi::GetDocumentCopy>("GetDocumentCopy", this)
      .Unary<&DocumentCopyApi::ListDocumentCopies>("ListDocumentCopies", this)
      .Unary<&DocumentCopyApi::MakeDocumentCopy>("MakeDocumentCopy", this)
      .Unary<&DocumentCopyApi::Act<CopyAct::kHandOver>>("HandOverDocumentCopy", this)
      .Unary<&DocumentCopyApi::RecordCopyDelivery>("RecordCopyDelivery", this)
      .Unary<&DocumentCopyApi::Act<CopyAct::kReturn>>("ReturnDocumentCopy", this)
      .Unary<&DocumentCopyApi::Act<CopyAct::kWithdraw>>("WithdrawDocumentCopy", this);
  return binding;
}

Task<absl::StatusOr<v1::DocumentCopy>> DocumentCopyApi::CreateDocumentCopy(rpc::CallContext& context,
                                                                           v1::CreateDocumentCopyRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CaseName parent, RequireName<CaseName>(context, request.parent(), "parent"));
  const absl::Time now = context.clock().Now();
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(parent.office, now, context.limits()));
  errors::FieldViolations violations;
  rpc::CheckRequestId(request.request_id(), violations);
  const DocumentCopyName name{parent.office, parent.id,
                              rpc::GivenOrNewId(request.copy_id(), "copy_id", now, violations)};
  Violations wrong;
  NewCopy asked{.copy = CopyFromRequest(request.copy(), name, wrong), .date = today, .now = now};
  asked.date = OptionalDay(request.has_date(), request.date(), "date", wrong).value_or(today);
  CheckDocumentCopy(asked.copy, asked.date, today, wrong);
  AddViolations(wrong, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  ActStamp stamp = StampOf(context, parent.office, request.request_id(), request);
  WorkBody body = [asked = std::move(asked)](Work& work) { return Enter(work, asked); };
  co_return co_await RunWork<v1::DocumentCopy>(store_, &context, std::move(stamp), std::move(body));
}

Task<absl::StatusOr<rpc::Encoded<v1::DocumentCopy>>> DocumentCopyApi::GetDocumentCopy(
    rpc::CallContext& context, v1::GetDocumentCopyRequest request) {
  return GetByView<DocumentCopyName, v1::DocumentCopy>(store_, &context, request);
}

Task<absl::StatusOr<v1::ListDocumentCopiesResponse>> DocumentCopyApi::ListDocumentCopies(
    rpc::CallContext& context, v1::ListDocumentCopiesRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(ListQuery query, CaseQuery(context, request.parent(), Kind::kDocumentCopy));
  errors::FieldViolations violations;
  // In the order of the table's filters (store/tables.cc).
  query.filters.resize(3);
  if (!request.document().empty()) {
    const auto document = ParseName<DocumentName>(request.document());
    const bool fits = document && document->office == query.office;
    if (violations.Require(fits, "document", "must be the name of a document")) query.filters[0] = document->id;
  }
  violations.Require(v1::CopyRecipient_IsValid(request.recipient()), "recipient", "must be one of the recipients");
  if (request.recipient() != 0) query.filters[1] = static_cast<int64_t>(request.recipient());
  if (request.outstanding()) query.filters[2] = true;
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                              &v1::ListDocumentCopiesResponse::add_copies, std::move(violations));
}

Task<absl::StatusOr<v1::DocumentCopy>> DocumentCopyApi::MakeDocumentCopy(rpc::CallContext& context,
                                                                         v1::DocumentCopyActRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CopyAction act, co_await Check(context, request, CopyAct::kMake));
  ActStamp stamp = StampOf(context, act.target.key.office, request.request_id(), request);
  WorkBody body = [act](Work& work) { return Make(work, act); };
  co_return co_await RunWork<v1::DocumentCopy>(store_, &context, std::move(stamp), std::move(body));
}

Task<absl::StatusOr<v1::DocumentCopy>> DocumentCopyApi::RecordCopyDelivery(rpc::CallContext& context,
                                                                           v1::RecordCopyDeliveryRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CopyAction act, co_await Check(context, request, CopyAct::kDeliver));
  ActStamp stamp = StampOf(context, act.target.key.office, request.request_id(), request);
  Decide decide = [act, who = request.received_by()](const Found& found) -> absl::StatusOr<Change> {
    AMPARO_ASSIGN_OR_RETURN(Change change, MovedCopy(act, *found[0]));
    if (!who.empty()) change.secret = who;
    return change;
  };
  const CaseName the_case{act.target.key.office, act.target.key.case_id};
  std::vector<RecordKey> rests_on(1, KeyOf(the_case));
  ActPlan plan = ChangePlan(std::move(stamp), act.target, std::move(decide), std::move(rests_on));
  const DatedActParts parts{store_, offices_, task_templates_};
  co_return co_await RunDatedAct<v1::DocumentCopy>(parts, &context, std::move(plan), the_case, act.target.now);
}

template <CopyAct A>
Task<absl::StatusOr<v1::DocumentCopy>> DocumentCopyApi::Act(rpc::CallContext& context,
                                                            v1::DocumentCopyActRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const CopyAction act, co_await Check(context, request, A));
  ActStamp stamp = StampOf(context, act.target.key.office, request.request_id(), request);
  Decide decide = [act](const Found& found) { return MovedCopy(act, *found[0]); };
  ActPlan plan = ChangePlan(std::move(stamp), act.target, std::move(decide));
  co_return co_await RunAct<v1::DocumentCopy>(store_, &context, std::move(plan));
}

template <typename Request>
Task<absl::StatusOr<CopyAction>> DocumentCopyApi::Check(rpc::CallContext& context, Request request, CopyAct act) {
  errors::FieldViolations violations;
  AMPARO_CO_ASSIGN_OR_RETURN(const Target target, TargetOf<DocumentCopyName>(context, request, violations));
  AMPARO_CO_ASSIGN_OR_RETURN(const absl::CivilDay today,
                             co_await offices_->Today(target.key.office, target.now, context.limits()));
  Violations found;
  CopyAction checked{target, ReadAct(request, act, today, found)};
  CheckCopyAct(checked.input, today, found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  co_return checked;
}

}  // namespace amparo::cases
