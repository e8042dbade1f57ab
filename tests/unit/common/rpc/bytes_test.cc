#include "common/rpc/bytes.h"

#include <gtest/gtest.h>

#include "amparo/feed/v1/feed.pb.h"

namespace amparo::rpc {
namespace {

feed::v1::WatchRequest SomeRequest(std::size_t size) {
  feed::v1::WatchRequest request;
  request.set_office("cebu");
  request.set_start_token(std::string(size, 't'));
  return request;
}

TEST(Bytes, AMessageComesBackAsItWent) {
  for (const std::size_t size : {0u, 1u, 10u, 100u, 1'000'000u}) {
    const feed::v1::WatchRequest request = SomeRequest(size);
    feed::v1::WatchRequest parsed;
    ASSERT_TRUE(ParseMessage(SerializeMessage(request), parsed));
    EXPECT_EQ(parsed.SerializeAsString(), request.SerializeAsString());
    feed::v1::WatchRequest wrapped;
    ASSERT_TRUE(ParseMessage(WrapBytes(request.SerializeAsString()), wrapped));
    EXPECT_EQ(wrapped.SerializeAsString(), request.SerializeAsString());
  }
}

TEST(Bytes, AMessageInManySlicesIsOneMessage) {
  const feed::v1::WatchRequest request = SomeRequest(1'000);
  const std::string bytes = request.SerializeAsString();
  std::vector<grpc::Slice> slices;
  for (std::size_t at = 0; at < bytes.size(); at += 100) slices.emplace_back(bytes.substr(at, 100));
  feed::v1::WatchRequest parsed;
  ASSERT_TRUE(ParseMessage(grpc::ByteBuffer(slices.data(), slices.size()), parsed));
  EXPECT_EQ(parsed.SerializeAsString(), bytes);
}

TEST(Bytes, WhatIsNoMessageIsRefused) {
  feed::v1::WatchRequest parsed;
  EXPECT_FALSE(ParseMessage(grpc::ByteBuffer(), parsed));
  EXPECT_FALSE(ParseMessage(WrapBytes("\xff\xff\xff\xff"), parsed));
  EXPECT_FALSE(ParseMessage(WrapBytes(std::string("\x1a\x02\xff\xff", 4)), parsed)) << "invalid UTF-8 in `office`";
  EXPECT_FALSE(ParseMessage(WrapBytes(std::string("\x1a\x7f", 2)), parsed)) << "cut short";
}

TEST(Bytes, AnEmptyMessageIsAMessage) {
  feed::v1::WatchRequest parsed;
  EXPECT_TRUE(ParseMessage(SerializeMessage(feed::v1::WatchRequest()), parsed));
}

}  // namespace
}  // namespace amparo::rpc
