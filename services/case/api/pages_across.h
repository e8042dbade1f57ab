// Pages of lists over all offices that the caller sees.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/status_macros.h"
#include "common/rpc/paging.h"
#include "services/case/api/support.h"
#include "services/case/api/visible_offices.h"
#include "services/case/domain/list_across.h"
#include "services/case/domain/store.h"

namespace amparo::cases {

// The parent of such a list.
inline constexpr char kAllOffices[] = "offices/-";

// Which page of it is asked for.
struct PageAcross {
  std::optional<PlaceAcross> after;
  // One record more than fits, by which FinishPageAcross sees that there is another page.
  int32_t limit = 0;
};

// The place that the cursor of a page token keeps; nullopt for a cursor that no such list made.
std::optional<PlaceAcross> ParsePlaceAcross(std::string_view cursor);

// Reads page size and token of a list request; notes violations.
template <typename Request>
PageAcross ReadPageAcross(const Request& request, errors::FieldViolations& violations) {
  PageAcross page;
  page.limit = rpc::PageSize(request.page_size(), kPerPage, kMostPerPage, violations) + 1;
  const std::string cursor = rpc::ReadPageToken(request, violations);
  if (cursor.empty()) return page;
  page.after = ParsePlaceAcross(cursor);
  violations.Require(page.after.has_value(), "page_token", "must come from an earlier answer of this list");
  return page;
}

// Cuts a list to the page asked for; answers the next page's token, or "" on the last.
std::string FinishPageAcross(const google::protobuf::Message& request, const PageAcross& page,
                             std::vector<ListedAcross>& listed);

// A page of what `query` lists, of all of `offices` in one order; each is asked by itself. `store` outlives the task.
Task<absl::StatusOr<std::vector<ListedAcross>>> ListOfOffices(Store* store, ListQuery query,
                                                              std::vector<std::string> offices, PageAcross page,
                                                              Limits limits);

// The whole handler of such a list, as ListPage (reads.h) is of that of one office: `query` says what is listed of
// each, `violations` are those of the request's filters. FAILED_PRECONDITION TOO_MANY_OFFICES.
template <typename Response, typename Request, typename Message>
Task<absl::StatusOr<Response>> ListPageAcross(Store* store, rpc::CallContext* context, Request request, ListQuery query,
                                              Message* (Response::*add)(), errors::FieldViolations violations) {
  const PageAcross page = ReadPageAcross(request, violations);
  AMPARO_CO_RETURN_IF_ERROR(violations.ToStatus());
  AMPARO_CO_ASSIGN_OR_RETURN(std::vector<std::string> offices,
                             co_await VisibleOffices(store, context, kMostOfficesAcross));
  AMPARO_CO_ASSIGN_OR_RETURN(
      std::vector<ListedAcross> listed,
      co_await ListOfOffices(store, std::move(query), std::move(offices), page, context->limits()));
  Response response;
  response.set_next_page_token(FinishPageAcross(request, page, listed));
  for (const ListedAcross& one : listed) {
    AMPARO_CO_ASSIGN_OR_RETURN(*(response.*add)(), BasicOf<Message>(one.listed.record));
  }
  co_return response;
}

}  // namespace amparo::cases
