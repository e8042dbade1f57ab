// Columns that lists are filtered by, filled from the bodies of records that were kept before there were such columns.
#pragma once

#include <array>
#include <cstdint>

#include "absl/status/statusor.h"
#include "common/pg/statement.h"
#include "common/pg/workers.h"

namespace amparo::cases {

// $1 the most -> office, id and body of documents whose last request stands in their bodies alone; locked.
inline constexpr pg::Statement kDocumentsToFill{
    "documents_to_fill",
    "SELECT office, id, body FROM document WHERE asked_source IS NULL ORDER BY office, id LIMIT $1::integer "
    "FOR NO KEY UPDATE",
    "columns are filled for the whole schema"};

// $1 office, $2 id, $3 and $4 of whom it was asked last.
inline constexpr pg::Statement kDocumentFill{
    "document_fill",
    "UPDATE document SET asked_source = $3::integer, asked_institution = $4 WHERE office = $1 AND id = $2::uuid"};

// Every statement of this file, for checks.
inline constexpr std::array kFillStatements = {kDocumentsToFill, kDocumentFill};

// Fills the columns of all records that lack them; answers how many there were. No change of a record: neither version
// nor event. It works in batches, each of its own transaction: services go on meanwhile, and one that was broken off
// goes on where it was.
absl::StatusOr<int64_t> FillColumns(pg::Workers& workers);

}  // namespace amparo::cases
