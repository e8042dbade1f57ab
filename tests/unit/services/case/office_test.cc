#include "services/case/domain/office.h"

#include "services/case/domain/crime_type.h"
#include "tests/unit/services/case/rules_matchers.h"

namespace amparo::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Office Cebu() {
  return {{"cebu"}, "Cebu", "PH", "Cebu City", "PHP", "Asia/Manila", absl::CivilDay(2006, 1, 9)};
}

TEST(OfficeTest, AGoodOfficeHasNoViolations) {
  Violations violations;
  CheckOffice(Cebu(), violations);
  EXPECT_THAT(Fields(violations), IsEmpty());
}

TEST(OfficeTest, EveryFieldIsToldAtOnce) {
  const Office office{{"cebu"}, "", "XX", std::string(201, 'c'), "PESO", "Cebu", absl::CivilDay(2006, 1, 9)};
  Violations violations;
  CheckOffice(office, violations);
  EXPECT_THAT(Fields(violations), ElementsAre("display_name", "country_code", "city", "currency_code", "time_zone"));
}

TEST(OfficeTest, ZonesOfTheMachineAreNoZonesOfAnOffice) {
  for (const char* zone : {"", "localtime", "Manila/Asia", "../../etc/passwd", "Asia/Manila ", "/etc/localtime",
                           "/usr/share/zoneinfo/Asia/Manila", "Fixed/UTC+08:00:00", "right/Asia/Manila"}) {
    Office office = Cebu();
    office.time_zone = zone;
    Violations violations;
    CheckOffice(office, violations);
    EXPECT_THAT(Fields(violations), ElementsAre("time_zone")) << zone;
  }
}

TEST(OfficeTest, AZoneNeedsNoContinent) {
  for (const char* zone : {"UTC", "Japan", "Singapore"}) {
    Office office = Cebu();
    office.time_zone = zone;
    Violations violations;
    CheckOffice(office, violations);
    EXPECT_THAT(Fields(violations), IsEmpty()) << zone;
  }
}

TEST(OfficeTest, CountriesAreThoseOfTheStandard) {
  for (const char* code : {"KH", "PH", "BO", "AD", "ZW"}) EXPECT_TRUE(IsCountryCode(code)) << code;
  // "DA" and "EA" stand across the border of two codes in the table.
  for (const char* code : {"", "K", "kh", "XX", "EA", "DA", "KHM"}) EXPECT_FALSE(IsCountryCode(code)) << code;
}

TEST(OfficeTest, TodayIsThatOfTheOffice) {
  absl::TimeZone manila;
  absl::TimeZone la_paz;
  ASSERT_TRUE(absl::LoadTimeZone("Asia/Manila", &manila));
  ASSERT_TRUE(absl::LoadTimeZone("America/La_Paz", &la_paz));
  const absl::Time night = absl::FromCivil(absl::CivilSecond(2014, 11, 30, 17, 0, 0), absl::UTCTimeZone());
  EXPECT_EQ(TodayIn(manila, night), absl::CivilDay(2014, 12, 1));
  EXPECT_EQ(TodayIn(la_paz, night), absl::CivilDay(2014, 11, 30));
}

TEST(CrimeTypeTest, TheCodesOfTheFieldAreKnown) {
  for (const char* code : {"0203", "02031", "02032", "0204", "02041", "02042", "02043", "02044", "0301", "03011",
                           "03012", "03019", "0302", "03021", "03022", "020221"}) {
    EXPECT_TRUE(IsCrimeType(code)) << code;
  }
  for (const char* code : {"", "02", "02041 ", "2041", "02049", "0204111", "99999"})
    EXPECT_FALSE(IsCrimeType(code)) << code;
}

TEST(CrimeTypeTest, EveryCodeHasATitle) {
  for (const CrimeType& type : CrimeTypes()) EXPECT_FALSE(type.title.empty()) << type.code;
}

}  // namespace
}  // namespace amparo::cases
