// From the feeds to facts: applied once, restated, rebuilt from nothing, and without anything that identifies.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "common/errors/errors.h"
#include "common/testing/eventually.h"
#include "tests/integration/services/statistics/random_resources.h"
#include "tests/integration/services/statistics/statistics_service.h"

namespace amparo::statistics {
namespace {

using absl::CivilDay;
using Stub = v1::ReportService::Stub;

class IngestTest : public ::testing::Test {
 protected:
  // Everything reports can say, as text, but for the moment it was said.
  static std::string AllReports(StatisticsService& service) {
    v1::GetHighlightsRequest highlights;
    highlights.set_year(2012);
    highlights.set_month(11);
    std::string text = service.Call(&Stub::GetHighlights, highlights).value().DebugString();
    v1::QueryConvictionsRequest convictions;
    v1::QueryAdjournmentsRequest adjournments;
    v1::QueryTimeToVerdictRequest durations;
    for (int dimension = v1::DIMENSION_OFFICE; dimension <= v1::DIMENSION_YEAR; ++dimension) {
      convictions.add_group_by(static_cast<v1::Dimension>(dimension));
      adjournments.add_group_by(static_cast<v1::Dimension>(dimension));
      durations.add_group_by(static_cast<v1::Dimension>(dimension));
    }
    text += service.Call(&Stub::QueryConvictions, convictions).value().DebugString();
    text += service.Call(&Stub::QueryAdjournments, adjournments).value().DebugString();
    text += service.Call(&Stub::QueryTimeToVerdict, durations).value().DebugString();
    return text;
  }

  void Publish(const Resources& resources) {
    constexpr size_t kTogether = 37;
    for (size_t i = 0; i < resources.cases.size(); i += kTogether) {
      const auto first = resources.cases.begin() + static_cast<std::ptrdiff_t>(i);
      cases_->Publish({first, first + static_cast<std::ptrdiff_t>(std::min(kTogether, resources.cases.size() - i))});
    }
    scheduling_->Publish(resources.scheduling);
  }

  int64_t Convictions(StatisticsService& service) {
    const auto response = service.Call(&Stub::QueryConvictions, v1::QueryConvictionsRequest()).value();
    return response.rows().empty() ? 0 : response.rows(0).convictions();
  }

  std::unique_ptr<FeedSource> cases_ = MakeCaseSource();
  std::unique_ptr<FeedSource> scheduling_ = MakeSchedulingSource();
};

TEST_F(IngestTest, AVerdictCountsAndIsRestatedWhenItIsTakenAway) {
  StatisticsService service(*cases_, *scheduling_);
  const cases::v1::Case one = MakeCase("cebu", CivilDay(2012, 1, 1), "02041");
  const cases::v1::Party accused = MakeParty(one.name(), cases::v1::PARTY_ROLE_ACCUSED);
  cases::v1::Charge charge = MakeCharge(accused, CivilDay(2012, 2, 1));
  cases_->Publish({ChangeOf("office", MakeOffice("cebu", "PH", "Asia/Manila")), ChangeOf("case", one),
                   ChangeOf("party", accused), ChangeOf("charge", charge)});
  ASSERT_TRUE(service.CatchUp());
  EXPECT_EQ(Convictions(service), 0);
  SetVerdict(charge, cases::v1::VERDICT_OUTCOME_CONVICTED, CivilDay(2014, 11, 3));
  cases_->Publish({ChangeOf("charge", charge)});
  ASSERT_TRUE(service.CatchUp());
  EXPECT_EQ(Convictions(service), 1);
  SetVerdict(charge, cases::v1::VERDICT_OUTCOME_QUASHED, CivilDay(2014, 11, 3));
  cases_->Publish({ChangeOf("charge", charge)});
  ASSERT_TRUE(service.CatchUp());
  EXPECT_EQ(Convictions(service), 0);
}

TEST_F(IngestTest, AMergedCaseAndPersonCountOnceAndTwiceAgainWhenTheyAreParted) {
  StatisticsService service(*cases_, *scheduling_);
  const cases::v1::Case survivor = MakeCase("cebu", CivilDay(2012, 1, 1), "02041");
  cases::v1::Case given_up = MakeCase("cebu", CivilDay(2012, 1, 1), "02041");
  const cases::v1::Party known = MakeParty(survivor.name(), cases::v1::PARTY_ROLE_ACCUSED);
  cases::v1::Party same = MakeParty(given_up.name(), cases::v1::PARTY_ROLE_ACCUSED);
  std::vector<Change> changes = {ChangeOf("office", MakeOffice("cebu", "PH", "Asia/Manila")),
                                 ChangeOf("case", survivor), ChangeOf("case", given_up), ChangeOf("party", known),
                                 ChangeOf("party", same)};
  for (const cases::v1::Party& accused : {known, same}) {
    cases::v1::Charge charge = MakeCharge(accused, CivilDay(2012, 2, 1));
    SetVerdict(charge, cases::v1::VERDICT_OUTCOME_CONVICTED, CivilDay(2014, 11, 3));
    changes.push_back(ChangeOf("charge", charge));
  }
  cases_->Publish(changes);
  ASSERT_TRUE(service.CatchUp());
  EXPECT_EQ(Convictions(service), 2);
  given_up.set_merged_into(survivor.name());
  same.set_surviving_person(StrCat("offices/cebu/persons/", known.name().substr(known.name().rfind('/') + 1)));
  cases_->Publish({ChangeOf("case", given_up), ChangeOf("party", same)});
  ASSERT_TRUE(service.CatchUp());
  EXPECT_EQ(Convictions(service), 1);
  const std::string reports = AllReports(service);
  service.Restart();
  ASSERT_TRUE(service.CatchUp());
  EXPECT_EQ(AllReports(service), reports) << "loaded from the database it is the same";
  given_up.clear_merged_into();
  same.clear_surviving_person();
  cases_->Publish({ChangeOf("case", given_up), ChangeOf("party", same)});
  ASSERT_TRUE(service.CatchUp());
  EXPECT_EQ(Convictions(service), 2);
}

TEST_F(IngestTest, HearingsMayComeBeforeTheirCase) {
  StatisticsService service(*cases_, *scheduling_);
  const cases::v1::Case one = MakeCase("cebu", CivilDay(2012, 1, 1), "0203");
  scheduling_->Publish(
      {ChangeOf("hearing", MakeHearing(one.name(), CivilDay(2014, 1, 1), scheduling::v1::HEARING_STATE_HELD))});
  ASSERT_TRUE(service.CatchUp());
  v1::QueryAdjournmentsRequest request;
  request.mutable_filter()->add_crime_types("0203");
  EXPECT_EQ(service.Call(&Stub::QueryAdjournments, request)->rows_size(), 0);
  cases_->Publish({ChangeOf("office", MakeOffice("cebu", "PH", "Asia/Manila")), ChangeOf("case", one)});
  ASSERT_TRUE(service.CatchUp());
  const auto response = service.Call(&Stub::QueryAdjournments, request).value();
  ASSERT_EQ(response.rows_size(), 1);
  EXPECT_EQ(response.rows(0).held(), 1);
}

TEST_F(IngestTest, RebuiltFromNothingEqualsIncremental) {
  const Resources resources = MakeResources(11, 150);
  StatisticsService incremental(*cases_, *scheduling_);
  Publish(resources);
  ASSERT_TRUE(incremental.CatchUp());
  const std::string reports = AllReports(incremental);

  StatisticsService from_first_event(*cases_, *scheduling_);
  ASSERT_TRUE(from_first_event.CatchUp());
  EXPECT_EQ(from_first_event.Digest(), incremental.Digest());
  EXPECT_EQ(AllReports(from_first_event), reports);

  cases_->ExpireTokens();
  scheduling_->ExpireTokens();
  StatisticsService from_export(*cases_, *scheduling_);
  ASSERT_TRUE(from_export.CatchUp());
  EXPECT_EQ(from_export.Digest(), incremental.Digest());
  EXPECT_EQ(AllReports(from_export), reports);
}

TEST_F(IngestTest, MemoryLoadedAfterARestartEqualsWhatItWas) {
  StatisticsService service(*cases_, *scheduling_);
  Publish(MakeResources(12, 80));
  ASSERT_TRUE(service.CatchUp());
  const std::string reports = AllReports(service);
  service.Restart();
  ASSERT_TRUE(service.CatchUp());
  EXPECT_EQ(AllReports(service), reports);
}

TEST_F(IngestTest, AfterARestartNoReportIsAnsweredBeforeTheFactsAreInMemory) {
  StatisticsService service(*cases_, *scheduling_);
  Publish(MakeResources(14, 80));
  ASSERT_TRUE(service.CatchUp());
  const int64_t counted = Convictions(service);
  ASSERT_GT(counted, 0);
  service.Restart();
  absl::StatusOr<v1::QueryConvictionsResponse> answer;
  ASSERT_TRUE(testing::Eventually([&] {
    answer = service.Call(&Stub::QueryConvictions, v1::QueryConvictionsRequest());
    return errors::Reason(answer.status()) != "FACTS_LOADING";
  }));
  ASSERT_TRUE(answer.ok()) << answer.status();
  ASSERT_EQ(answer->rows_size(), 1);
  EXPECT_EQ(answer->rows(0).convictions(), counted);
}

TEST_F(IngestTest, WhileAFeedIsLoadedNoReportIsAnsweredFromAPartOfIt) {
  StatisticsService service(*cases_, *scheduling_);
  Publish(MakeResources(15, 80));
  ASSERT_TRUE(service.CatchUp());
  const int64_t counted = Convictions(service);
  ASSERT_GT(counted, 0);
  // Another instance is in the middle of a load; whoever follows the other feed fills memory all the same.
  service.Sql(
      "DELETE FROM charge_standing_fact; UPDATE feed_cursor SET token = '', seq = 0, head_seq = 0, "
      "load = gen_random_uuid(), update_time = '2015-06-01 12:00Z' WHERE feed = 'case'");
  service.Restart();
  v1::GetStatusResponse status;
  ASSERT_TRUE(testing::Eventually([&] {
    status = service.Call(&Stub::GetStatus, v1::GetStatusRequest()).value();
    return std::isfinite(status.feeds(1).lag_seconds());
  }));
  EXPECT_TRUE(std::isinf(status.feeds(0).lag_seconds()));
  const absl::Status refused = service.Call(&Stub::QueryConvictions, v1::QueryConvictionsRequest()).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(errors::Reason(refused), "FACTS_LOADING");
  // The other is gone: its load is taken over.
  service.Sql("UPDATE feed_cursor SET update_time = '2015-06-01 11:00Z' WHERE feed = 'case'");
  ASSERT_TRUE(service.CatchUp());
  EXPECT_EQ(Convictions(service), counted);
}

TEST_F(IngestTest, EventsAppliedAgainChangeNothing) {
  StatisticsService service(*cases_, *scheduling_);
  Publish(MakeResources(13, 80));
  ASSERT_TRUE(service.CatchUp());
  const std::string digest = service.Digest();
  const std::string reports = AllReports(service);
  service.Sql("DELETE FROM feed_cursor");
  service.Restart();
  ASSERT_TRUE(service.CatchUp());
  EXPECT_EQ(service.Digest(), digest);
  EXPECT_EQ(AllReports(service), reports);
}

TEST_F(IngestTest, NothingThatIdentifiesIsKept) {
  StatisticsService service(*cases_, *scheduling_);
  cases::v1::Case one = MakeCase("cebu", CivilDay(2012, 1, 1), "02041");
  one.set_title("canary-title");
  one.set_sealed_narrative("canary-narrative");
  one.set_lead("canary-lead");
  cases::v1::Party survivor = MakeParty(one.name(), cases::v1::PARTY_ROLE_SURVIVOR);
  survivor.set_pseudonym("canary-pseudonym");
  survivor.set_sealed_identity("canary-identity");
  survivor.mutable_identity()->set_full_name("canary-name");
  scheduling::v1::Hearing hearing =
      MakeHearing(one.name(), CivilDay(2014, 1, 1), scheduling::v1::HEARING_STATE_ADJOURNED);
  hearing.mutable_adjournment()->set_note("canary-note");
  hearing.add_attendance()->set_party(survivor.name());
  cases_->Publish({ChangeOf("office", MakeOffice("cebu", "PH", "Asia/Manila")), ChangeOf("case", one),
                   ChangeOf("party", survivor)});
  scheduling_->Publish({ChangeOf("hearing", hearing)});
  ASSERT_TRUE(service.CatchUp());
  const std::string dump = service.Dump();
  EXPECT_THAT(dump, ::testing::HasSubstr("02041"));
  EXPECT_THAT(dump, ::testing::Not(::testing::HasSubstr("canary")));
}

}  // namespace
}  // namespace amparo::statistics
