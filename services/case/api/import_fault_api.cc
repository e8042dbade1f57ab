#include "services/case/api/import_fault_api.h"

#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "services/case/api/acts.h"
#include "services/case/api/reads.h"
#include "services/case/convert/import_fault_convert.h"

namespace amparo::cases {
namespace {

// A fault to be resolved, and by whom.
struct FaultResolving {
  Target target;
  std::string resolver;
  std::string resolution;
};

// The fault in `record` unless it is not there for `caller`: NOT_FOUND, as for what does not exist.
absl::StatusOr<v1::ImportFault> VisibleFault(const Record& record, const RecordKey& key, std::string_view caller) {
  AMPARO_ASSIGN_OR_RETURN(v1::ImportFault message, MessageIn<v1::ImportFault>(record));
  if (!ImportFaultFromStored(message).VisibleTo(caller)) return RequireFound(std::nullopt, key);
  return message;
}

absl::StatusOr<std::string> Resolved(Work& work, const FaultResolving& asked) {
  const RecordKey& key = asked.target.key;
  AMPARO_ASSIGN_OR_RETURN(const Record record, Need(work, key));
  AMPARO_ASSIGN_OR_RETURN(v1::ImportFault message, VisibleFault(record, key, asked.resolver));
  AMPARO_RETURN_IF_ERROR(CheckEtag(asked.target.etag, record, NameOf(key)));
  Decision<ImportFault> decision = ResolveByWord(ImportFaultFromStored(message), asked.resolver, asked.resolution);
  AMPARO_ASSIGN_OR_RETURN(const ImportFault fault, ToStatusOr(std::move(decision), NameOf(key)));
  const absl::Time now = asked.target.now;
  AMPARO_ASSIGN_OR_RETURN(std::string response,
                          Written(work, ChangeTo(fault, record.version + 1, now, std::move(message))));
  AMPARO_RETURN_IF_ERROR(work.EraseKey(record.id, now));
  return response;
}

}  // namespace

rpc::ServiceBinding ImportFaultApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.ImportFaultService");
  binding.Unary<&ImportFaultApi::GetImportFault>("GetImportFault", this)
      .Unary<&ImportFaultApi::ListImportFaults>("ListImportFaults", this)
      .Unary<&ImportFaultApi::ResolveImportFault>("ResolveImportFault", this);
  return binding;
}

Task<absl::StatusOr<rpc::Encoded<v1::ImportFault>>> ImportFaultApi::GetImportFault(rpc::CallContext& context,
                                                                                   v1::GetImportFaultRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const ImportFaultName name, RequireName<ImportFaultName>(context, request.name(), "name"));
  const RecordKey key = KeyOf(name);
  AMPARO_CO_ASSIGN_OR_RETURN(const Record record, co_await store_->Get(key, std::nullopt, context.limits()));
  // Who it is for never changes.
  AMPARO_CO_RETURN_IF_ERROR(VisibleFault(record, key, context.caller().identity()).status());
  co_return co_await GetKeyByView<v1::ImportFault>(store_, &context, key, std::move(request));
}

Task<absl::StatusOr<v1::ListImportFaultsResponse>> ImportFaultApi::ListImportFaults(
    rpc::CallContext& context, v1::ListImportFaultsRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(const OfficeName parent, RequireName<OfficeName>(context, request.parent(), "parent"));
  ListQuery query;
  query.kind = Kind::kImportFault;
  query.office = parent.office;
  errors::FieldViolations violations;
  // In the order of the table's filters (store/tables.cc).
  query.filters.resize(4);
  query.filters[0] = context.caller().identity();
  violations.Require(v1::ImportFaultState_IsValid(request.state()), "state", "must be a state of a fault");
  if (request.state() != v1::IMPORT_FAULT_STATE_UNSPECIFIED) {
    query.filters[1] = static_cast<int64_t>(request.state());
  }
  Violations found;
  found.RequireText(request.source(), kImportLabel, "source");
  AddViolations(found, violations);
  if (!request.source().empty()) query.filters[2] = request.source();
  co_return co_await ListPage(store_, &context, std::move(request), std::move(query),
                              &v1::ListImportFaultsResponse::add_import_faults, std::move(violations));
}

Task<absl::StatusOr<v1::ImportFault>> ImportFaultApi::ResolveImportFault(rpc::CallContext& context,
                                                                         v1::ResolveImportFaultRequest request) {
  FaultResolving asked;
  AMPARO_CO_ASSIGN_OR_RETURN(asked.target, TargetOf<ImportFaultName>(context, request, Violations()));
  asked.resolver = context.caller().identity();
  asked.resolution = request.resolution();
  ActStamp stamp = StampOf(context, asked.target.key.office, request.request_id(), request);
  WorkBody body = [asked = std::move(asked)](Work& work) { return Resolved(work, asked); };
  co_return co_await RunWork<v1::ImportFault>(store_, &context, std::move(stamp), std::move(body));
}

}  // namespace amparo::cases
