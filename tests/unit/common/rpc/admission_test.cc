#include "common/rpc/admission.h"

#include <gtest/gtest.h>

#include "common/errors/errors.h"

namespace amparo::rpc {
namespace {

config::v1::Limits Bounds(int32_t interactive, int32_t batch) {
  config::v1::Limits limits;
  limits.mutable_interactive()->set_in_flight(interactive);
  limits.mutable_batch()->set_in_flight(batch);
  return limits;
}

TEST(Admission, RefusesPastTheBoundAndTakesAgainWhenOneLeaves) {
  Admission admission(Bounds(2, 1));
  EXPECT_TRUE(admission.Enter(options::v1::WORK_CLASS_INTERACTIVE).ok());
  EXPECT_TRUE(admission.Enter(options::v1::WORK_CLASS_INTERACTIVE).ok());
  const absl::Status refused = admission.Enter(options::v1::WORK_CLASS_INTERACTIVE);
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(errors::Reason(refused), "OVERLOADED");
  EXPECT_TRUE(refused.GetPayload("type.googleapis.com/google.rpc.RetryInfo").has_value());
  EXPECT_EQ(admission.in_flight(options::v1::WORK_CLASS_INTERACTIVE), 2);
  admission.Leave(options::v1::WORK_CLASS_INTERACTIVE);
  EXPECT_TRUE(admission.Enter(options::v1::WORK_CLASS_INTERACTIVE).ok());
}

TEST(Admission, WhatComesFirstIsCountedAndNeverRefused) {
  Admission admission(Bounds(1, 1));
  EXPECT_TRUE(admission.Enter(options::v1::WORK_CLASS_BATCH).ok());
  EXPECT_TRUE(admission.Enter(options::v1::WORK_CLASS_BATCH, true).ok());
  EXPECT_EQ(admission.in_flight(options::v1::WORK_CLASS_BATCH), 2);
  admission.Leave(options::v1::WORK_CLASS_BATCH);
  EXPECT_FALSE(admission.Enter(options::v1::WORK_CLASS_BATCH).ok()) << "it took the room of another";
}

TEST(Admission, ClassesDoNotTakeEachOthersRoom) {
  Admission admission(Bounds(1, 1));
  EXPECT_TRUE(admission.Enter(options::v1::WORK_CLASS_BATCH).ok());
  EXPECT_FALSE(admission.Enter(options::v1::WORK_CLASS_BATCH).ok());
  EXPECT_TRUE(admission.Enter(options::v1::WORK_CLASS_INTERACTIVE).ok());
  EXPECT_EQ(admission.bound(options::v1::WORK_CLASS_BATCH), 1);
}

}  // namespace
}  // namespace amparo::rpc
