// What reports say of the moment their facts are of, and that they wait until these are whole.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "amparo/statistics/v1/report.grpc.pb.h"
#include "common/errors/errors.h"
#include "common/testing/fake_clock.h"
#include "common/testing/rpc_server.h"
#include "services/statistics/api/report_api.h"
#include "services/statistics/domain/fact_board.h"
#include "tests/integration/services/statistics/random_resources.h"
#include "tests/integration/services/statistics/statistics_service.h"

namespace amparo::statistics {
namespace {

using absl::CivilDay;
using Stub = v1::ReportService::Stub;
using ::testing::HasSubstr;

OfficeFact OfficeIn(const std::string& id, const std::string& zone) {
  OfficeFact office;
  office.office = id;
  office.version = 1;
  office.display_name = id;
  office.country = "XA";
  office.time_zone = zone;
  office.open_date = CivilDay(2005, 3, 1);
  return office;
}

// The API over facts that are put in memory by hand, with feeds that stand where a test says. It is the evening of 1
// June 2015 in UTC, the next day in Manila.
class ReadinessTest : public ::testing::Test {
 protected:
  ReadinessTest() {
    board_.Apply(std::vector<Fact>{OfficeIn("cebu", "Asia/Manila"), OfficeIn("la-paz", "America/La_Paz")});
  }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                const Request& request, const std::string& caller = "analyst") {
    return CallReports(server_, caller, method, request);
  }

  // What each kind of report is answered with.
  std::vector<absl::Status> AskForEach() {
    v1::GetHighlightsRequest highlights;
    highlights.set_year(2015);
    highlights.set_month(5);
    return {Call(&Stub::QueryConvictions, v1::QueryConvictionsRequest()).status(),
            Call(&Stub::QueryAdjournments, v1::QueryAdjournmentsRequest()).status(),
            Call(&Stub::QueryTimeToVerdict, v1::QueryTimeToVerdictRequest()).status(),
            Call(&Stub::GetHighlights, highlights).status()};
  }

  // The error of highlights of May and of convictions as of a day; "" when both are answered.
  std::string ErrorAsOf(CivilDay day, const std::string& caller) {
    v1::GetHighlightsRequest highlights;
    highlights.set_year(2015);
    highlights.set_month(5);
    *highlights.mutable_as_of() = DateOf(day);
    v1::QueryConvictionsRequest convictions;
    *convictions.mutable_as_of() = DateOf(day);
    const absl::Status told = Call(&Stub::GetHighlights, highlights, caller).status();
    const absl::Status counted = Call(&Stub::QueryConvictions, convictions, caller).status();
    EXPECT_EQ(told, counted);
    return std::string(told.message());
  }

  FactBoard board_;
  ReportPool pool_{1, 8};
  testing::FakeClock clock_{absl::FromCivil(absl::CivilSecond(2015, 6, 1, 18, 0, 0), absl::UTCTimeZone())};
  std::vector<FeedPosition> feeds_ = {{"case", 3, 3, absl::ZeroDuration(), true, absl::ZeroDuration()},
                                      {"scheduling", 5, 5, absl::ZeroDuration(), true, absl::ZeroDuration()}};
  ReportApi api_{{.board = &board_, .pool = &pool_, .feeds = [this] { return feeds_; }}};
  testing::RpcServer server_{std::vector<rpc::ServiceBinding>{api_.Binding()},
                             {testing::MakePrincipal("analyst", {options::v1::ROLE_STATISTICIAN}),
                              testing::MakePrincipal("west", {options::v1::ROLE_STATISTICIAN}, {"la-paz"})},
                             config::v1::Limits(),
                             &clock_};
};

TEST_F(ReadinessTest, NoReportIsAnsweredWhileAFeedIsBeingLoadedAndTheStatusSaysSo) {
  feeds_[1].lag = feeds_[1].age = absl::InfiniteDuration();
  for (const absl::Status& status : AskForEach()) {
    EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(errors::Reason(status), "FACTS_LOADING");
    EXPECT_THAT(std::string(status.message()), HasSubstr("scheduling"));
    EXPECT_TRUE(status.GetPayload("type.googleapis.com/google.rpc.RetryInfo").has_value());
  }
  const auto status = Call(&Stub::GetStatus, v1::GetStatusRequest());
  ASSERT_TRUE(status.ok()) << status.status();
  EXPECT_EQ(status->feeds(0).lag_seconds(), 0);
  EXPECT_TRUE(std::isinf(status->feeds(1).lag_seconds()));
  feeds_[1].lag = feeds_[1].age = absl::Hours(7);
  for (const absl::Status& answered : AskForEach()) EXPECT_TRUE(answered.ok()) << answered;
}

TEST_F(ReadinessTest, TheSnapshotIsAsOldAsTheFeedThatWasHeardOfLeastLately) {
  feeds_[0].age = absl::Minutes(5);
  feeds_[1].age = absl::Hours(2);
  const int64_t expected = absl::ToUnixSeconds(clock_.Now() - absl::Hours(2));
  const auto convictions = Call(&Stub::QueryConvictions, v1::QueryConvictionsRequest()).value();
  EXPECT_EQ(convictions.definition().snapshot_time().seconds(), expected);
  const auto durations = Call(&Stub::QueryTimeToVerdict, v1::QueryTimeToVerdictRequest()).value();
  EXPECT_EQ(durations.definition().snapshot_time().seconds(), expected);
}

TEST_F(ReadinessTest, ACaseIsFollowedUpToTheSnapshot) {
  CaseFact pending;
  pending.office = "la-paz";
  pending.id = Uuid::V7(absl::UnixEpoch());
  pending.version = 1;
  pending.report_date = CivilDay(2015, 6, 1);
  board_.Apply(std::vector<Fact>{pending});
  const auto cases = [&] {
    const auto answer = Call(&Stub::QueryTimeToVerdict, v1::QueryTimeToVerdictRequest()).value();
    return answer.rows().empty() ? 0 : answer.rows(0).cases();
  };
  EXPECT_EQ(cases(), 1);
  feeds_[0].age = absl::Hours(24);
  EXPECT_EQ(cases(), 0) << "not reported yet";
}

TEST_F(ReadinessTest, NothingIsToldAsOfADayThatHasComeInNoOfficeOfTheCaller) {
  EXPECT_EQ(ErrorAsOf(CivilDay(2015, 6, 2), "analyst"), "") << "it is that day in Manila";
  EXPECT_THAT(ErrorAsOf(CivilDay(2015, 6, 3), "analyst"), HasSubstr("as_of must not be in the future"));
  EXPECT_EQ(ErrorAsOf(CivilDay(2015, 6, 1), "west"), "");
  EXPECT_THAT(ErrorAsOf(CivilDay(2015, 6, 2), "west"), HasSubstr("as_of must not be in the future"));
}

TEST_F(ReadinessTest, AMonthThatHasNotBegunHasNoHighlightsWhateverWasPutOff) {
  HearingFact hearing;
  hearing.office = "cebu";
  hearing.id = Uuid::V7(absl::UnixEpoch());
  hearing.version = 1;
  hearing.state = HearingState::kAdjourned;
  hearing.date = CivilDay(2015, 7, 15);
  board_.Apply(std::vector<Fact>{hearing});
  v1::GetHighlightsRequest request;
  request.set_year(2015);
  request.set_month(7);
  EXPECT_EQ(Call(&Stub::GetHighlights, request).value().highlights_size(), 0);
  clock_.Advance(absl::Hours(24 * 60));
  EXPECT_EQ(Call(&Stub::GetHighlights, request).value().highlights_size(), 1);
}

}  // namespace
}  // namespace amparo::statistics
