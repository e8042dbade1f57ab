#include "services/case/convert/saved_query_convert.h"

#include "services/case/convert/values.h"

namespace amparo::cases {
namespace {

// Whose list it is and which page are asked for anew each time.
template <typename Request>
void ForgetPage(Request& request) {
  request.clear_parent();
  request.clear_page_size();
  request.clear_page_token();
}

}  // namespace

SavedQuery SavedQueryFromRequest(const v1::SavedQuery& request, const SavedQueryName& name) {
  SavedQuery value;
  value.name = name;
  value.title = request.title();
  value.shared = request.shared();
  return value;
}

SavedQuery SavedQueryFromStored(const v1::SavedQuery& stored) {
  SavedQuery value = SavedQueryFromRequest(stored, ParseName<SavedQueryName>(stored.name()).value_or(SavedQueryName()));
  value.owner = stored.owner();
  if (stored.has_delete_time()) value.delete_time = TimeFrom(stored.delete_time());
  return value;
}

void ToProto(const SavedQuery& value, v1::SavedQuery& out) {
  out.set_name(ToString(value.name));
  out.set_title(value.title);
  out.set_owner(value.owner);
  out.set_shared(value.shared);
  out.clear_delete_time();
  if (value.delete_time) SetTimestamp(*value.delete_time, out.mutable_delete_time());
}

std::vector<Value> ColumnsOf(const SavedQuery& value) {
  return {value.owner, value.title, value.shared, value.delete_time.has_value()};
}

void KeepFilters(v1::SavedQuery& value, Violations& violations) {
  switch (value.list_case()) {
    case v1::SavedQuery::kCases:
      ForgetPage(*value.mutable_cases());
      violations.Require(value.cases().narrative_text().empty(), "cases.narrative_text",
                         "must be empty: what may identify people is not kept with a query");
      return;
    case v1::SavedQuery::kTasks:
      ForgetPage(*value.mutable_tasks());
      return;
    case v1::SavedQuery::kPersons:
      ForgetPage(*value.mutable_persons());
      return;
    case v1::SavedQuery::kDocuments:
      ForgetPage(*value.mutable_documents());
      return;
    case v1::SavedQuery::LIST_NOT_SET:
      break;
  }
  violations.Add("list", "must be given: cases, tasks, persons or documents");
}

}  // namespace amparo::cases
