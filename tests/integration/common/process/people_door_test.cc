// Where a service finds the grants of people.
#include "common/process/people_door.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <string>

namespace amparo::process {
namespace {

std::string AddressFor(const std::string& listens, const std::string& peer = "") {
  config::v1::ServiceConfig config;
  config.set_listen_address(listens);
  if (!peer.empty()) config.mutable_peers()->set_case_service(peer);
  return AddressOfGrants(config, 7401);
}

TEST(AddressOfGrants, IsThatOfTheCaseServiceWhichMayBeThisOne) {
  EXPECT_EQ(AddressFor("127.0.0.1:0", "cases.test:7411"), "cases.test:7411");
  EXPECT_EQ(AddressFor("127.0.0.1:0"), "127.0.0.1:7401");
  EXPECT_EQ(AddressFor("localhost:7401"), "localhost:7401");
  EXPECT_EQ(AddressFor("cases.test:0"), "cases.test:7401");
  EXPECT_EQ(AddressFor("[::1]:0"), "[::1]:7401");
  for (const char* all : {"0.0.0.0:0", "[::]:0", "*:0", ":0"}) EXPECT_EQ(AddressFor(all), "127.0.0.1:7401") << all;
}

TEST(PeopleDoor, OnlyTheCaseServiceNeedNotNameIt) {
  config::v1::ServiceConfig config;
  config.mutable_people()->set_jwks_file("/nowhere/keys.json");
  const SystemClock clock;
  obs::Registry registry;
  const int log = memfd_create("log", MFD_CLOEXEC);
  {
    obs::Logger logger(log, obs::LogOptions{});
    ExitDeadline exit;
    Environment environment{config, clock, registry, logger, exit};
    const absl::Status nowhere = PeopleDoor::Open(environment, {}).status();
    EXPECT_TRUE(absl::IsInvalidArgument(nowhere)) << nowhere;
    EXPECT_THAT(nowhere.ToString(), ::testing::HasSubstr("peers.case_service"));
    // It goes on to what comes next, and has no keys.
    const absl::Status itself =
        PeopleDoor::Open(environment, {rpc::ServiceBinding("amparo.cases.v1.FeedService")}).status();
    EXPECT_THAT(itself.ToString(), ::testing::HasSubstr("/nowhere/keys.json"));
  }
  ::close(log);
}

}  // namespace
}  // namespace amparo::process
