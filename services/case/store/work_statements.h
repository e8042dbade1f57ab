// The statements of acts of several records. They run through libpqxx, whose arguments are texts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/pg/statement.h"
#include "common/pg/workers.h"
#include "pqxx/result.hxx"
#include "services/case/domain/store.h"
#include "services/case/store/tables.h"

namespace amparo::cases {

// Arguments of a statement; nullopt is NULL.
using Texts = std::vector<std::optional<std::string>>;

// A value as PostgreSQL reads it.
std::optional<std::string> TextOf(const Value& value);
// bytea as PostgreSQL reads it.
std::string BytesText(std::string_view bytes);

// bytea as PostgreSQL gives it.
std::string BytesIn(const pqxx::field& field);
// uuid as PostgreSQL gives it; nil for NULL.
Uuid IdIn(const pqxx::field& field);
// timestamptz as PostgreSQL gives it. INTERNAL for what is none.
absl::StatusOr<absl::Time> TimeInField(const pqxx::field& field);
// The record in a row of a kind's SELECT (store/statements.h). INTERNAL for a time that is none.
absl::StatusOr<Record> RecordInRow(const pqxx::row& row, Kind kind);

// A kind's statements of works.
struct WorkStatements {
  // As KindStatements::get, the row locked until the commit.
  pg::Statement find;
  // $1 office, $2 version, $3 time, $4 body, id and case id where the kind has them, the columns. `update` answers a
  // row when the record was of the version before, `insert` always.
  pg::Statement insert;
  pg::Statement update;
};

// The statements of a kind.
const WorkStatements& WorkStatementsOf(Kind kind);

// The statement of a list (KindStatements::ListOf), its rows locked.
pg::Statement WorkListOf(const ListQuery& query);

// $1 office, $2 subject: kFindDataKey, the row locked against its erasure.
inline constexpr pg::Statement kWorkFindDataKey{
    "work_data_key_find", "SELECT wrapped, wrapping_key_id FROM data_key WHERE office = $1 AND subject = $2 FOR SHARE"};

// $1 office, $2 subject, $3 time: destroys the subject's data key and leaves a mark, also of a subject that never had
// one.
inline constexpr pg::Statement kWorkEraseDataKey{
    "work_data_key_erase",
    "INSERT INTO data_key (office, subject, wrapping_key_id, create_time, erase_time) VALUES ($1, $2, '', "
    "$3::timestamptz, $3::timestamptz) ON CONFLICT (office, subject) DO UPDATE SET wrapped = NULL, wrapping_key_id = "
    "'', "
    "erase_time = $3::timestamptz WHERE data_key.erase_time IS NULL"};

// $1 office, $2 kind, $3 id, $4 the id of the case it belongs to (nil = none): what was imported as the record, or as
// the whole case, is not known any more; that it was stays known.
inline constexpr pg::Statement kWorkForgetImported{
    "work_imported_forget",
    "WITH whole AS (UPDATE import_row SET fingerprint = NULL WHERE office = $1 AND case_id = $4::uuid) "
    "UPDATE import_record SET fingerprint = NULL WHERE office = $1 AND kind = $2 AND id = $3::uuid"};

// $1 office, $2 id, $3 tokens, $4 the id of the key they were made under.
inline constexpr pg::Statement kWorkIndexPerson{
    "work_person_index", "UPDATE person SET tokens = $3, index_key = $4 WHERE office = $1 AND id = $2"};

// The same of an asset.
inline constexpr pg::Statement kWorkIndexAsset{
    "work_asset_index", "UPDATE asset SET tokens = $3, index_key = $4 WHERE office = $1 AND id = $2"};

// $1 office, $2 id of a case: locks the case that stands for it since it was merged.
inline constexpr pg::Statement kWorkLockSurvivor{
    "work_case_lock_survivor",
    "SELECT id FROM \"case\" WHERE office = $1 AND id = (SELECT merged_id FROM \"case\" WHERE office = $1 AND id = $2) "
    "FOR NO KEY UPDATE"};

// $1 office, $2 case id, $3 and $4 what is added to its counts of charges and of those without a verdict, $5 the day of
// a charge or null -> a row when the case was reported by that day.
inline constexpr pg::Statement kWorkCount{
    "work_case_count",
    "UPDATE \"case\" SET charges = charges + $3::integer, without_verdict = without_verdict + $4::integer, "
    "first_charge_date = least(first_charge_date, $5::date) WHERE office = $1 AND id = $2 "
    "AND (report_date > $5::date) IS NOT TRUE RETURNING id"};

// $1 office, $2 id of a case that stands for itself, $3 stages, $4 and $5 what is added to its counts of charges and of
// those without a verdict, $6 the day of a charge or null -> a row when the case is in one of the stages and was
// reported by that day.
inline constexpr pg::Statement kWorkGuard{
    "work_case_guard",
    "UPDATE \"case\" SET charges = charges + $4::integer, without_verdict = without_verdict + $5::integer, "
    "first_charge_date = least(first_charge_date, $6::date) WHERE office = $1 AND id = $2 "
    "AND merged_id IS NULL AND stage = ANY ($3::integer[]) AND (report_date > $6::date) IS NOT TRUE RETURNING id"};

// $1 office: until the commit nobody else begins to name what was merged there (kWorkNameMembers). Who holds this does
// not wait for others that do. Whoever looks by a statement after this one sees what was named before.
inline constexpr pg::Statement kWorkHoldMembers{
    "work_members_hold",
    "SELECT pg_advisory_xact_lock_shared(hashtext('merged_member'), hashtext(office)) FROM office WHERE office = $1"};

// $1 office: until the commit nobody else names what was merged there, nor holds that nobody does. One lock for all of
// an office, taken before any row's: none waits for another in a circle, and few ever name anything.
inline constexpr pg::Statement kWorkNameMembers{
    "work_members_name",
    "SELECT pg_advisory_xact_lock(hashtext('merged_member'), hashtext(office)) FROM office WHERE office = $1"};

// $1 office, $2 id of what was merged, $3 its kind, $4 the record that says so.
inline constexpr pg::Statement kWorkKeepMember{
    "work_member_keep",
    "INSERT INTO merged_member (office, id, kind, survivor) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"};

// $1 office, $2 id, $3 kind -> the records that say it was merged into them.
inline constexpr pg::Statement kWorkSurvivorsNaming{
    "work_survivors_naming", "SELECT survivor FROM merged_member WHERE office = $1 AND id = $2 AND kind = $3"};

// Runs a statement; prepares it on the connection's first use. Throws as libpqxx does.
pqxx::result Execute(pg::Transaction& transaction, const pg::Statement& statement, const Texts& arguments);

// Every statement of this file, for checks.
std::vector<pg::Statement> AllWorkStatements();

}  // namespace amparo::cases
