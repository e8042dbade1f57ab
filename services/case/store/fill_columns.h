// Columns that lists are filtered by, or that say what may be entered anew, filled from the bodies of records that were
// kept before there were such columns.
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

// $1 the most -> office, id and body of cases whose last move stands in their bodies alone; locked.
inline constexpr pg::Statement kCasesToFill{
    "cases_to_fill",
    "SELECT office, id, body FROM \"case\" WHERE stage_date IS NULL ORDER BY office, id LIMIT $1::integer "
    "FOR NO KEY UPDATE",
    "columns are filled for the whole schema"};

// $1 office, $2 id, $3 the day of the last move; null = that of the report.
inline constexpr pg::Statement kCaseFill{
    "case_fill",
    "UPDATE \"case\" SET stage_date = coalesce($3::date, report_date) WHERE office = $1 AND id = $2::uuid"};

// $1 the most -> office, id and body of charges with a verdict whose day stands in their bodies alone; locked.
inline constexpr pg::Statement kChargesToFill{
    "charges_to_fill",
    "SELECT office, id, body FROM charge WHERE verdict <> 0 AND verdict_date IS NULL ORDER BY office, id "
    "LIMIT $1::integer FOR NO KEY UPDATE",
    "columns are filled for the whole schema"};

// $1 office, $2 id, $3 the day of the verdict that stands; null = before every day.
inline constexpr pg::Statement kChargeFill{
    "charge_fill",
    "UPDATE charge SET verdict_date = coalesce($3::date, '-infinity') WHERE office = $1 AND id = $2::uuid"};

// $1 office, $2 id, $3 the most -> office, id, body and version of the next links that stand and have no end in their
// columns. Most have none in their bodies either: they are not locked.
inline constexpr pg::Statement kLinksToFill{
    "links_to_fill",
    "SELECT office, id, body, version FROM link WHERE (office, id) > ($1::text, $2::uuid) AND end_date IS NULL AND "
    "withdraw_time IS NULL ORDER BY office, id LIMIT $3::integer",
    "columns are filled for the whole schema"};

// $1 office, $2 id, $3 the last day, $4 the version that says so: a later one has brought its columns itself. Not when
// the same two were linked anew meanwhile until that very day: between them one link of a last day stands.
inline constexpr pg::Statement kLinkFill{
    "link_fill",
    "UPDATE link SET end_date = $3::date WHERE office = $1 AND id = $2::uuid AND version = $4::bigint AND NOT EXISTS "
    "(SELECT FROM link AS other WHERE other.office = $1 AND other.kind = link.kind AND other.from_kind = "
    "link.from_kind AND other.from_id = link.from_id AND other.to_kind = link.to_kind AND other.to_id = link.to_id "
    "AND other.end_date = $3::date AND other.withdraw_time IS NULL)"};

// Every statement of this file, for checks.
inline constexpr std::array kFillStatements = {kDocumentsToFill, kDocumentFill, kCasesToFill, kCaseFill,
                                               kChargesToFill,   kChargeFill,   kLinksToFill, kLinkFill};

// Fills the columns of all records that lack them; answers how many there were. No change of a record: neither version
// nor event. It works in batches, each of its own transaction: services go on meanwhile, and one that was broken off
// goes on where it was.
absl::StatusOr<int64_t> FillColumns(pg::Workers& workers);

}  // namespace amparo::cases
