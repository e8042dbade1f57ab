// What makes a court and a travel time, and where a court's days begin.
#include "services/scheduling/domain/court.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/strings.h"
#include "common/base/zone.h"

namespace amparo::scheduling {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

absl::TimeZone Zone(std::string_view name) {
  return FindZone(name).value();
}

Court CourtOf(std::string display_name, std::string city, std::string time_zone) {
  Court court;
  court.display_name = std::move(display_name);
  court.city = std::move(city);
  court.time_zone = std::move(time_zone);
  return court;
}

TravelTime Journey(std::string from_city, std::string to_city, TravelMode mode, int32_t min_minutes,
                   int32_t max_minutes) {
  TravelTime journey;
  journey.from_city = std::move(from_city);
  journey.to_city = std::move(to_city);
  journey.mode = mode;
  journey.min_minutes = min_minutes;
  journey.max_minutes = max_minutes;
  return journey;
}

TEST(Court, AWholeCourtIsAccepted) {
  EXPECT_THAT(CheckCourt(CourtOf("Juzgado 3° de Sentencia", "El Alto", "America/La_Paz")).list(), IsEmpty());
}

TEST(Court, EverythingWrongIsToldAtOnce) {
  const Violations violations = CheckCourt(CourtOf("", std::string("\xff", 1), "America/La Paz"));
  EXPECT_THAT(violations.list(), ElementsAre(Field(&Violation::field, "display_name"), Field(&Violation::field, "city"),
                                             Field(&Violation::field, "time_zone")));
}

TEST(Court, BoundsCountCharactersNotBytes) {
  std::string name;
  for (int i = 0; i < 200; ++i) name += "ñ";
  EXPECT_TRUE(CheckCourt(CourtOf(name, "X", "UTC")).empty());
  EXPECT_FALSE(CheckCourt(CourtOf(StrCat(name, "ñ"), "X", "UTC")).empty());
}

TEST(TravelTime, FromLaPazToElAltoByBus) {
  const TravelTime bus = Journey("La Paz", "El Alto", TravelMode::kBus, 30, 45);
  EXPECT_THAT(CheckTravelTime(bus).list(), IsEmpty());
}

TEST(TravelTime, BoundsOfTheMinutes) {
  TravelTime bus = Journey("La Paz", "El Alto", TravelMode::kBus, 1, 10000);
  EXPECT_TRUE(CheckTravelTime(bus).empty());
  bus.min_minutes = 0;
  EXPECT_THAT(CheckTravelTime(bus).list(), ElementsAre(Field(&Violation::field, "min_minutes")));
  bus.min_minutes = 46;
  bus.max_minutes = 45;
  EXPECT_THAT(CheckTravelTime(bus).list(), ElementsAre(Field(&Violation::field, "max_minutes")));
  bus.max_minutes = 10001;
  EXPECT_THAT(CheckTravelTime(bus).list(), ElementsAre(Field(&Violation::field, "max_minutes")));
}

TEST(TravelTime, NeedsTwoCitiesAndAMode) {
  const TravelTime nowhere = Journey("Cebu", "Cebu", static_cast<TravelMode>(6), 1, 1);
  EXPECT_THAT(CheckTravelTime(nowhere).list(),
              ElementsAre(Field(&Violation::field, "to_city"), Field(&Violation::field, "mode")));
}

TEST(Zones, TheSameMomentIsAnotherDayOnTheOtherSideOfTheWorld) {
  const absl::Time start = absl::FromCivil(absl::CivilSecond(2014, 11, 3, 18, 0, 0), absl::UTCTimeZone());
  EXPECT_EQ(DayIn(Zone("Asia/Manila"), start), absl::CivilDay(2014, 11, 4));
  EXPECT_EQ(DayIn(Zone("America/La_Paz"), start), absl::CivilDay(2014, 11, 3));
}

TEST(Zones, MidnightBeginsTheNewDay) {
  const absl::TimeZone manila = Zone("Asia/Manila");
  const absl::Time midnight = absl::FromCivil(absl::CivilSecond(2016, 2, 29, 0, 0, 0), manila);
  EXPECT_EQ(DayIn(manila, midnight), absl::CivilDay(2016, 2, 29));
  EXPECT_EQ(DayIn(manila, midnight - absl::Microseconds(1)), absl::CivilDay(2016, 2, 28));
  EXPECT_EQ(DayIn(manila, midnight + absl::Hours(24)), absl::CivilDay(2016, 3, 1));
}

TEST(Zones, SummerTimeMovesTheDaysEdge) {
  const absl::TimeZone new_york = Zone("America/New_York");
  // The night of 2 November 2014 has 25 hours there: 23:59:59 comes 24 h 59 min 59 s after midnight.
  const absl::Time midnight = absl::FromCivil(absl::CivilSecond(2014, 11, 2, 0, 0, 0), new_york);
  EXPECT_EQ(DayIn(new_york, midnight + absl::Hours(24) + absl::Minutes(59)), absl::CivilDay(2014, 11, 2));
  EXPECT_EQ(DayIn(new_york, midnight + absl::Hours(25)), absl::CivilDay(2014, 11, 3));
  // The night of 9 March 2014 has 23.
  const absl::Time spring = absl::FromCivil(absl::CivilSecond(2014, 3, 9, 0, 0, 0), new_york);
  EXPECT_EQ(DayIn(new_york, spring + absl::Hours(23)), absl::CivilDay(2014, 3, 10));
}

TEST(Zones, AZoneThatSkipsMidnightHasNoGapInItsDays) {
  // Beirut's clocks go from 23:59:59 to 01:00:00 on the night of the change.
  const absl::TimeZone beirut = Zone("Asia/Beirut");
  const absl::Time evening = absl::FromCivil(absl::CivilSecond(2014, 3, 29, 23, 59, 59), beirut);
  EXPECT_EQ(DayIn(beirut, evening), absl::CivilDay(2014, 3, 29));
  EXPECT_EQ(DayIn(beirut, evening + absl::Seconds(1)), absl::CivilDay(2014, 3, 30));
  EXPECT_EQ(absl::ToCivilHour(evening + absl::Seconds(1), beirut), absl::CivilHour(2014, 3, 30, 1));
}

}  // namespace
}  // namespace amparo::scheduling
