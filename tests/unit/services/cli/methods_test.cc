// RPCs by the names that people write.
#include "services/cli/methods.h"

#include <set>

#include "gmock/gmock.h"
#include "services/cli/failure.h"

namespace amparo::cli {
namespace {

using ::testing::HasSubstr;

std::string FailureOf(const std::string& name) {
  try {
    return FindMethod(name).ShortName();
  } catch (const Failure& failure) {
    return failure.what();
  }
}

TEST(Methods, EveryRpcIsFoundByItsShortName) {
  std::set<std::string> names;
  for (const Method& method : AllMethods()) {
    EXPECT_TRUE(names.insert(method.ShortName()).second) << method.ShortName();
    EXPECT_EQ(FindMethod(method.ShortName()).descriptor, method.descriptor);
  }
  EXPECT_TRUE(names.contains("PartyService/GetParty"));
  EXPECT_TRUE(names.contains("scheduling.FeedService/Watch"));
}

TEST(Methods, FullNamesAndServicesAreFound) {
  EXPECT_EQ(FindMethod("amparo.statistics.v1.ReportService/GetStatus").service, Service::kStatistics);
  EXPECT_EQ(FindMethod("cases.PartyService/GetParty").service, Service::kCase);
}

TEST(Methods, AMistakeNamesWhatComesNear) {
  EXPECT_THAT(FailureOf("PartiesService/GetParty"), HasSubstr("do you mean PartyService/GetParty?"));
  EXPECT_THAT(FailureOf("FeedService/Watch"), HasSubstr("cases.FeedService/Watch"));
  EXPECT_THAT(FailureOf("Nothing/LikeThis"), HasSubstr("amparo call --list"));
}

}  // namespace
}  // namespace amparo::cli
