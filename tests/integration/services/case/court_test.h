// What the tests of operations, charges, networks and imports share: the service with an office, its stubs, and short
// ways to bring a case to where a test begins.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/uuid.h"
#include "common/errors/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/case/convert/values.h"
#include "tests/integration/services/case/case_service.h"
#include "tests/integration/services/case/status_matchers.h"

namespace amparo::cases {

// Matches a failed StatusOr whose first wrong field is this one.
MATCHER_P(IsInvalidIn, field, "") {
  *result_listener << "which is " << arg.status();
  return arg.status().code() == absl::StatusCode::kInvalidArgument &&
         errors::MetadataValue(arg.status(), "field") == field;
}

inline constexpr absl::StatusCode kNotFound = absl::StatusCode::kNotFound;
inline constexpr absl::StatusCode kRefused = absl::StatusCode::kFailedPrecondition;
inline constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;
inline constexpr absl::StatusCode kExists = absl::StatusCode::kAlreadyExists;
inline constexpr absl::StatusCode kAborted = absl::StatusCode::kAborted;
inline constexpr absl::StatusCode kDenied = absl::StatusCode::kPermissionDenied;

// A new UUID as text, for request ids and resource ids.
inline std::string NewId() {
  return Uuid::V7(absl::Now()).ToString();
}

// Puts callers of these names on the need-to-know list that a new operation is to have: place and start are open to
// them from the start.
inline void PutOnList(v1::Operation& operation, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    operation.add_readers()->set_principal("spiffe://amparo/" + std::string(name));
  }
}

// The service with the office Cebu and a case under investigation.
class CourtTest : public ::testing::Test {
 protected:
  CourtTest() {
    service_.OpenOffice("cebu");
    case_ = CaseIn("cebu", v1::CASE_STAGE_INVESTIGATION);
  }

  // A new case of an office, moved to INVESTIGATION or PROSECUTION.
  std::string CaseIn(const std::string& office, v1::CaseStage stage) {
    const std::string name = service_.EnterCase("A case", office).name();
    Move(&v1::CaseService::Stub::ScreenCase, name);
    Move(&v1::CaseService::Stub::StartInvestigation, name);
    if (stage == v1::CASE_STAGE_PROSECUTION) Move(&v1::CaseService::Stub::StartProsecution, name);
    return name;
  }

  void Move(CaseService::CaseActMethod method, const std::string& name, const std::string& reason = "") {
    const auto moved = service_.Act(method, name, reason);
    ASSERT_TRUE(moved.ok()) << moved.status();
  }

  // A call that must succeed.
  template <typename Stub, typename Request, typename Response>
  Response Done(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                const Request& request) {
    const absl::StatusOr<Response> response = Call(stub, method, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.value_or(Response());
  }

  std::string EnterParty(const std::string& the_case, v1::PartyRole role, const std::string& pseudonym = "P",
                         bool minor = false) {
    // Lists are in order of entry: two entries need two moments.
    service_.clock().Advance(absl::Milliseconds(1));
    v1::CreatePartyRequest request;
    request.set_parent(the_case);
    request.mutable_party()->set_role(role);
    request.mutable_party()->set_pseudonym(pseudonym);
    request.mutable_party()->set_minor(minor);
    return Done(service_.parties(), &v1::PartyService::Stub::CreateParty, request).name();
  }

  v1::CreateVenueRequest VenueRequest(v1::VenueKind kind, const std::string& pseudonym,
                                      const std::string& office = "cebu") {
    v1::CreateVenueRequest request;
    request.set_parent("offices/" + office);
    request.mutable_venue()->set_kind(kind);
    request.mutable_venue()->set_pseudonym(pseudonym);
    return request;
  }

  std::string EnterVenue(v1::VenueKind kind, const std::string& pseudonym, const std::string& office = "cebu") {
    service_.clock().Advance(absl::Milliseconds(1));
    return Done(*network_, &v1::NetworkService::Stub::CreateVenue, VenueRequest(kind, pseudonym, office)).name();
  }

  CaseService service_;
  std::unique_ptr<v1::OperationService::Stub> operations_ = service_.StubOf<v1::OperationService>();
  std::unique_ptr<v1::OperationService::Stub> investigator_ = service_.StubOf<v1::OperationService>("investigator");
  std::unique_ptr<v1::ChargeService::Stub> charges_ = service_.StubOf<v1::ChargeService>();
  std::unique_ptr<v1::NetworkService::Stub> network_ = service_.StubOf<v1::NetworkService>();
  std::string case_;
};

}  // namespace amparo::cases
