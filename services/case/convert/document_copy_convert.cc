#include "services/case/convert/document_copy_convert.h"

#include "services/case/convert/enums.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(CopyKind::kElectronic) == v1::COPY_KIND_ELECTRONIC);
static_assert(static_cast<int>(CopyRecipient::kOther) == v1::COPY_RECIPIENT_OTHER);
static_assert(static_cast<int>(CopyState::kWithdrawn) == v1::COPY_STATE_WITHDRAWN);
static_assert(static_cast<int>(CopyAct::kWithdraw) == v1::COPY_ACT_WITHDRAW);

}  // namespace

DocumentCopy CopyFromRequest(const v1::DocumentCopy& request, const DocumentCopyName& name, Violations& violations) {
  DocumentCopy value;
  value.name = name;
  const auto document = ParseName<DocumentName>(request.document());
  const bool fits = violations.Require(document && document->parent() == name.parent(), "copy.document",
                                       "must be the name of a document of the same case");
  if (fits) value.document = document->id;
  value.kind = EnumFrom<CopyKind>(request.kind(), v1::CopyKind_IsValid, "copy.kind", violations);
  value.recipient =
      EnumFrom<CopyRecipient>(request.recipient(), v1::CopyRecipient_IsValid, "copy.recipient", violations);
  value.institution = request.institution();
  return value;
}

DocumentCopy CopyFromStored(const v1::DocumentCopy& stored) {
  Violations none;
  DocumentCopy value =
      CopyFromRequest(stored, ParseName<DocumentCopyName>(stored.name()).value_or(DocumentCopyName()), none);
  value.number = stored.number();
  value.state = static_cast<CopyState>(stored.state());
  for (const v1::CopyEvent& event : stored.events()) {
    value.events.push_back({.act = static_cast<CopyAct>(event.act()),
                            .date = DayFrom(event.date()).value_or(absl::CivilDay()),
                            .record_time = TimeFrom(event.record_time()),
                            .reason = event.reason()});
  }
  value.reference = stored.reference();
  return value;
}

CopyActInput CopyInputFrom(const v1::DocumentCopyActRequest& request, CopyAct act, absl::CivilDay today,
                           Violations& violations) {
  CopyActInput input;
  input.act = act;
  input.date = OptionalDay(request.has_date(), request.date(), "date", violations).value_or(today);
  input.reason = request.reason();
  return input;
}

CopyActInput CopyInputFrom(const v1::RecordCopyDeliveryRequest& request, absl::CivilDay today, Violations& violations) {
  CopyActInput input;
  input.act = CopyAct::kDeliver;
  input.date = OptionalDay(request.has_date(), request.date(), "date", violations).value_or(today);
  input.reference = request.reference();
  input.says_who = !request.received_by().empty();
  return input;
}

void ToProto(const DocumentCopy& value, v1::DocumentCopy& out) {
  out.set_name(ToString(value.name));
  out.set_document(ToString(DocumentName{value.name.office, value.name.case_id, value.document}));
  out.set_number(value.number);
  out.set_kind(static_cast<v1::CopyKind>(value.kind));
  out.set_recipient(static_cast<v1::CopyRecipient>(value.recipient));
  out.set_institution(value.institution);
  out.set_state(static_cast<v1::CopyState>(value.state));
  out.clear_events();
  for (const CopyEvent& event : value.events) {
    v1::CopyEvent& added = *out.add_events();
    added.set_act(static_cast<v1::CopyAct>(event.act));
    SetDate(event.date, added.mutable_date());
    SetTimestamp(event.record_time, added.mutable_record_time());
    added.set_reason(event.reason);
  }
  out.set_reference(value.reference);
}

std::vector<Value> ColumnsOf(const DocumentCopy& value) {
  return {value.document, static_cast<int64_t>(value.recipient), IsOutstanding(value.state)};
}

}  // namespace amparo::cases
