// What a person is told when something fails, and the exit code that a script is.
#include "services/cli/failure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/errors/errors.h"
#include "services/cli/transfer_retry.h"

namespace amparo::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

ExitCode CodeFor(const absl::Status& status) {
  try {
    Check(status, "doing");
    return kOk;
  } catch (const Failure& failure) {
    EXPECT_THAT(failure.what(), StartsWith("doing: "));
    return failure.code();
  }
}

TEST(Failure, WhatIsResumedMayBreakAsOftenAsItGetsOn) {
  constexpr int kBreaks = 20;
  int attempts = 0;
  Retry(
      "doing", [&] { return ++attempts > kBreaks ? absl::OkStatus() : absl::UnavailableError("broken off"); },
      [] { return true; });
  EXPECT_EQ(attempts, kBreaks + 1);
}

TEST(Failure, EveryKindHasItsExitCode) {
  EXPECT_EQ(CodeFor(absl::OkStatus()), kOk);
  EXPECT_EQ(CodeFor(errors::NotFound("case", "x")), kNotFound);
  EXPECT_EQ(CodeFor(errors::InvalidField("parent", "must be")), kRefused);
  EXPECT_EQ(CodeFor(errors::AlreadyExists("case", "x")), kRefused);
  EXPECT_EQ(CodeFor(errors::FailedPrecondition("RULE", "x", "y")), kRefused);
  EXPECT_EQ(CodeFor(errors::EtagMismatch("x")), kRefused);
  EXPECT_EQ(CodeFor(errors::TokenExpired()), kRefused);
  EXPECT_EQ(CodeFor(errors::ShuttingDown()), kUnavailable);
  EXPECT_EQ(CodeFor(errors::DeadlineExceeded()), kUnavailable);
  EXPECT_EQ(CodeFor(errors::ResourceExhausted("BUSY", "later", absl::Seconds(1))), kUnavailable);
  EXPECT_EQ(CodeFor(errors::PermissionDenied("no")), kDenied);
  EXPECT_EQ(CodeFor(errors::Unauthenticated("who")), kDenied);
  EXPECT_EQ(CodeFor(errors::Internal("7")), kFailed);
}

TEST(Failure, EveryWrongFieldHasItsLine) {
  errors::FieldViolations wrong;
  wrong.Add("hearing.court", "must be a court's name");
  wrong.Add("hearing.duration", "must be from 5 minutes to 12 hours");
  EXPECT_THAT(Explain(wrong.ToStatus()), AllOf(HasSubstr("\n  hearing.court: must be a court's name\n"),
                                               HasSubstr("\n  hearing.duration: must be"), HasSubstr("INVALID")));
}

TEST(Failure, EveryBrokenRuleHasItsLine) {
  const absl::Status two = errors::FailedPreconditions("NOT_RESTORED", "x", "2 criteria are not met",
                                                       {{"SAFETY", "must be 3"}, {"HELD", "for 3 months"}});
  EXPECT_THAT(Explain(two), StartsWith("2 criteria are not met\n  SAFETY: must be 3\n  HELD: for 3 months\n  ["));
  EXPECT_THAT(Explain(errors::FailedPrecondition("RULE", "x", "it is closed")), StartsWith("it is closed\n  ["));
}

TEST(Failure, WhoeverMeetsNoServiceIsToldWhatToDo) {
  EXPECT_THAT(Explain(absl::UnavailableError("connection refused")), HasSubstr("deploy/run starts"));
  EXPECT_THAT(Explain(absl::DeadlineExceededError("Deadline Exceeded")), HasSubstr("--timeout"));
  EXPECT_THAT(Explain(errors::ShuttingDown()), AllOf(HasSubstr("SHUTTING_DOWN"), Not(HasSubstr("deploy/run"))));
}

TEST(Failure, WhoeverIsNotLetInIsToldWhatToDo) {
  const auto unauthenticated = [](std::string_view reason) {
    return Explain(errors::Make(absl::StatusCode::kUnauthenticated, reason, "who?"));
  };
  for (const char* reason : {"TOKEN_EXPIRED", "TOKEN_SIGNATURE", "KEY_WITHDRAWN"}) {
    EXPECT_THAT(unauthenticated(reason), AllOf(HasSubstr("deploy/token"), HasSubstr(reason)));
  }
  EXPECT_THAT(unauthenticated("UNAUTHENTICATED"), AllOf(HasSubstr("--config"), Not(HasSubstr("deploy/token"))));
  EXPECT_THAT(Explain(errors::PermissionDenied("no")), HasSubstr("amparo grant"));
  EXPECT_THAT(Explain(errors::Unavailable("GRANTS_STALE", "later")), HasSubstr("the case service"));
  // The feed has tokens of its own.
  EXPECT_THAT(Explain(errors::TokenExpired()), Not(HasSubstr("deploy/token")));
}

}  // namespace
}  // namespace amparo::cli
