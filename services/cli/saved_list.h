// Saved queries: found by their titles, and what they list printed.
#pragma once

#include <string>

#include "amparo/cases/v1/saved_query.pb.h"
#include "services/cli/context.h"

namespace amparo::cli {

// The saved query of this title, or of this resource name. A Failure when there is none, or more than one (one's own
// and one that somebody shares).
cases::v1::SavedQuery FindSaved(Connection& connection, const std::string& office, const std::string& title);

// Runs it, at most `limit` items, and prints what it lists.
void RunSaved(const cases::v1::SavedQuery& query, const Limit& limit, Context& context);

// A saved query in a line.
Table SavedQueryTable();
Json SavedQueryRow(const cases::v1::SavedQuery& query);

}  // namespace amparo::cli
