// The statements of exports: the records of one kind and office by their ids, which never change and which every table
// is keyed by.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "common/pg/statement.h"
#include "services/case/domain/export.h"

namespace amparo::cases {

// $1 office, $2 the id to begin after, $3 the limit, of notes $4 what the reader may read -> id, version, create time,
// update time, body, case id or null, subject or null.
const pg::Statement& ExportPage(Kind kind);

// The SELECT that a COPY of the same takes, as feed::ExportPart has it.
std::string ExportCopySql(Kind kind, const std::string& office, const Uuid& after,
                          const std::vector<std::string>& readable_notes);

// Every statement of this file, for checks.
std::vector<pg::Statement> ExportStatements();

}  // namespace amparo::cases
