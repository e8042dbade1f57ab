// Offices, cases, people, and what is known of them first.
#include "tests/integration/services/case/samples.h"

namespace amparo::cases {

std::vector<Sample> ReportSamples() {
  constexpr auto kRefused = absl::StatusCode::kInvalidArgument;
  return {
      {"OfficeService.CreateOffice", R"(office_id: "cebu" office {
          display_name: "Office of Cebu" country_code: "PH" currency_code: "PHP" time_zone: "Asia/Manila"
          open_date { year: 2008 month: 3 day: 1 } })",
       "office"},
      {"OfficeService.CreateOffice", R"(office_id: "la-paz" office {
          display_name: "Office of La Paz" country_code: "BO" currency_code: "BOB" time_zone: "America/La_Paz"
          open_date { year: 2008 month: 3 day: 1 } })",
       "other_office"},
      {"OfficeService.UpdateOffice", R"(office { name: "<office>" city: "Cebu City" } update_mask { paths: "city" })"},
      {"OfficeService.GetOffice", R"(name: "<office>")"},
      {"OfficeService.ListOffices"},
      {"OfficeService.SetHoliday", R"(holiday { date { year: 2014 month: 12 day: 22 } kind: HOLIDAY_KIND_HOLIDAY
          title: "The office moves" })"},
      {"OfficeService.ListHolidays", R"(from_date { year: 2014 month: 12 day: 1 }
          to_date { year: 2014 month: 12 day: 31 })"},
      {"OfficeService.RemoveHoliday", "date { year: 2014 month: 12 day: 22 }"},
      // Stays, so that an office which moves has one: before all that is reckoned in working days.
      {"OfficeService.SetHoliday", R"(holiday { date { year: 2013 month: 12 day: 28 } kind: HOLIDAY_KIND_WORKING_DAY
          title: "The office moved" })"},

      {"CaseService.CreateCase", R"(case { title: "A report" crime_type: "02041"
          report_date { year: 2014 month: 5 day: 12 } })",
       "case"},
      {"CaseService.CreateCase", R"(case { title: "Another report" crime_type: "02041"
          report_date { year: 2014 month: 5 day: 12 } })",
       "declined_case"},
      {"CaseService.CreateCase", R"(case { title: "A third report" crime_type: "02041"
          report_date { year: 2014 month: 5 day: 12 } })",
       "sleeping_case"},
      {"CaseService.UpdateCase", R"(update_mask { paths: "narrative" paths: "lead" } case {
          lead: "spiffe://amparo/attorney" })"},
      {"CaseService.GetCase", "view: VIEW_FULL"},
      Plain({"CaseService.ListCases", R"(text: "report" lead: "spiffe://amparo/attorney"
          report_from { year: 2014 month: 5 day: 1 } report_to { year: 2014 month: 5 day: 31 })"}),
      // Now by words of their narratives.
      {"CaseService.ListCases"},
      // Of all offices.
      {"CaseService.ListCases", R"(parent: "offices/-" moved_from { year: 2014 month: 5 day: 1 })"},
      Plain({"CaseService.CountCases", R"(text: "report")"}),
      Plain({"CaseService.CountCases", R"(parent: "offices/-" verdict_to { year: 2014 month: 12 day: 31 })"}),
      // By words of their narratives they are not counted.
      {"CaseService.CountCases", "", "", "everyone", kRefused},
      {"CaseService.BatchGetCases", R"(names: "<case>")"},
      {"CaseLinkService.CreateCaseLink",
       R"(link { kind: CASE_LINK_KIND_RELATED other_case: "<sleeping_case>" reason: "the same street" })", "case_link"},
      {"CaseLinkService.GetCaseLink"},
      {"CaseLinkService.ListCaseLinks"},
      {"CaseLinkService.WithdrawCaseLink", R"(reason: "another street")"},

      // Her year of birth is estimated.
      {"PersonService.CreatePerson", R"(person { pseudonym: "Ana" profile { birth_date { year: 1987 } } })", "person"},
      {"PersonService.CreatePerson", R"(person { pseudonym: "Gone" profile { birth_date { year: 1987 } } })",
       "erased_person"},
      {"PersonService.UpdatePerson",
       R"(person { sex: SEX_FEMALE profile { birth_date { year: 1987 } } } update_mask { paths: "profile" paths: "sex" })"},
      {"PersonService.GetPerson", "view: VIEW_FULL"},
      {"PersonService.BatchGetPersons", R"(names: "<person>")"},
      {"PersonService.ListPersons"},
      {"PersonService.SearchPersons", "birth_year: 1987"},
      {"PersonService.ComputeAges", R"(name: "<person>" dates { year: 2014 month: 5 day: 12 })"},
      {"PartyService.CreateParty", R"(party { role: PARTY_ROLE_SURVIVOR pseudonym: "Maya" })", "party"},
      {"PartyService.CreateParty", R"(party { role: PARTY_ROLE_ACCUSED pseudonym: "A1" })", "accused"},
      {"PartyService.UpdateParty", R"(party { testified: true } update_mask { paths: "identity" paths: "testified" })"},
      {"PartyService.GetParty", "view: VIEW_FULL"},
      {"PartyService.ListParties"},
      {"PersonService.ListPersonParties", R"(parent: "<person>")"},
      {"PersonService.ErasePerson", R"(name: "<erased_person>" reason: "asked for it in writing")"},

      {"CaseService.ScreenCase"},
      {"CaseService.DeclineCase",
       R"(name: "<declined_case>" decline_reason: DECLINE_REASON_OUTSIDE_AREA reason: "another office's")"},
      {"CaseService.DeactivateCase", R"(name: "<sleeping_case>" reason: "the accused fled")"},
      {"CaseService.ReactivateCase", R"(name: "<sleeping_case>")"},
      {"CaseService.StartInvestigation"},
      {"LifecycleService.GetCaseClock", R"(name: "<case>")"},
  };
}

}  // namespace amparo::cases
