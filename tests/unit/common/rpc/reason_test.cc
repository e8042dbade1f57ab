#include "common/rpc/reason.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace amparo::rpc {
namespace {

using Metadata = std::multimap<grpc::string_ref, grpc::string_ref>;

// A metadata value refers to its text.
grpc::string_ref Ref(const std::string& text) {
  return {text.data(), text.size()};
}

TEST(ReasonTest, IsTextOrItsBytes) {
  EXPECT_EQ(*ReasonIn({}), "");
  EXPECT_EQ(*ReasonIn({{kReasonKey, "a visit"}, {"traceparent", "00"}}), "a visit");
  EXPECT_EQ(*ReasonIn({{kReasonBytesKey, "une visite à l'hôpital"}}), "une visite à l'hôpital");
}

TEST(ReasonTest, IsOneTextOfBoundedLength) {
  const std::string longest(500, 'x');
  const std::string longer(501, 'x');
  EXPECT_EQ(*ReasonIn({{kReasonKey, Ref(longest)}}), longest);
  EXPECT_EQ(ReasonIn({{kReasonKey, Ref(longer)}}).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonIn({{kReasonKey, ""}}).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonIn({{kReasonBytesKey, "\xff"}}).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonIn({{kReasonKey, "a"}, {kReasonKey, "b"}}).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonIn({{kReasonKey, "a"}, {kReasonBytesKey, "b"}}).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace amparo::rpc
