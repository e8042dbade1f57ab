// `amparo import`: hearings as they stand in the end, row by row.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/strings.h"
#include "services/cli/connection.h"
#include "services/cli/hearing_import.h"
#include "tests/integration/services/cli/terminal.h"
#include "tests/integration/services/scheduling/calendar.h"

namespace amparo::testing {
namespace {

namespace v1 = scheduling::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ImportTest : public ::testing::Test {
 protected:
  // A row for a hearing that was adjourned, and one for the hearing that goes on from it and was held.
  std::vector<cli::Row<v1::Hearing>> Pair() {
    cli::Row<v1::Hearing> first{"x.json:hearings[0]", calendar_.HearingAt(At(2014, 11, 3)).hearing()};
    cli::Row<v1::Hearing> second{"x.json:hearings[1]", calendar_.HearingAt(At(2014, 11, 10)).hearing()};
    first.resource.set_name(StrCat(kLaPaz, "/hearings/", NewId()));
    second.resource.set_name(StrCat(kLaPaz, "/hearings/", NewId()));
    first.resource.set_state(v1::HEARING_STATE_ADJOURNED);
    *first.resource.mutable_adjournment() = Calendar::Adjournment(first.resource, At(2014, 11, 10)).adjournment();
    first.resource.set_next_hearing(second.resource.name());
    second.resource.set_previous_hearing(first.resource.name());
    second.resource.set_state(v1::HEARING_STATE_HELD);
    return {first, second};
  }

  cli::Tally Import(const std::vector<cli::Row<v1::Hearing>>& rows) {
    cli::Tally tally;
    cli::ImportHearings(connection_, rows, tally);
    return tally;
  }

  Calendar calendar_;
  Terminal terminal_{ConfigFor(calendar_.server(), "attorney", cli::Service::kScheduling)};
  cli::Connection connection_{terminal_.config_path(), absl::Seconds(20)};
};

TEST_F(ImportTest, HearingsEndAsTheirRowsSayAndARepetitionChangesNothing) {
  const auto rows = Pair();
  const cli::Tally first = Import(rows);
  EXPECT_THAT(first.faults, IsEmpty());
  EXPECT_EQ(first.created, 2);
  EXPECT_EQ(calendar_.Get(rows[0].resource.name())->state(), v1::HEARING_STATE_ADJOURNED);
  EXPECT_EQ(calendar_.Get(rows[1].resource.name())->state(), v1::HEARING_STATE_HELD);
  const cli::Tally again = Import(rows);
  EXPECT_EQ(again.created, 0);
  EXPECT_EQ(again.unchanged, 2);
  EXPECT_EQ(calendar_.Query("SELECT count(*) FROM hearing"), "2");
}

TEST_F(ImportTest, AHearingThatNoneWasAdjournedToIsRejected) {
  auto rows = Pair();
  rows[1].resource.set_state(v1::HEARING_STATE_SCHEDULED);
  rows.erase(rows.begin());
  const cli::Tally tally = Import(rows);
  EXPECT_EQ(tally.created, 0);
  EXPECT_THAT(tally.faults, ElementsAre(HasSubstr("x.json:hearings[1]: the hearing that it goes on from was not")));
  EXPECT_EQ(calendar_.Query("SELECT count(*) FROM hearing"), "0");
}

TEST_F(ImportTest, ARowWithoutANameIsRejectedAndTheOthersAreIn) {
  auto rows = Pair();
  rows.insert(rows.begin(), {"x.json:hearings[9]", v1::Hearing()});
  const cli::Tally tally = Import(rows);
  EXPECT_EQ(tally.created, 2);
  EXPECT_THAT(tally.faults, ElementsAre(HasSubstr("x.json:hearings[9]: name:")));
}

}  // namespace
}  // namespace amparo::testing
