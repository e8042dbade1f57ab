// Courts and travel times, entered and listed through RPCs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <utility>

#include "common/base/strings.h"
#include "common/errors/errors.h"
#include "tests/integration/services/scheduling/calendar.h"

namespace amparo::testing {
namespace {

namespace v1 = scheduling::v1;
using CourtStub = v1::CourtService::Stub;
using ::testing::HasSubstr;

class CourtServiceTest : public ::testing::Test {
 protected:
  static v1::CreateTravelTimeRequest ElAltoByBus() {
    v1::CreateTravelTimeRequest request;
    request.set_parent(kLaPaz);
    v1::TravelTime& bus = *request.mutable_travel_time();
    bus.set_from_city("La Paz");
    bus.set_to_city("El Alto");
    bus.set_mode(v1::TRAVEL_MODE_BUS);
    bus.set_min_minutes(30);
    bus.set_max_minutes(45);
    return request;
  }

  absl::StatusOr<v1::TravelTime> Create(const v1::CreateTravelTimeRequest& request) {
    v1::TravelTime created;
    const absl::Status status = calendar_.Call(calendar_.courts(), &CourtStub::CreateTravelTime, request, &created);
    if (!status.ok()) return status;
    return created;
  }

  Calendar calendar_;
};

TEST_F(CourtServiceTest, ACourtReadsBackAsItWasEntered) {
  const absl::StatusOr<v1::Court> created = calendar_.CreateCourt("Juzgado 3°");
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->city(), "La Paz");
  EXPECT_EQ(created->create_time().seconds(), absl::ToUnixSeconds(calendar_.clock().Now()));
  v1::GetCourtRequest request;
  request.set_name(created->name());
  v1::Court read;
  ASSERT_TRUE(calendar_.Call(calendar_.courts(), &CourtStub::GetCourt, request, &read).ok());
  EXPECT_EQ(read.SerializeAsString(), created->SerializeAsString());
}

TEST_F(CourtServiceTest, AGivenIdIsTakenOnce) {
  v1::CreateCourtRequest request;
  request.set_parent(kLaPaz);
  request.set_court_id(NewId());
  request.mutable_court()->set_display_name("Juzgado");
  request.mutable_court()->set_city("El Alto");
  request.mutable_court()->set_time_zone("America/La_Paz");
  v1::Court court;
  ASSERT_TRUE(calendar_.Call(calendar_.courts(), &CourtStub::CreateCourt, request, &court).ok());
  EXPECT_EQ(court.name(), StrCat(kLaPaz, "/courts/", request.court_id()));
  const absl::Status again = calendar_.Call(calendar_.courts(), &CourtStub::CreateCourt, request, &court);
  EXPECT_EQ(again.code(), absl::StatusCode::kAlreadyExists) << again;
}

TEST_F(CourtServiceTest, EverythingWrongIsToldAtOnce) {
  v1::CreateCourtRequest request;
  request.set_parent("la-paz");
  request.set_court_id("7");
  request.set_request_id("8");
  request.mutable_court()->set_time_zone("Mars/Olympus");
  v1::Court court;
  const absl::Status status = calendar_.Call(calendar_.courts(), &CourtStub::CreateCourt, request, &court);
  ASSERT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  for (const char* field :
       {"parent", "court_id", "request_id", "court.display_name", "court.city", "court.time_zone"}) {
    EXPECT_THAT(status.ToString(), HasSubstr(field));
  }
}

TEST_F(CourtServiceTest, TheNilIdIsNobodys) {
  v1::CreateTravelTimeRequest request = ElAltoByBus();
  request.set_travel_time_id(Uuid().ToString());
  const absl::Status status = Create(request).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
  EXPECT_EQ(errors::MetadataValue(status, "field"), "travel_time_id");
}

TEST_F(CourtServiceTest, ATravelTimeReadsBackAsItWasEntered) {
  const absl::StatusOr<v1::TravelTime> created = Create(ElAltoByBus());
  ASSERT_TRUE(created.ok()) << created.status();
  v1::GetTravelTimeRequest request;
  request.set_name(created->name());
  v1::TravelTime read;
  ASSERT_TRUE(calendar_.Call(calendar_.courts(), &CourtStub::GetTravelTime, request, &read).ok());
  EXPECT_EQ(read.SerializeAsString(), created->SerializeAsString());
  request.set_name(StrCat(kLaPaz, "/travelTimes/", NewId()));
  EXPECT_EQ(calendar_.Call(calendar_.courts(), &CourtStub::GetTravelTime, request, &read).code(),
            absl::StatusCode::kNotFound);
  auto cebuana = v1::CourtService::NewStub(calendar_.server().Channel("cebuana"));
  request.set_name(created->name());
  EXPECT_EQ(calendar_.Call(*cebuana, &CourtStub::GetTravelTime, request, &read).code(), absl::StatusCode::kNotFound);
}

TEST_F(CourtServiceTest, AListOfAnOfficeThatIsNotThereIsNotFound) {
  v1::ListCourtsRequest courts;
  v1::ListCourtsResponse no_courts;
  v1::ListTravelTimesRequest times;
  v1::ListTravelTimesResponse no_times;
  for (const auto& [office, code] :
       {std::pair{"offices/atlantis", absl::StatusCode::kNotFound}, {kLaPaz, absl::StatusCode::kOk}}) {
    courts.set_parent(office);
    times.set_parent(office);
    EXPECT_EQ(calendar_.Call(calendar_.courts(), &CourtStub::ListCourts, courts, &no_courts).code(), code);
    EXPECT_EQ(calendar_.Call(calendar_.courts(), &CourtStub::ListTravelTimes, times, &no_times).code(), code);
  }
}

TEST_F(CourtServiceTest, WhatIsThereIsListedWhoeverCannotBeAsked) {
  ASSERT_TRUE(calendar_.CreateCourt("One").ok());
  calendar_.cases().Stop();
  v1::ListCourtsRequest request;
  request.set_parent(kLaPaz);
  v1::ListCourtsResponse response;
  EXPECT_TRUE(calendar_.Call(calendar_.courts(), &CourtStub::ListCourts, request, &response).ok());
  EXPECT_EQ(response.courts_size(), 1);
}

TEST_F(CourtServiceTest, TextWithANulIsRefused) {
  const absl::Status status = calendar_.CreateCourt(std::string_view("Juz\0gado", 8)).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
}

TEST_F(CourtServiceTest, AnOfficeThatIsNotThereIsNotFound) {
  v1::CreateCourtRequest request;
  request.set_parent("offices/atlantis");
  request.mutable_court()->set_display_name("Court");
  request.mutable_court()->set_city("Atlantis");
  request.mutable_court()->set_time_zone("UTC");
  v1::Court court;
  const absl::Status status = calendar_.Call(calendar_.courts(), &CourtStub::CreateCourt, request, &court);
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound) << status;
  EXPECT_EQ(calendar_.Query("SELECT count(*) FROM court"), "0");
}

TEST_F(CourtServiceTest, AnOfficeIsAskedForOnce) {
  ASSERT_TRUE(calendar_.CreateCourt("One").ok());
  const int calls = calendar_.cases().calls();
  ASSERT_TRUE(calendar_.CreateCourt("Two").ok());
  EXPECT_EQ(calendar_.cases().calls(), calls);
}

TEST_F(CourtServiceTest, WithoutTheCaseServiceAnUnknownOfficeCannotBeChecked) {
  calendar_.cases().Stop();
  const absl::Status status = calendar_.CreateCourt("One").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
  EXPECT_EQ(errors::Reason(status), scheduling::kCaseServiceUnreachable);
}

TEST_F(CourtServiceTest, WhatAnotherOfficeHasDoesNotExistForACaller) {
  const std::string court = calendar_.court();
  auto stub = v1::CourtService::NewStub(calendar_.server().Channel("cebuana"));
  v1::GetCourtRequest request;
  request.set_name(court);
  v1::Court read;
  const absl::Status hidden = calendar_.Call(*stub, &CourtStub::GetCourt, request, &read);
  request.set_name(StrCat(kLaPaz, "/courts/", NewId()));
  const absl::Status missing = calendar_.Call(*stub, &CourtStub::GetCourt, request, &read);
  EXPECT_EQ(hidden.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(missing.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(errors::Reason(hidden), errors::Reason(missing));
}

TEST_F(CourtServiceTest, CourtsAreListedInPagesInOrderOfEntry) {
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(calendar_.CreateCourt(StrCat("Court ", i)).ok());
    calendar_.clock().Advance(absl::Seconds(1));
  }
  v1::ListCourtsRequest request;
  request.set_parent(kLaPaz);
  request.set_page_size(2);
  std::vector<std::string> seen;
  for (int pages = 1;; ++pages) {
    v1::ListCourtsResponse response;
    const absl::Status status = calendar_.Call(calendar_.courts(), &CourtStub::ListCourts, request, &response);
    ASSERT_TRUE(status.ok()) << status;
    for (const v1::Court& court : response.courts()) seen.push_back(court.display_name());
    if (response.next_page_token().empty()) {
      EXPECT_EQ(pages, 3);
      break;
    }
    ASSERT_EQ(response.courts_size(), 2);
    request.set_page_token(response.next_page_token());
  }
  EXPECT_THAT(seen, ::testing::ElementsAre("Court 0", "Court 1", "Court 2", "Court 3", "Court 4"));
}

TEST_F(CourtServiceTest, APageTokenBelongsToItsList) {
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(calendar_.CreateCourt(StrCat("Court ", i)).ok());
  v1::ListCourtsRequest request;
  request.set_parent(kLaPaz);
  request.set_page_size(1);
  v1::ListCourtsResponse response;
  ASSERT_TRUE(calendar_.Call(calendar_.courts(), &CourtStub::ListCourts, request, &response).ok());
  request.set_page_token(response.next_page_token());
  request.set_parent("offices/cebu");
  EXPECT_EQ(calendar_.Call(calendar_.courts(), &CourtStub::ListCourts, request, &response).code(),
            absl::StatusCode::kInvalidArgument);
  request.set_parent(kLaPaz);
  request.set_page_size(-1);
  EXPECT_EQ(calendar_.Call(calendar_.courts(), &CourtStub::ListCourts, request, &response).code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(CourtServiceTest, FromLaPazToElAltoByBusTakesThirtyToFortyFiveMinutes) {
  const absl::StatusOr<v1::TravelTime> created = Create(ElAltoByBus());
  ASSERT_TRUE(created.ok()) << created.status();
  v1::ListTravelTimesRequest request;
  request.set_parent(kLaPaz);
  v1::ListTravelTimesResponse response;
  ASSERT_TRUE(calendar_.Call(calendar_.courts(), &CourtStub::ListTravelTimes, request, &response).ok());
  ASSERT_EQ(response.travel_times_size(), 1);
  EXPECT_EQ(response.travel_times(0).SerializeAsString(), created->SerializeAsString());
  EXPECT_EQ(response.travel_times(0).min_minutes(), 30);
  EXPECT_EQ(response.travel_times(0).max_minutes(), 45);
}

TEST_F(CourtServiceTest, TheSameJourneyIsEnteredOnce) {
  ASSERT_TRUE(Create(ElAltoByBus()).ok());
  EXPECT_EQ(Create(ElAltoByBus()).status().code(), absl::StatusCode::kAlreadyExists);
  v1::CreateTravelTimeRequest by_rail = ElAltoByBus();
  by_rail.mutable_travel_time()->set_mode(v1::TRAVEL_MODE_RAIL);
  EXPECT_TRUE(Create(by_rail).ok());
}

TEST_F(CourtServiceTest, TheSameRequestIdGetsTheFirstAnswer) {
  v1::CreateTravelTimeRequest request = ElAltoByBus();
  request.set_request_id(NewId());
  const absl::StatusOr<v1::TravelTime> first = Create(request);
  ASSERT_TRUE(first.ok()) << first.status();
  calendar_.clock().Advance(absl::Hours(1));
  const absl::StatusOr<v1::TravelTime> again = Create(request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  request.mutable_travel_time()->set_max_minutes(60);
  EXPECT_EQ(errors::Reason(Create(request).status()), errors::kRequestIdReused);
}

}  // namespace
}  // namespace amparo::testing
