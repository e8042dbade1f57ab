// amparo.cases.v1.LawService: the articles that people are charged under.
#pragma once

#include "absl/status/statusor.h"
#include "amparo/cases/v1/law.pb.h"
#include "common/base/task.h"
#include "common/rpc/call_context.h"
#include "common/rpc/service_binding.h"

namespace amparo::cases {

// The handlers; what each promises stands in law.proto.
class LawApi {
 public:
  // The service's methods, bound to this object.
  rpc::ServiceBinding Binding();

  Task<absl::StatusOr<v1::ListLawArticlesResponse>> ListLawArticles(rpc::CallContext& context,
                                                                    v1::ListLawArticlesRequest request);
};

}  // namespace amparo::cases
