#include "common/errors/errors.h"
#include "common/idempotency/request.h"
#include "gtest/gtest.h"

namespace amparo::idempotency {
namespace {

const Request kRequest{"cebu", "spiffe://amparo/intake", Uuid::V7(absl::UnixEpoch()),
                       "amparo.cases.v1.CaseService/CreateCase", "the request's digest"};

TEST(ReplayTest, GivesTheFirstAnswerAgain) {
  const auto answer = Replay(kRequest, "the request's digest", "the answer");
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(*answer, "the answer");
}

TEST(ReplayTest, KnowsARequestUnderAFormerKey) {
  Request request = kRequest;
  request.former_fingerprints = {"under one", "under another"};
  EXPECT_TRUE(Replay(request, "under another", "the answer").ok());
  EXPECT_FALSE(Replay(request, "under a third", "the answer").ok());
}

TEST(ReplayTest, BelievesTheIdWhenNobodyKnowsTheRequestAnyMore) {
  EXPECT_TRUE(Replay(kRequest, "", "the answer").ok());
}

TEST(ReplayTest, RefusesTheIdOfAnotherRequest) {
  const absl::Status status = Replay(kRequest, "another digest", "the answer").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(errors::Reason(status), errors::kRequestIdReused);
}

}  // namespace
}  // namespace amparo::idempotency
