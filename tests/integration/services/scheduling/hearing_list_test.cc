// The calendar by case, court, day and state, in pages.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "common/base/strings.h"
#include "services/scheduling/store/statements.h"
#include "tests/integration/services/scheduling/calendar.h"

namespace amparo::testing {
namespace {

namespace v1 = scheduling::v1;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kOtherCase[] = "offices/la-paz/cases/01890000-0000-7000-8000-0000000000cb";

class HearingListTest : public ::testing::Test {
 protected:
  HearingListTest() {
    calendar_.cases().SetCase(kOtherCase, cases::v1::CASE_STAGE_PROSECUTION);
    other_court_ = calendar_.CreateCourt("El Alto").value().name();
    // Entered out of order: lists are by start.
    c_ = Enter(At(2014, 11, 21, 9), kCase, calendar_.court());
    a_ = Enter(At(2014, 11, 20, 9), kCase, other_court_);
    b_ = Enter(At(2014, 11, 20, 14), kOtherCase, calendar_.court());
    request_.set_parent(kLaPaz);
  }

  std::string Enter(absl::Time start, const std::string& case_name, const std::string& court) {
    v1::ScheduleHearingRequest request = calendar_.HearingAt(start);
    request.mutable_hearing()->set_case_(case_name);
    request.mutable_hearing()->set_court(court);
    return calendar_.Schedule(request).value().name();
  }

  std::vector<std::string> Names() {
    const absl::StatusOr<v1::ListHearingsResponse> response = calendar_.List(request_);
    EXPECT_TRUE(response.ok()) << response.status();
    std::vector<std::string> names;
    for (const v1::Hearing& hearing : response.value().hearings()) names.push_back(hearing.name());
    return names;
  }

  void SetDay(int day) {
    request_.mutable_day()->set_year(2014);
    request_.mutable_day()->set_month(11);
    request_.mutable_day()->set_day(day);
  }

  Calendar calendar_;
  std::string other_court_;
  std::string a_, b_, c_;
  v1::ListHearingsRequest request_;
};

TEST_F(HearingListTest, ByStart) {
  EXPECT_THAT(Names(), ElementsAre(a_, b_, c_));
}

TEST_F(HearingListTest, ByCaseCourtAndDay) {
  request_.set_case_(kCase);
  EXPECT_THAT(Names(), ElementsAre(a_, c_));
  request_.set_court(calendar_.court());
  EXPECT_THAT(Names(), ElementsAre(c_));
  request_.clear_case_();
  EXPECT_THAT(Names(), ElementsAre(b_, c_));
  SetDay(20);
  EXPECT_THAT(Names(), ElementsAre(b_));
  request_.clear_court();
  EXPECT_THAT(Names(), ElementsAre(a_, b_));
  SetDay(22);
  EXPECT_THAT(Names(), IsEmpty());
}

TEST_F(HearingListTest, ByState) {
  v1::VacateHearingRequest vacate;
  vacate.set_name(b_);
  vacate.set_reason("moved to another court");
  ASSERT_TRUE(calendar_.Vacate(vacate).ok());
  request_.add_states(v1::HEARING_STATE_VACATED);
  EXPECT_THAT(Names(), ElementsAre(b_));
  request_.add_states(v1::HEARING_STATE_SCHEDULED);
  EXPECT_THAT(Names(), ElementsAre(a_, b_, c_));
  request_.clear_states();
  request_.add_states(v1::HEARING_STATE_HELD);
  EXPECT_THAT(Names(), IsEmpty());
}

TEST_F(HearingListTest, PagesHoldStillWhileHearingsAreEntered) {
  // Many at one moment: the id decides.
  for (int i = 0; i < 5; ++i) Enter(At(2014, 11, 20, 10), kCase, calendar_.court());
  request_.set_page_size(3);
  std::vector<std::string> seen;
  for (;;) {
    const absl::StatusOr<v1::ListHearingsResponse> page = calendar_.List(request_);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_LE(page->hearings_size(), 3);
    for (const v1::Hearing& hearing : page->hearings()) seen.push_back(hearing.name());
    if (page->next_page_token().empty()) break;
    request_.set_page_token(page->next_page_token());
    // Earlier than what was seen: it does not move the pages.
    Enter(At(2014, 11, 19), kCase, calendar_.court());
  }
  EXPECT_EQ(seen.size(), 8u);
  EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), 8u);
  EXPECT_EQ(seen.front(), a_);
  EXPECT_EQ(seen.back(), c_);
}

TEST_F(HearingListTest, ALastPageThatIsFullHasNoNext) {
  request_.set_page_size(3);
  EXPECT_EQ(calendar_.List(request_)->next_page_token(), "");
}

TEST_F(HearingListTest, WhatIsWrongWithAListIsTold) {
  request_.set_case_("offices/cebu/cases/01890000-0000-7000-8000-0000000000ca");
  request_.set_court("x");
  SetDay(31);
  request_.add_states(v1::HEARING_STATE_UNSPECIFIED);
  request_.set_page_size(-1);
  request_.set_page_token("!");
  const absl::Status status = calendar_.List(request_).status();
  ASSERT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  for (const char* field : {"case", "court", "day", "states[0]", "page_size", "page_token"}) {
    EXPECT_THAT(status.ToString(), ::testing::HasSubstr(field));
  }
}

TEST_F(HearingListTest, AnOfficeThatIsNotThereIsNotFound) {
  request_.set_parent("offices/atlantis");
  EXPECT_EQ(calendar_.List(request_).status().code(), absl::StatusCode::kNotFound);
  calendar_.cases().AddOffice("offices/atlantis");
  EXPECT_THAT(Names(), IsEmpty());
}

TEST_F(HearingListTest, ATokenOfAnotherListIsRefused) {
  request_.set_page_size(1);
  request_.set_page_token(calendar_.List(request_)->next_page_token());
  request_.set_court(calendar_.court());
  EXPECT_EQ(calendar_.List(request_).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(SchedulingStatements, EveryStatementNamesTheOffice) {
  for (const pg::Statement& statement : scheduling::Statements()) {
    EXPECT_NE(statement.sql.find("office"), std::string_view::npos) << statement.name;
    EXPECT_LE(statement.name.size(), 60u);
  }
}

}  // namespace
}  // namespace amparo::testing
