#include "common/errors/errors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/strings.h"
#include "common/errors/grpc_status.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"
#include "google/rpc/status.pb.h"

namespace amparo::errors {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

template <typename Detail>
Detail DetailOf(const absl::Status& status) {
  Detail detail;
  const auto payload = status.GetPayload("type.googleapis.com/" + detail.GetTypeName());
  EXPECT_TRUE(payload.has_value()) << detail.GetTypeName();
  if (payload.has_value()) {
    EXPECT_TRUE(detail.ParseFromString(std::string(*payload)));
  }
  return detail;
}

TEST(Errors, MakeCarriesReasonDomainAndMetadata) {
  const absl::Status status =
      Make(absl::StatusCode::kFailedPrecondition, "CASE_CLOSED", "the case is closed", {{"stage", "CLOSED"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  const auto info = DetailOf<google::rpc::ErrorInfo>(status);
  EXPECT_EQ(info.reason(), "CASE_CLOSED");
  EXPECT_EQ(info.domain(), "amparo");
  EXPECT_EQ(MetadataValue(status, "stage"), "CLOSED");
  EXPECT_EQ(MetadataValue(status, "office"), "");
}

TEST(Errors, AMergeNamesWhatWasAskedForAndWhereItWent) {
  const absl::Status status = Merged("CASE_MERGED", "case", "offices/cebu/cases/1", "offices/cebu/cases/2");
  EXPECT_EQ(MetadataValue(status, "subject"), "offices/cebu/cases/1");
  EXPECT_EQ(MetadataValue(status, "merged_into"), "offices/cebu/cases/2");
  EXPECT_EQ(DetailOf<google::rpc::ResourceInfo>(status).resource_name(), "offices/cebu/cases/2");
  EXPECT_EQ(DetailOf<google::rpc::PreconditionFailure>(status).violations(0).subject(), "offices/cebu/cases/1");
}

TEST(Errors, ReasonOfAStatusWithoutInfoIsEmpty) {
  EXPECT_EQ(Reason(absl::OkStatus()), "");
  EXPECT_EQ(Reason(absl::InternalError("x")), "");
}

TEST(Errors, EachFactoryHasItsCodeAndReason) {
  const struct {
    absl::Status status;
    absl::StatusCode code;
    std::string_view reason;
  } table[] = {
      {InvalidField("case.country", "must be two letters"), absl::StatusCode::kInvalidArgument, kInvalidArgument},
      {NotFound("case", "offices/cebu/cases/1"), absl::StatusCode::kNotFound, kNotFound},
      {AlreadyExists("case", "offices/cebu/cases/1"), absl::StatusCode::kAlreadyExists, kAlreadyExists},
      {FailedPrecondition("CASE_CLOSED", "c", "closed"), absl::StatusCode::kFailedPrecondition, "CASE_CLOSED"},
      {Merged("CASE_MERGED", "case", "a", "b"), absl::StatusCode::kFailedPrecondition, "CASE_MERGED"},
      {EtagMismatch("c"), absl::StatusCode::kAborted, kEtagMismatch},
      {Aborted("CONFLICT", "lost"), absl::StatusCode::kAborted, "CONFLICT"},
      {RequestIdReused("id"), absl::StatusCode::kInvalidArgument, kRequestIdReused},
      {ResourceExhausted("OVERLOADED", "busy", absl::Seconds(1)), absl::StatusCode::kResourceExhausted, "OVERLOADED"},
      {Unavailable("DATABASE_DOWN", "down"), absl::StatusCode::kUnavailable, "DATABASE_DOWN"},
      {Internal("0123"), absl::StatusCode::kInternal, kInternal},
      {PermissionDenied("no"), absl::StatusCode::kPermissionDenied, kPermissionDenied},
      {Unauthenticated("who"), absl::StatusCode::kUnauthenticated, kUnauthenticated},
      {DeadlineExceeded(), absl::StatusCode::kDeadlineExceeded, kDeadlineExceeded},
      {Cancelled(), absl::StatusCode::kCancelled, kCancelled},
      {ShuttingDown(), absl::StatusCode::kUnavailable, kShuttingDown},
      {TokenExpired(), absl::StatusCode::kOutOfRange, kTokenExpired},
      {TokenOfOtherEpoch(), absl::StatusCode::kOutOfRange, kTokenOfOtherEpoch},
  };
  for (const auto& row : table) {
    EXPECT_EQ(row.status.code(), row.code) << row.status;
    EXPECT_EQ(Reason(row.status), row.reason) << row.status;
  }
}

TEST(Errors, DetailsSayWhatBroke) {
  const auto resource = DetailOf<google::rpc::ResourceInfo>(NotFound("case", "offices/cebu/cases/1"));
  EXPECT_EQ(resource.resource_type(), "case");
  EXPECT_EQ(resource.resource_name(), "offices/cebu/cases/1");
  const absl::Status clash = AlreadyExists("case", "offices/cebu/cases/1", "case.case_number");
  EXPECT_EQ(Reason(clash), kAlreadyExists);
  EXPECT_EQ(MetadataValue(clash, "field"), "case.case_number");
  EXPECT_EQ(MetadataValue(clash, "name"), "offices/cebu/cases/1");
  EXPECT_EQ(DetailOf<google::rpc::ResourceInfo>(clash).resource_name(), "offices/cebu/cases/1");
  const auto failure =
      DetailOf<google::rpc::PreconditionFailure>(FailedPrecondition("CASE_CLOSED", "offices/x", "it is closed"));
  ASSERT_EQ(failure.violations_size(), 1);
  EXPECT_EQ(failure.violations(0).type(), "CASE_CLOSED");
  EXPECT_EQ(failure.violations(0).subject(), "offices/x");
  const absl::Status several =
      FailedPreconditions("NOT_YET", "offices/x", "2 rules are broken", {{"A", "a"}, {"B", "b"}});
  EXPECT_EQ(Reason(several), "NOT_YET");
  const auto both = DetailOf<google::rpc::PreconditionFailure>(several);
  ASSERT_EQ(both.violations_size(), 2);
  EXPECT_EQ(both.violations(1).type(), "B");
  EXPECT_EQ(both.violations(1).description(), "b");
  const auto retry =
      DetailOf<google::rpc::RetryInfo>(ResourceExhausted("OVERLOADED", "busy", absl::Milliseconds(1250)));
  EXPECT_EQ(retry.retry_delay().seconds(), 1);
  EXPECT_EQ(retry.retry_delay().nanos(), 250'000'000);
}

TEST(FieldViolations, TellsAllAtOnceButAtMostTwenty) {
  FieldViolations violations;
  EXPECT_TRUE(violations.ToStatus().ok());
  EXPECT_TRUE(violations.Require(true, "a", "holds"));
  EXPECT_TRUE(violations.empty());
  for (int i = 0; i < 30; ++i) EXPECT_FALSE(violations.Require(false, "charges[" + std::to_string(i) + "]", "is bad"));
  const absl::Status status = violations.ToStatus();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  const auto bad = DetailOf<google::rpc::BadRequest>(status);
  ASSERT_EQ(bad.field_violations_size(), 20);
  EXPECT_EQ(bad.field_violations(0).field(), "charges[0]");
  EXPECT_EQ(bad.field_violations(19).description(), "is bad");
  EXPECT_EQ(MetadataValue(status, "field"), "charges[0]");
}

TEST(GrpcStatus, DetailsSurviveTheWire) {
  const absl::Status sent = FailedPrecondition("CASE_CLOSED", "offices/x", "it is closed");
  const grpc::Status wire = ToGrpc(sent);
  EXPECT_EQ(wire.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  google::rpc::Status details;
  ASSERT_TRUE(details.ParseFromString(wire.error_details()));
  EXPECT_EQ(details.code(), 9);
  EXPECT_EQ(details.details_size(), 2);
  EXPECT_EQ(FromGrpc(wire), sent);
}

TEST(GrpcStatus, OkIsOk) {
  EXPECT_TRUE(ToGrpc(absl::OkStatus()).ok());
  EXPECT_TRUE(FromGrpc(grpc::Status::OK).ok());
}

TEST(GrpcStatus, AStatusOfAPeerWithoutDetailsKeepsItsCode) {
  const absl::Status status = FromGrpc(grpc::Status(grpc::StatusCode::UNAVAILABLE, "no connection"));
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Reason(status), "");
}

TEST(ToPublic, StatusesWithAReasonPass) {
  const absl::Status status = EtagMismatch("c");
  const Public answer = ToPublic(status);
  EXPECT_EQ(answer.status, status);
  EXPECT_THAT(answer.error_id, IsEmpty());
  EXPECT_THAT(answer.hidden, IsEmpty());
}

TEST(ToPublic, InfrastructureGetsAStandardTextAndReason) {
  const std::string secret = "relation \"cases.person\" column full_name";
  const absl::Status statuses[] = {absl::CancelledError(secret),   absl::DeadlineExceededError(secret),
                                   absl::UnavailableError(secret), absl::ResourceExhaustedError(secret),
                                   absl::AbortedError(secret),     absl::UnimplementedError(secret)};
  for (const auto& status : statuses) {
    const Public answer = ToPublic(status);
    EXPECT_EQ(answer.status.code(), status.code());
    EXPECT_NE(Reason(answer.status), "") << status;
    EXPECT_THAT(std::string(answer.status.message()), ::testing::Not(HasSubstr("cases.person")));
    EXPECT_EQ(answer.hidden, secret);
    EXPECT_THAT(answer.error_id, IsEmpty());
  }
}

TEST(ToPublic, TheUnexpectedBecomesInternalWithAnId) {
  const Public answer = ToPublic(absl::InvalidArgumentError("syntax error at or near SELECT"));
  EXPECT_EQ(answer.status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(Reason(answer.status), kInternal);
  EXPECT_EQ(answer.error_id.size(), 16u);
  EXPECT_EQ(MetadataValue(answer.status, "error_id"), answer.error_id);
  EXPECT_THAT(std::string(answer.status.message()), ::testing::Not(HasSubstr("SELECT")));
  EXPECT_THAT(answer.hidden, HasSubstr("syntax error"));
  EXPECT_NE(ToPublic(absl::InternalError("x")).error_id, answer.error_id);
}

}  // namespace
}  // namespace amparo::errors
