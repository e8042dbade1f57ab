#include "services/case/api/case_across.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "services/case/api/case_api.h"
#include "services/case/api/pages_across.h"
#include "services/case/api/support.h"
#include "services/case/api/visible_offices.h"
#include "services/case/convert/case_search_convert.h"

namespace amparo::cases {
namespace {

// Those of each office, for its audit trail.
std::map<std::string, std::vector<Listed>> ByOffice(const std::vector<ListedAcross>& listed) {
  std::map<std::string, std::vector<Listed>> parted;
  for (const ListedAcross& one : listed) parted[one.office].push_back(one.listed);
  return parted;
}

}  // namespace

absl::StatusOr<CaseSearch> SearchToCount(const v1::ListCasesRequest& request, const std::string& office) {
  Violations found;
  CaseSearch search = CaseSearchFrom(request, office, found);
  found.Require(request.narrative_text().empty(), "narrative_text", "must be empty: cases are told, not counted by it");
  AMPARO_RETURN_IF_ERROR(ToStatus(found));
  return search;
}

v1::CountCasesResponse Counted(int64_t counted) {
  v1::CountCasesResponse response;
  response.set_more(counted > kMostCounted);
  response.set_count(static_cast<int32_t>(std::min(counted, kMostCounted)));
  return response;
}

Task<absl::Status> CaseApi::RecordNarratives(rpc::CallContext* context, std::string office,
                                             std::vector<Listed> listed) {
  std::vector<std::string> fields(1, "narrative");
  RevealStamp stamp = RevealStampOf(*context, std::move(fields));
  const absl::Status audited =
      co_await finder_->RecordRead(std::move(office), std::move(listed), std::move(stamp), context->limits());
  co_return audited;
}

Task<absl::StatusOr<v1::ListCasesResponse>> CaseApi::ListAcross(rpc::CallContext* context,
                                                                v1::ListCasesRequest request) {
  Violations found;
  CaseSearch search = CaseSearchFrom(request, "", found);
  errors::FieldViolations violations;
  AddViolations(found, violations);
  const PageAcross page = ReadPageAcross(request, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_ASSIGN_OR_RETURN(std::vector<std::string> offices,
                             co_await VisibleOffices(store_, context, kMostOfficesAcross));
  const bool reads_narratives = !search.narrative_words.empty();
  AMPARO_CO_ASSIGN_OR_RETURN(
      std::vector<ListedAcross> listed,
      co_await finder_->FindAcross(std::move(search), std::move(offices), page.after, page.limit, context->limits()));
  v1::ListCasesResponse response;
  response.set_next_page_token(FinishPageAcross(request, page, listed));
  if (reads_narratives) {
    const std::map<std::string, std::vector<Listed>> parted = ByOffice(listed);
    for (const auto& [office, of_office] : parted) {
      AMPARO_CO_RETURN_IF_ERROR(co_await RecordNarratives(context, office, of_office));
    }
  }
  for (const ListedAcross& one : listed) {
    AMPARO_CO_ASSIGN_OR_RETURN(*response.add_cases(), BasicOf<v1::Case>(one.listed.record));
  }
  co_return response;
}

Task<absl::StatusOr<v1::CountCasesResponse>> CaseApi::CountAcross(rpc::CallContext* context,
                                                                  v1::ListCasesRequest request) {
  AMPARO_CO_ASSIGN_OR_RETURN(CaseSearch search, SearchToCount(request, ""));
  AMPARO_CO_ASSIGN_OR_RETURN(const std::vector<std::string> offices,
                             co_await VisibleOffices(store_, context, kMostOfficesAcross));
  int64_t counted = 0;
  for (const std::string& office : offices) {
    search.office = office;
    AMPARO_CO_ASSIGN_OR_RETURN(const int64_t of_office,
                               co_await finder_->Count(search, kMostCounted + 1 - counted, context->limits()));
    counted += of_office;
    if (counted > kMostCounted) break;
  }
  co_return Counted(counted);
}

}  // namespace amparo::cases
