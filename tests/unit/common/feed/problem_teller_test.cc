#include "common/feed/problem_teller.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/errors/errors.h"

namespace amparo::feed {
namespace {

class ProblemTellerTest : public ::testing::Test {
 protected:
  std::vector<std::string> told_;
  ProblemTeller teller_{[this](const absl::Status& problem) { told_.emplace_back(problem.message()); }};
};

TEST_F(ProblemTellerTest, TellsOnceForEachReasonUntilItIsOver) {
  for (const std::string text : {"first", "the same with another text"}) teller_.Met(errors::Unavailable("AWAY", text));
  for (int i = 0; i < 2; ++i) teller_.Met(absl::PermissionDeniedError("has no reason but its text"));
  teller_.Met(absl::PermissionDeniedError("has another text"));
  EXPECT_EQ(told_, (std::vector<std::string>{"first", "has no reason but its text", "has another text"}));
  teller_.Over();
  teller_.Met(absl::PermissionDeniedError("has another text"));
  EXPECT_EQ(told_.size(), 4u);
}

TEST_F(ProblemTellerTest, ThatTheOtherEndGoesAwayIsNoProblem) {
  teller_.Met(errors::ShuttingDown());
  EXPECT_TRUE(told_.empty());
}

TEST_F(ProblemTellerTest, NobodyNeedBeTold) {
  ProblemTeller nobody{ProblemTeller::Tell()};
  nobody.Met(errors::Unavailable("AWAY", "away"));
}

}  // namespace
}  // namespace amparo::feed
