// How the case ends and begins again, what another system brings and takes, and what is told of it all.
#include "tests/integration/services/case/samples.h"

namespace amparo::cases {

std::vector<Sample> EndSamples() {
  constexpr auto kRefused = absl::StatusCode::kInvalidArgument;
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
      {"CaseService.ReopenCase",
       R"(reason: "one of the ring was arrested" reopen_reason: REOPEN_REASON_FURTHER_ACCUSED)"},

      {"ImportService.ImportCases", R"(row: "1" source: "ring.json" parent: "<office>" bundle {
          case { name: "<office>/cases/<id:imported>" title: "The ring that moved" crime_type: "02041"
                 report_date { year: 2013 month: 3 day: 4 } }
          parties { name: "<office>/cases/<id:imported>/parties/<id:ringleader>" role: PARTY_ROLE_ACCUSED
                    pseudonym: "A1" }
          venues { name: "<office>/venues/<id:shop>" kind: VENUE_KIND_COFFEE_SHOP pseudonym: "V" } })"},
      // With one of each; the person is known by no role yet.
      {"ImportService.ImportCases", R"(row: "3" source: "ring.json" parent: "<office>" bundle {
          case { name: "<office>/cases/<id:whole>" title: "The ring that moved on" crime_type: "02041"
                 report_date { year: 2013 month: 3 day: 4 }
                 stage_changes { stage: CASE_STAGE_REPORTED effective_date { year: 2013 month: 3 day: 4 } }
                 stage_changes { stage: CASE_STAGE_SCREENED effective_date { year: 2013 month: 3 day: 5 } }
                 stage_changes { stage: CASE_STAGE_INVESTIGATION effective_date { year: 2013 month: 3 day: 12 } }
                 stage_changes { stage: CASE_STAGE_OPERATION effective_date { year: 2013 month: 6 day: 1 } }
                 stage_changes { stage: CASE_STAGE_PROSECUTION effective_date { year: 2013 month: 10 day: 20 } } }
          persons { name: "<office>/persons/<id:known>" pseudonym: "Dara" profile { birth_date { year: 1987 } } }
          parties { name: "<office>/cases/<id:whole>/parties/<id:recruiter>" role: PARTY_ROLE_ACCUSED
                    pseudonym: "A2" }
          venues { name: "<office>/venues/<id:parlour>" kind: VENUE_KIND_MASSAGE_PARLOUR pseudonym: "P" }
          links { name: "<office>/links/<id:moved_on>" kind: LINK_KIND_MOVED_TO
                  from: "<office>/cases/<id:whole>/parties/<id:recruiter>" to: "<office>/venues/<id:parlour>" }
          operations { name: "<office>/cases/<id:whole>/operations/<id:raid>" start_time { seconds: 1371686400 }
                       partner_unit: "A unit" sites { venue: "<office>/venues/<id:parlour>"
                       outcome: SITE_OUTCOME_SUCCEEDED minors_rescued: 3 } }
          charges { name: "<office>/cases/<id:whole>/charges/<id:charged>"
                    accused: "<office>/cases/<id:whole>/parties/<id:recruiter>" law_article: "RA 9208 sec. 4-A"
                    charge_date { year: 2014 month: 6 day: 2 } } })"},
      {"ImportService.ImportCases", R"(row: "7" source: "cases.csv" parent: "<office>"
          unreadable { violations { field: "registered_on" rule: "must be a date that exists" } })",
       "import_fault"},
      // It has no title.
      {"ImportService.ImportCases", R"(row: "2" source: "ring.json" parent: "<office>" bundle {
          case { name: "<office>/cases/<id:untitled>" crime_type: "02041"
                 report_date { year: 2013 month: 3 day: 4 } } })",
       "bundle_fault"},
      {"ImportService.ImportRecords",
       R"(parent: "<office>" record { name: "<case>/notes/<id:imported_note>" kind: "note"
          resource { [type.googleapis.com/amparo.cases.v1.Note] {
            name: "<case>/notes/<id:imported_note>" confidentiality: NOTE_CONFIDENTIALITY_CASE_TEAM
            date { year: 2014 month: 12 day: 11 } author: "spiffe://amparo/elsewhere" state: NOTE_STATE_ACTIVE
            text: "<canary>" } } })"},
      {"ImportFaultService.GetImportFault", "view: VIEW_FULL"},
      {"ImportFaultService.GetImportFault", R"(name: "<bundle_fault>" view: VIEW_FULL)"},
      {"ImportFaultService.ListImportFaults"},
      {"ImportFaultService.ResolveImportFault", R"(name: "<bundle_fault>" resolution: "entered by hand")"},

      // They are shared, so that they are there for everybody in the office.
      Plain({"SavedQueryService.CreateSavedQuery",
             R"(saved_query { title: "Reports" shared: true cases { text: "report" } })", "saved_query"}),
      {"SavedQueryService.GetSavedQuery"},
      {"SavedQueryService.ListSavedQueries"},
      {"SavedQueryService.UpdateSavedQuery", R"(saved_query { title: "All reports" } update_mask { paths: "title" })"},
      // What may identify people is not kept in queries.
      {"SavedQueryService.CreateSavedQuery", R"(saved_query { title: "Told" cases { text: "told" } })", "", "everyone",
       kRefused},
      {"SavedQueryService.UpdateSavedQuery", R"(saved_query { cases { text: "told" } }
          update_mask { paths: "cases" })",
       "", "everyone", kRefused},
      {"SavedQueryService.RunSavedQuery", R"(name: "<saved_query>")"},
      Plain({"SavedQueryService.CreateSavedQuery",
             R"(saved_query { title: "Others" shared: true cases { text: "other" } })", "spare_query"}),
      {"SavedQueryService.DeleteSavedQuery", R"(name: "<spare_query>")"},

      // Whoever supervises gives the first; the second takes the role ops.
      {"GrantService.CreateGrant",
       R"(grant { principal: "spiffe://amparo/people/s.worker" role: ROLE_SOCIAL_WORKER reason: "a new colleague" })",
       "grant", "supervisor"},
      {"GrantService.GetGrant"},
      {"GrantService.ListGrants", "show_ended: true"},
      // Of all offices.
      {"GrantService.ListGrants", R"(parent: "offices/-" principal: "spiffe://amparo/people/s.worker")"},
      {"GrantService.CreateGrant",
       R"(grant { principal: "spiffe://amparo/people/s.worker" role: ROLE_SUPERVISOR end_time { seconds: 1500000000 }
          reason: "stands in until summer" })",
       "spare_grant"},
      {"GrantService.RevokeGrant", R"(name: "<spare_grant>" reason: "came back early")"},

      {"TimelineService.ListTimeline", R"(parent: "<case>" page_size: 200 show_details: true reason: "what was done")"},
      {"ExportService.ExportOffice", R"(name: "<office>" view: VIEW_FULL reason: "the yearly copy")"},
      {"ExportService.ExportOffice", R"(name: "<office>")"},
      {"AuditService.ListAuditEntries", R"(parent: "<office>" reason: "a complaint")"},
      {"AuditService.VerifyAudit", R"(name: "<office>" reason: "the yearly check")"},
      {"FeedService.Watch"},
      {"FeedService.Export"},
  };
}

}  // namespace amparo::cases
