// What the case service is asked, and what is answered when a call is over while it is silent.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "common/access/access.h"
#include "common/base/check.h"
#include "common/base/strings.h"
#include "common/base/task.h"
#include "common/errors/errors.h"
#include "common/rpc/channel.h"
#include "common/testing/eventually.h"
#include "services/scheduling/clients/case_service.h"
#include "tests/integration/services/scheduling/calendar.h"
#include "tests/integration/services/scheduling/fake_case_service.h"

namespace amparo::testing {
namespace {

using ::testing::UnorderedElementsAre;

class CaseClientTest : public ::testing::Test {
 protected:
  CaseClientTest() { cases_.SetCase(kCase, cases::v1::CASE_STAGE_PROSECUTION); }

  static scheduling::Key KeyOf(const std::string& name) {
    return scheduling::ParseName(scheduling::Collection::kCases, name).value();
  }

  // Whether the case is open, asked on behalf of a call with these limits.
  absl::Status AskWithin(Limits limits) {
    const rpc::CallContext context(CallWith(std::move(limits)));
    return SyncWait(client_.RequireOpenCase(context, KeyOf(kCase)));
  }

  // The names of the cases of a case's matter.
  std::vector<std::string> MatterOf(const std::string& name) {
    const rpc::CallContext context(CallWith(Limits::For(absl::Seconds(20))));
    const auto matter = SyncWait(client_.CasesOfMatter(context, KeyOf(name)));
    EXPECT_TRUE(matter.ok()) << matter.status();
    std::vector<std::string> names;
    if (!matter.ok()) return names;
    for (const scheduling::Key& key : *matter) {
      names.push_back(scheduling::BuildName(scheduling::Collection::kCases, key));
    }
    return names;
  }

  rpc::Client Connect() const {
    const auto channel = rpc::MakeChannel({.address = cases_.address(),
                                           .tls = ca_.Issue("scheduling-service"),
                                           .services = {"amparo.cases.v1.CaseService"}});
    AMPARO_CHECK(channel.ok(), "the test's case service has an address");
    return rpc::Client(*channel);
  }

  TestCa ca_;
  FakeCaseService cases_{ca_};
  scheduling::CaseService client_{Connect()};

 private:
  static rpc::CallContext::Parts CallWith(Limits limits) {
    const auto nobody = std::make_shared<const access::Account>("spiffe://amparo/attorney", access::RoleSet(),
                                                                std::vector<std::string>());
    return {access::Caller(nobody, access::RoleSet()),
            std::move(limits),
            nullptr,
            obs::TraceContext::New(),
            "amparo.scheduling.v1.HearingService/ScheduleHearing",
            nullptr,
            ""};
  }
};

TEST_F(CaseClientTest, AMatterIsTheCaseThatStandsForItAndAllThatWereMergedIntoIt) {
  const std::string survivor = StrCat(kLaPaz, "/cases/", NewId());
  const std::string third = StrCat(kLaPaz, "/cases/", NewId());
  EXPECT_THAT(MatterOf(kCase), UnorderedElementsAre(kCase));
  for (const std::string& name : {survivor, third}) cases_.SetCase(name, cases::v1::CASE_STAGE_PROSECUTION);
  cases_.SetMerged(kCase, survivor);
  cases_.SetMerged(third, survivor);
  for (const std::string& name : {std::string(kCase), survivor, third}) {
    EXPECT_THAT(MatterOf(name), UnorderedElementsAre(kCase, survivor, third)) << name;
  }
}

TEST_F(CaseClientTest, ACallThatIsCancelledWhileTheCaseServiceIsSilentIsCancelled) {
  cases_.SetSilent(true);
  std::stop_source caller;
  std::thread canceller([&] {
    EXPECT_TRUE(Eventually([&] { return cases_.calls() > 0; }));
    caller.request_stop();
  });
  const absl::Status status =
      AskWithin({.deadline = absl::Now() + absl::Seconds(120), .cancelled = caller.get_token()});
  canceller.join();
  EXPECT_EQ(status.code(), absl::StatusCode::kCancelled) << status;
  EXPECT_NE(errors::Reason(status), scheduling::kCaseServiceUnreachable);
}

TEST_F(CaseClientTest, ACallWhoseDeadlinePassesWhileTheCaseServiceIsSilentIsOver) {
  cases_.SetSilent(true);
  const absl::Status status = AskWithin({.deadline = absl::Now(), .cancelled = {}});
  EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded) << status;
  EXPECT_NE(errors::Reason(status), scheduling::kCaseServiceUnreachable);
}

}  // namespace
}  // namespace amparo::testing
