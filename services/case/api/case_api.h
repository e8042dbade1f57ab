// amparo.cases.v1.CaseService: enters, reads, lists and changes cases, and moves them by acts.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/case_service.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/dated_act.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/case_finder.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in case_service.proto.
class CaseApi {
 public:
  // All must outlive it.
  CaseApi(Store* store, CaseFinder* finder, OfficeDirectory* offices, TaskTemplateStore* templates)
      : store_(store), finder_(finder), offices_(offices), templates_(templates) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::Case>> CreateCase(rpc::CallContext& context, v1::CreateCaseRequest request);
  Task<absl::StatusOr<rpc::Encoded<v1::Case>>> GetCase(rpc::CallContext& context, v1::GetCaseRequest request);
  Task<absl::StatusOr<v1::ListCasesResponse>> ListCases(rpc::CallContext& context, v1::ListCasesRequest request);
  Task<absl::StatusOr<v1::CountCasesResponse>> CountCases(rpc::CallContext& context, v1::ListCasesRequest request);
  Task<absl::StatusOr<v1::Case>> UpdateCase(rpc::CallContext& context, v1::UpdateCaseRequest request);
  Task<absl::StatusOr<v1::BatchGetCasesResponse>> BatchGetCases(rpc::CallContext& context,
                                                                v1::BatchGetCasesRequest request);
  // Every act of a case; which one is part of the type, so that each RPC binds to its own.
  template <CaseAct A>
  Task<absl::StatusOr<v1::Case>> Act(rpc::CallContext& context, v1::CaseActRequest request) {
    return RunCaseAct(context, std::move(request), A);
  }

 private:
  // A page of what is not found by the plain list.
  Task<absl::StatusOr<v1::ListCasesResponse>> FindCases(rpc::CallContext* context, v1::ListCasesRequest request,
                                                        CaseSearch search, ListQuery query);
  // The lists over all offices that the caller sees (case_across.cc).
  Task<absl::StatusOr<v1::ListCasesResponse>> ListAcross(rpc::CallContext* context, v1::ListCasesRequest request);
  Task<absl::StatusOr<v1::CountCasesResponse>> CountAcross(rpc::CallContext* context, v1::ListCasesRequest request);
  // Audits that the narratives of those of one office were read.
  Task<absl::Status> RecordNarratives(rpc::CallContext* context, std::string office, std::vector<Listed> listed);
  Task<absl::StatusOr<v1::Case>> RunCaseAct(rpc::CallContext& context, v1::CaseActRequest request, CaseAct act);
  // For what sets the day of the report or of the screening, or lets the case rest.
  DatedActParts dated_parts() const { return {store_, offices_, templates_}; }

  Store* const store_;
  CaseFinder* const finder_;
  OfficeDirectory* const offices_;
  TaskTemplateStore* const templates_;
};

}  // namespace amparo::cases
