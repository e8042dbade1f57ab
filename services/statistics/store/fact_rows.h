// Rows of the fact tables, in binary COPY, back as facts.
#pragma once

#include "absl/status/status.h"
#include "common/pg/copy.h"
#include "services/statistics/domain/facts.h"

namespace amparo::statistics {

// Reads every table and gives each fact to `facts`. The copy's snapshot makes them one moment's.
absl::Status LoadFacts(pg::CopyOut& copy, Facts& facts);

}  // namespace amparo::statistics
