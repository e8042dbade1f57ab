#include "gmock/gmock.h"
#include "tests/integration/services/case/case_service.h"
#include "tests/integration/services/case/status_matchers.h"

namespace amparo::cases {
namespace {

using OfficeStub = v1::OfficeService::Stub;
using ::testing::ElementsAre;

v1::CreateOfficeRequest Request(const std::string& id) {
  v1::CreateOfficeRequest request;
  request.set_office_id(id);
  request.mutable_office()->set_display_name("Cebu");
  request.mutable_office()->set_country_code("PH");
  request.mutable_office()->set_currency_code("PHP");
  request.mutable_office()->set_time_zone("Asia/Manila");
  *request.mutable_office()->mutable_open_date() = DateOf(absl::CivilDay(2006, 1, 9));
  return request;
}

TEST(OfficeApiTest, AnOfficeIsOpenedReadAndChanged) {
  CaseService service;
  const auto created = Call(service.offices(), &OfficeStub::CreateOffice, Request("cebu"));
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->name(), "offices/cebu");
  EXPECT_FALSE(created->etag().empty());
  EXPECT_TRUE(created->has_create_time());

  v1::GetOfficeRequest get;
  get.set_name("offices/cebu");
  const auto read = Call(service.offices(), &OfficeStub::GetOffice, get);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->SerializeAsString(), created->SerializeAsString());

  v1::UpdateOfficeRequest update;
  *update.mutable_office() = *read;
  update.mutable_office()->set_city("Cebu City");
  update.mutable_office()->set_time_zone("Asia/Tokyo");
  update.mutable_update_mask()->add_paths("city");
  const auto changed = Call(service.offices(), &OfficeStub::UpdateOffice, update);
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->city(), "Cebu City");
  EXPECT_EQ(changed->time_zone(), "Asia/Manila");
  EXPECT_NE(changed->etag(), read->etag());
  // The etag in `update` is stale now.
  EXPECT_THAT(Call(service.offices(), &OfficeStub::UpdateOffice, update),
              FailsWith(absl::StatusCode::kAborted, "ETAG_MISMATCH"));
  update.mutable_update_mask()->add_paths("time_zone");
  EXPECT_THAT(Call(service.offices(), &OfficeStub::UpdateOffice, update), IsInvalid("update_mask"));
}

TEST(OfficeApiTest, ItsHolidaysAreEnteredListedWithTheCountrysAndTakenBack) {
  CaseService service;
  ASSERT_THAT(Call(service.offices(), &OfficeStub::CreateOffice, Request("cebu")), IsOk());
  v1::SetHolidayRequest set;
  set.set_name("offices/cebu");
  EXPECT_THAT(Call(service.offices(), &OfficeStub::SetHoliday, set), IsInvalid("holiday.date"));
  *set.mutable_holiday()->mutable_date() = DateOf(absl::CivilDay(2014, 12, 26));
  set.mutable_holiday()->set_kind(v1::HOLIDAY_KIND_HOLIDAY);
  set.mutable_holiday()->set_title("The day after");
  const auto entered = Call(service.offices(), &OfficeStub::SetHoliday, set);
  ASSERT_THAT(entered, IsOk());
  ASSERT_EQ(entered->holidays_size(), 1);
  EXPECT_EQ(entered->holidays(0).recorder(), "spiffe://amparo/everyone");
  *set.mutable_holiday()->mutable_date() = DateOf(absl::CivilDay(2014, 12, 30));
  set.mutable_holiday()->set_kind(v1::HOLIDAY_KIND_WORKING_DAY);
  ASSERT_THAT(Call(service.offices(), &OfficeStub::SetHoliday, set), IsOk());

  const auto listed = [&] {
    v1::ListHolidaysRequest list;
    list.set_parent("offices/cebu");
    *list.mutable_from_date() = DateOf(absl::CivilDay(2014, 12, 1));
    *list.mutable_to_date() = DateOf(absl::CivilDay(2015, 1, 1));
    std::vector<std::string> days;
    const auto answer = Call(service.offices(), &OfficeStub::ListHolidays, list);
    EXPECT_THAT(answer, IsOk());
    if (!answer.ok()) return days;
    for (const v1::Holiday& day : answer->holidays()) {
      days.push_back(std::to_string(day.date().day()) +
                     (day.country_code().empty() ? " own" : " " + day.country_code()));
    }
    return days;
  };
  EXPECT_THAT(listed(), ElementsAre("25 PH", "26 own", "30 own", "31 PH", "1 PH"));
  v1::RemoveHolidayRequest remove;
  remove.set_name("offices/cebu");
  *remove.mutable_date() = set.holiday().date();
  ASSERT_THAT(Call(service.offices(), &OfficeStub::RemoveHoliday, remove), IsOk());
  EXPECT_THAT(listed(), ElementsAre("25 PH", "26 own", "30 PH", "31 PH", "1 PH"));
  EXPECT_THAT(Call(service.offices(), &OfficeStub::RemoveHoliday, remove),
              FailsWith(absl::StatusCode::kFailedPrecondition, "NO_HOLIDAY"));
}

TEST(OfficeApiTest, AnIdIsTakenOnce) {
  CaseService service;
  ASSERT_THAT(Call(service.offices(), &OfficeStub::CreateOffice, Request("cebu")), IsOk());
  EXPECT_THAT(Call(service.offices(), &OfficeStub::CreateOffice, Request("cebu")),
              FailsWith(absl::StatusCode::kAlreadyExists, "RESOURCE_ALREADY_EXISTS"));
  EXPECT_THAT(Call(service.offices(), &OfficeStub::CreateOffice, Request("Cebu")), IsInvalid("office_id"));
}

TEST(OfficeApiTest, ListsGoPageByPageThroughWhatTheCallerSees) {
  CaseService service;
  for (const char* id : {"la-paz", "cebu", "phnom-penh"}) service.OpenOffice(id);
  std::vector<std::string> names;
  v1::ListOfficesRequest list;
  list.set_page_size(2);
  do {
    const auto page = Call(service.offices(), &OfficeStub::ListOffices, list);
    ASSERT_THAT(page, IsOk());
    ASSERT_LE(page->offices_size(), 2);
    for (const v1::Office& office : page->offices()) names.push_back(office.name());
    list.set_page_token(page->next_page_token());
  } while (!list.page_token().empty());
  EXPECT_THAT(names, ElementsAre("offices/cebu", "offices/la-paz", "offices/phnom-penh"));

  const auto mine =
      Call(*service.StubOf<v1::OfficeService>("cebu"), &OfficeStub::ListOffices, v1::ListOfficesRequest());
  ASSERT_THAT(mine, IsOk());
  ASSERT_EQ(mine->offices_size(), 1);
  EXPECT_EQ(mine->offices(0).name(), "offices/cebu");
}

TEST(OfficeApiTest, AnotherOfficeDoesNotExistForACallerOfOne) {
  CaseService service;
  service.OpenOffice("la-paz");
  v1::GetOfficeRequest get;
  get.set_name("offices/la-paz");
  const auto hidden = Call(*service.StubOf<v1::OfficeService>("cebu"), &OfficeStub::GetOffice, get);
  EXPECT_THAT(hidden, FailsWith(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  get.set_name("offices/nowhere");
  const auto missing = Call(service.offices(), &OfficeStub::GetOffice, get);
  EXPECT_THAT(missing, FailsWith(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST(OfficeApiTest, OnlySomeRolesOpenOffices) {
  CaseService service;
  EXPECT_THAT(Call(*service.StubOf<v1::OfficeService>("intake"), &OfficeStub::CreateOffice, Request("cebu")),
              FailsWith(absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED"));
}

}  // namespace
}  // namespace amparo::cases
