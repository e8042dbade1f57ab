// amparo.cases.v1.AssessmentService: assessments of survivors.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/assessment.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/catalogue_directory.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in assessment.proto.
class AssessmentApi {
 public:
  // All must outlive it.
  AssessmentApi(Store* store, OfficeDirectory* offices, CatalogueDirectory* catalogue)
      : store_(store), offices_(offices), catalogue_(catalogue) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::Assessment>> CreateAssessment(rpc::CallContext& context, v1::CreateAssessmentRequest request);
  Task<absl::StatusOr<rpc::Encoded<v1::Assessment>>> GetAssessment(rpc::CallContext& context,
                                                                   v1::GetAssessmentRequest request);
  Task<absl::StatusOr<v1::ListAssessmentsResponse>> ListAssessments(rpc::CallContext& context,
                                                                    v1::ListAssessmentsRequest request);
  Task<absl::StatusOr<v1::Assessment>> UpdateAssessment(rpc::CallContext& context, v1::UpdateAssessmentRequest request);
  Task<absl::StatusOr<v1::Assessment>> FinalizeAssessment(rpc::CallContext& context,
                                                          v1::FinalizeAssessmentRequest request);
  Task<absl::StatusOr<v1::Assessment>> VoidAssessment(rpc::CallContext& context, v1::VoidAssessmentRequest request);

 private:
  Store* const store_;
  OfficeDirectory* const offices_;
  CatalogueDirectory* const catalogue_;
};

}  // namespace amparo::cases
