// Carrying out the acts that change one charge by a rule of the domain, whichever service they belong to.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "amparo/cases/v1/charge.pb.h"
#include "services/case/api/acts.h"
#include "services/case/api/charge_changes.h"
#include "services/case/api/dated_act.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/charge_acts.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// What such an act needs of its service; all of it outlives the act.
struct ChargeActParts {
  Store* store = nullptr;
  OfficeDirectory* offices = nullptr;
  // Set for an act that may say when the first verdict was: tasks follow it (dated_act.h).
  TaskTemplateStore* templates = nullptr;
};

// An act, its rule with all that was said bound to it, and the stages that the case may be in.
struct ChargeAct {
  Target target;
  ActStamp stamp;
  Rule<Charge> rule;
  std::vector<Stage> stages;
};

// Carries out an act by a rule that looks at nothing but the charge. `context` outlives the task.
Task<absl::StatusOr<v1::Charge>> RunChargeRule(ChargeActParts parts, rpc::CallContext* context, ChargeAct act);

// Whether what was said of a charge names what is there; reads in the transaction of the act.
using ReferenceCheck = std::function<absl::Status(Work&, const Charge&)>;

// The same for an act that names other records, which `check` looks at: in one transaction.
Task<absl::StatusOr<v1::Charge>> RunReferringRule(Store* store, rpc::CallContext* context, ChargeAct act,
                                                  ReferenceCheck check);

// What a request says (a plea, a verdict, ...) in a case, checked as far as that can be without the charge; notes
// violations.
template <typename Request, typename Said>
using ReadSaid = Said (*)(const Request&, const CaseName& parent, absl::CivilDay today, Violations& found);

// A rule on a charge and what was said.
template <typename Said>
using SaidRule = Decision<Charge> (*)(Charge, const Said&, const Moment&);

// The whole handler of such an act: a request with `name` (the charge), `etag` and `request_id`. Everything that is
// wrong with the request by itself is told at once. `context` outlives the task.
template <typename Request, typename Said>
Task<absl::StatusOr<v1::Charge>> RunChargeAct(ChargeActParts parts, rpc::CallContext* context, Request request,
                                              ReadSaid<Request, Said> read, SaidRule<Said> rule,
                                              std::vector<Stage> stages) {
  errors::FieldViolations violations;
  ChargeAct act;
  AMPARO_CO_ASSIGN_OR_RETURN(act.target, TargetOf<ChargeName>(*context, request, violations));
  const RecordKey& key = act.target.key;
  Moment moment;
  moment.now = act.target.now;
  AMPARO_CO_ASSIGN_OR_RETURN(moment.today, co_await parts.offices->Today(key.office, moment.now, context->limits()));
  Violations found;
  Said said = read(request, {key.office, key.case_id}, moment.today, found);
  AddViolations(found, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  act.stamp = StampOf(*context, key.office, request.request_id(), request);
  act.rule = [rule, said, moment](Charge charge) { return rule(std::move(charge), said, moment); };
  act.stages = std::move(stages);
  // What names other records is of a type for which this can be asked.
  if constexpr (requires { HasReferences(said); }) {
    if (HasReferences(said)) {
      ReferenceCheck check = [said](Work& work, const Charge& charge) {
        return CheckReferences(work, charge, said, "");
      };
      co_return co_await RunReferringRule(parts.store, context, std::move(act), std::move(check));
    }
  }
  co_return co_await RunChargeRule(parts, context, std::move(act));
}

}  // namespace amparo::cases
