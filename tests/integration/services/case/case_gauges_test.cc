#include "services/case/store/case_gauges.h"

#include <string>
#include <thread>

#include "gmock/gmock.h"
#include "tests/integration/services/case/case_test.h"

namespace amparo::cases {
namespace {

// Scrapes until `line` is there; false when that takes longer than 20 s.
bool Shows(const obs::Registry& registry, const std::string& line) {
  const absl::Time deadline = absl::Now() + absl::Seconds(20);
  while (absl::Now() < deadline) {
    if (registry.Text().find(line) != std::string::npos) return true;
    std::this_thread::yield();
  }
  return false;
}

using CaseGaugesTest = CaseApiTest;

TEST_F(CaseGaugesTest, CasesAreCountedByStageAndCountedAgainWhenTheCountIsOld) {
  const std::string first = service_.EnterCase().name();
  service_.EnterCase();
  pg::WorkersOptions options;
  options.conninfo = service_.database().service("cases");
  pg::Workers workers(options);
  obs::Registry registry;
  const CaseGauges gauges(workers, service_.clock(), registry);
  EXPECT_TRUE(Shows(registry, "amparo_cases{stage=\"REPORTED\"} 2"));
  ASSERT_THAT(service_.Act(&CaseStub::ScreenCase, first), IsOk());
  service_.clock().Advance(CaseGauges::kFresh);
  EXPECT_TRUE(Shows(registry, "amparo_cases{stage=\"SCREENED\"} 1"));
  EXPECT_TRUE(Shows(registry, "amparo_cases{stage=\"REPORTED\"} 1"));
  EXPECT_TRUE(Shows(registry, "amparo_cases{stage=\"CLOSED\"} 0"));
}

}  // namespace
}  // namespace amparo::cases
