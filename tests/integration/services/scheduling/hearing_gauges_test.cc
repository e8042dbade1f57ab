#include "services/scheduling/store/hearing_gauges.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "common/testing/eventually.h"
#include "tests/integration/services/scheduling/calendar.h"

namespace amparo::testing {
namespace {

namespace v1 = scheduling::v1;
using scheduling::HearingGauges;

class HearingGaugesTest : public ::testing::Test {
 protected:
  HearingGaugesTest() {
    pg::WorkersOptions options;
    options.conninfo = calendar_.conninfo();
    workers_ = std::make_unique<pg::Workers>(options);
  }

  // Whether scrapes come to show `line`, at the time it is.
  bool ComeToShow(const std::string& line) {
    return Eventually([&] { return registry_.Text().find(line + "\n") != std::string::npos; });
  }
  void Hold(const v1::Hearing& hearing) {
    v1::HoldHearingRequest request;
    request.set_name(hearing.name());
    request.add_attendance()->set_attendee(v1::ATTENDEE_KIND_SURVIVOR);
    EXPECT_TRUE(calendar_.Hold(request).ok());
  }
  void Adjourn(const v1::Hearing& hearing) {
    v1::AdjournHearingRequest request = Calendar::Adjournment(hearing, At(2014, 12, 24));
    // Some are put off before their day, when nobody can have come.
    request.clear_attendance();
    EXPECT_TRUE(calendar_.Adjourn(request).ok());
  }

  Calendar calendar_;
  obs::Registry registry_;
  std::unique_ptr<pg::Workers> workers_;
};

TEST_F(HearingGaugesTest, HearingsOfTodayAreThoseOfTheDayAtTheirCourt) {
  calendar_.Scheduled(At(2014, 11, 10, 9));
  Hold(calendar_.Scheduled(At(2014, 11, 10, 0)));
  calendar_.Scheduled(At(2014, 11, 10, 23, 59));
  calendar_.Scheduled(At(2014, 11, 11, 0));
  calendar_.Scheduled(At(2014, 11, 9, 23));
  v1::VacateHearingRequest vacate;
  vacate.set_name(calendar_.Scheduled(At(2014, 11, 10, 10)).name());
  vacate.set_reason("the accused pleaded guilty");
  ASSERT_TRUE(calendar_.Vacate(vacate).ok());
  // At 15:00 in La Paz the 11th has begun in Manila: hearings there are of that day, by its own courts.
  v1::ScheduleHearingRequest abroad = calendar_.HearingAt(At(2014, 11, 10, 22));
  abroad.mutable_hearing()->set_court(calendar_.CreateCourt("Manila", "Asia/Manila").value().name());
  ASSERT_TRUE(calendar_.Schedule(abroad).ok());

  const HearingGauges gauges(*workers_, calendar_.clock(), registry_);
  EXPECT_TRUE(ComeToShow("amparo_hearings_today{office=\"la-paz\"} 4"));
  EXPECT_TRUE(ComeToShow("amparo_adjournment_rate{office=\"la-paz\"} 0")) << "the one that was held";

  calendar_.clock().Set(At(2014, 11, 12));
  EXPECT_TRUE(ComeToShow("amparo_hearings_today{office=\"la-paz\"} 0"));
}

TEST_F(HearingGaugesTest, TheRateIsOfWhatWasToBeHeardInTheLastThirtyDays) {
  for (const int day : {10, 9, 8}) Adjourn(calendar_.Scheduled(At(2014, 11, day)));
  Hold(calendar_.Scheduled(At(2014, 11, 7)));
  // Neither is one of the thirty days that end today; what nobody held or adjourned says nothing.
  Hold(calendar_.Scheduled(At(2014, 10, 11)));
  Adjourn(calendar_.Scheduled(At(2014, 11, 20)));
  calendar_.Scheduled(At(2014, 11, 5));

  const HearingGauges gauges(*workers_, calendar_.clock(), registry_);
  EXPECT_TRUE(ComeToShow("amparo_adjournment_rate{office=\"la-paz\"} 0.75"));
  // Without any in thirty days there is no rate, neither 0 nor the last one.
  calendar_.clock().Set(At(2015, 3, 1));
  EXPECT_TRUE(Eventually([&] { return registry_.Text().find("amparo_adjournment_rate{") == std::string::npos; }));
  EXPECT_TRUE(ComeToShow("amparo_hearings_today{office=\"la-paz\"} 0"));
}

}  // namespace
}  // namespace amparo::testing
