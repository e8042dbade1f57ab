// Breaking the glass, who could have known and who did, the versions of a plan, and what came of a raid.
#include <vector>

#include "absl/strings/escaping.h"
#include "services/case/domain/exposure.h"
#include "tests/integration/services/case/canary.h"
#include "tests/integration/services/case/compartment_fixture.h"

namespace amparo::cases {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

class ExposureTest : public CompartmentTest {
 protected:
  // The plan with another start, as `caller` changes it.
  absl::StatusOr<v1::Operation> Postpone(std::string_view caller, absl::Duration by) {
    v1::UpdateOperationRequest request;
    request.mutable_operation()->set_name(raid_);
    SetTimestamp(start_ + by, request.mutable_operation()->mutable_start_time());
    request.mutable_update_mask()->add_paths("start_time");
    return As(caller, &OperationStub::UpdateOperation, request);
  }

  absl::StatusOr<v1::Operation> Approve(std::string_view caller) {
    v1::ApproveOperationRequest request;
    request.set_name(raid_);
    return As(caller, &OperationStub::ApproveOperation, request);
  }

  v1::Operation Report(v1::SiteOutcome outcome, int adults = 0, int minors = 0, int arrests = 0) {
    v1::RecordSiteOutcomeRequest request;
    request.set_name(raid_);
    request.set_site(1);
    request.set_outcome(outcome);
    request.set_adults_rescued(adults);
    request.set_minors_rescued(minors);
    request.set_arrests(arrests);
    return Done(*investigator_, &OperationStub::RecordSiteOutcome, request);
  }

  // Approved, and begun.
  void Begin() {
    ASSERT_THAT(Approve("supervisor"), IsOk());
    service_.clock().Set(start_);
  }
};

TEST_F(ExposureTest, TwoPeopleBreakTheGlassForAnHourAndTheListIsTold) {
  const auto asked = Ask("second-supervisor", raid_);
  ASSERT_THAT(asked, IsOk());
  EXPECT_EQ(asked->state(), v1::BREAK_GLASS_STATE_REQUESTED);
  EXPECT_THAT(Read("second-supervisor"), FailsWith(kNotFound, errors::kNotFound));
  EXPECT_THAT(Grant("second-supervisor", asked->name()), FailsWith(kRefused, "REQUESTER_GRANTS"));
  EXPECT_THAT(Grant("auditor", asked->name(), 61), IsInvalidIn("minutes"));
  const auto granted = Grant("auditor", asked->name(), 60);
  ASSERT_THAT(granted, IsOk());
  EXPECT_EQ(granted->granter(), "spiffe://amparo/auditor");
  const auto read = Read("second-supervisor", types::v1::VIEW_FULL, "where are they");
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->sites(0).venue(), venue_);
  EXPECT_EQ(read->readers_size(), 0);
  EXPECT_EQ(Receipts("'break_glass' = ANY (fields)"), "second-supervisor v1 where are they");
  // Whoever granted it sees nothing.
  EXPECT_THAT(Read("auditor"), FailsWith(kNotFound, errors::kNotFound));
  for (const char* caller : {"investigator", "team-leader", "supervisor"}) {
    const auto told = Read(caller);
    ASSERT_THAT(told, IsOk());
    ASSERT_EQ(told->notices_size(), 1) << caller;
    EXPECT_EQ(told->notices(0).principal(), "spiffe://amparo/second-supervisor");
    EXPECT_EQ(told->notices(0).granted_by(), "spiffe://amparo/auditor");
    EXPECT_EQ(told->notices(0).reason(), "a team is in danger");
  }
  EXPECT_EQ(service_.Sql("SELECT string_agg(kind, ' ' ORDER BY seq) FROM outbox WHERE kind LIKE '%glass' OR name = '" +
                         raid_ + "'"),
            "operation break_glass break_glass operation");
  service_.clock().Advance(absl::Minutes(60) - absl::Microseconds(1));
  EXPECT_THAT(Read("second-supervisor"), IsOk());
  service_.clock().Advance(absl::Microseconds(1));
  EXPECT_THAT(Read("second-supervisor"), FailsWith(kNotFound, errors::kNotFound));
  EXPECT_THAT(Grant("supervisor", asked->name()), FailsWith(kRefused, "BREAK_GLASS_GRANTED"));
}

TEST_F(ExposureTest, NeitherAskingNorGrantingTellsWhetherThereIsAnOperation) {
  const std::string missing = case_ + "/operations/" + NewId();
  for (const std::string& operation : {raid_, missing}) {
    const auto asked = Ask("second-supervisor", operation);
    ASSERT_THAT(asked, IsOk());
    EXPECT_EQ(asked->operation(), operation);
    const auto granted = Grant("auditor", asked->name());
    ASSERT_THAT(granted, IsOk());
    EXPECT_EQ(granted->state(), v1::BREAK_GLASS_STATE_GRANTED);
  }
  v1::GetOperationRequest get;
  get.set_name(missing);
  EXPECT_THAT(As("second-supervisor", &OperationStub::GetOperation, get), FailsWith(kNotFound, errors::kNotFound));
  EXPECT_THAT(Ask("investigator", raid_), FailsWith(absl::StatusCode::kPermissionDenied, errors::kPermissionDenied));
  EXPECT_THAT(Ask("second-supervisor", "offices/cebu/cases/" + NewId() + "/operations/" + NewId()),
              FailsWith(kNotFound, errors::kNotFound));
}

TEST_F(ExposureTest, BrokenGlassDoesNotOpenWhatIsFrozen) {
  const auto asked = Ask("second-supervisor", raid_);
  ASSERT_THAT(asked, IsOk());
  ASSERT_THAT(Grant("auditor", asked->name()), IsOk());
  ASSERT_THAT(Freeze("team-leader"), IsOk());
  EXPECT_THAT(Read("second-supervisor"), FailsWith(kNotFound, errors::kNotFound));
  ASSERT_THAT(Unfreeze("supervisor"), IsOk());
  EXPECT_THAT(Read("second-supervisor"), IsOk());
}

TEST_F(ExposureTest, RequestsAreListedToThoseWhoMayGrant) {
  const auto first = Ask("second-supervisor", raid_);
  service_.clock().Advance(absl::Milliseconds(1));
  const auto second = Ask("supervisor", case_ + "/operations/" + NewId());
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(second, IsOk());
  ASSERT_THAT(Grant("supervisor", first->name()), IsOk());
  v1::ListBreakGlassesRequest list;
  list.set_parent(case_);
  list.add_states(v1::BREAK_GLASS_STATE_REQUESTED);
  const auto waiting = As("auditor", &CompartmentStub::ListBreakGlasses, list);
  ASSERT_THAT(waiting, IsOk());
  ASSERT_EQ(waiting->break_glasses_size(), 1);
  EXPECT_EQ(waiting->break_glasses(0).name(), second->name());
  v1::GetBreakGlassRequest get;
  get.set_name(first->name());
  EXPECT_EQ(As("auditor", &CompartmentStub::GetBreakGlass, get)->state(), v1::BREAK_GLASS_STATE_GRANTED);
}

TEST_F(ExposureTest, AChangeOfAnApprovedPlanIsANewVersionThatIsApprovedAnew) {
  ASSERT_THAT(Approve("supervisor"), IsOk());
  service_.clock().Advance(absl::Minutes(1));
  const auto changed = Postpone("supervisor", absl::Hours(24));
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->state(), v1::OPERATION_STATE_PLANNED);
  EXPECT_EQ(changed->plan_version(), 2);
  EXPECT_THAT(Approve("supervisor"), FailsWith(kRefused, "APPROVER_IS_PLANNER"));
  const auto first = Read("investigator", types::v1::VIEW_FULL, "what was it", 1);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(TimeFrom(first->start_time()), start_);
  EXPECT_EQ(first->plan_version(), 1);
  const auto second = Read("investigator");
  EXPECT_EQ(TimeFrom(second->start_time()), start_ + absl::Hours(24));
  EXPECT_EQ(second->plan_versions(0).approver(), "spiffe://amparo/supervisor");
  EXPECT_EQ(second->plan_versions(1).approver(), "");
  EXPECT_THAT(Read("investigator", types::v1::VIEW_FULL, "", 3), IsInvalidIn("plan_version"));
  EXPECT_EQ(Receipts("reason = 'what was it'"), "investigator v1 what was it");
}

// The moment of an earlier version is no way round the present one.
TEST_F(ExposureTest, AnEarlierVersionIsWithheldAsLongAsThePresentOne) {
  const absl::Time planned = service_.clock().Now();
  service_.clock().Advance(absl::Minutes(1));
  ASSERT_THAT(Postpone("investigator", absl::Hours(24)), IsOk());
  service_.clock().Set(opens_);
  EXPECT_FALSE(Read("team-leader")->has_start_time());
  v1::GetOperationRequest then;
  then.set_name(raid_);
  SetTimestamp(planned, then.mutable_read_time());
  const auto read = As("team-leader", &OperationStub::GetOperation, then);
  ASSERT_THAT(read, IsOk());
  EXPECT_FALSE(read->has_start_time());
  EXPECT_EQ(read->sites_size(), 0);
  service_.clock().Set(opens_ + absl::Hours(24));
  EXPECT_TRUE(Read("team-leader")->has_start_time());
  EXPECT_EQ(TimeFrom(As("team-leader", &OperationStub::GetOperation, then)->start_time()), start_);
}

TEST_F(ExposureTest, WhenARaidWasTippedOffTheReportSaysWhoCouldHaveKnownAndWhoDid) {
  Begin();
  ASSERT_THAT(Read("team-leader", types::v1::VIEW_BASIC, "briefing"), IsOk());
  service_.clock().Advance(absl::Hours(1));
  Report(v1::SITE_OUTCOME_FAILED_TIPPED_OFF);
  v1::AnalyzeSiteFailureRequest failure;
  failure.set_name(raid_);
  failure.set_site(1);
  failure.set_cause(v1::FAILURE_CAUSE_LEAK_IN_UNIT);
  failure.set_narrative("canarynarrative two calls from the station");
  const v1::Operation analysed = Done(*investigator_, &OperationStub::AnalyzeSiteFailure, failure);
  EXPECT_EQ(analysed.sites(0).failure().cause(), v1::FAILURE_CAUSE_LEAK_IN_UNIT);
  EXPECT_EQ(analysed.sites(0).failure().narrative(), "");
  EXPECT_THAT(Exposure("team-leader"), FailsWith(kRefused, "NOT_A_KEEPER"));
  EXPECT_THAT(Exposure("second-supervisor"), FailsWith(kNotFound, errors::kNotFound));
  EXPECT_THAT(Exposure("supervisor"), IsOk());
  const auto report = Exposure("auditor");
  ASSERT_THAT(report, IsOk());
  std::vector<std::string> people;
  for (const v1::ExposedPerson& person : report->people()) people.push_back(person.principal().substr(16));
  EXPECT_THAT(people, ElementsAre("investigator", "supervisor", "team-leader"));
  EXPECT_EQ(report->people(0).basis(), v1::EXPOSURE_BASIS_KEEPER);
  EXPECT_EQ(TimeFrom(report->people(2).could_know_time()), opens_);
  EXPECT_EQ(TimeFrom(report->people(2).knew_time()), start_);
  EXPECT_THAT(report->people(2).fields(), Contains("sites"));
  EXPECT_EQ(report->receipts(0).method(), "amparo.cases.v1.OperationService/CreateOperation");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM audit WHERE compartment = '" + raid_ + "' AND reason = 'tipped off'"),
            "2");
  ExpectNowhereInClear(service_, "canarynarrative");
}

TEST_F(ExposureTest, AReportOfBeforeSaysWhatWasKnownThen) {
  const absl::Time before = opens_ - absl::Microseconds(1);
  Begin();
  ASSERT_THAT(Read("team-leader"), IsOk());
  v1::ExposureReportRequest request;
  request.set_operation(raid_);
  SetTimestamp(before, request.mutable_as_of());
  const auto report = As("auditor", &CompartmentStub::ExposureReport, request);
  ASSERT_THAT(report, IsOk());
  ASSERT_EQ(report->people_size(), 3);
  EXPECT_EQ(report->people(2).principal(), "spiffe://amparo/team-leader");
  EXPECT_FALSE(report->people(2).has_could_know_time());
  EXPECT_FALSE(report->people(2).has_knew_time());
  SetTimestamp(start_ + absl::Hours(1), request.mutable_as_of());
  EXPECT_THAT(As("auditor", &CompartmentStub::ExposureReport, request), IsInvalidIn("as_of"));
}

TEST_F(ExposureTest, ThePeopleFreedAreSurvivorsOfTheCaseAndThoseArrestedItsAccused) {
  const std::string girl = EnterParty(case_, v1::PARTY_ROLE_SURVIVOR, "Maya", /*minor=*/true);
  const std::string owner = EnterParty(case_, v1::PARTY_ROLE_ACCUSED, "A1");
  Begin();
  EXPECT_EQ(Report(v1::SITE_OUTCOME_SUCCEEDED, 0, 1, 1).state(), v1::OPERATION_STATE_EXECUTED);
  v1::RecordFreedPersonRequest freed;
  freed.set_name(raid_);
  freed.mutable_person()->set_site(1);
  freed.mutable_person()->set_child(true);
  freed.mutable_person()->set_survivor(owner);
  freed.mutable_person()->set_brought_to("canaryshelter by the river");
  EXPECT_THAT(Call(*investigator_, &OperationStub::RecordFreedPerson, freed), IsInvalidIn("person.survivor"));
  freed.mutable_person()->set_survivor(girl);
  const v1::Operation with_girl = Done(*investigator_, &OperationStub::RecordFreedPerson, freed);
  ASSERT_EQ(with_girl.freed_people_size(), 1);
  EXPECT_EQ(with_girl.freed_people(0).survivor(), girl);
  EXPECT_EQ(with_girl.freed_people(0).brought_to(), "");
  EXPECT_THAT(Call(*investigator_, &OperationStub::RecordFreedPerson, freed),
              FailsWith(kRefused, "FREED_PEOPLE_COUNTED"));
  v1::RecordArrestRequest arrest;
  arrest.set_name(raid_);
  arrest.mutable_arrest()->set_site(1);
  arrest.mutable_arrest()->set_accused(owner);
  EXPECT_EQ(Done(*investigator_, &OperationStub::RecordArrest, arrest).arrests(0).accused(), owner);
  EXPECT_EQ(Read("investigator")->freed_people(0).brought_to(), "canaryshelter by the river");
  EXPECT_EQ(Receipts("'freed_people.brought_to' = ANY (fields)"), "investigator v1 ");
  ExpectNowhereInClear(service_, "canaryshelter");
}

TEST_F(ExposureTest, AWrongOutcomeIsCorrectedAndWhatWasRecordedStays) {
  Begin();
  const v1::Operation wrong = Report(v1::SITE_OUTCOME_SUCCEEDED, 0, 2, 1);
  v1::RecordFreedPersonRequest freed;
  freed.set_name(raid_);
  freed.mutable_person()->set_site(1);
  freed.mutable_person()->set_child(true);
  for (int i = 0; i < 2; ++i) Done(*investigator_, &OperationStub::RecordFreedPerson, freed);
  v1::RecordArrestRequest arrest;
  arrest.set_name(raid_);
  arrest.mutable_arrest()->set_site(1);
  const std::string etag = Done(*investigator_, &OperationStub::RecordArrest, arrest).etag();
  v1::CorrectSiteOutcomeRequest correct;
  correct.set_name(raid_);
  correct.set_site(1);
  correct.set_outcome(v1::SITE_OUTCOME_SUCCEEDED);
  correct.set_minors_rescued(1);
  EXPECT_THAT(Violated(Call(*investigator_, &OperationStub::CorrectSiteOutcome, correct)),
              ::testing::UnorderedElementsAre("etag", "reason"));
  correct.set_reason("one was counted twice, and nobody arrested");
  correct.set_etag(wrong.etag());
  EXPECT_THAT(Call(*investigator_, &OperationStub::CorrectSiteOutcome, correct),
              FailsWith(absl::StatusCode::kAborted, errors::kEtagMismatch));
  correct.set_etag(etag);
  EXPECT_THAT(Call(*investigator_, &OperationStub::CorrectSiteOutcome, correct),
              FailsWith(kRefused, "FREED_PEOPLE_RECORDED"));
  v1::StrikeFreedPersonRequest person;
  person.set_name(raid_);
  person.set_number(2);
  person.set_reason("entered twice");
  Done(*investigator_, &OperationStub::StrikeFreedPerson, person);
  EXPECT_THAT(Call(*investigator_, &OperationStub::StrikeFreedPerson, person), IsInvalidIn("number"));
  v1::StrikeArrestRequest released;
  released.set_name(raid_);
  released.set_number(1);
  released.set_reason("let go at once");
  const v1::Operation struck = Done(*investigator_, &OperationStub::StrikeArrest, released);
  EXPECT_EQ(struck.freed_people(1).strike().reason(), "entered twice");
  EXPECT_EQ(struck.arrests(0).strike().striker(), "spiffe://amparo/investigator");
  correct.set_etag(struck.etag());
  const v1::Operation corrected = Done(*investigator_, &OperationStub::CorrectSiteOutcome, correct);
  EXPECT_EQ(corrected.state(), v1::OPERATION_STATE_EXECUTED);
  EXPECT_EQ(corrected.sites(0).minors_rescued(), 1);
  ASSERT_EQ(corrected.sites(0).corrections_size(), 1);
  EXPECT_EQ(corrected.sites(0).corrections(0).minors_rescued(), 2);
  EXPECT_EQ(corrected.sites(0).corrections(0).corrector(), "spiffe://amparo/investigator");
  // Statistics are told what counts, and nothing else.
  v1::Operation event;
  ASSERT_TRUE(event.ParseFromString(absl::HexStringToBytes(service_.Sql(
      "SELECT encode(payload, 'hex') FROM outbox WHERE name = '" + raid_ + "' ORDER BY seq DESC LIMIT 1"))));
  ASSERT_EQ(event.sites_size(), 1);
  EXPECT_EQ(event.sites(0).minors_rescued(), 1);
  EXPECT_EQ(event.sites(0).arrests(), 0);
  EXPECT_EQ(event.sites(0).corrections_size(), 0);
}

}  // namespace
}  // namespace amparo::cases
