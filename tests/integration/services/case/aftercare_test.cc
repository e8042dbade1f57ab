#include <set>

#include "tests/integration/services/case/care_test.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;

using AftercareTest = CareTest;

TEST_F(AftercareTest, EachSurvivorHasOneTrack) {
  const v1::Aftercare track = Open();
  EXPECT_EQ(track.name(), Track());
  EXPECT_EQ(track.party(), survivor_);
  EXPECT_EQ(track.state(), v1::AFTERCARE_STATE_ACTIVE);
  EXPECT_THAT(Call(*aftercare_, &AftercareStub::CreateAftercare, OpenRequest()),
              FailsWith(kExists, errors::kAlreadyExists));
}

TEST_F(AftercareTest, IsForSurvivors) {
  v1::CreateAftercareRequest request = OpenRequest();
  request.mutable_aftercare()->set_party(EnterParty(case_, v1::PARTY_ROLE_WITNESS));
  EXPECT_THAT(Call(*aftercare_, &AftercareStub::CreateAftercare, request), IsInvalidIn("aftercare.party"));
  request.mutable_aftercare()->set_party(case_ + "/parties/" + NewId());
  EXPECT_THAT(Call(*aftercare_, &AftercareStub::CreateAftercare, request), FailsWith(kNotFound, errors::kNotFound));
  request.mutable_aftercare()->set_party("offices/cebu");
  EXPECT_THAT(Call(*aftercare_, &AftercareStub::CreateAftercare, request), IsInvalidIn("aftercare.party"));
}

TEST_F(AftercareTest, GoesOnInAClosedCaseAndNotInADeclinedOne) {
  Open();
  CloseCase();
  Assess(2);
  Deliver("home-visit");
  SetGoal(MakePlan().name());

  const std::string other = service_.EnterCase("Another").name();
  const std::string survivor = EnterParty(other, v1::PARTY_ROLE_SURVIVOR, "Rosa");
  case_ = other;
  survivor_ = survivor;
  Open();
  ASSERT_THAT(service_.Decline(other, "nothing happened"), IsOk());
  EXPECT_THAT(Call(*assessments_, &AssessmentStub::CreateAssessment, AssessRequest(2)),
              FailsWith(kRefused, "CASE_DECLINED"));
  EXPECT_THAT(Call(*plans_, &CarePlanStub::CreateCarePlan, PlanRequest()), FailsWith(kRefused, "CASE_DECLINED"));
  EXPECT_THAT(Act(&AftercareStub::RecordRevictimization, "x"), FailsWith(kRefused, "CASE_DECLINED"));
  EXPECT_THAT(Act(&AftercareStub::RecordRestoration), FailsWith(kRefused, "CASE_DECLINED"));
}

TEST_F(AftercareTest, NothingIsDoneBeforeItHasBegunOrAfterItsEnd) {
  EXPECT_THAT(Call(*assessments_, &AssessmentStub::CreateAssessment, AssessRequest(2)),
              FailsWith(kNotFound, errors::kNotFound));
  Open(/*start=*/false);
  EXPECT_THAT(Call(*assessments_, &AssessmentStub::CreateAssessment, AssessRequest(2)),
              FailsWith(kRefused, "AFTERCARE_STATE"));
  EXPECT_THAT(Act(&AftercareStub::RecordRestoration), FailsWith(kRefused, "AFTERCARE_STATE"));
  EXPECT_THAT(Act(&AftercareStub::StartAftercare), IsOk());
  v1::EndAftercareRequest end;
  end.set_name(Track());
  EXPECT_THAT(Call(*aftercare_, &AftercareStub::EndAftercare, end), IsInvalidIn("reason"));
  end.set_reason("no trace of her for a year");
  EXPECT_THAT(Call(*aftercare_, &AftercareStub::EndAftercare, end), IsInvalidIn("cause"));
  end.set_cause(v1::END_CAUSE_LOST_CONTACT);
  EXPECT_EQ(Done(*aftercare_, &AftercareStub::EndAftercare, end).state(), v1::AFTERCARE_STATE_ENDED);
  EXPECT_THAT(Call(*deliveries_, &DeliveryStub::CreateServiceDelivery, ServiceRequest("home-visit")),
              FailsWith(kRefused, "AFTERCARE_STATE"));
  EXPECT_THAT(Act(&AftercareStub::ReopenAftercare), IsInvalidIn("reason"));
  EXPECT_THAT(Act(&AftercareStub::ReopenAftercare, "she is back"), IsOk());
  Deliver("home-visit");
}

TEST_F(AftercareTest, CheckingARestorationChangesNothing) {
  Open();
  Assess(3);
  v1::CheckRestorationRequest request;
  request.set_name(Track());
  const v1::CheckRestorationResponse now = Done(*aftercare_, &AftercareStub::CheckRestoration, request);
  EXPECT_FALSE(now.met());
  EXPECT_EQ(now.criteria_id(), "restoration-1");
  std::vector<std::string> unmet;
  for (const auto& one : now.criteria()) {
    if (!one.met()) unmet.push_back(one.code());
  }
  EXPECT_THAT(unmet, ElementsAre("HELD_FOR_MONTHS"));
  *request.mutable_date() = DateOf(today_ + 90);
  EXPECT_TRUE(Done(*aftercare_, &AftercareStub::CheckRestoration, request).met());
  EXPECT_THAT(BrokenRules(Act(&AftercareStub::RecordRestoration).status()), ElementsAre("HELD_FOR_MONTHS"));
}

TEST_F(AftercareTest, ADayBeforeTheLastMoveIsJudgedByWhatWasRecordedThenOnly) {
  Open();
  Assess(3);
  const absl::Time before = service_.clock().Now();
  On(today_ + 10);
  v1::EndAftercareRequest end;
  end.set_name(Track());
  end.set_reason("no trace of her");
  end.set_cause(v1::END_CAUSE_LOST_CONTACT);
  Done(*aftercare_, &AftercareStub::EndAftercare, end);
  ASSERT_THAT(Act(&AftercareStub::ReopenAftercare, "she is back"), IsOk());
  v1::CheckRestorationRequest request;
  request.set_name(Track());
  *request.mutable_date() = DateOf(today_ - 1);
  const auto refused = Call(*aftercare_, &AftercareStub::CheckRestoration, request);
  EXPECT_THAT(refused, FailsWith(kRefused, "BEFORE_LAST_MOVE"));
  EXPECT_THAT(std::string(refused.status().message()), ::testing::HasSubstr("date must not be before the last move"));
  SetTimestamp(before, request.mutable_read_time());
  EXPECT_THAT(Call(*aftercare_, &AftercareStub::CheckRestoration, request), IsOk());
  request.clear_read_time();
  *request.mutable_date() = DateOf(today_);
  EXPECT_THAT(Call(*aftercare_, &AftercareStub::CheckRestoration, request), IsOk());
}

TEST_F(AftercareTest, WhatProgressAndRestorationWereIsToldForAnyMoment) {
  v1::GetProgressRequest progress;
  progress.set_party(survivor_);
  SetTimestamp(service_.clock().Now(), progress.mutable_read_time());
  service_.clock().Advance(absl::Seconds(1));
  Open();
  EXPECT_THAT(Call(*aftercare_, &AftercareStub::GetProgress, progress), FailsWith(kNotFound, errors::kNotFound));
  Assess(1);
  On(today_ + 120);
  const std::string wrong = Assess(4).name();
  const absl::Time believed = service_.clock().Now();
  service_.clock().Advance(absl::Hours(1));
  v1::VoidAssessmentRequest taken_back;
  taken_back.set_name(wrong);
  taken_back.set_reason("of another child");
  Done(*assessments_, &AssessmentStub::VoidAssessment, taken_back);
  Assess(1);

  progress.clear_read_time();
  EXPECT_EQ(Done(*aftercare_, &AftercareStub::GetProgress, progress).overall().change().hundredths(), 0);
  SetTimestamp(believed, progress.mutable_read_time());
  const v1::Progress then = Done(*aftercare_, &AftercareStub::GetProgress, progress);
  EXPECT_EQ(then.overall().change().hundredths(), 300);
  EXPECT_EQ(then.overall().series_size(), 2);

  v1::CheckRestorationRequest check;
  check.set_name(Track());
  EXPECT_NE(Done(*aftercare_, &AftercareStub::CheckRestoration, check).assessment(), wrong);
  SetTimestamp(believed, check.mutable_read_time());
  EXPECT_EQ(Done(*aftercare_, &AftercareStub::CheckRestoration, check).assessment(), wrong);
  SetTimestamp(service_.clock().Now() + absl::Hours(1), check.mutable_read_time());
  EXPECT_THAT(Call(*aftercare_, &AftercareStub::CheckRestoration, check), IsInvalidIn("read_time"));
}

TEST_F(AftercareTest, ProgressIsOfOneSurvivor) {
  v1::GetProgressRequest request;
  request.set_party(survivor_);
  EXPECT_THAT(Call(*aftercare_, &AftercareStub::GetProgress, request), FailsWith(kNotFound, errors::kNotFound));
  Open();
  const v1::Progress none = Done(*aftercare_, &AftercareStub::GetProgress, request);
  EXPECT_EQ(none.domains_size(), 0);
  EXPECT_FALSE(none.has_overall());
}

TEST_F(AftercareTest, TracksAreListedByStateLeadAndDayInACaseAndInTheOffice) {
  const std::string first = Open().name();
  service_.clock().Advance(absl::Hours(24));
  today_ += 1;
  case_ = CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION);
  survivor_ = EnterParty(case_, v1::PARTY_ROLE_SURVIVOR, "Rosa");
  const std::string second = Open(/*start=*/false).name();
  const auto names = [&](v1::ListAftercaresRequest request) {
    if (request.parent().empty()) request.set_parent("offices/cebu/cases/-");
    const v1::ListAftercaresResponse page = Done(*aftercare_, &AftercareStub::ListAftercares, request);
    std::vector<std::string> found;
    for (const v1::Aftercare& track : page.aftercares()) found.push_back(track.name());
    return found;
  };
  v1::ListAftercaresRequest request;
  EXPECT_THAT(names(request), ElementsAre(first, second));
  request.set_lead("spiffe://amparo/social-worker");
  request.add_states(v1::AFTERCARE_STATE_ACTIVE);
  EXPECT_THAT(names(request), ElementsAre(first));
  request.Clear();
  *request.mutable_from_date() = DateOf(today_);
  EXPECT_THAT(names(request), ElementsAre(second));
  request.Clear();
  *request.mutable_to_date() = DateOf(today_ - 1);
  EXPECT_THAT(names(request), ElementsAre(first));
  request.Clear();
  request.set_party(survivor_);
  EXPECT_THAT(names(request), ElementsAre(second));
  request.set_parent(case_);
  EXPECT_THAT(names(request), ElementsAre(second));
  request.set_party("offices/la-paz/cases/" + NewId() + "/parties/" + NewId());
  EXPECT_THAT(Call(*aftercare_, &AftercareStub::ListAftercares, request), IsInvalidIn("party"));
  request.clear_party();
  request.set_lead(std::string("s\0worker", 8));
  EXPECT_THAT(Call(*aftercare_, &AftercareStub::ListAftercares, request), IsInvalidIn("lead"));
}

TEST_F(AftercareTest, TheLeadChanges) {
  const v1::Aftercare track = Open();
  v1::UpdateAftercareRequest request;
  *request.mutable_aftercare() = track;
  request.mutable_aftercare()->set_lead("spiffe://amparo/people/s.worker");
  request.mutable_update_mask()->add_paths("lead");
  EXPECT_EQ(Done(*aftercare_, &AftercareStub::UpdateAftercare, request).lead(), "spiffe://amparo/people/s.worker");
  EXPECT_THAT(Call(*aftercare_, &AftercareStub::UpdateAftercare, request), FailsWith(kAborted, errors::kEtagMismatch));
}

TEST_F(AftercareTest, RepeatedRequestsGetTheFirstAnswer) {
  Open();
  On(absl::CivilDay(2015, 1, 11));
  Assess(4);
  On(absl::CivilDay(2015, 4, 11));
  Assess(4);
  v1::AftercareActRequest request;
  request.set_name(Track());
  request.set_request_id(NewId());
  const v1::Aftercare first = Done(*aftercare_, &AftercareStub::RecordRestoration, request);
  EXPECT_EQ(Done(*aftercare_, &AftercareStub::RecordRestoration, request).SerializeAsString(),
            first.SerializeAsString());
}

TEST_F(AftercareTest, IsReadAsItWasRecorded) {
  Open();
  const absl::Time before = service_.clock().Now();
  service_.clock().Advance(absl::Hours(1));
  EXPECT_THAT(Act(&AftercareStub::RecordRevictimization, "taken again"), IsOk());
  v1::GetAftercareRequest request;
  request.set_name(Track());
  EXPECT_EQ(Done(*aftercare_, &AftercareStub::GetAftercare, request).state(), v1::AFTERCARE_STATE_REOPENED);
  SetTimestamp(before, request.mutable_read_time());
  EXPECT_EQ(Done(*aftercare_, &AftercareStub::GetAftercare, request).state(), v1::AFTERCARE_STATE_ACTIVE);
}

TEST_F(AftercareTest, IsTheSocialWorkersWork) {
  const auto worker = service_.StubOf<v1::AftercareService>("social-worker");
  EXPECT_THAT(Call(*worker, &AftercareStub::CreateAftercare, OpenRequest()), IsOk());
  const auto investigator = service_.StubOf<v1::AftercareService>("investigator");
  v1::GetAftercareRequest request;
  request.set_name(Track());
  EXPECT_EQ(Call(*investigator, &AftercareStub::GetAftercare, request).status().code(),
            absl::StatusCode::kPermissionDenied);
  const auto la_paz = service_.StubOf<v1::AftercareService>("la-paz");
  EXPECT_THAT(Call(*la_paz, &AftercareStub::GetAftercare, request), FailsWith(kNotFound, errors::kNotFound));
}

TEST_F(AftercareTest, WhatItMeasuresWithIsData) {
  v1::GetInstrumentRequest request;
  request.set_id("survivor-outcomes-1");
  const v1::Instrument instrument = Done(*instruments_, &v1::InstrumentService::Stub::GetInstrument, request);
  std::set<int> domains;
  for (const v1::SubDomain& one : instrument.sub_domains()) domains.insert(one.domain());
  EXPECT_THAT(domains, ElementsAre(1, 2, 3, 4, 5, 6));
  request.set_id("none");
  EXPECT_THAT(Call(*instruments_, &v1::InstrumentService::Stub::GetInstrument, request),
              FailsWith(kNotFound, errors::kNotFound));
  EXPECT_GT(Done(*instruments_, &v1::InstrumentService::Stub::ListServiceKinds, {}).service_kinds_size(), 10);
  EXPECT_EQ(Done(*instruments_, &v1::InstrumentService::Stub::ListRestorationCriteria, {}).criteria(0).hold_months(),
            3);
  // A new version is a new row, seen within a minute.
  service_.Sql(
      "INSERT INTO restoration_criteria VALUES ('restoration-2', 'Sooner', '2014-12-01', 200, 200, 0, 30, false)");
  service_.clock().Advance(absl::Minutes(2));
  Open();
  Assess(2);
  EXPECT_EQ(Act(&AftercareStub::RecordRestoration)->changes(1).criteria(), "restoration-2");
}

}  // namespace
}  // namespace amparo::cases
