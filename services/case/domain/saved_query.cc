#include "services/case/domain/saved_query.h"

namespace amparo::cases {

void CheckSavedQuery(const SavedQuery& value, Violations& violations) {
  violations.RequireText(value.title, {1, 100}, "title");
}

bool MaySee(const SavedQuery& value, const QueryUser& user) {
  return value.shared || value.owner == user.identity;
}

std::optional<Refusal> RefuseQueryChange(const SavedQuery& value, const QueryUser& user) {
  if (value.owner != user.identity && !user.supervisor) {
    return Refusal{"NOT_THE_OWNER", "a query is changed by its owner, a shared one by supervisors too"};
  }
  return RefuseDeleted(value);
}

std::optional<Refusal> RefuseDeleted(const SavedQuery& value) {
  if (!value.delete_time) return std::nullopt;
  return Refusal{"SAVED_QUERY_DELETED", "the query was deleted"};
}

}  // namespace amparo::cases
