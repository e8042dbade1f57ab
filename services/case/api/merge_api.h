// amparo.cases.v1.MergeService: duplicates of people and of cases, and records that are made one.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/merge_service.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/dated_act.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/case_finder.h"
#include "services/case/domain/people_store.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in merge_service.proto.
class MergeApi {
 public:
  // All must outlive it.
  MergeApi(Store* store, PeopleStore* people, CaseFinder* finder, OfficeDirectory* offices,
           TaskTemplateStore* templates)
      : store_(store), people_(people), finder_(finder), offices_(offices), templates_(templates) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::FindDuplicatesResponse>> FindDuplicates(rpc::CallContext& context,
                                                                  v1::FindDuplicatesRequest request);
  Task<absl::StatusOr<v1::MergePersonResponse>> MergePerson(rpc::CallContext& context, v1::MergePersonRequest request);
  Task<absl::StatusOr<v1::Person>> UnmergePerson(rpc::CallContext& context, v1::UnmergePersonRequest request);
  Task<absl::StatusOr<v1::Distinction>> DistinguishPersons(rpc::CallContext& context,
                                                           v1::DistinguishPersonsRequest request);
  Task<absl::StatusOr<rpc::Encoded<v1::Distinction>>> GetDistinction(rpc::CallContext& context,
                                                                     v1::GetDistinctionRequest request);
  Task<absl::StatusOr<v1::ListDistinctionsResponse>> ListDistinctions(rpc::CallContext& context,
                                                                      v1::ListDistinctionsRequest request);
  Task<absl::StatusOr<v1::Distinction>> WithdrawDistinction(rpc::CallContext& context,
                                                            v1::WithdrawDistinctionRequest request);
  Task<absl::StatusOr<v1::FindDuplicateCasesResponse>> FindDuplicateCases(rpc::CallContext& context,
                                                                          v1::FindDuplicateCasesRequest request);
  Task<absl::StatusOr<v1::Distinction>> DistinguishCases(rpc::CallContext& context,
                                                         v1::DistinguishCasesRequest request);
  Task<absl::StatusOr<v1::MergeCaseResponse>> MergeCase(rpc::CallContext& context, v1::MergeCaseRequest request);
  Task<absl::StatusOr<v1::Case>> UnmergeCase(rpc::CallContext& context, v1::UnmergeCaseRequest request);

 private:
  // Whose duplicates are looked for, and which records are theirs.
  struct Subject {
    Person person;
    Profile profile;
    std::vector<Uuid> own;
  };
  Task<absl::StatusOr<Subject>> KnownSubject(rpc::CallContext* context, PersonName name);
  Task<absl::StatusOr<Subject>> DraftSubject(rpc::CallContext* context, v1::Person draft, std::string office);

  // Records that two people, or two cases, are not one.
  template <typename Name, typename Request>
  Task<absl::StatusOr<v1::Distinction>> Distinguish(rpc::CallContext* context, Request request);

  Store* const store_;
  PeopleStore* const people_;
  CaseFinder* const finder_;
  OfficeDirectory* const offices_;
  TaskTemplateStore* const templates_;
};

}  // namespace amparo::cases
