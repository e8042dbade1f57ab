// Records that are, or are not, of one person or of one matter.
#include "tests/integration/services/case/samples.h"

namespace amparo::cases {

std::vector<Sample> DuplicateSamples() {
  return {
      {"PersonService.CreatePerson", R"(person { pseudonym: "Ana again" profile { birth_date { year: 1987 } } })",
       "double_person"},
      {"MergeService.FindDuplicates", R"(person: "<person>")"},
      {"MergeService.FindDuplicates", "draft { profile { birth_date { year: 1987 } } }"},
      {"MergeService.DistinguishPersons", R"(name: "<person>" other: "<double_person>" reason: "they came together")",
       "distinction"},
      {"MergeService.GetDistinction"},
      {"MergeService.ListDistinctions", R"(person: "<person>")"},
      {"MergeService.WithdrawDistinction", R"(reason: "they never did")"},
      {"MergeService.MergePerson", R"(name: "<double_person>" into: "<person>" reason: "the same papers")"},
      {"MergeService.UnmergePerson", R"(name: "<double_person>")"},

      {"CaseService.CreateCase", R"(case { title: "The first report again" crime_type: "02041"
          report_date { year: 2014 month: 5 day: 12 } })",
       "double_case"},
      {"MergeService.FindDuplicateCases", R"(name: "<case>")"},
      {"MergeService.DistinguishCases", R"(name: "<double_case>" other: "<case>" reason: "another girl")",
       "case_distinction"},
      {"MergeService.ListDistinctions", R"(case: "<case>")"},
      {"MergeService.WithdrawDistinction", R"(name: "<case_distinction>" reason: "the same girl after all")"},
      {"MergeService.MergeCase", R"(name: "<double_case>" into: "<case>" reason: "the same report")"},
      {"MergeService.UnmergeCase", R"(name: "<double_case>")"},
  };
}

}  // namespace amparo::cases
