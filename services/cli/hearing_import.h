// Enters hearings as they stand in the end by the acts that lead there.
#pragma once

#include "services/cli/connection.h"
#include "services/cli/data_set.h"
#include "services/cli/import_tally.h"

namespace amparo::cli {

// Schedules, holds, adjourns and vacates until every hearing stands as its row says; what stands so already is left. A
// hearing with a `previous_hearing` is put on the calendar by the adjournment of that one, so rows must be in order of
// start.
void ImportHearings(Connection& connection, const std::vector<Row<scheduling::v1::Hearing>>& rows, Tally& tally);

}  // namespace amparo::cli
