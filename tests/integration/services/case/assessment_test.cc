// Assessments: drafts and final ones, their notes, and what rests on them.
#include "tests/integration/services/case/canary.h"
#include "tests/integration/services/case/care_test.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class AssessmentTest : public CareTest {
 protected:
  absl::StatusOr<v1::Assessment> Read(const std::string& name, types::v1::View view) {
    v1::GetAssessmentRequest request;
    request.set_name(name);
    request.set_view(view);
    return Call(*assessments_, &AssessmentStub::GetAssessment, request);
  }
  absl::StatusOr<v1::Assessment> Finalize(const std::string& name) {
    v1::FinalizeAssessmentRequest request;
    request.set_name(name);
    return Call(*assessments_, &AssessmentStub::FinalizeAssessment, request);
  }
  absl::StatusOr<v1::Assessment> Void(const std::string& name) {
    v1::VoidAssessmentRequest request;
    request.set_name(name);
    request.set_reason("of another survivor");
    return Call(*assessments_, &AssessmentStub::VoidAssessment, request);
  }
};

TEST_F(AssessmentTest, ADraftIsFilledInAndMadeFinal) {
  Open();
  v1::CreateAssessmentRequest request = AssessRequest(3);
  request.set_finalize(false);
  request.mutable_assessment()->mutable_scores()->RemoveLast();
  const v1::Assessment draft = Done(*assessments_, &AssessmentStub::CreateAssessment, request);
  EXPECT_EQ(draft.state(), v1::ASSESSMENT_STATE_DRAFT);
  EXPECT_EQ(draft.instrument(), "survivor-outcomes-1");
  EXPECT_EQ(draft.assessor(), "spiffe://amparo/everyone");
  EXPECT_FALSE(draft.has_overall());
  EXPECT_THAT(Finalize(draft.name()), IsInvalidIn("scores"));
  v1::UpdateAssessmentRequest update;
  *update.mutable_assessment() = AssessRequest(3).assessment();
  update.mutable_assessment()->set_name(draft.name());
  update.mutable_update_mask()->add_paths("scores");
  Done(*assessments_, &AssessmentStub::UpdateAssessment, update);
  const auto made = Finalize(draft.name());
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->overall().hundredths(), 300);
  EXPECT_EQ(made->means_size(), 6);
  EXPECT_THAT(Call(*assessments_, &AssessmentStub::UpdateAssessment, update),
              FailsWith(kRefused, "ASSESSMENT_NOT_DRAFT"));
}

TEST_F(AssessmentTest, AnAssessmentIsCheckedAgainstItsInstrument) {
  Open();
  v1::CreateAssessmentRequest request = AssessRequest(3);
  request.mutable_assessment()->mutable_scores(1)->set_score(5);
  EXPECT_THAT(Call(*assessments_, &AssessmentStub::CreateAssessment, request),
              IsInvalidIn("assessment.scores[1].score"));
  request = AssessRequest(3);
  request.mutable_assessment()->mutable_scores()->RemoveLast();
  EXPECT_THAT(Call(*assessments_, &AssessmentStub::CreateAssessment, request), IsInvalidIn("assessment.scores"));
  request.mutable_assessment()->set_instrument("of-ours-1");
  EXPECT_THAT(Call(*assessments_, &AssessmentStub::CreateAssessment, request), IsInvalidIn("assessment.instrument"));
  request = AssessRequest(3);
  *request.mutable_assessment()->mutable_date() = DateOf(today_ - 1);
  EXPECT_THAT(Call(*assessments_, &AssessmentStub::CreateAssessment, request), IsInvalidIn("assessment.date"));
}

TEST_F(AssessmentTest, NotesAreSealedUnderTheSurvivorsKey) {
  Open();
  const std::string canary = "canary: her mother is called Luz";
  v1::CreateAssessmentRequest request = AssessRequest(3);
  request.mutable_assessment()->set_note(canary);
  const v1::Assessment made = Done(*assessments_, &AssessmentStub::CreateAssessment, request);
  EXPECT_EQ(made.note(), "");
  EXPECT_EQ(Read(made.name(), types::v1::VIEW_BASIC)->note(), "");
  EXPECT_EQ(Read(made.name(), types::v1::VIEW_FULL)->note(), canary);
  EXPECT_EQ(service_.Sql("SELECT name FROM audit WHERE action = 'READ'"), made.name());
  const std::string key =
      "SELECT count(*) FROM data_key WHERE subject = '" + survivor_.substr(survivor_.rfind('/') + 1) + "'";
  EXPECT_EQ(service_.Sql(key), "1");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM assessment WHERE position('canary'::bytea IN body) > 0"), "0");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM outbox WHERE position('canary'::bytea IN payload) > 0"), "0");
  EXPECT_THAT(service_.server().LogText(), Not(HasSubstr("canary")));
  // A second note needs no second key, and an act keeps the note.
  v1::CreateServiceDeliveryRequest visit = ServiceRequest("home-visit");
  visit.mutable_service_delivery()->set_note(canary);
  Done(*deliveries_, &DeliveryStub::CreateServiceDelivery, visit);
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM data_key WHERE wrapped IS NOT NULL"), "1");
  EXPECT_THAT(Void(made.name()), IsOk());
  EXPECT_EQ(Read(made.name(), types::v1::VIEW_FULL)->note(), canary);
}

TEST_F(AssessmentTest, NoNoteStandsAnywhereInClear) {
  const std::string canary = "canary7f3a";
  Open();
  v1::CreateAssessmentRequest assessment = AssessRequest(2);
  assessment.mutable_assessment()->set_note(canary);
  Done(*assessments_, &AssessmentStub::CreateAssessment, assessment);
  v1::CreateCarePlanRequest plan = PlanRequest();
  plan.mutable_care_plan()->set_note(canary);
  v1::CreateGoalRequest goal = GoalRequest(Done(*plans_, &CarePlanStub::CreateCarePlan, plan).name(), "School");
  goal.mutable_goal()->set_note(canary);
  v1::UpdateGoalRequest update;
  *update.mutable_goal() = Done(*goals_, &GoalStub::CreateGoal, goal);
  update.mutable_goal()->set_note(canary + "again");
  update.mutable_update_mask()->add_paths("note");
  Done(*goals_, &GoalStub::UpdateGoal, update);
  v1::CreateServiceDeliveryRequest service = ServiceRequest("home-visit");
  service.mutable_service_delivery()->set_note(canary);
  Done(*deliveries_, &DeliveryStub::CreateServiceDelivery, service);
  v1::CreateReferralRequest referral = ReferralRequest(v1::REFERRAL_KIND_REFERRAL);
  referral.mutable_referral()->set_note(canary);
  Done(*referrals_, &ReferralStub::CreateReferral, referral);
  // A later plan writes the goal once more.
  MakePlan();
  ExpectNowhereInClear(service_, canary);
}

TEST_F(AssessmentTest, WhatARestorationRestsOnIsNotVoided) {
  Open();
  const v1::Assessment low = Assess(1);
  On(absl::CivilDay(2015, 1, 11));
  const v1::Assessment early = Assess(4);
  On(absl::CivilDay(2015, 4, 11));
  const v1::Assessment last = Assess(4);
  EXPECT_THAT(Act(&AftercareStub::RecordRestoration), IsOk());
  const v1::Assessment after = Assess(4);
  EXPECT_THAT(Void(last.name()), FailsWith(kRefused, "RESTORATION_RESTS_ON_IT"));
  // Without the early one the scores would not have held for three months.
  EXPECT_THAT(Void(early.name()), FailsWith(kRefused, "RESTORATION_RESTS_ON_IT"));
  EXPECT_THAT(Void(low.name()), IsOk());
  EXPECT_THAT(Act(&AftercareStub::ReopenAftercare, "the assessments were wrong"), IsOk());
  EXPECT_THAT(Void(last.name()), IsOk());
  EXPECT_THAT(Void(early.name()), IsOk());
  EXPECT_THAT(Void(after.name()), IsOk());
}

TEST_F(AssessmentTest, AnInstrumentIsNoneUntilItsItemsAreThere) {
  service_.Sql("INSERT INTO instrument VALUES ('of-ours-1', 'Ours', 1, '2014-12-01')");
  const auto answer = Done(*instruments_, &v1::InstrumentService::Stub::ListInstruments, {});
  ASSERT_EQ(answer.instruments_size(), 1);
  Open();
  EXPECT_EQ(Assess(2).instrument(), "survivor-outcomes-1");
}

TEST_F(AssessmentTest, EveryAssessmentCountsHoweverManyThereAre) {
  Open();
  Assess(1);
  // As many more as fill a page: copies of it under ids, and so names, of their own.
  service_.Sql(
      "INSERT INTO assessment (office, id, case_id, version, create_time, update_time, subject_id, party_id, state, "
      "staff, day_time, body) SELECT office, copy.id, case_id, version, create_time, update_time, subject_id, "
      "party_id, "
      "state, staff, day_time, decode(replace(encode(body, 'hex'), encode(convert_to(assessment.id::text, 'UTF8'), "
      "'hex'), encode(convert_to(copy.id::text, 'UTF8'), 'hex')), 'hex') FROM assessment CROSS JOIN "
      "(SELECT ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid AS id FROM generate_series(1, 1000) n) "
      "copy");
  On(today_ + 30);
  Assess(4);
  v1::GetProgressRequest request;
  request.set_party(survivor_);
  const v1::Progress progress = Done(*aftercare_, &AftercareStub::GetProgress, request);
  EXPECT_EQ(progress.overall().change().hundredths(), 300);
  EXPECT_EQ(progress.overall().series_size(), 365);
  EXPECT_THAT(BrokenRules(Act(&AftercareStub::RecordRestoration).status()), ElementsAre("HELD_FOR_MONTHS"));
}

}  // namespace
}  // namespace amparo::cases
