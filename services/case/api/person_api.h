// amparo.cases.v1.PersonService: people, one record across all cases of an office. What identifies them is sealed
// before it is kept, and found without being opened.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/person_service.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/office_directory.h"
#include "services/case/domain/people_store.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in person_service.proto.
class PersonApi {
 public:
  // All must outlive it.
  PersonApi(Store* store, PeopleStore* people, OfficeDirectory* offices)
      : store_(store), people_(people), offices_(offices) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::Person>> CreatePerson(rpc::CallContext& context, v1::CreatePersonRequest request);
  Task<absl::StatusOr<rpc::Encoded<v1::Person>>> GetPerson(rpc::CallContext& context, v1::GetPersonRequest request);
  Task<absl::StatusOr<v1::BatchGetPersonsResponse>> BatchGetPersons(rpc::CallContext& context,
                                                                    v1::BatchGetPersonsRequest request);
  Task<absl::StatusOr<v1::ListPersonsResponse>> ListPersons(rpc::CallContext& context, v1::ListPersonsRequest request);
  Task<absl::StatusOr<v1::Person>> UpdatePerson(rpc::CallContext& context, v1::UpdatePersonRequest request);
  Task<absl::StatusOr<v1::SearchPersonsResponse>> SearchPersons(rpc::CallContext& context,
                                                                v1::SearchPersonsRequest request);
  Task<absl::StatusOr<v1::ComputeAgesResponse>> ComputeAges(rpc::CallContext& context, v1::ComputeAgesRequest request);
  Task<absl::StatusOr<v1::ListPersonPartiesResponse>> ListPersonParties(rpc::CallContext& context,
                                                                        v1::ListPersonPartiesRequest request);
  Task<absl::StatusOr<v1::Person>> ErasePerson(rpc::CallContext& context, v1::ErasePersonRequest request);

 private:
  Store* const store_;
  PeopleStore* const people_;
  OfficeDirectory* const offices_;
};

}  // namespace amparo::cases
