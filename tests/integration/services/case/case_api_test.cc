// Cases are entered, changed and moved.
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "common/base/strings.h"
#include "gmock/gmock.h"
#include "tests/integration/services/case/case_test.h"

namespace amparo::cases {
namespace {

TEST_F(CaseApiTest, ACaseIsEnteredAndReadBack) {
  v1::CreateCaseRequest request = service_.NewCaseRequest("Nine people for sale");
  request.mutable_case_()->set_lead("spiffe://amparo/people/a.attorney");
  request.mutable_case_()->mutable_narrative()->set_narrative("A neighbour saw girls brought in at night.");
  const auto created = Create(request);
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->stage(), v1::CASE_STAGE_REPORTED);
  ASSERT_EQ(created->stage_changes_size(), 1);
  EXPECT_EQ(created->stage_changes(0).effective_date().day(), 12);
  EXPECT_FALSE(created->case_number().empty());
  EXPECT_FALSE(created->has_narrative());
  EXPECT_TRUE(created->sealed_narrative().empty());

  const auto read = Get(created->name());
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->SerializeAsString(), created->SerializeAsString());
}

TEST_F(CaseApiTest, EveryFaultOfARequestIsToldAtOnce) {
  v1::CreateCaseRequest request;
  request.set_parent("offices/cebu");
  request.set_case_id("seven");
  request.set_request_id("twelve");
  const auto created = Create(request);
  for (const char* field : {"case_id", "request_id", "case.title", "case.crime_type", "case.report_date"}) {
    EXPECT_THAT(created, IsInvalid(field));
  }
}

TEST_F(CaseApiTest, TextWithNulOrBeyondItsBoundIsRefused) {
  for (const std::string& title : {std::string("a\0b", 3), std::string(201, 'x'), std::string(1 << 20, 'x')}) {
    v1::CreateCaseRequest request = service_.NewCaseRequest();
    request.mutable_case_()->set_title(title);
    EXPECT_THAT(Create(request), IsInvalid("case.title"));
  }
}

TEST_F(CaseApiTest, AnOfficeThatIsNotThereIsNotFound) {
  EXPECT_THAT(Create(service_.NewCaseRequest("A case", "nowhere")),
              FailsWith(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(CaseApiTest, TheReportIsNotAfterTodayInTheOffice) {
  // 2014-12-11 20:00 UTC: in Cebu it is the 12th already.
  service_.clock().Set(absl::FromCivil(absl::CivilSecond(2014, 12, 11, 20, 0, 0), absl::UTCTimeZone()));
  v1::CreateCaseRequest request = service_.NewCaseRequest();
  *request.mutable_case_()->mutable_report_date() = DateOf(absl::CivilDay(2014, 12, 12));
  EXPECT_THAT(Create(request), IsOk());
  service_.OpenOffice("la-paz");
  request.set_parent("offices/la-paz");
  EXPECT_THAT(Create(request), IsInvalid("case.report_date"));
}

TEST_F(CaseApiTest, DatesMustExist) {
  v1::CreateCaseRequest request = service_.NewCaseRequest();
  request.mutable_case_()->mutable_report_date()->set_year(2012);
  request.mutable_case_()->mutable_report_date()->set_month(2);
  request.mutable_case_()->mutable_report_date()->set_day(29);
  EXPECT_THAT(Create(request), IsOk());
  request.mutable_case_()->mutable_report_date()->set_year(2013);
  EXPECT_THAT(Create(request), IsInvalid("case.report_date"));
}

TEST_F(CaseApiTest, IdsAndNumbersAreTakenOnce) {
  v1::CreateCaseRequest request = service_.NewCaseRequest();
  request.set_case_id(kRequestId);
  request.mutable_case_()->set_case_number("CEB-2014/17");
  const auto created = Create(request);
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->name(), StrCat("offices/cebu/cases/", kRequestId));
  EXPECT_THAT(Create(request), FailsWith(absl::StatusCode::kAlreadyExists, "RESOURCE_ALREADY_EXISTS"));
  request.clear_case_id();
  const auto same_number = Create(request);
  EXPECT_THAT(same_number, FailsWith(absl::StatusCode::kAlreadyExists, "RESOURCE_ALREADY_EXISTS"));
  EXPECT_EQ(errors::MetadataValue(same_number.status(), "field"), "case.case_number");
  const auto resource = DetailIn<google::rpc::ResourceInfo>(same_number);
  EXPECT_EQ(resource.resource_type(), "case");
  EXPECT_THAT(resource.resource_name(), ::testing::StartsWith("offices/cebu/cases/"));
  request.set_case_id(Uuid().ToString());
  EXPECT_THAT(Create(request), IsInvalid("case_id"));
  request.clear_case_id();
  service_.OpenOffice("la-paz");
  request.set_parent("offices/la-paz");
  EXPECT_THAT(Create(request), IsOk());
}

TEST_F(CaseApiTest, ARepeatedRequestGetsTheFirstAnswerAndHasOneEffect) {
  v1::CreateCaseRequest request = service_.NewCaseRequest();
  request.set_request_id(kRequestId);
  const auto first = Create(request);
  ASSERT_THAT(first, IsOk());
  service_.clock().Advance(absl::Hours(1));
  const auto second = Create(request);
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM \"case\""), "1");
  request.mutable_case_()->set_title("Another title");
  EXPECT_THAT(Create(request), FailsWith(absl::StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
  // The ids of another caller are its own.
  EXPECT_THAT(Call(*service_.StubOf<v1::CaseService>("intake"), &CaseStub::CreateCase, request), IsOk());
}

TEST_F(CaseApiTest, ARepeatedActIsAnsweredThoughTheCaseHasMovedOn) {
  const v1::Case entered = service_.EnterCase();
  v1::CaseActRequest request;
  request.set_name(entered.name());
  request.set_etag(entered.etag());
  request.set_request_id(kRequestId);
  const auto first = Call(service_.cases(), &CaseStub::ScreenCase, request);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(service_.Act(&CaseStub::StartInvestigation, entered.name()), IsOk());
  const auto second = Call(service_.cases(), &CaseStub::ScreenCase, request);
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->SerializeAsString(), first->SerializeAsString());
}

TEST_F(CaseApiTest, ACaseGoesItsWayAndEveryMoveIsKept) {
  const std::string name = service_.EnterCase().name();
  ASSERT_THAT(service_.Act(&CaseStub::ScreenCase, name), IsOk());
  ASSERT_THAT(service_.Act(&CaseStub::StartInvestigation, name), IsOk());
  ASSERT_THAT(service_.Act(&CaseStub::DeactivateCase, name, "the family moved away"), IsOk());
  const auto back = service_.Act(&CaseStub::ReactivateCase, name);
  ASSERT_THAT(back, IsOk());
  EXPECT_EQ(back->stage(), v1::CASE_STAGE_INVESTIGATION);
  EXPECT_EQ(back->stage_changes_size(), 5);
  EXPECT_EQ(back->stage_changes(3).reason(), "the family moved away");
  EXPECT_EQ(service_.Sql("SELECT stage FROM \"case\""), "3");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM outbox WHERE kind = 'case'"), "5");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM audit WHERE action = 'WRITE' AND name LIKE '%/cases/%'"), "5");
}

TEST_F(CaseApiTest, ActsThatDoNotFitAreRefusedByTheirRule) {
  const std::string name = service_.EnterCase().name();
  EXPECT_THAT(service_.Close(name), FailsWith(absl::StatusCode::kFailedPrecondition, "CASE_STAGE"));
  EXPECT_THAT(Violated(service_.Act(&CaseStub::DeclineCase, name)), ::testing::ElementsAre("reason", "decline_reason"));
  v1::CaseActRequest early;
  early.set_name(name);
  *early.mutable_effective_date() = DateOf(absl::CivilDay(2014, 5, 11));
  EXPECT_THAT(Call(service_.cases(), &CaseStub::ScreenCase, early),
              FailsWith(absl::StatusCode::kFailedPrecondition, "BEFORE_LAST_MOVE"));
  *early.mutable_effective_date() = DateOf(absl::CivilDay(2014, 12, 12));
  EXPECT_THAT(Call(service_.cases(), &CaseStub::ScreenCase, early), IsInvalid("effective_date"));
}

TEST_F(CaseApiTest, ACaseWithoutChargesIsNotDisposedOf) {
  const std::string name = service_.EnterCase().name();
  for (const auto act : {&CaseStub::ScreenCase, &CaseStub::StartInvestigation, &CaseStub::StartProsecution}) {
    ASSERT_THAT(service_.Act(act, name), IsOk());
  }
  EXPECT_THAT(service_.Act(&CaseStub::DisposeCase, name),
              FailsWith(absl::StatusCode::kFailedPrecondition, "CHARGES_WITHOUT_VERDICT"));
}

TEST_F(CaseApiTest, AnUpdateChangesTheFieldsOfItsMaskOnly) {
  v1::Case wanted = service_.EnterCase("The old title");
  wanted.set_title("The new title");
  wanted.set_lead("spiffe://amparo/people/b");
  wanted.set_crime_type("02042");
  service_.clock().Advance(absl::Seconds(5));
  const auto changed = Update(wanted, {"title", "crime_type"});
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->title(), "The new title");
  EXPECT_EQ(changed->crime_type(), "02042");
  EXPECT_EQ(changed->lead(), "");
  EXPECT_EQ(changed->create_time().seconds() + 5, changed->update_time().seconds());
  EXPECT_THAT(Update(wanted, {"title"}), FailsWith(absl::StatusCode::kAborted, "ETAG_MISMATCH"));
  wanted.clear_etag();
  EXPECT_THAT(Update(wanted, {"lead"}), IsOk());
  EXPECT_THAT(Update(wanted, {}), IsInvalid("update_mask"));
  EXPECT_THAT(Update(wanted, {"stage"}), IsInvalid("update_mask"));
  wanted.set_etag("!!");
  EXPECT_THAT(Update(wanted, {"lead"}), IsInvalid("etag"));
}

TEST_F(CaseApiTest, ADateLaterThanTheNextMoveIsRefused) {
  v1::Case wanted = service_.EnterCase();
  v1::CaseActRequest screen;
  screen.set_name(wanted.name());
  *screen.mutable_effective_date() = DateOf(absl::CivilDay(2014, 5, 20));
  ASSERT_THAT(Call(service_.cases(), &CaseStub::ScreenCase, screen), IsOk());
  wanted.clear_etag();
  *wanted.mutable_report_date() = DateOf(absl::CivilDay(2014, 5, 21));
  EXPECT_THAT(Update(wanted, {"report_date"}), FailsWith(absl::StatusCode::kFailedPrecondition, "AFTER_NEXT_MOVE"));
  *wanted.mutable_report_date() = DateOf(absl::CivilDay(2014, 5, 1));
  EXPECT_THAT(Update(wanted, {"report_date"}), IsOk());
  EXPECT_EQ(service_.Sql("SELECT report_date FROM \"case\""), "2014-05-01");
}

TEST_F(CaseApiTest, AClosedCaseIsNotChanged) {
  const std::string name = service_.EnterCase().name();
  service_.Sql("UPDATE \"case\" SET charges = 1");
  for (const auto act :
       {&CaseStub::ScreenCase, &CaseStub::StartInvestigation, &CaseStub::StartProsecution, &CaseStub::DisposeCase}) {
    ASSERT_THAT(service_.Act(act, name), IsOk());
  }
  ASSERT_THAT(service_.Close(name), IsOk());
  v1::Case wanted;
  wanted.set_name(name);
  wanted.set_title("Too late");
  EXPECT_THAT(Update(wanted, {"title"}), FailsWith(absl::StatusCode::kFailedPrecondition, "CASE_CLOSED"));
}

TEST_F(CaseApiTest, ADeclinedCaseIsChangedOnceItIsReopened) {
  v1::Case wanted = service_.EnterCase();
  wanted.clear_etag();
  wanted.set_title("Heard of again");
  ASSERT_THAT(service_.Decline(wanted.name(), "out of our reach"), IsOk());
  EXPECT_THAT(Update(wanted, {"title"}), FailsWith(absl::StatusCode::kFailedPrecondition, "CASE_DECLINED"));
  ASSERT_THAT(service_.Act(&CaseStub::ReopenCase, wanted.name(), "a witness came"), IsOk());
  EXPECT_THAT(Update(wanted, {"title"}), IsOk());
}

TEST_F(CaseApiTest, OfUpdatesWithOneEtagOneWins) {
  const v1::Case entered = service_.EnterCase();
  std::atomic<int> won{0};
  std::atomic<int> lost{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&, i] {
      v1::Case wanted = entered;
      wanted.set_title("Title " + std::to_string(i));
      const auto changed = Update(wanted, {"title"});
      if (changed.ok()) ++won;
      if (absl::IsAborted(changed.status())) ++lost;
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(won, 1);
  EXPECT_EQ(lost, 7);
  EXPECT_EQ(service_.Sql("SELECT version FROM \"case\""), "2");
  EXPECT_EQ(service_.Sql("SELECT count(*) FROM outbox WHERE kind = 'case'"), "2");
}

TEST_F(CaseApiTest, UpdatesWithoutEtagAllTakeEffect) {
  v1::Case wanted = service_.EnterCase();
  wanted.clear_etag();
  std::vector<std::thread> callers;
  std::atomic<int> done{0};
  for (int i = 0; i < 3; ++i) {
    callers.emplace_back([&] {
      if (Update(wanted, {"title"}).ok()) ++done;
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(done, 3);
  EXPECT_EQ(service_.Sql("SELECT version FROM \"case\""), "4");
}

}  // namespace
}  // namespace amparo::cases
