#include <string>

#include "common/audit/audit.h"
#include "gtest/gtest.h"
#include "tests/integration/common/feed/note_service.h"

namespace amparo::audit {
namespace {

using testing::NoteService;

ReadRecord TwoPeople(const Clock& clock) {
  const absl::Time now = clock.Now();
  return {.office = "cebu",
          .time = now,
          .caller = "spiffe://amparo/social-work",
          .method = "amparo.cases.v1.PartyService/GetParty",
          .reason = "home visit",
          .trace_id = "4bf92f3577b34da6a3ce929d0e0e4736",
          .fields = {"identity.name", "identity.address"},
          .items = {{Uuid::V7(now), "offices/cebu/cases/1/parties/1", 3},
                    {Uuid::V7(now), "offices/cebu/cases/1/parties/2", 5}}};
}

TEST(RecordReadTest, WritesARowForEachResource) {
  NoteService service;
  const absl::Status status =
      SyncWait(RecordRead(service.writer(), TwoPeople(service.clock()), Limits::For(absl::Seconds(20))));
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(
      service.Sql(
          "SELECT string_agg(concat_ws('|', office, caller, method, name, version, action, fields, reason, trace_id), "
          "E'\\n' ORDER BY id) FROM audit"),
      "cebu|spiffe://amparo/social-work|amparo.cases.v1.PartyService/GetParty|offices/cebu/cases/1/parties/1|3|READ|"
      "{identity.name,identity.address}|home visit|4bf92f3577b34da6a3ce929d0e0e4736\n"
      "cebu|spiffe://amparo/social-work|amparo.cases.v1.PartyService/GetParty|offices/cebu/cases/1/parties/2|5|READ|"
      "{identity.name,identity.address}|home visit|4bf92f3577b34da6a3ce929d0e0e4736");
}

TEST(RecordReadTest, SaysWhenTheRowCouldNotBeWritten) {
  NoteService service;
  service.Sql("ALTER TABLE audit ADD CHECK (false)");
  EXPECT_FALSE(SyncWait(RecordRead(service.writer(), TwoPeople(service.clock()), Limits::For(absl::Seconds(20)))).ok());
}

}  // namespace
}  // namespace amparo::audit
