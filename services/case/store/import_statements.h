// The statements of imports. They run in a transaction of several statements (pg::Workers), each kind's rows by one.
#pragma once

#include <string>
#include <vector>

#include "common/pg/statement.h"
#include "services/case/domain/import_store.h"
#include "services/case/store/tables.h"
#include "services/case/store/work_statements.h"

namespace amparo::cases {

// $1 office, $2 case id, $3 fingerprint, $4 time -> a row when the case was not imported before. Waits for another
// transaction that imports the same case.
inline constexpr pg::Statement kImportRowInsert{"import_row_insert",
                                                "INSERT INTO import_row (office, case_id, fingerprint, import_time) "
                                                "VALUES ($1::text, $2::uuid, $3::bytea, $4::timestamptz) ON CONFLICT "
                                                "(office, case_id) DO NOTHING RETURNING case_id"};

// $1 office, $2 case id, $3 fingerprint -> whether it was imported with that content.
inline constexpr pg::Statement kImportRowCompare{
    "import_row_compare",
    "SELECT fingerprint = $3::bytea FROM import_row WHERE office = $1::text AND case_id = $2::uuid"};

// $1 office, $2 venue ids -> those of them that exist.
inline constexpr pg::Statement kImportVenuesFind{
    "import_venues_find", "SELECT id FROM venue WHERE office = $1::text AND id = ANY ($2::uuid[])"};

// $1 office, $2 subjects -> those of them that have a data key: their ids are taken.
inline constexpr pg::Statement kImportKeysFind{
    "import_keys_find", "SELECT subject FROM data_key WHERE office = $1::text AND subject = ANY ($2::uuid[])"};

// Inserts the first versions of one kind, which is not an office. $1 office, $2 times of entry, $3 ids, then an array
// for each column beside the body, the bodies, and of what belongs to a case its id, of cases the counts of charges and
// of those without a verdict, and the day of the first (null without charges). Answers the ids inserted: of venues that
// exist already none, for the others all.
const pg::Statement& ImportInsert(Kind kind);

// Its arguments for `changes`, all of that kind and of the case `whole`.
Texts ImportInsertArguments(Kind kind, const WholeCase& whole, const std::vector<const Change*>& changes);

// Every statement of this file, for checks.
std::vector<pg::Statement> ImportStatements();

}  // namespace amparo::cases
