// What is done for the survivor, to her restoration.
#include "tests/integration/services/case/samples.h"

namespace amparo::cases {

std::vector<Sample> CareSamples() {
  constexpr auto kNotYet = absl::StatusCode::kFailedPrecondition;
  return {
      {"InstrumentService.GetInstrument", R"(id: "survivor-outcomes-1")"},
      {"InstrumentService.ListInstruments"},
      {"InstrumentService.ListServiceKinds"},
      {"InstrumentService.ListRestorationCriteria"},
      {"AftercareService.CreateAftercare", R"(parent: "<case>" aftercare { party: "<party>" })", "aftercare"},
      {"AftercareService.UpdateAftercare", R"(aftercare { lead: "spiffe://amparo/social-worker" }
          update_mask { paths: "lead" })"},
      {"AftercareService.StartAftercare"},
      {"AftercareService.GetAftercare"},
      {"AftercareService.ListAftercares"},
      {"AssessmentService.CreateAssessment", R"(assessment { party: "<party>"
          date { year: 2014 month: 12 day: 11 }
          scores { sub_domain: "1.1" score: 4 } scores { sub_domain: "1.2" score: 4 }
          scores { sub_domain: "1.3" score: 4 } scores { sub_domain: "2.1" score: 4 }
          scores { sub_domain: "2.2" score: 4 } scores { sub_domain: "2.3" score: 4 }
          scores { sub_domain: "3.1" score: 4 } scores { sub_domain: "3.2" score: 4 }
          scores { sub_domain: "3.3" score: 4 } scores { sub_domain: "3.4" score: 4 }
          scores { sub_domain: "4.1" score: 4 } scores { sub_domain: "4.2" score: 4 }
          scores { sub_domain: "4.3" score: 4 } scores { sub_domain: "5.1" score: 4 }
          scores { sub_domain: "5.2" score: 4 } scores { sub_domain: "5.3" score: 4 }
          scores { sub_domain: "6.1" score: 4 } scores { sub_domain: "6.2" score: 4 } })",
       "assessment"},
      {"AssessmentService.UpdateAssessment", R"(assessment {
          scores { sub_domain: "1.1" score: 3 } scores { sub_domain: "1.2" score: 4 }
          scores { sub_domain: "1.3" score: 4 } scores { sub_domain: "2.1" score: 4 }
          scores { sub_domain: "2.2" score: 4 } scores { sub_domain: "2.3" score: 4 }
          scores { sub_domain: "3.1" score: 4 } scores { sub_domain: "3.2" score: 4 }
          scores { sub_domain: "3.3" score: 4 } scores { sub_domain: "3.4" score: 4 }
          scores { sub_domain: "4.1" score: 4 } scores { sub_domain: "4.2" score: 4 }
          scores { sub_domain: "4.3" score: 4 } scores { sub_domain: "5.1" score: 4 }
          scores { sub_domain: "5.2" score: 4 } scores { sub_domain: "5.3" score: 4 }
          scores { sub_domain: "6.1" score: 4 } scores { sub_domain: "6.2" score: 4 }
          scores { sub_domain: "6.3" score: 4 } }
          update_mask { paths: "scores" paths: "note" })"},
      {"AssessmentService.FinalizeAssessment"},
      {"AssessmentService.GetAssessment", "view: VIEW_FULL"},
      {"AssessmentService.ListAssessments"},
      {"AftercareService.GetProgress", R"(party: "<party>")"},
      {"CarePlanService.CreateCarePlan", R"(care_plan { party: "<party>" date { year: 2014 month: 12 day: 11 } })",
       "care_plan"},
      {"CarePlanService.GetCarePlan", "view: VIEW_FULL"},
      {"CarePlanService.ListCarePlans"},
      {"GoalService.CreateGoal", R"(goal { care_plan: "<care_plan>" domain: CARE_DOMAIN_SAFETY title: "A safe home"
          target_date { year: 2015 month: 3 day: 1 } })",
       "goal"},
      {"GoalService.CreateGoal", R"(goal { care_plan: "<care_plan>" domain: CARE_DOMAIN_SAFETY title: "A telephone"
          target_date { year: 2015 month: 3 day: 1 } })",
       "second_goal"},
      {"GoalService.UpdateGoal", R"(goal { title: "A safe place" } update_mask { paths: "title" paths: "note" })"},
      {"GoalService.GetGoal", "view: VIEW_FULL"},
      {"GoalService.ListGoals"},
      {"GoalService.AchieveGoal"},
      {"GoalService.AbandonGoal", R"(name: "<second_goal>" reason: "she has one")"},
      {"ServiceDeliveryService.CreateServiceDelivery",
       R"(service_delivery { party: "<party>" kind: "home-visit" date { year: 2014 month: 12 day: 11 }
          staff: "spiffe://amparo/social-worker" duration_minutes: 60 })",
       "service_delivery"},
      {"ServiceDeliveryService.GetServiceDelivery", "view: VIEW_FULL"},
      {"ServiceDeliveryService.ListServiceDeliveries"},
      {"ServiceDeliveryService.VoidServiceDelivery", R"(reason: "entered twice")"},
      {"CarePlanService.CompleteCarePlan"},

      {"ReferralService.CreateReferral", R"(referral { party: "<party>" kind: REFERRAL_KIND_REFERRAL
          service_kinds: "trauma-therapy" partner: "A shelter" })",
       "referral"},
      {"ReferralService.GetReferral", "view: VIEW_FULL"},
      {"ReferralService.ListReferrals"},
      {"ReferralService.ListReceivedReferrals", R"(parent: "<office>")"},
      {"ReferralService.RecordConsent", R"(decision: CONSENT_DECISION_REFUSED giver: CONSENT_GIVER_SURVIVOR
          reason: "afraid to leave")"},
      {"ReferralService.OverrideConsent", R"(reason: "in danger of her life")"},
      {"ReferralService.SendReferral"},
      {"ReferralService.AcceptReferral", R"(reason: "a bed is free")"},
      {"ReferralService.CompleteReferral"},
      {"ReferralService.CreateReferral", R"(referral { party: "<party>" kind: REFERRAL_KIND_REFERRAL
          service_kinds: "trauma-therapy" partner: "A clinic" })",
       "rejected_referral"},
      {"ReferralService.RecordConsent", R"(name: "<rejected_referral>" decision: CONSENT_DECISION_GIVEN
          giver: CONSENT_GIVER_SURVIVOR)"},
      {"ReferralService.SendReferral", R"(name: "<rejected_referral>")"},
      {"ReferralService.RejectReferral", R"(name: "<rejected_referral>" reason: "no bed is free")"},
      {"ReferralService.CreateReferral", R"(referral { party: "<party>" kind: REFERRAL_KIND_REFERRAL
          service_kinds: "trauma-therapy" partner: "A school" })",
       "revoked_referral"},
      {"ReferralService.RevokeReferral", R"(name: "<revoked_referral>" reason: "she changed her mind")"},

      {"AftercareService.CheckRestoration", R"(name: "<aftercare>")"},
      // Nobody is restored on the day of her first assessment.
      {"AftercareService.RecordRestoration", R"(name: "<aftercare>")", "", "everyone", kNotYet},
      {"AftercareService.RecordRevictimization", R"(name: "<aftercare>" reason: "recruited again")"},
      {"AftercareService.EndAftercare", R"(cause: END_CAUSE_LOST_CONTACT reason: "she moved")"},
      {"AftercareService.ReopenAftercare", R"(reason: "she came back")"},
      {"AssessmentService.VoidAssessment", R"(reason: "of another survivor")"},
  };
}

}  // namespace amparo::cases
