#include "services/case/api/operation_sight.h"

#include <optional>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "common/rpc/etag.h"
#include "google/protobuf/descriptor.h"
#include "services/case/api/rpc_roles.h"
#include "services/case/api/support.h"
#include "services/case/convert/compartment_convert.h"
#include "services/case/convert/operation_whole.h"

namespace amparo::cases {
namespace {

// Takes out what identifies people, or says where those freed are.
void ClearIdentifying(v1::Operation& answer) {
  answer.clear_plan();
  for (v1::OperationSite& site : *answer.mutable_sites()) {
    if (site.has_failure()) site.mutable_failure()->clear_narrative();
  }
  for (v1::FreedPerson& person : *answer.mutable_freed_people()) person.clear_brought_to();
}

// Takes out place and start time, and what is said in words, which tells of both. To somebody whom no keeper gave an
// earlier time they open at the start itself, so that this is not said either.
void Withhold(absl::Time opens, absl::Time start, v1::Operation& answer) {
  answer.clear_start_time();
  answer.clear_sites();
  answer.clear_plan();
  answer.clear_cancel_reason();
  for (v1::OperationResource& resource : *answer.mutable_resources()) resource.clear_note();
  if (opens < start) SetTimestamp(opens, answer.mutable_withheld_until());
}

// The fields that are set, without those that say nothing of the operation.
std::vector<std::string> FieldsIn(const v1::Operation& answer) {
  std::vector<const google::protobuf::FieldDescriptor*> set;
  answer.GetReflection()->ListFields(answer, &set);
  std::vector<std::string> fields;
  for (const auto* field : set) {
    const std::string& name = field->name();
    if (name == "name" || name == "etag" || name == "withheld_until") continue;
    fields.push_back(name);
  }
  for (const v1::OperationSite& site : answer.sites()) {
    if (site.failure().narrative().empty()) continue;
    fields.emplace_back("sites.failure.narrative");
    break;
  }
  for (const v1::FreedPerson& person : answer.freed_people()) {
    if (person.brought_to().empty()) continue;
    fields.emplace_back("freed_people.brought_to");
    break;
  }
  return fields;
}

}  // namespace

absl::Status NoSuchOperation(const OperationName& name) {
  return errors::NotFound(KindWord(Kind::kOperation), ToString(name));
}

absl::StatusOr<SeenOperation> SeenIn(const std::optional<Record>& record, const OperationName& name,
                                     std::string_view caller, absl::Time now) {
  if (!record) return NoSuchOperation(name);
  SeenOperation seen;
  seen.record = *record;
  AMPARO_ASSIGN_OR_RETURN(seen.whole, WholeOf(*record));
  seen.compartment = CompartmentFrom(seen.whole);
  seen.sight = SightOf(seen.compartment, caller, now);
  if (seen.sight == Sight::kNone) return NoSuchOperation(name);
  return seen;
}

Task<absl::StatusOr<SeenOperation>> See(CompartmentStore* store, rpc::CallContext* context, OperationName name) {
  const std::string caller = context->caller().identity();
  const absl::Time now = context->clock().Now();
  AMPARO_CO_ASSIGN_OR_RETURN(bool broke_glass, co_await store->BrokeGlass(name, caller, now, context->limits()));
  // It opens nothing for who would not be let near it any more.
  broke_glass &= context->caller().RolesIn(name.office).Intersects(RolesOfRpc("CompartmentService.RequestBreakGlass"));
  AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await store->Open(name, context->limits()));
  absl::StatusOr<SeenOperation> seen = SeenIn(record, name, caller, now);
  const bool opened = seen.ok() && seen->sight == Sight::kAll;
  if (opened || !broke_glass || (!seen.ok() && !absl::IsNotFound(seen.status()))) co_return seen;
  SeenOperation by_glass;
  by_glass.record = record;
  AMPARO_CO_ASSIGN_OR_RETURN(by_glass.whole, WholeOf(record));
  by_glass.compartment = CompartmentFrom(by_glass.whole);
  if (!OpensToBrokenGlass(by_glass.compartment)) co_return seen;
  by_glass.sight = Sight::kAll;
  by_glass.broke_glass = true;
  co_return by_glass;
}

OperationView ViewOf(const SeenOperation& seen, v1::Operation content, int64_t version, std::string_view caller,
                     bool full) {
  OperationView view;
  v1::Operation& answer = view.answer;
  answer = std::move(content);
  answer.clear_sealed_plan();
  answer.set_etag(rpc::ToEtag(version));
  const int untold = answer.notices_size() - static_cast<int>(kMostNoticesTold);
  if (untold > 0) answer.mutable_notices()->DeleteSubrange(0, untold);
  const CompartmentReader* reader = seen.compartment.Find(caller);
  const bool keeper = reader != nullptr && reader->keeper;
  if (!keeper) {
    answer.clear_readers();
    answer.clear_freezes();
  }
  if (!full) ClearIdentifying(answer);
  if (seen.sight != Sight::kAll && reader != nullptr) {
    Withhold(reader->opens(), TimeFrom(seen.whole.start_time()), answer);
  }
  view.fields = FieldsIn(answer);
  return view;
}

ReceiptStamp ReceiptStampOf(const rpc::CallContext& context, std::string office, std::string reason) {
  ReceiptStamp stamp;
  stamp.office = std::move(office);
  stamp.time = context.clock().Now();
  stamp.caller = context.caller().identity();
  stamp.method = std::string(context.method());
  stamp.trace_id = context.trace().TraceIdHex();
  stamp.reason = context.Reason(reason);
  return stamp;
}

Shown ShownBy(const OperationView& view, const OperationName& name, int64_t version, bool broke_glass) {
  Shown shown;
  shown.operation = name;
  shown.version = version;
  shown.plan_version = view.answer.plan_version();
  shown.fields = view.fields;
  if (broke_glass) shown.fields.emplace_back(kBreakGlassField);
  return shown;
}

Task<absl::Status> StillSeen(CompartmentStore* store, rpc::CallContext* context, OperationName name, Sight sight) {
  AMPARO_CO_ASSIGN_OR_RETURN(const SeenOperation still, co_await See(store, context, name));
  if (still.sight >= sight) co_return absl::OkStatus();
  co_return errors::Aborted("RECORD_CHANGED", StrCat("somebody changed ", ToString(name), " meanwhile; try again"));
}

Task<absl::StatusOr<bool>> SeesNamed(CompartmentStore* store, rpc::CallContext* context, std::string operation) {
  const std::optional<OperationName> name = ParseName<OperationName>(operation);
  if (!name) co_return false;
  const absl::StatusOr<SeenOperation> seen = co_await See(store, context, *name);
  if (!seen.ok() && !absl::IsNotFound(seen.status())) co_return seen.status();
  co_return seen.ok();
}

Task<absl::StatusOr<v1::Operation>> Show(CompartmentStore* store, rpc::CallContext* context, SeenOperation seen,
                                         Record content, bool full, std::string reason) {
  const std::optional<OperationName> name = ParseName<OperationName>(seen.whole.name());
  if (!name) co_return absl::InternalError("a stored operation has no name");
  AMPARO_CO_ASSIGN_OR_RETURN(v1::Operation whole, WholeOf(content));
  if (!whole.follows().empty()) {
    AMPARO_CO_ASSIGN_OR_RETURN(const bool seen_too, co_await SeesNamed(store, context, whole.follows()));
    if (!seen_too) whole.clear_follows();
  }
  OperationView view = ViewOf(seen, std::move(whole), content.version, context->caller().identity(), full);
  std::vector<Shown> shown(1, ShownBy(view, *name, content.version, seen.broke_glass));
  ReceiptStamp stamp = ReceiptStampOf(*context, name->office, std::move(reason));
  const absl::Status left = co_await store->LeaveReceipts(std::move(stamp), std::move(shown), context->limits());
  if (!left.ok()) co_return left;
  AMPARO_CO_RETURN_IF_ERROR(co_await StillSeen(store, context, *name, seen.sight));
  co_return std::move(view.answer);
}

Task<absl::StatusOr<v1::Operation>> AnswerTo(CompartmentStore* store, rpc::CallContext* context,
                                             absl::StatusOr<std::string> response) {
  AMPARO_CO_ASSIGN_OR_RETURN(const v1::Operation told, ParseStored<v1::Operation>(response));
  const std::optional<OperationName> name = ParseName<OperationName>(told.name());
  const absl::StatusOr<std::optional<int64_t>> version = rpc::ParseEtag(told.etag());
  if (!name || !version.ok() || !*version) co_return absl::InternalError("the answer to an act is malformed");
  AMPARO_CO_ASSIGN_OR_RETURN(SeenOperation seen, co_await See(store, context, *name));
  Record content = seen.record;
  if (content.version != **version) {
    AMPARO_CO_ASSIGN_OR_RETURN(content, co_await store->OpenVersion(*name, **version, context->limits()));
  }
  absl::StatusOr<v1::Operation> answer = co_await Show(store, context, std::move(seen), std::move(content), false, "");
  co_return answer;
}

}  // namespace amparo::cases
