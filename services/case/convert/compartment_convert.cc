#include "services/case/convert/compartment_convert.h"

#include <optional>
#include <string>
#include <utility>

#include "common/base/check.h"
#include "common/base/strings.h"
#include "services/case/convert/case_members.h"
#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

static_assert(static_cast<int>(NoticeKind::kUnfrozen) == v1::COMPARTMENT_NOTICE_KIND_UNFROZEN);
static_assert(static_cast<int>(BreakGlassState::kGranted) == v1::BREAK_GLASS_STATE_GRANTED);
static_assert(static_cast<int>(ExposureBasis::kBreakGlass) == v1::EXPOSURE_BASIS_BREAK_GLASS);

std::optional<absl::Time> KeptTime(bool present, const google::protobuf::Timestamp& timestamp) {
  return present ? std::optional(TimeFrom(timestamp)) : std::nullopt;
}

CompartmentReader KeptReader(const v1::OperationReader& kept) {
  CompartmentReader reader;
  reader.principal = kept.principal();
  reader.open_time = KeptTime(kept.has_open_time(), kept.open_time());
  reader.keeper = kept.keeper();
  reader.added_by = kept.added_by();
  reader.add_time = TimeFrom(kept.add_time());
  reader.removed_by = kept.removed_by();
  reader.remove_time = KeptTime(kept.has_remove_time(), kept.remove_time());
  return reader;
}

CompartmentFreeze KeptFreeze(const v1::CompartmentFreeze& kept) {
  CompartmentFreeze freeze;
  freeze.frozen_by = kept.frozen_by();
  freeze.freeze_time = TimeFrom(kept.freeze_time());
  freeze.reason = kept.reason();
  freeze.unfrozen_by = kept.unfrozen_by();
  freeze.unfreeze_time = KeptTime(kept.has_unfreeze_time(), kept.unfreeze_time());
  freeze.unfreeze_reason = kept.unfreeze_reason();
  return freeze;
}

CompartmentNotice KeptNotice(const v1::CompartmentNotice& kept) {
  CompartmentNotice notice;
  notice.kind = static_cast<NoticeKind>(kept.kind());
  notice.time = TimeFrom(kept.notice_time());
  notice.principal = kept.principal();
  notice.granted_by = kept.granted_by();
  notice.reason = kept.reason();
  notice.until = KeptTime(kept.has_until_time(), kept.until_time());
  if (const auto name = ParseName<BreakGlassName>(kept.break_glass())) notice.break_glass = name->id;
  return notice;
}

void SetReader(const CompartmentReader& value, v1::OperationReader& out) {
  out.set_principal(value.principal);
  if (value.open_time) SetTimestamp(*value.open_time, out.mutable_open_time());
  out.set_keeper(value.keeper);
  out.set_added_by(value.added_by);
  SetTimestamp(value.add_time, out.mutable_add_time());
  out.set_removed_by(value.removed_by);
  if (value.remove_time) SetTimestamp(*value.remove_time, out.mutable_remove_time());
}

void SetNotice(const CompartmentNotice& value, const CaseName& parent, v1::CompartmentNotice& out) {
  out.set_kind(static_cast<v1::CompartmentNoticeKind>(value.kind));
  SetTimestamp(value.time, out.mutable_notice_time());
  out.set_principal(value.principal);
  out.set_granted_by(value.granted_by);
  out.set_reason(value.reason);
  if (value.until) SetTimestamp(*value.until, out.mutable_until_time());
  if (value.break_glass.IsNil()) return;
  out.set_break_glass(ToString(BreakGlassName{parent.office, parent.id, value.break_glass}));
}

}  // namespace

CompartmentReader ReaderFrom(const v1::OperationReader& request, std::string_view path, Violations& violations) {
  CompartmentReader reader;
  reader.principal = request.principal();
  reader.keeper = request.keeper();
  if (request.has_open_time()) {
    reader.open_time = RequiredTime(true, request.open_time(), StrCat(path, "open_time"), violations);
  }
  return reader;
}

std::vector<CompartmentReader> ReadersFrom(const v1::Operation& request, Violations& violations) {
  std::vector<CompartmentReader> readers;
  for (int i = 0; i < request.readers_size(); ++i) {
    // Whoever was taken off the list where this comes from stays off it.
    if (request.readers(i).has_remove_time()) continue;
    readers.push_back(ReaderFrom(request.readers(i), StrCat("readers[", i, "]."), violations));
  }
  return readers;
}

Compartment CompartmentFrom(const v1::Operation& whole) {
  Compartment compartment;
  for (const v1::OperationReader& reader : whole.readers()) compartment.readers.push_back(KeptReader(reader));
  for (const v1::CompartmentFreeze& freeze : whole.freezes()) compartment.freezes.push_back(KeptFreeze(freeze));
  for (const v1::CompartmentNotice& notice : whole.notices()) compartment.notices.push_back(KeptNotice(notice));
  return compartment;
}

void SetCompartment(const Compartment& value, const CaseName& parent, v1::Operation& out) {
  out.clear_readers();
  for (const CompartmentReader& reader : value.readers) SetReader(reader, *out.add_readers());
  out.clear_freezes();
  for (const CompartmentFreeze& freeze : value.freezes) SetFreeze(freeze, *out.add_freezes());
  out.clear_notices();
  for (const CompartmentNotice& notice : value.notices) SetNotice(notice, parent, *out.add_notices());
}

void SetFreeze(const CompartmentFreeze& value, v1::CompartmentFreeze& out) {
  out.set_frozen_by(value.frozen_by);
  SetTimestamp(value.freeze_time, out.mutable_freeze_time());
  out.set_reason(value.reason);
  out.set_unfrozen_by(value.unfrozen_by);
  if (value.unfreeze_time) SetTimestamp(*value.unfreeze_time, out.mutable_unfreeze_time());
  out.set_unfreeze_reason(value.unfreeze_reason);
}

v1::Compartment StateOf(const OperationName& name, const Compartment& value, absl::Time now) {
  v1::Compartment state;
  state.set_operation(ToString(name));
  if (const CompartmentFreeze* freeze = value.frozen()) {
    state.set_frozen(true);
    state.set_frozen_by(freeze->frozen_by);
  }
  SetTimestamp(now, state.mutable_change_time());
  return state;
}

BreakGlass BreakGlassFromStored(const v1::BreakGlass& stored) {
  BreakGlass value;
  value.name = StoredName<BreakGlassName>(stored);
  const auto operation = ParseName<OperationName>(stored.operation());
  AMPARO_CHECK(operation.has_value(), "a stored request to break the glass names an operation");
  value.operation = operation->id;
  value.requester = stored.requester();
  value.reason = stored.reason();
  value.state = static_cast<BreakGlassState>(stored.state());
  value.request_time = TimeFrom(stored.create_time());
  value.granter = stored.granter();
  value.grant_time = KeptTime(stored.has_grant_time(), stored.grant_time());
  value.expire_time = KeptTime(stored.has_expire_time(), stored.expire_time());
  return value;
}

void ToProto(const BreakGlass& value, v1::BreakGlass& out) {
  out.set_name(ToString(value.name));
  out.set_operation(ToString(value.OperationOf()));
  out.set_requester(value.requester);
  out.set_reason(value.reason);
  out.set_state(static_cast<v1::BreakGlassState>(value.state));
  out.set_granter(value.granter);
  if (value.grant_time) SetTimestamp(*value.grant_time, out.mutable_grant_time());
  if (value.expire_time) SetTimestamp(*value.expire_time, out.mutable_expire_time());
}

std::vector<Value> ColumnsOf(const BreakGlass& value) {
  const Value expires = value.expire_time ? Value(*value.expire_time) : Value();
  return {value.operation, value.requester, static_cast<int64_t>(value.state), expires};
}

void SetExposed(const ExposedPerson& value, v1::ExposedPerson& out) {
  out.set_principal(value.principal);
  out.set_basis(static_cast<v1::ExposureBasis>(value.basis));
  SetTimestamp(value.listed_time, out.mutable_listed_time());
  if (value.could_know_time) SetTimestamp(*value.could_know_time, out.mutable_could_know_time());
  if (value.first_read_time) SetTimestamp(*value.first_read_time, out.mutable_first_read_time());
  if (value.knew_time) SetTimestamp(*value.knew_time, out.mutable_knew_time());
  for (const int64_t version : value.plan_versions) out.add_plan_versions(version);
  for (const std::string& field : value.fields) out.add_fields(field);
  out.set_reads(value.reads);
}

void SetReceipt(const ReadReceipt& value, v1::ReadReceipt& out) {
  out.set_commit_number(value.order);
  SetTimestamp(value.time, out.mutable_read_time());
  out.set_reader(value.reader);
  out.set_method(value.method);
  out.set_operation_version(value.version);
  out.set_plan_version(value.plan_version);
  for (const std::string& field : value.fields) {
    if (field != kBreakGlassField) out.add_fields(field);
  }
  out.set_reason(value.reason);
  out.set_break_glass(HasField(value, kBreakGlassField));
}

}  // namespace amparo::cases
