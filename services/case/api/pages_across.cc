#include "services/case/api/pages_across.h"

#include <cstddef>

#include "common/base/strings.h"

namespace amparo::cases {
namespace {

std::string CursorAcross(const ListedAcross& last) {
  return StrCat(CursorOf(last.listed), "/", last.office);
}

}  // namespace

std::optional<PlaceAcross> ParsePlaceAcross(std::string_view cursor) {
  const std::size_t slash = cursor.rfind('/');
  if (slash == std::string_view::npos || !IsOfficeId(cursor.substr(slash + 1))) return std::nullopt;
  const auto place = ParseCursor(cursor.substr(0, slash));
  if (!place) return std::nullopt;
  return PlaceAcross{*place, std::string(cursor.substr(slash + 1))};
}

std::string FinishPageAcross(const google::protobuf::Message& request, const PageAcross& page,
                             std::vector<ListedAcross>& listed) {
  const std::size_t fits = static_cast<std::size_t>(page.limit) - 1;
  if (listed.size() <= fits) return "";
  listed.resize(fits);
  return rpc::MakePageToken(request, CursorAcross(listed.back()));
}

Task<absl::StatusOr<std::vector<ListedAcross>>> ListOfOffices(Store* store, ListQuery query,
                                                              std::vector<std::string> offices, PageAcross page,
                                                              Limits limits) {
  query.limit = page.limit;
  std::vector<ListedAcross> all;
  for (const std::string& office : offices) {
    query.office = office;
    query.after = PlaceInOffice(office, page.after);
    AMPARO_CO_ASSIGN_OR_RETURN(std::vector<Listed> found, co_await store->List(query, limits));
    MergePage(office, std::move(found), static_cast<std::size_t>(page.limit), all);
  }
  co_return all;
}

}  // namespace amparo::cases
