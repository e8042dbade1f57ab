#include "services/case/api/law_api.h"

#include "common/base/status_macros.h"
#include "services/case/api/support.h"
#include "services/case/convert/law_convert.h"
#include "services/case/domain/office.h"

namespace amparo::cases {

rpc::ServiceBinding LawApi::Binding() {
  rpc::ServiceBinding binding("amparo.cases.v1.LawService");
  binding.Unary<&LawApi::ListLawArticles>("ListLawArticles", this);
  return binding;
}

Task<absl::StatusOr<v1::ListLawArticlesResponse>> LawApi::ListLawArticles(rpc::CallContext&,
                                                                          v1::ListLawArticlesRequest request) {
  Violations found;
  found.Require(IsCountryCode(request.country_code()), "country_code", "must be a code of ISO 3166-1 alpha-2");
  const auto day = OptionalDay(request.has_date(), request.date(), "date", found);
  AMPARO_CO_RETURN_IF_ERROR(ToStatus(found));
  v1::ListLawArticlesResponse response;
  for (const LawArticle& article : LawArticles()) {
    if (article.country != request.country_code() || (day && !article.InForce(*day))) continue;
    SetLawArticle(article, response.add_articles());
  }
  co_return response;
}

}  // namespace amparo::cases
