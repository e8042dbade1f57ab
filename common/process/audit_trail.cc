#include "common/process/audit_trail.h"

#include <utility>

#include "absl/time/clock.h"

namespace amparo::process {
namespace {

audit::SealerOptions SealingOptions(Environment& environment, const std::string& program) {
  audit::SealerOptions options = audit::SealerOptionsFrom(environment.config, program);
  options.on_problem = LogProblems(environment, "sealing the audit trail failed");
  return options;
}

}  // namespace

AuditTrail::AuditTrail(Environment& environment, Database& database, std::shared_ptr<audit::HeadKeeper> heads,
                       const std::string& program, const std::string& service, audit::AuditApi::Gate gate)
    : exit_(environment.exit),
      sealer_(SealingOptions(environment, program), heads, environment.clock),
      api_(service, {&database.decides(), &database.writer(), &database.workers(), std::move(heads)}, std::move(gate)) {
  sealer_.ExportMetrics(environment.registry);
}

AuditTrail::~AuditTrail() {
  sealer_.Stop(exit_.End(absl::Now()));
}

}  // namespace amparo::process
