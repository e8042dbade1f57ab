// With a replica that lags behind, what writes rest on is read where they are made, also those of another service.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/errors/errors.h"
#include "tests/integration/services/case/case_service.h"
#include "tests/integration/services/case/status_matchers.h"

namespace amparo::cases {
namespace {

class LaggingReadsTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::Case> GetCase(std::string_view caller, const std::string& name) {
    v1::GetCaseRequest request;
    request.set_name(name);
    return Call(*service_->StubOf<v1::CaseService>(caller), &v1::CaseService::Stub::GetCase, request);
  }
  absl::StatusOr<v1::Office> GetOffice(std::string_view caller) {
    v1::GetOfficeRequest request;
    request.set_name("offices/cebu");
    return Call(*service_->StubOf<v1::OfficeService>(caller), &v1::OfficeService::Stub::GetOffice, request);
  }

  const std::unique_ptr<CaseService> service_ =
      CaseService::BesideALaggingReplica({testing::MakePrincipal("scheduling-service", {options::v1::ROLE_SERVICE})});
};

TEST_F(LaggingReadsTest, ACaseIsEnteredInAnOfficeThatTheReplicaHasNotHeardOf) {
  service_->OpenOffice("cebu");
  EXPECT_THAT(GetOffice("attorney"), FailsWith(absl::StatusCode::kNotFound, errors::kNotFound))
      << "the replica lags behind";
  EXPECT_THAT(Call(service_->cases(), &v1::CaseService::Stub::CreateCase, service_->NewCaseRequest()), IsOk());
}

TEST_F(LaggingReadsTest, AnotherServiceIsToldWhatIsCommitted) {
  service_->OpenOffice("cebu");
  const std::string name = service_->EnterCase().name();
  EXPECT_THAT(GetCase("attorney", name), FailsWith(absl::StatusCode::kNotFound, errors::kNotFound))
      << "the replica lags behind";
  EXPECT_THAT(GetOffice("scheduling-service"), IsOk());
  EXPECT_THAT(GetCase("scheduling-service", name), IsOk());
  ASSERT_THAT(service_->Decline(name, "told twice"), IsOk());
  EXPECT_EQ(GetCase("scheduling-service", name)->stage(), v1::CASE_STAGE_DECLINED);
}

}  // namespace
}  // namespace amparo::cases
