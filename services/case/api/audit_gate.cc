#include "services/case/api/audit_gate.h"

#include <optional>
#include <utility>

#include "common/errors/errors.h"
#include "services/case/api/operation_sight.h"

namespace amparo::cases {
namespace {

// OK when `compartment` is an operation of the office that the caller is on the list of. To have broken the glass opens
// the operation, not its trail.
Task<absl::Status> OpenCompartment(CompartmentStore* compartments, rpc::CallContext* context, std::string office,
                                   std::string compartment) {
  const std::optional<OperationName> name = ParseName<OperationName>(compartment);
  if (!name || name->office != office) co_return errors::NotFound("operation", compartment);
  const absl::StatusOr<Record> record = co_await compartments->Open(*name, context->limits());
  if (!record.ok()) co_return record.status();
  const std::string caller = context->caller().identity();
  co_return SeenIn(*record, *name, caller, context->clock().Now()).status();
}

Task<absl::Status> OpenForAudit(OfficeDirectory* offices, CompartmentStore* compartments, rpc::CallContext* context,
                                std::string office, std::string compartment) {
  if (!compartment.empty()) {
    co_return co_await OpenCompartment(compartments, context, std::move(office), std::move(compartment));
  }
  const auto found = co_await offices->Find(std::move(office), context->limits());
  co_return found.status();
}

}  // namespace

std::function<Task<absl::Status>(rpc::CallContext*, std::string, std::string)> AuditGate(
    OfficeDirectory* offices, CompartmentStore* compartments) {
  return [offices, compartments](rpc::CallContext* context, std::string office, std::string compartment) {
    return OpenForAudit(offices, compartments, context, std::move(office), std::move(compartment));
  };
}

}  // namespace amparo::cases
