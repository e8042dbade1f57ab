// The statistics service has no streams that people could have open.
#include "tests/integration/services/people_streams.h"

#include <gtest/gtest.h>

namespace amparo::statistics {
namespace {

TEST(PeoplesStreamsOfStatistics, ThereAreNone) {
  EXPECT_EQ(testing::StreamsOf("amparo.statistics.v1").size(), 0u)
      << "a stream came: have it ended as those of the other services (ExpectStreamsToEnd)";
}

}  // namespace
}  // namespace amparo::statistics
