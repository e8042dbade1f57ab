// The statements of imports. They run in a transaction of several statements (pg::Workers), each kind's rows by one.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/crypto/blind_index.h"
#include "common/pg/statement.h"
#include "services/case/domain/import_store.h"
#include "services/case/store/tables.h"
#include "services/case/store/work_statements.h"

namespace amparo::cases {

// $1 office, $2 case ids, $3 fingerprints, $4 time -> the ids of cases that were not imported before. Waits for another
// transaction that imports one of them; in the order of ids, so that two that share several do not wait for each other.
inline constexpr pg::Statement kImportRowsInsert{
    "import_rows_insert",
    "INSERT INTO import_row (office, case_id, fingerprint, import_time) SELECT $1::text, id, fingerprint, "
    "$4::timestamptz FROM unnest($2::uuid[], $3::bytea[]) AS row (id, fingerprint) ORDER BY id ON CONFLICT "
    "(office, case_id) DO NOTHING RETURNING case_id"};

// $1 office, $2 case ids -> those that were imported, each with the fingerprint of its content, empty when that is not
// known any more.
inline constexpr pg::Statement kImportRowsFind{
    "import_rows_find",
    "SELECT case_id, coalesce(fingerprint, '') FROM import_row WHERE office = $1::text AND case_id = ANY ($2::uuid[])"};

// $1 office, $2 kinds, $3 ids, $4 fingerprints, $5 time -> the kinds and ids of records that were not imported before.
// Waits as above; in the order of kinds and ids.
inline constexpr pg::Statement kImportRecordsInsert{
    "import_records_insert",
    "INSERT INTO import_record (office, kind, id, fingerprint, import_time) SELECT $1::text, kind, id, fingerprint, "
    "$5::timestamptz FROM unnest($2::text[], $3::uuid[], $4::bytea[]) AS record (kind, id, fingerprint) ORDER BY kind, "
    "id ON CONFLICT (office, kind, id) DO NOTHING RETURNING kind, id"};

// $1 office, $2 kinds, $3 ids -> those that were imported, each with the fingerprint of its content, as above.
inline constexpr pg::Statement kImportRecordsFind{
    "import_records_find",
    "SELECT kind, id, coalesce(fingerprint, '') FROM import_record WHERE office = $1::text AND (kind, id) IN (SELECT "
    "kind, id FROM unnest($2::text[], $3::uuid[]) AS record (kind, id))"};

// Whether what comes again, with the digest of its content, is what was imported: `known` is the fingerprint of that,
// under whichever key of `index`. Empty, it may have been anything, and is believed to be the same.
bool IsSameImport(const crypto::BlindIndex& index, std::string_view known, std::string_view digest);

// $1 office, $2 venue ids -> those of them that exist, each with whether it was withdrawn. None is withdrawn until the
// commit; in the order of ids, as above.
inline constexpr pg::Statement kImportVenuesFind{
    "import_venues_find",
    "SELECT id, withdraw_time IS NOT NULL FROM venue WHERE office = $1::text AND id = ANY ($2::uuid[]) ORDER BY id FOR "
    "SHARE"};

// $1 office, $2 ids of people -> those of them that exist, each with the one that stands for them since a merge, or
// null. They are neither merged nor parted until the commit; in the order of ids, as above.
inline constexpr pg::Statement kImportPeopleFind{
    "import_people_find",
    "SELECT id, merged_id FROM person WHERE office = $1::text AND id = ANY ($2::uuid[]) ORDER BY id FOR SHARE"};

// $1 office, $2 ids -> the kinds and ids of what records, when they were imported, said was merged into them.
inline constexpr pg::Statement kImportMembersFind{
    "import_members_find",
    "SELECT DISTINCT kind, id FROM merged_member WHERE office = $1::text AND id = ANY ($2::uuid[])"};

// $1 office, $2 subjects -> those of them that have a data key: their ids are taken.
inline constexpr pg::Statement kImportKeysFind{
    "import_keys_find", "SELECT subject FROM data_key WHERE office = $1::text AND subject = ANY ($2::uuid[])"};

// The kinds that imports write, each after those it refers to.
std::span<const Kind> ImportKinds();

// A change of a case that is imported, and how far the charges of that case are.
struct ImportedChange {
  const Change* change = nullptr;
  const ChargeFacts* charges = nullptr;
};

// Inserts the first versions of one of ImportKinds, of any number of cases. $1 office, $2 times of entry, $3 ids, then
// an array for each column beside the body, the bodies, and of what belongs to a case the ids of cases, of cases the
// counts of charges and of those without a verdict, and the days of the first (null without charges). In the order of
// case numbers, or of ids. Answers the ids inserted: of venues and people that exist already none, for the others all.
const pg::Statement& ImportInsert(Kind kind);

// Its arguments for `changes`, all of that kind and office.
Texts ImportInsertArguments(Kind kind, const std::string& office, const std::vector<ImportedChange>& changes);

// Every statement of this file, for checks.
std::vector<pg::Statement> ImportStatements();

}  // namespace amparo::cases
