// A police operation, its compartment, and who may look into it.
#include "tests/integration/services/case/samples.h"

namespace amparo::cases {

std::vector<Sample> OperationSamples() {
  return {
      // Two hours before the story's day begins.
      {"OperationService.CreateOperation", R"(operation { start_time { seconds: 1418256000 } partner_unit: "A unit"
          sites { venue: "<venue>" } sites { venue: "<second_venue>" }
          resources { kind: RESOURCE_KIND_VEHICLE quantity: 2 }
          readers { principal: "spiffe://amparo/supervisor" keeper: true } })",
       "operation"},
      {"OperationService.CreateOperation", R"(operation { start_time { seconds: 1418256000 } partner_unit: "A unit"
          sites { venue: "<venue>" } })",
       "cancelled_operation"},
      {"OperationService.ListOperations", R"(reason: "a briefing")"},
      {"OperationService.UpdateOperation", R"(operation { partner_unit: "Another unit" }
          update_mask { paths: "partner_unit" paths: "plan" })"},
      {"CompartmentService.AddReader", R"(name: "<operation>" reader { principal: "spiffe://amparo/team-leader" })"},
      {"CompartmentService.RemoveReader", R"(name: "<operation>" principal: "spiffe://amparo/team-leader")"},
      {"OperationService.ApproveOperation", "", "", "supervisor"},
      {"OperationService.RecordSiteOutcome",
       "site: 1 outcome: SITE_OUTCOME_SUCCEEDED adults_rescued: 1 minors_rescued: 1 arrests: 1"},
      {"OperationService.RecordSiteOutcome", "site: 2 outcome: SITE_OUTCOME_FAILED_TIPPED_OFF"},
      {"OperationService.RecordFreedPerson", R"(person { site: 1 survivor: "<party>" })"},
      {"OperationService.RecordArrest", R"(arrest { site: 1 accused: "<accused>" })"},
      {"OperationService.AnalyzeSiteFailure", "site: 2 cause: FAILURE_CAUSE_LEAK_IN_UNIT"},
      {"OperationService.CorrectSiteOutcome", R"(site: 1 outcome: SITE_OUTCOME_SUCCEEDED adults_rescued: 2
          minors_rescued: 1 arrests: 2 reason: "one of each was left out" etag: "<etag:operation>")"},
      {"OperationService.StrikeFreedPerson", R"(number: 1 reason: "they were not there")"},
      {"OperationService.StrikeArrest", R"(number: 1 reason: "they were let go")"},
      {"OperationService.GetOperation", R"(view: VIEW_FULL reason: "what came of it")"},
      {"OperationService.CancelOperation", R"(name: "<cancelled_operation>" reason: "rain")"},
      {"CompartmentService.FreezeCompartment", R"(name: "<operation>" reason: "a leak")", "", "supervisor"},
      {"CompartmentService.UnfreezeCompartment", R"(name: "<operation>" reason: "found")"},
      // Nobody knows of this one: it is asked for all the same.
      {"CompartmentService.RequestBreakGlass",
       R"(operation: "<case>/operations/<id:unknown>" reason: "a team is in danger")", "break_glass"},
      {"CompartmentService.GrantBreakGlass", "minutes: 30", "", "supervisor"},
      {"CompartmentService.GetBreakGlass"},
      {"CompartmentService.ListBreakGlasses"},
      {"CompartmentService.ExposureReport", R"(operation: "<operation>" reason: "tipped off")"},
  };
}

}  // namespace amparo::cases
