// What a record said at an earlier time: the state at t is what the changes up to t made.
#include <vector>

#include "gmock/gmock.h"
#include "services/case/convert/values.h"
#include "tests/integration/services/case/case_service.h"
#include "tests/integration/services/case/status_matchers.h"

namespace amparo::cases {
namespace {

class ReadTimeTest : public ::testing::Test {
 protected:
  ReadTimeTest() { service_.OpenOffice(); }

  absl::StatusOr<v1::Case> At(const std::string& name, absl::Time at, types::v1::View view = types::v1::VIEW_BASIC) {
    v1::GetCaseRequest request;
    request.set_name(name);
    request.set_view(view);
    SetTimestamp(at, request.mutable_read_time());
    return Call(service_.cases(), &v1::CaseService::Stub::GetCase, request);
  }

  v1::Case Retitled(v1::Case value, const std::string& title) {
    v1::UpdateCaseRequest request;
    value.set_title(title);
    value.mutable_narrative()->set_narrative("told when it was " + title);
    *request.mutable_case_() = std::move(value);
    request.mutable_update_mask()->add_paths("title");
    request.mutable_update_mask()->add_paths("narrative");
    return *Call(service_.cases(), &v1::CaseService::Stub::UpdateCase, request);
  }

  CaseService service_;
};

TEST_F(ReadTimeTest, EveryStateIsFoundAtItsTime) {
  std::vector<std::pair<absl::Time, v1::Case>> states;
  v1::Case value = service_.EnterCase("version 1");
  const absl::Time entered = service_.clock().Now();
  states.emplace_back(entered, value);
  for (int version = 2; version <= 12; ++version) {
    service_.clock().Advance(absl::Minutes(version));
    value = Retitled(value, "version " + std::to_string(version));
    states.emplace_back(service_.clock().Now(), value);
  }
  service_.clock().Advance(absl::Hours(1));
  for (std::size_t i = 0; i < states.size(); ++i) {
    const auto& [time, state] = states[i];
    for (const absl::Time at : {time, time + absl::Seconds(1)}) {
      const auto read = At(value.name(), at);
      ASSERT_TRUE(read.ok()) << read.status();
      EXPECT_EQ(read->SerializeAsString(), state.SerializeAsString()) << i;
    }
  }
  EXPECT_EQ(At(value.name(), entered - absl::Microseconds(1)).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(ReadTimeTest, WhatTookEffectInAnotherOrderThanItWasAskedForNeverStoodBetween) {
  const v1::Case first = service_.EnterCase("first");
  const absl::Time entered = service_.clock().Now();
  service_.clock().Advance(absl::Minutes(2));
  const v1::Case second = Retitled(first, "second");
  // It was asked for a minute before the second, and took effect after it.
  service_.clock().Advance(-absl::Minutes(1));
  const v1::Case third = Retitled(second, "third");
  service_.clock().Advance(absl::Hours(1));
  EXPECT_EQ(At(first.name(), entered + absl::Seconds(90))->title(), "first");
  EXPECT_EQ(At(first.name(), entered + absl::Minutes(2))->title(), "third");
  EXPECT_EQ(TimeFrom(third.update_time()), TimeFrom(second.update_time()));
  EXPECT_EQ(service_.Sql("SELECT count(DISTINCT t) FROM (SELECT update_time AS t FROM \"case\" UNION ALL SELECT "
                         "change_time FROM outbox WHERE version = 3) AS dated"),
            "1");
}

TEST_F(ReadTimeTest, OpensWhatWasSealedThenAndAuditsThatVersion) {
  v1::Case value = Retitled(service_.EnterCase(), "early");
  const absl::Time early = service_.clock().Now();
  service_.clock().Advance(absl::Minutes(1));
  Retitled(value, "late");
  const auto read = At(value.name(), early, types::v1::VIEW_FULL);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->narrative().narrative(), "told when it was early");
  EXPECT_EQ(service_.Sql("SELECT version FROM audit WHERE action = 'READ'"), "2");
}

TEST_F(ReadTimeTest, TheFutureIsNotKnown) {
  const v1::Case value = service_.EnterCase();
  EXPECT_EQ(At(value.name(), service_.clock().Now() + absl::Seconds(1)).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace amparo::cases
