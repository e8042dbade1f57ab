#include "services/case/store/case_gauges.h"

#include <memory>
#include <string>

#include "common/testing/eventually.h"
#include "gmock/gmock.h"
#include "tests/integration/services/case/task_test.h"

namespace amparo::cases {
namespace {

class CaseGaugesTest : public TaskTest {
 protected:
  CaseGaugesTest() {
    pg::WorkersOptions options;
    options.conninfo = service_.database().service("cases");
    workers_ = std::make_unique<pg::Workers>(options);
  }

  // Whether scrapes come to show `line`, at the time it is.
  bool ComeToShow(const std::string& line) {
    return testing::Eventually([&] { return registry_.Text().find(line + "\n") != std::string::npos; });
  }
  static std::string CasesIn(const std::string& office, const std::string& stage, int cases) {
    return "amparo_cases{office=\"" + office + "\",stage=\"" + stage + "\"} " + std::to_string(cases);
  }
  static std::string Overdue(const std::string& office, int tasks) {
    return "amparo_tasks_overdue{office=\"" + office + "\"} " + std::to_string(tasks);
  }
  // Longer than any count is good for.
  void Later(absl::Duration step = absl::Hours(2)) { service_.clock().Advance(step); }

  obs::Registry registry_;
  std::unique_ptr<pg::Workers> workers_;
};

TEST_F(CaseGaugesTest, CasesAreCountedByOfficeAndStageAndCountedAgainWhenTheCountIsOld) {
  service_.OpenOffice("la-paz");
  const std::string first = service_.EnterCase("First", "la-paz").name();
  service_.EnterCase("Second", "la-paz");
  const CaseGauges gauges(*workers_, service_.clock(), registry_);
  EXPECT_TRUE(ComeToShow(CasesIn("la-paz", "REPORTED", 2)));
  EXPECT_TRUE(ComeToShow(CasesIn("cebu", "PROSECUTION", 1)));
  EXPECT_TRUE(ComeToShow(CasesIn("la-paz", "PROSECUTION", 0)));
  ASSERT_THAT(service_.Act(&CaseStub::ScreenCase, first), IsOk());
  // An office that opens meanwhile has its series with the next count.
  service_.OpenOffice("phnom-penh");
  Later();
  EXPECT_TRUE(ComeToShow(CasesIn("la-paz", "SCREENED", 1)));
  EXPECT_TRUE(ComeToShow(CasesIn("la-paz", "REPORTED", 1)));
  EXPECT_TRUE(ComeToShow(CasesIn("phnom-penh", "CLOSED", 0)));
}

TEST_F(CaseGaugesTest, ACaseThatWasMergedIsCountedWithTheOneThatStandsForIt) {
  service_.OpenOffice("la-paz");
  const std::string survivor = service_.EnterCase("Survivor", "la-paz").name();
  const std::string merged = service_.EnterCase("Merged", "la-paz").name();
  const auto id = [](const std::string& name) { return name.substr(name.rfind('/') + 1); };
  service_.Sql("UPDATE \"case\" SET merged_id = '" + id(survivor) + "' WHERE id = '" + id(merged) + "'");
  const CaseGauges gauges(*workers_, service_.clock(), registry_);
  EXPECT_TRUE(ComeToShow(CasesIn("la-paz", "REPORTED", 1)));
}

TEST_F(CaseGaugesTest, ATaskIsOverdueOnceItsDayIsPastInItsOffice) {
  service_.OpenOffice("la-paz");
  const std::string done = Enter(kFirstDay).name();
  Enter(kFirstDay);
  Enter(kFirstDay + 30);
  v1::CreateTaskRequest far_west = TaskRequest(kFirstDay);
  far_west.set_parent(service_.EnterCase("In the west", "la-paz").name());
  Done(*tasks_, &TaskStub::CreateTask, far_west);
  ASSERT_THAT(Act(&TaskStub::CompleteTask, done), IsOk());
  const CaseGauges gauges(*workers_, service_.clock(), registry_);
  EXPECT_TRUE(ComeToShow(Overdue("cebu", 0))) << "the day itself is not past";

  absl::TimeZone cebu;
  ASSERT_TRUE(absl::LoadTimeZone("Asia/Manila", &cebu));
  service_.clock().Set(absl::FromCivil(absl::CivilSecond(kFirstDay + 1) + 6 * 3600, cebu));
  EXPECT_TRUE(ComeToShow(Overdue("cebu", 1)));
  EXPECT_TRUE(ComeToShow(Overdue("la-paz", 0))) << "where it is the evening before";
  Later(absl::Hours(12));
  EXPECT_TRUE(ComeToShow(Overdue("la-paz", 1)));
}

TEST_F(CaseGaugesTest, ATaskWhoseClockStandsIsNotOverdue) {
  ASSERT_THAT(Apply(case_, "first-weeks"), IsOk());
  ASSERT_THAT(SetDate(case_, v1::REFERENCE_KIND_RESCUE, kFirstDay), IsOk());
  const std::string overdue = service_.Sql("SELECT count(*) FROM task WHERE due_date <= '2014-12-21'");
  Move(&CaseStub::DeactivateCase, case_, "the family moved away");
  Later(absl::Hours(24 * 11));
  const CaseGauges gauges(*workers_, service_.clock(), registry_);
  const std::string left = service_.Sql("SELECT count(*) FROM task WHERE due_date <= '2014-12-21'");
  EXPECT_LT(std::stoi(left), std::stoi(overdue));
  EXPECT_TRUE(ComeToShow(Overdue("cebu", std::stoi(left))));
}

}  // namespace
}  // namespace amparo::cases
