// The audit trail of an owning service, wired: the file of heads, the sealer in the background, AuditService.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/audit/audit_api.h"
#include "common/audit/sealer.h"
#include "common/process/database.h"
#include "common/process/service_main.h"
#include "common/rpc/service_binding.h"

namespace amparo::process {

// Seals from when it is made until it goes, which it does by when the process must be gone.
class AuditTrail {
 public:
  // The file of heads that the configuration names; before anything serves, so that a service without it never starts.
  static absl::StatusOr<std::shared_ptr<audit::HeadKeeper>> OpenHeads(const Environment& environment) {
    return audit::OpenHeads(environment.config.audit());
  }

  // `program` is how PostgreSQL shows the sealer, `service` the full name of the AuditService to serve, `gate` as
  // audit::AuditApi has it. `environment`, `database` and what the gate uses must outlive it.
  AuditTrail(Environment& environment, Database& database, std::shared_ptr<audit::HeadKeeper> heads,
             const std::string& program, const std::string& service, audit::AuditApi::Gate gate = {});
  ~AuditTrail();
  AuditTrail(const AuditTrail&) = delete;
  AuditTrail& operator=(const AuditTrail&) = delete;

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding() { return api_.Binding(); }

 private:
  const ExitDeadline& exit_;
  audit::Sealer sealer_;
  audit::AuditApi api_;
};

}  // namespace amparo::process
