// What a case keeps of how it ended and began again is read as it was written.
#include "services/case/convert/case_convert.h"

#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/unit/services/case/rules_matchers.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kReopenedCase[] = R"pb(
  name: "offices/cebu/cases/0190f3c2-7d1e-7abc-8def-0123456789ab"
  case_number: "CEB-2014-031"
  title: "A ring"
  crime_type: "02041"
  report_date { year: 2014 month: 1 day: 10 }
  stage: CASE_STAGE_PROSECUTION
  stage_changes {
    stage: CASE_STAGE_CLOSED
    effective_date { year: 2014 month: 12 day: 5 }
    record_time { seconds: 1417780000 }
    closure_reason: CLOSURE_REASON_PROSECUTION_DECLINED
  }
  stage_changes {
    stage: CASE_STAGE_PROSECUTION
    effective_date { year: 2014 month: 12 day: 9 }
    record_time { seconds: 1418120000 }
    reason: "one more of the ring was arrested"
    reopen_reason: REOPEN_REASON_FURTHER_ACCUSED
  }
  closure_requests {
    state: CLOSURE_STATE_WITHDRAWN
    request {
      actor: "spiffe://amparo/attorney"
      effective_date { year: 2014 month: 12 day: 4 }
      record_time { seconds: 1417690000 }
      reason: "the prosecutor does not file"
    }
    decision {
      actor: "spiffe://amparo/supervisor"
      effective_date { year: 2014 month: 12 day: 5 }
      record_time { seconds: 1417780000 }
    }
    closure_reason: CLOSURE_REASON_PROSECUTION_DECLINED
  }
  restatements {
    date { year: 2014 month: 1 day: 8 }
    record_time { seconds: 1417690000 }
    changes: [ COUNT_CHANGE_REPORT_DAY_MOVED, COUNT_CHANGE_CRIME_CHANGED ]
  }
)pb";

v1::Case ReopenedCase() {
  v1::Case message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(kReopenedCase, &message));
  return message;
}

TEST(CaseConvertTest, WhatWasKeptIsWrittenAsItWasRead) {
  const v1::Case kept = ReopenedCase();
  v1::Case written;
  ToProto(CaseFromStored(kept), written);
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(written, kept)) << written.DebugString();
}

TEST(CaseConvertTest, CodesAreOfTheContract) {
  v1::Case message = ReopenedCase();
  Violations none;
  StageChangesFrom(message, none);
  EXPECT_THAT(Fields(none), IsEmpty());
  message.mutable_stage_changes(0)->set_closure_reason(static_cast<v1::ClosureReason>(99));
  message.mutable_stage_changes(1)->set_reopen_reason(static_cast<v1::ReopenReason>(99));
  Violations found;
  StageChangesFrom(message, found);
  EXPECT_THAT(Fields(found), ElementsAre("stage_changes[0].closure_reason", "stage_changes[1].reopen_reason"));
}

}  // namespace
}  // namespace amparo::cases
