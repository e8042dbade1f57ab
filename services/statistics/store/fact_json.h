// Facts as rows of the fact tables, in JSON.
#pragma once

#include <array>

#include "nlohmann/json.hpp"
#include "services/statistics/domain/fact.h"
#include "services/statistics/store/fact_tables.h"

namespace amparo::statistics {

// Rows by table, each a JSON array of objects keyed by column.
using TableRows = std::array<nlohmann::json, kTableCount>;

// Adds the rows of a fact.
void AddRows(const Fact& fact, TableRows& rows);

}  // namespace amparo::statistics
