// Charges to sentences, and what became of them on appeal.
#include "tests/integration/services/case/samples.h"

namespace amparo::cases {

std::vector<Sample> CourtSamples() {
  return {
      {"CaseService.StartOperation"},
      {"CaseService.StartProsecution"},
      {"LawService.ListLawArticles", R"(country_code: "PH")"},
      {"ChargeService.CreateCharge", R"(charge { accused: "<accused>" law_article: "RA 9208 sec. 4-A"
          charge_date { year: 2014 month: 6 day: 2 } elements { acts: TRAFFICKING_ACT_RECRUITMENT
          purposes: EXPLOITATION_TYPE_SEXUAL victims: MINORITY_MINOR } })",
       "charge"},
      {"ChargeService.CreateCharge", R"(charge { accused: "<accused>" law_article: "RA 9208 sec. 4-A"
          charge_date { year: 2014 month: 6 day: 2 } })",
       "second_charge"},
      {"ChargeService.CreateCharge", R"(charge { accused: "<accused>" law_article: "RA 9208 sec. 4-A"
          charge_date { year: 2014 month: 6 day: 2 } })",
       "replaced_charge"},
      {"ChargeService.GetCharge"},
      {"ChargeService.ListCharges"},
      {"ChargeService.AmendCharge", R"(charge { completion: COMPLETION_ATTEMPTED } update_mask { paths: "completion" }
          reason: AMEND_REASON_PROSECUTION date { year: 2014 month: 6 day: 3 })"},
      {"ChargeService.ReplaceCharge", R"(name: "<replaced_charge>" charge { law_article: "RA 9208 sec. 6"
          charge_date { year: 2014 month: 7 day: 1 } })",
       "fresh_charge"},
      {"ChargeService.EnterPlea", "plea { kind: PLEA_KIND_GUILTY date { year: 2014 month: 7 day: 1 } }"},
      {"ChargeService.CorrectPlea", R"(index: 0 reason: STRIKE_REASON_WRONG_CONTENT etag: "<etag:charge>"
          plea { kind: PLEA_KIND_NO_CONTEST date { year: 2014 month: 7 day: 1 } })"},
      {"ChargeService.RecordInterimOrder", R"(name: "<second_charge>"
          interim_order { kind: INTERIM_ORDER_KIND_BAIL date { year: 2014 month: 7 day: 2 } })"},
      {"ChargeService.RecordVerdict",
       R"(verdict { outcome: VERDICT_OUTCOME_CONVICTED_LESSER date { year: 2014 month: 8 day: 4 }
          lesser_crime_type: "0302" lesser_completion: COMPLETION_COMPLETED lesser_law_article: "RA 9208 sec. 5" })"},
      {"ChargeService.ImposeSentence", R"(sentence { date { year: 2014 month: 8 day: 11 }
          imprisonment { min { years: 5 } } fine { currency_code: "PHP" units: 500000 }
          restitutions { survivor: "<party>" amount { currency_code: "PHP" units: 900 } } })"},
      {"ChargeService.RecordVerdict", R"(name: "<second_charge>"
          verdict { outcome: VERDICT_OUTCOME_ACQUITTED date { year: 2014 month: 8 day: 4 } })"},
      // The order is its first ruling, the verdict its second.
      {"ChargeService.CorrectRuling", R"(name: "<second_charge>" index: 1 reason: STRIKE_REASON_WRONG_CONTENT
          ruling { verdict { outcome: VERDICT_OUTCOME_DISMISSED date { year: 2014 month: 8 day: 4 } } }
          etag: "<etag:second_charge>")"},
      {"ChargeService.RecordVerdict", R"(name: "<fresh_charge>"
          verdict { outcome: VERDICT_OUTCOME_DISMISSED date { year: 2014 month: 8 day: 4 } })"},
      {"ChargeService.GetCaseStandings", R"(name: "<case>")"},
      {"SentenceService.RecordPayment", R"(name: "<charge>" payment { kind: PAYMENT_KIND_RESTITUTION
          survivor: "<party>" date { year: 2014 month: 8 day: 20 } amount { currency_code: "PHP" units: 250 } })"},
      {"SentenceService.CorrectPayment", R"(name: "<charge>" index: 0 reason: STRIKE_REASON_WRONG_CONTENT
          etag: "<etag:charge>" payment { kind: PAYMENT_KIND_RESTITUTION survivor: "<party>"
          date { year: 2014 month: 8 day: 20 } amount { currency_code: "PHP" units: 200 } })"},
      {"AppealService.FileAppeal", R"(appeal { appellant: APPELLANT_ACCUSED party: "<accused>" charges: "<charge>"
          file_date { year: 2014 month: 8 day: 25 } court: "Court of Appeals" })",
       "appeal"},
      {"AppealService.GetAppeal", "view: VIEW_FULL"},
      {"AppealService.ListAppeals"},
      {"AppealService.DecideAppeal", R"(decisions { charge: "<charge>" result: APPEAL_RESULT_UPHELD
          date { year: 2014 month: 9 day: 1 } })"},
      {"AppealService.FileAppeal", R"(appeal { appellant: APPELLANT_ACCUSED party: "<accused>" charges: "<charge>"
          file_date { year: 2014 month: 9 day: 10 } court: "Supreme Court" })",
       "withdrawn_appeal"},
      {"AppealService.WithdrawAppeal", R"(name: "<withdrawn_appeal>" date { year: 2014 month: 9 day: 20 })"},
      {"SentenceService.CommuteSentence", R"(name: "<charge>" sentence { date { year: 2014 month: 10 day: 1 }
          imprisonment { min { years: 4 } } })"},
      {"SentenceService.RecordSentenceEvent", R"(accused: "<accused>"
          sentence_event { kind: SENTENCE_EVENT_KIND_ESCAPED date { year: 2014 month: 10 day: 5 } })"},
      {"SentenceService.GetEffectiveSentence", R"(accused: "<accused>")"},
  };
}

}  // namespace amparo::cases
