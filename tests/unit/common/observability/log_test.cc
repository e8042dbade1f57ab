#include "common/observability/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <sstream>

namespace amparo::obs {
namespace {

using nlohmann::json;

// A logger whose lines can be read back.
class MemoryLog {
 public:
  explicit MemoryLog(LogOptions options = {})
      : fd_(::memfd_create("log", 0)), logger_(std::make_unique<Logger>(fd_, options)) {}
  ~MemoryLog() {
    logger_.reset();
    ::close(fd_);
  }

  Logger& logger() { return *logger_; }

  std::vector<json> Lines() {
    logger_->Flush();
    std::string text(static_cast<std::size_t>(::lseek(fd_, 0, SEEK_END)), '\0');
    EXPECT_EQ(::pread(fd_, text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
    std::vector<json> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(json::parse(line));
    return lines;
  }

 private:
  int fd_;
  std::unique_ptr<Logger> logger_;
};

CallRecord SomeCall() {
  CallRecord record;
  record.start = absl::FromUnixMicros(1416787200'000'042);
  record.duration = absl::Microseconds(12'345);
  record.trace = TraceContext::FromHeader("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  record.service = "amparo.cases.v1.CaseService";
  record.method = "GetCase";
  record.caller = "spiffe://amparo/cli";
  record.code = "NotFound";
  record.reason = "RESOURCE_NOT_FOUND";
  record.office = "cebu";
  return record;
}

TEST(Logger, ACallIsOneLineThatSaysWhoWhatAndHowLong) {
  MemoryLog log;
  log.logger().WriteCall(SomeCall());
  const auto lines = log.Lines();
  ASSERT_EQ(lines.size(), 1u);
  const json& line = lines[0];
  EXPECT_EQ(line["time"], "2014-11-24T00:00:00.000042Z");
  EXPECT_EQ(line["level"], "INFO");
  EXPECT_EQ(line["event"], "call");
  EXPECT_EQ(line["trace_id"], "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_EQ(line["span_id"].get<std::string>().size(), 16u);
  EXPECT_EQ(line["service"], "amparo.cases.v1.CaseService");
  EXPECT_EQ(line["method"], "GetCase");
  EXPECT_EQ(line["caller"], "spiffe://amparo/cli");
  EXPECT_EQ(line["code"], "NotFound");
  EXPECT_EQ(line["reason"], "RESOURCE_NOT_FOUND");
  EXPECT_EQ(line["office"], "cebu");
  EXPECT_DOUBLE_EQ(line["duration_ms"], 12.345);
  EXPECT_FALSE(line.contains("error_id"));
}

TEST(Logger, AnUnexpectedFailureIsAnErrorWithItsIdAndCause) {
  MemoryLog log({.level = Level::kError, .file = "", .queue = 10});
  log.logger().WriteCall(SomeCall());
  CallRecord failed = SomeCall();
  failed.error_id = "0123456789abcdef";
  failed.hidden = "a \"quoted\" cause";
  log.logger().WriteCall(failed);
  const auto lines = log.Lines();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0]["level"], "ERROR");
  EXPECT_EQ(lines[0]["error_id"], "0123456789abcdef");
  EXPECT_EQ(lines[0]["cause"], "a \"quoted\" cause");
}

TEST(Logger, EventsCarryFieldsOfEveryKind) {
  MemoryLog log;
  log.logger().Write(
      Level::kWarning, "feed lags",
      {{"feed", "cases"}, {"events", 12}, {"seconds", 1.5}, {"following", true}, {"endless", 1.0 / 0.0}});
  const auto lines = log.Lines();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0]["level"], "WARNING");
  EXPECT_EQ(lines[0]["event"], "feed lags");
  EXPECT_EQ(lines[0]["feed"], "cases");
  EXPECT_EQ(lines[0]["events"], 12);
  EXPECT_EQ(lines[0]["seconds"], 1.5);
  EXPECT_EQ(lines[0]["following"], true);
  EXPECT_TRUE(lines[0]["endless"].is_null());
}

TEST(Logger, LessSevereLinesAreLeftOut) {
  MemoryLog log({.level = Level::kWarning, .file = "", .queue = 10});
  log.logger().Write(Level::kInfo, "quiet");
  log.logger().Write(Level::kError, "loud");
  const auto lines = log.Lines();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0]["event"], "loud");
}

TEST(Logger, WhatTheQueueCannotHoldIsDroppedAndCounted) {
  // A pipe that nobody reads blocks the writer, as a disk that hangs would.
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  auto logger = std::make_unique<Logger>(ends[1], LogOptions{.level = Level::kInfo, .file = "", .queue = 100});
  const std::string long_text(10'000, 'x');
  for (int i = 0; i < 1'000; ++i) logger->Write(Level::kInfo, long_text);
  EXPECT_GT(logger->dropped(), 0u);
  // As every process of ours does: the blocked write fails as soon as the reader is gone.
  ::signal(SIGPIPE, SIG_IGN);
  ::close(ends[0]);
  logger.reset();
  ::close(ends[1]);
}

TEST(Logger, WritesEverythingBeforeItEnds) {
  const int fd = ::memfd_create("log", 0);
  { Logger(fd, {}).Write(Level::kInfo, "last words"); }
  EXPECT_GT(::lseek(fd, 0, SEEK_END), 0);
  ::close(fd);
}

TEST(Logger, AFileThatCannotBeOpenedIsNamed) {
  const auto logger = Logger::Start({.level = Level::kInfo, .file = "/nowhere/x.log", .queue = 10});
  EXPECT_THAT(std::string(logger.status().message()), ::testing::HasSubstr("/nowhere/x.log"));
}

TEST(Log, GoesNowhereUntilALoggerIsSet) {
  Log(Level::kInfo, "nobody hears");
  MemoryLog log;
  SetLogger(&log.logger());
  Log(Level::kInfo, "heard");
  SetLogger(nullptr);
  Log(Level::kInfo, "nobody hears");
  EXPECT_EQ(log.Lines().size(), 1u);
}

TEST(AppendJsonString, EscapesAndMendsText) {
  const auto quoted = [](std::string_view text) {
    std::string out;
    AppendJsonString(out, text);
    return out;
  };
  EXPECT_EQ(quoted("plain"), "\"plain\"");
  EXPECT_EQ(quoted("a\"b\\c\nd\te\x01"), R"("a\"b\\c\nd\te\u0001")");
  EXPECT_EQ(quoted("Ñandú ភ្នំពេញ 😀"), "\"Ñandú ភ្នំពេញ 😀\"");
  EXPECT_EQ(quoted("\xff"), "\"\xEF\xBF\xBD\"");
  // A surrogate, an overlong form and a sequence cut short.
  for (const std::string_view bad : {"\xED\xA0\x80", "\xC0\xAF", "\xE2\x82"}) {
    EXPECT_TRUE(json::accept(quoted(bad))) << quoted(bad);
  }
}

}  // namespace
}  // namespace amparo::obs
