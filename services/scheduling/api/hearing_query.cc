#include "services/scheduling/api/hearing_query.h"

#include <optional>
#include <string_view>

#include "common/base/strings.h"
#include "services/scheduling/api/support.h"
#include "services/scheduling/convert/common.h"

namespace amparo::scheduling {
namespace {

// The id of a resource that the list is narrowed to; it must be of the listed office.
std::optional<Uuid> FilterId(Collection collection, std::string_view name, std::string_view field,
                             std::string_view office, errors::FieldViolations& wrong) {
  if (name.empty()) return std::nullopt;
  const std::optional<Key> key = ParseName(collection, name);
  if (!wrong.Require(key && key->office == office, field, "must be empty or the name of one of the office's"))
    return std::nullopt;
  return key->id;
}

}  // namespace

HearingQuery ReadHearingQuery(const v1::ListHearingsRequest& request, errors::FieldViolations& wrong) {
  HearingQuery query;
  static_cast<ListQuery&>(query) = ReadPage(request, wrong);
  query.case_id = FilterId(Collection::kCases, request.case_(), "case", query.office, wrong);
  query.court = FilterId(Collection::kCourts, request.court(), "court", query.office, wrong);
  if (request.has_day()) {
    Violations violations;
    query.day = DateFromProto(request.day(), "day", violations);
    Note(violations, "", wrong);
  }
  for (int i = 0; i < request.states_size(); ++i) {
    const bool known =
        v1::HearingState_IsValid(request.states(i)) && request.states(i) != v1::HEARING_STATE_UNSPECIFIED;
    wrong.Require(known, StrCat("states[", i, "]"), "must be one of the states");
    query.states.push_back(static_cast<HearingState>(request.states(i)));
  }
  return query;
}

}  // namespace amparo::scheduling
