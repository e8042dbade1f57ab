// Lists that are kept with their filters: whose they are, who sees them, who changes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "services/case/domain/case.h"
#include "services/case/domain/decision.h"
#include "services/case/domain/names.h"
#include "services/case/domain/violations.h"

namespace amparo::cases {

// A kept list, without its filters, which no rule looks at.
struct SavedQuery {
  SavedQueryName name = {};
  std::string title = {};
  // A caller's identity.
  std::string owner = {};
  bool shared = false;
  // Absent = it is there.
  std::optional<absl::Time> delete_time = std::nullopt;
};

// Who asks, as far as kept lists care.
struct QueryUser {
  // A caller's identity.
  std::string identity = {};
  bool supervisor = false;
};

// Notes what is wrong with a kept list: its title.
void CheckSavedQuery(const SavedQuery& value, Violations& violations);

// True when it is there for `user`: their own, and what is shared.
bool MaySee(const SavedQuery& value, const QueryUser& user);

// Why `user`, who sees it, may not change it: NOT_THE_OWNER unless it is theirs, or shared and they supervise;
// SAVED_QUERY_DELETED.
std::optional<Refusal> RefuseQueryChange(const SavedQuery& value, const QueryUser& user);

// SAVED_QUERY_DELETED for one that is not there any more.
std::optional<Refusal> RefuseDeleted(const SavedQuery& value);

}  // namespace amparo::cases
