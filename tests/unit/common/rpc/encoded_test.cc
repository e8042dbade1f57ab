#include "common/rpc/encoded.h"

#include <gtest/gtest.h>

#include "amparo/feed/v1/feed.pb.h"

namespace amparo::rpc {
namespace {

using feed::v1::WatchRequest;

TEST(Encoded, IsTheMessageItWasMadeOf) {
  WatchRequest request;
  request.set_office("cebu");
  const absl::StatusOr<Encoded<WatchRequest>> answered = request;
  ASSERT_TRUE(answered.ok());
  EXPECT_EQ(answered->bytes(), request.SerializeAsString());
  const absl::StatusOr<WatchRequest> decoded = answered->Decode();
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(decoded->office(), "cebu");
}

TEST(Encoded, BytesThatAreNoMessageAreOurFault) {
  EXPECT_EQ(Encoded<WatchRequest>(std::string("\xff")).Decode().status().code(), absl::StatusCode::kInternal);
}

TEST(Encoded, IsDescribedAsItsMessage) {
  EXPECT_EQ(Encoded<WatchRequest>::descriptor(), WatchRequest::descriptor());
}

}  // namespace
}  // namespace amparo::rpc
