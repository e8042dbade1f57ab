// amparo.cases.v1.SavedQueryService: lists that are kept with their filters.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/saved_query.pb.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"
#include "services/case/api/acts.h"
#include "services/case/api/list_runner.h"
#include "services/case/domain/saved_query.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The handlers; what each promises stands in saved_query.proto.
class SavedQueryApi {
 public:
  // What `parts` point to must outlive it.
  explicit SavedQueryApi(ListRunner::Parts parts) : store_(parts.store), offices_(parts.offices), lists_(parts) {}

  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::SavedQuery>> CreateSavedQuery(rpc::CallContext& context, v1::CreateSavedQueryRequest request);
  Task<absl::StatusOr<rpc::Encoded<v1::SavedQuery>>> GetSavedQuery(rpc::CallContext& context,
                                                                   v1::GetSavedQueryRequest request);
  Task<absl::StatusOr<v1::ListSavedQueriesResponse>> ListSavedQueries(rpc::CallContext& context,
                                                                      v1::ListSavedQueriesRequest request);
  Task<absl::StatusOr<v1::SavedQuery>> UpdateSavedQuery(rpc::CallContext& context, v1::UpdateSavedQueryRequest request);
  Task<absl::StatusOr<v1::SavedQuery>> DeleteSavedQuery(rpc::CallContext& context, v1::DeleteSavedQueryRequest request);
  Task<absl::StatusOr<v1::RunSavedQueryResponse>> RunSavedQuery(rpc::CallContext& context,
                                                                v1::RunSavedQueryRequest request);

 private:
  // The query as it is, if it is there for the caller. NOT_FOUND.
  Task<absl::StatusOr<v1::SavedQuery>> Seen(rpc::CallContext* context, SavedQueryName name);
  // INVALID_ARGUMENT for filters that their list does not take.
  Task<absl::Status> TryFilters(rpc::CallContext* context, v1::SavedQuery query, std::string office);

  Store* const store_;
  OfficeDirectory* const offices_;
  ListRunner lists_;
};

}  // namespace amparo::cases
