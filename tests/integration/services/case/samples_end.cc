// How the case ends and begins again, what another system brings, and what is told of it all.
#include "tests/integration/services/case/samples.h"

namespace amparo::cases {

std::vector<Sample> EndSamples() {
  return {
      {"CaseService.DisposeCase"},
      {"CaseService.LodgeAppeal"},
      {"CaseService.DisposeCase"},
      {"LifecycleService.RequestClosure", R"(reason: "nothing is left to do")"},
      {"LifecycleService.RejectClosure", R"(reason: "restitution is not paid")", "", "supervisor"},
      {"LifecycleService.RequestClosure", R"(reason: "it was paid")"},
      {"LifecycleService.WithdrawClosure", R"(reason: "it was not")"},
      {"LifecycleService.RequestClosure", R"(reason: "now it was")"},
      {"LifecycleService.ApproveClosure", R"(reason: "it was")", "", "supervisor"},
      {"CaseService.ReopenCase", R"(reason: "she was harmed again")"},

      {"ImportService.ImportCases", R"(row: "ring.json:1" parent: "<office>" bundle {
          case { name: "<office>/cases/<id:imported>" title: "The ring that moved" crime_type: "02041"
                 report_date { year: 2013 month: 3 day: 4 } }
          parties { name: "<office>/cases/<id:imported>/parties/<id:ringleader>" role: PARTY_ROLE_ACCUSED
                    pseudonym: "A1" }
          venues { name: "<office>/venues/<id:shop>" kind: VENUE_KIND_COFFEE_SHOP pseudonym: "V" } })"},

      {"AuditService.ListAuditEntries", R"(parent: "<office>" reason: "a complaint")"},
      {"AuditService.VerifyAudit", R"(name: "<office>" reason: "the yearly check")"},
      {"FeedService.Watch"},
      {"FeedService.Export"},
  };
}

}  // namespace amparo::cases
