// Every cell of the scheduling service's tables of access (tests/integration/services/access_table.h).
#include "tests/integration/services/access_table.h"

#include <gtest/gtest.h>

#include "common/base/strings.h"
#include "tests/integration/services/scheduling/calendar.h"

namespace amparo::testing {
namespace {

namespace v1 = scheduling::v1;

constexpr TableOffices kTableOffices = {"la-paz", "cebu", "bogota"};

v1::CreateTravelTimeRequest ByBoat() {
  v1::CreateTravelTimeRequest request;
  request.set_parent(kLaPaz);
  v1::TravelTime& boat = *request.mutable_travel_time();
  boat.set_from_city("Copacabana");
  boat.set_to_city("Challapampa");
  boat.set_mode(v1::TRAVEL_MODE_BOAT);
  boat.set_min_minutes(90);
  boat.set_max_minutes(120);
  return request;
}

// Enters what the requests name.
SampleRequests SamplesIn(Calendar& calendar) {
  const auto named = [](const std::string& name) { return StrCat("name: \"", name, "\" "); };
  const std::string parent = StrCat("parent: \"", kLaPaz, "\" ");
  const v1::Hearing hearing = calendar.Scheduled(At(2014, 11, 10));
  v1::TravelTime boat;
  const absl::Status entered =
      calendar.Call(calendar.courts(), &v1::CourtService::Stub::CreateTravelTime, ByBoat(), &boat);
  EXPECT_TRUE(entered.ok()) << entered;
  return {
      {"AuditService.ListAuditEntries", parent},
      {"AuditService.VerifyAudit", named(kLaPaz)},
      {"CourtService.CreateCourt",
       parent + R"(court { display_name: "Juzgado" city: "La Paz" time_zone: "America/La_Paz" })"},
      {"CourtService.GetCourt", named(calendar.court())},
      {"CourtService.ListCourts", parent},
      {"CourtService.CreateTravelTime", ByBoat().ShortDebugString()},
      {"CourtService.GetTravelTime", named(boat.name())},
      {"CourtService.ListTravelTimes", parent},
      {"FeedService.Watch", ""},
      {"FeedService.Export", ""},
      {"HearingService.ScheduleHearing", calendar.HearingAt(At(2014, 11, 12)).ShortDebugString()},
      {"HearingService.GetHearing", named(hearing.name())},
      {"HearingService.ListHearings", parent},
      {"HearingService.HoldHearing", named(hearing.name())},
      {"HearingService.AdjournHearing", Calendar::Adjournment(hearing, At(2014, 12, 1)).ShortDebugString()},
      {"HearingService.VacateHearing", named(hearing.name()) + R"(reason: "entered twice")"},
  };
}

TEST(SchedulingAccessTable, EveryCellIsAnsweredAsTheContractSays) {
  constexpr std::string_view kPackage = "amparo.scheduling.v1";
  Calendar calendar(CallersOf(Columns(false), kTableOffices));
  const SampleRequests samples = SamplesIn(calendar);
  ExpectEveryCell(calendar.server(), kPackage, kTableOffices, samples);
  ExpectEveryCellOfPeople(calendar.server(), calendar.test_people(), kPackage, kTableOffices, samples);
}

}  // namespace
}  // namespace amparo::testing
