// What other services learn of the calendar: every change in order, and snapshots of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/integration/services/scheduling/calendar.h"

namespace amparo::testing {
namespace {

namespace v1 = scheduling::v1;
using ::testing::ElementsAre;

class SchedulingFeedTest : public ::testing::Test {
 protected:
  // The first `count` changes of the feed.
  std::vector<amparo::feed::v1::Event> Watch(size_t count) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    auto stream = calendar_.feed().Watch(&context, amparo::feed::v1::WatchRequest());
    std::vector<amparo::feed::v1::Event> events;
    amparo::feed::v1::WatchResponse response;
    while (events.size() < count && stream->Read(&response)) {
      events.insert(events.end(), response.events().begin(), response.events().end());
    }
    context.TryCancel();
    return events;
  }

  Calendar calendar_;
};

TEST_F(SchedulingFeedTest, CarriesEveryResourceAsItsCallerReadsIt) {
  const v1::Hearing hearing = calendar_.Scheduled(At(2014, 11, 10));
  const v1::AdjournHearingResponse adjourned =
      calendar_.Adjourn(Calendar::Adjournment(hearing, At(2014, 12, 1))).value();
  const auto events = Watch(4);
  ASSERT_EQ(events.size(), 4u);
  std::vector<std::string> kinds;
  for (size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].seq(), static_cast<int64_t>(i) + 1);
    EXPECT_EQ(events[i].office(), "la-paz");
    kinds.push_back(events[i].kind());
  }
  EXPECT_THAT(kinds, ElementsAre("court", "hearing", "hearing", "hearing"));
  v1::Court court;
  ASSERT_TRUE(events[0].resource().UnpackTo(&court));
  EXPECT_EQ(court.name(), calendar_.court());
  v1::Hearing changed;
  ASSERT_TRUE(events[2].resource().UnpackTo(&changed));
  EXPECT_EQ(changed.SerializeAsString(), adjourned.hearing().SerializeAsString());
  EXPECT_EQ(events[2].version(), 2);
  ASSERT_TRUE(events[3].resource().UnpackTo(&changed));
  EXPECT_EQ(changed.SerializeAsString(), adjourned.next_hearing().SerializeAsString());
}

TEST_F(SchedulingFeedTest, AnExportIsTheCalendarAsItStands) {
  const v1::Hearing hearing = calendar_.Scheduled(At(2014, 11, 10));
  const v1::AdjournHearingResponse adjourned =
      calendar_.Adjourn(Calendar::Adjournment(hearing, At(2014, 12, 1))).value();
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  auto stream = calendar_.feed().Export(&context, amparo::feed::v1::ExportRequest());
  std::map<std::string, amparo::feed::v1::Event> exported;
  std::string token;
  amparo::feed::v1::ExportResponse response;
  while (stream->Read(&response)) {
    for (const auto& event : response.events()) exported[event.name()] = event;
    token = response.token();
  }
  const grpc::Status status = stream->Finish();
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_FALSE(token.empty());
  ASSERT_EQ(exported.size(), 3u);
  v1::Hearing read;
  ASSERT_TRUE(exported[hearing.name()].resource().UnpackTo(&read));
  EXPECT_EQ(read.SerializeAsString(), adjourned.hearing().SerializeAsString());
  EXPECT_EQ(exported[hearing.name()].version(), 2);
  EXPECT_TRUE(exported.contains(adjourned.next_hearing().name()));
  EXPECT_TRUE(exported.contains(calendar_.court()));
}

}  // namespace
}  // namespace amparo::testing
