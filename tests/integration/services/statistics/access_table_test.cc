// Every cell of the statistics service's table of access (tests/integration/services/access_table.h).
#include "tests/integration/services/access_table.h"

#include <gtest/gtest.h>

#include "tests/integration/services/statistics/random_resources.h"
#include "tests/integration/services/statistics/statistics_service.h"

namespace amparo::statistics {
namespace {

constexpr testing::TableOffices kTableOffices = {"cebu", "la-paz", "lima"};
constexpr std::string_view kPackage = "amparo.statistics.v1";

TEST(StatisticsAccessTable, EveryCellIsAnsweredAsTheContractSays) {
  const std::unique_ptr<FeedSource> cases = MakeCaseSource();
  const std::unique_ptr<FeedSource> scheduling = MakeSchedulingSource();
  const Resources resources = MakeResources(3, 60);
  cases->Publish(resources.cases);
  scheduling->Publish(resources.scheduling);
  StatisticsService service(*cases, *scheduling, /*max_rows=*/500,
                            testing::CallersOf(testing::Columns(false), kTableOffices));
  ASSERT_TRUE(service.CatchUp());
  const testing::SampleRequests samples = {{"ReportService.QueryConvictions", "group_by: DIMENSION_OFFICE"},
                                           {"ReportService.QueryAdjournments", "group_by: DIMENSION_OFFICE"},
                                           {"ReportService.QueryTimeToVerdict", "group_by: DIMENSION_OFFICE"},
                                           {"ReportService.GetHighlights", "year: 2012 month: 11"},
                                           {"ReportService.GetStatus", ""}};
  testing::ExpectEveryCell(service.server(), kPackage, kTableOffices, samples);
  testing::ExpectEveryCellOfPeople(service.server(), service.test_people(), kPackage, kTableOffices, samples);
}

}  // namespace
}  // namespace amparo::statistics
