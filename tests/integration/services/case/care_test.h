// What the tests of aftercare share: a case with a survivor, and short ways to do what is done for her.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "amparo/cases/v1/aftercare.grpc.pb.h"
#include "amparo/cases/v1/assessment.grpc.pb.h"
#include "amparo/cases/v1/care_plan.grpc.pb.h"
#include "amparo/cases/v1/goal.grpc.pb.h"
#include "amparo/cases/v1/instrument.grpc.pb.h"
#include "amparo/cases/v1/referral.grpc.pb.h"
#include "amparo/cases/v1/service_delivery.grpc.pb.h"
#include "google/rpc/error_details.pb.h"
#include "tests/integration/services/case/court_test.h"

namespace amparo::cases {

using AftercareStub = v1::AftercareService::Stub;
using AssessmentStub = v1::AssessmentService::Stub;
using CarePlanStub = v1::CarePlanService::Stub;
using GoalStub = v1::GoalService::Stub;
using DeliveryStub = v1::ServiceDeliveryService::Stub;
using ReferralStub = v1::ReferralService::Stub;

// The types of the violations in a FAILED_PRECONDITION.
inline std::vector<std::string> BrokenRules(const absl::Status& status) {
  google::rpc::PreconditionFailure failure;
  const auto payload = status.GetPayload("type.googleapis.com/google.rpc.PreconditionFailure");
  std::vector<std::string> types;
  if (!payload || !failure.ParseFromString(std::string(*payload))) return types;
  for (const auto& violation : failure.violations()) types.push_back(violation.type());
  return types;
}

class CareTest : public CourtTest {
 protected:
  CareTest() : survivor_(EnterParty(case_, v1::PARTY_ROLE_SURVIVOR, "Maria")) {}

  // Runs the clock to a day, at noon in Cebu.
  void On(absl::CivilDay day) {
    absl::TimeZone zone;
    ASSERT_TRUE(absl::LoadTimeZone("Asia/Manila", &zone));
    service_.clock().Set(absl::FromCivil(absl::CivilSecond(day) + 12 * 3600, zone));
    today_ = day;
  }

  v1::CreateAftercareRequest OpenRequest(bool start = true) {
    v1::CreateAftercareRequest request;
    request.set_parent(case_);
    request.mutable_aftercare()->set_party(survivor_);
    request.mutable_aftercare()->set_lead("spiffe://amparo/social-worker");
    request.set_start(start);
    return request;
  }
  v1::Aftercare Open(bool start = true) {
    return Done(*aftercare_, &AftercareStub::CreateAftercare, OpenRequest(start));
  }
  std::string Track() const { return case_ + "/aftercares/" + survivor_.substr(survivor_.rfind('/') + 1); }

  using AftercareMethod = grpc::Status (AftercareStub::*)(grpc::ClientContext*, const v1::AftercareActRequest&,
                                                          v1::Aftercare*);
  absl::StatusOr<v1::Aftercare> Act(AftercareMethod method, const std::string& reason = "") {
    v1::AftercareActRequest request;
    request.set_name(Track());
    request.set_reason(reason);
    return Call(*aftercare_, method, request);
  }

  // An assessment of today with `score` everywhere, final.
  v1::CreateAssessmentRequest AssessRequest(int score) {
    v1::CreateAssessmentRequest request;
    request.set_parent(case_);
    request.set_finalize(true);
    request.mutable_assessment()->set_party(survivor_);
    *request.mutable_assessment()->mutable_date() = DateOf(today_);
    const auto instrument = Done(*instruments_, &v1::InstrumentService::Stub::ListInstruments, {}).instruments(0);
    for (const v1::SubDomain& one : instrument.sub_domains()) {
      v1::Score& added = *request.mutable_assessment()->add_scores();
      added.set_sub_domain(one.code());
      added.set_score(score);
    }
    return request;
  }
  v1::Assessment Assess(int score) {
    return Done(*assessments_, &AssessmentStub::CreateAssessment, AssessRequest(score));
  }

  v1::CreateCarePlanRequest PlanRequest() {
    v1::CreateCarePlanRequest request;
    request.set_parent(case_);
    request.mutable_care_plan()->set_party(survivor_);
    *request.mutable_care_plan()->mutable_date() = DateOf(today_);
    return request;
  }
  v1::CarePlan MakePlan() { return Done(*plans_, &CarePlanStub::CreateCarePlan, PlanRequest()); }

  v1::CreateGoalRequest GoalRequest(const std::string& plan, const std::string& title) {
    v1::CreateGoalRequest request;
    request.set_parent(case_);
    v1::Goal& goal = *request.mutable_goal();
    goal.set_care_plan(plan);
    goal.set_domain(v1::CARE_DOMAIN_ECONOMIC_EMPOWERMENT);
    goal.set_title(title);
    *goal.mutable_target_date() = DateOf(today_ + 60);
    return request;
  }
  v1::Goal SetGoal(const std::string& plan, const std::string& title = "Back at school") {
    return Done(*goals_, &GoalStub::CreateGoal, GoalRequest(plan, title));
  }
  using GoalMethod = grpc::Status (GoalStub::*)(grpc::ClientContext*, const v1::GoalActRequest&, v1::Goal*);
  absl::StatusOr<v1::Goal> End(GoalMethod method, const std::string& goal, const std::string& reason = "") {
    v1::GoalActRequest request;
    request.set_name(goal);
    request.set_reason(reason);
    return Call(*goals_, method, request);
  }

  v1::CreateServiceDeliveryRequest ServiceRequest(const std::string& kind) {
    v1::CreateServiceDeliveryRequest request;
    request.set_parent(case_);
    v1::ServiceDelivery& given = *request.mutable_service_delivery();
    given.set_party(survivor_);
    given.set_kind(kind);
    *given.mutable_date() = DateOf(today_);
    given.set_staff("spiffe://amparo/social-worker");
    given.set_duration_minutes(60);
    return request;
  }
  v1::ServiceDelivery Deliver(const std::string& kind) {
    return Done(*deliveries_, &DeliveryStub::CreateServiceDelivery, ServiceRequest(kind));
  }

  v1::CreateReferralRequest ReferralRequest(v1::ReferralKind kind, const std::string& office = "") {
    v1::CreateReferralRequest request;
    request.set_parent(case_);
    v1::Referral& referral = *request.mutable_referral();
    referral.set_party(survivor_);
    referral.set_kind(kind);
    referral.add_service_kinds("trauma-therapy");
    if (office.empty()) {
      referral.set_partner("A shelter for girls");
    } else {
      referral.set_to_office("offices/" + office);
    }
    return request;
  }
  using ReferralMethod = grpc::Status (ReferralStub::*)(grpc::ClientContext*, const v1::ReferralActRequest&,
                                                        v1::Referral*);
  absl::StatusOr<v1::Referral> Act(ReferralStub& stub, ReferralMethod method, const std::string& name,
                                   const std::string& reason = "") {
    v1::ReferralActRequest request;
    request.set_name(name);
    request.set_reason(reason);
    return Call(stub, method, request);
  }
  absl::StatusOr<v1::Referral> Say(const std::string& name, v1::ConsentDecision decision,
                                   const std::string& reason = "") {
    v1::RecordConsentRequest request;
    request.set_name(name);
    request.set_decision(decision);
    request.set_giver(v1::CONSENT_GIVER_SURVIVOR);
    request.set_reason(reason);
    return Call(*referrals_, &ReferralStub::RecordConsent, request);
  }

  // Closes the case: it is disposed of with one conviction.
  void CloseCase() {
    Move(&v1::CaseService::Stub::StartProsecution, case_);
    v1::CreateChargeRequest charge;
    charge.set_parent(case_);
    charge.mutable_charge()->set_accused(EnterParty(case_, v1::PARTY_ROLE_ACCUSED, "A1"));
    charge.mutable_charge()->set_law_article("RA 9208, sec. 4(a)");
    *charge.mutable_charge()->mutable_charge_date() = DateOf(today_);
    v1::RecordVerdictRequest verdict;
    verdict.set_name(Done(*charges_, &v1::ChargeService::Stub::CreateCharge, charge).name());
    verdict.mutable_verdict()->set_outcome(v1::VERDICT_OUTCOME_CONVICTED);
    *verdict.mutable_verdict()->mutable_date() = DateOf(today_);
    Done(*charges_, &v1::ChargeService::Stub::RecordVerdict, verdict);
    Move(&v1::CaseService::Stub::DisposeCase, case_);
    ASSERT_THAT(service_.Close(case_), IsOk());
  }

  std::unique_ptr<AftercareStub> aftercare_ = service_.StubOf<v1::AftercareService>();
  std::unique_ptr<AssessmentStub> assessments_ = service_.StubOf<v1::AssessmentService>();
  std::unique_ptr<CarePlanStub> plans_ = service_.StubOf<v1::CarePlanService>();
  std::unique_ptr<GoalStub> goals_ = service_.StubOf<v1::GoalService>();
  std::unique_ptr<DeliveryStub> deliveries_ = service_.StubOf<v1::ServiceDeliveryService>();
  std::unique_ptr<ReferralStub> referrals_ = service_.StubOf<v1::ReferralService>();
  std::unique_ptr<v1::InstrumentService::Stub> instruments_ = service_.StubOf<v1::InstrumentService>();
  // The day the fixture's clock begins with.
  absl::CivilDay today_{2014, 12, 11};
  std::string survivor_;
};

}  // namespace amparo::cases
