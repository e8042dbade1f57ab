#include "common/observability/trace.h"

#include <gtest/gtest.h>

namespace amparo::obs {
namespace {

constexpr char kHeader[] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

TEST(TraceContext, GoesOnWithTheCallersTraceInASpanOfItsOwn) {
  const TraceContext context = TraceContext::FromHeader(kHeader);
  EXPECT_EQ(context.TraceIdHex(), "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_NE(context.SpanIdHex(), "00f067aa0ba902b7");
  EXPECT_EQ(context.SpanIdHex().size(), 16u);
  EXPECT_TRUE(context.sampled);
  EXPECT_EQ(context.ToHeader(), "00-4bf92f3577b34da6a3ce929d0e0e4736-" + context.SpanIdHex() + "-01");
}

TEST(TraceContext, WhatItWritesItReads) {
  const TraceContext context = TraceContext::New();
  EXPECT_FALSE(context.sampled);
  EXPECT_EQ(TraceContext::FromHeader(context.ToHeader()).trace_id, context.trace_id);
}

TEST(TraceContext, LaterVersionsMayGoOn) {
  const std::string later = "01" + std::string(kHeader).substr(2) + "-more";
  EXPECT_EQ(TraceContext::FromHeader(later).TraceIdHex(), "4bf92f3577b34da6a3ce929d0e0e4736");
}

TEST(TraceContext, AMalformedHeaderStartsANewTrace) {
  const std::string good = kHeader;
  const std::string bad[] = {"",
                             "garbage",
                             good.substr(1),
                             good + "-more",
                             "ff" + good.substr(2),
                             "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                             "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                             "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                             "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"};
  for (const auto& header : bad) {
    const TraceContext context = TraceContext::FromHeader(header);
    EXPECT_NE(context.TraceIdHex(), "4bf92f3577b34da6a3ce929d0e0e4736") << header;
    EXPECT_NE(context.TraceIdHex(), std::string(32, '0')) << header;
  }
}

TEST(TraceContext, NewTracesDiffer) {
  EXPECT_NE(TraceContext::New().trace_id, TraceContext::New().trace_id);
}

}  // namespace
}  // namespace amparo::obs
