// What the tests of compartments share: an operation in ten hours that "investigator" planned; "team-leader" is on its
// list, to whom place and start open two hours before, and so is "supervisor", as a keeper.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "tests/integration/services/case/court_test.h"

namespace amparo::cases {

using OperationStub = v1::OperationService::Stub;
using CompartmentStub = v1::CompartmentService::Stub;

class CompartmentTest : public CourtTest {
 protected:
  CompartmentTest()
      : venue_(EnterVenue(v1::VENUE_KIND_COFFEE_SHOP, "Coffee shop")),
        start_(service_.clock().Now() + absl::Hours(10)),
        opens_(start_ - absl::Hours(2)) {
    raid_ = Plan().name();
  }

  v1::CreateOperationRequest Request() {
    v1::CreateOperationRequest request;
    request.set_parent(case_);
    v1::Operation& operation = *request.mutable_operation();
    SetTimestamp(start_, operation.mutable_start_time());
    operation.set_partner_unit("Anti-trafficking police");
    operation.set_plan("canaryplan through the back door");
    operation.add_sites()->set_venue(venue_);
    PutOnList(operation, {"team-leader", "supervisor"});
    SetTimestamp(opens_, operation.mutable_readers(0)->mutable_open_time());
    operation.mutable_readers(1)->set_keeper(true);
    return request;
  }

  v1::Operation Plan() { return Done(*investigator_, &OperationStub::CreateOperation, Request()); }

  // A call as one of the callers of CaseService.
  template <typename Request, typename Response>
  absl::StatusOr<Response> As(std::string_view caller,
                              grpc::Status (OperationStub::*method)(grpc::ClientContext*, const Request&, Response*),
                              const Request& request) {
    return Call(*service_.StubOf<v1::OperationService>(caller), method, request);
  }
  template <typename Request, typename Response>
  absl::StatusOr<Response> As(std::string_view caller,
                              grpc::Status (CompartmentStub::*method)(grpc::ClientContext*, const Request&, Response*),
                              const Request& request) {
    return Call(*service_.StubOf<v1::CompartmentService>(caller), method, request);
  }

  absl::StatusOr<v1::Operation> Read(std::string_view caller, types::v1::View view = types::v1::VIEW_FULL,
                                     const std::string& reason = "", int plan_version = 0) {
    v1::GetOperationRequest request;
    request.set_name(raid_);
    request.set_view(view);
    request.set_reason(reason);
    request.set_plan_version(plan_version);
    return As(caller, &OperationStub::GetOperation, request);
  }

  // How many operations of the case a caller is listed.
  int Listed(std::string_view caller) {
    v1::ListOperationsRequest request;
    request.set_parent(case_);
    const auto listed = As(caller, &OperationStub::ListOperations, request);
    EXPECT_THAT(listed, IsOk());
    return listed.ok() ? listed->operations_size() : -1;
  }

  absl::StatusOr<v1::Compartment> Freeze(std::string_view caller) {
    v1::FreezeCompartmentRequest request;
    request.set_name(raid_);
    request.set_reason("a leak");
    return As(caller, &CompartmentStub::FreezeCompartment, request);
  }

  absl::StatusOr<v1::Compartment> Unfreeze(std::string_view caller) {
    v1::UnfreezeCompartmentRequest request;
    request.set_name(raid_);
    request.set_reason("found");
    return As(caller, &CompartmentStub::UnfreezeCompartment, request);
  }

  absl::StatusOr<v1::BreakGlass> Ask(std::string_view caller, const std::string& operation) {
    v1::RequestBreakGlassRequest request;
    request.set_operation(operation);
    request.set_reason("a team is in danger");
    return As(caller, &CompartmentStub::RequestBreakGlass, request);
  }

  absl::StatusOr<v1::BreakGlass> Grant(std::string_view caller, const std::string& name, int minutes = 60) {
    v1::GrantBreakGlassRequest request;
    request.set_name(name);
    request.set_minutes(minutes);
    return As(caller, &CompartmentStub::GrantBreakGlass, request);
  }

  absl::StatusOr<v1::ExposureReportResponse> Exposure(std::string_view caller) {
    v1::ExposureReportRequest request;
    request.set_operation(raid_);
    request.set_reason("tipped off");
    return As(caller, &CompartmentStub::ExposureReport, request);
  }

  // The receipts of the operation, "caller: field,field" each, in the order of commits.
  std::string Receipts(const std::string& where) {
    return service_.Sql(
        "SELECT coalesce(string_agg(replace(caller, 'spiffe://amparo/', '') || ' v' || plan_version || ' ' || reason, "
        "'; ' ORDER BY seq), '') FROM audit WHERE action = 'READ' AND compartment = name AND name = '" +
        raid_ + "' AND " + where);
  }

  const std::string venue_;
  const absl::Time start_;
  const absl::Time opens_;
  std::string raid_;
};

}  // namespace amparo::cases
